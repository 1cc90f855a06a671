from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from mktdesk.drawings import Box, Drawing, Group, Line, Rect, groups
from mktdesk.processmap import Edge, Node, layout
from ui.drawingview import DrawingView
from ui.page import reachable
from ui.scenes_drawing import EDGES, STEPS
from ui.theme import Appearance, Look, Theme

Shown = Callable[..., DrawingView]


@pytest.fixture
def shown(theme: Theme) -> Iterator[Shown]:
    made: list[DrawingView] = []

    def show(drawing: Drawing | None = None, width: int = 800) -> DrawingView:
        view = DrawingView("Enter opens the step.")
        made.append(view)
        if drawing is None:
            view.show_flowing(partial(layout, STEPS, EDGES))
        else:
            view.show_drawing(drawing)
        view.resize(width, 600)
        view.show()
        view.activateWindow()
        QApplication.processEvents()
        return view

    yield show
    for view in made:
        view.close()
        view.deleteLater()


def things(view: DrawingView) -> list[QPushButton]:
    found = [one for one in view.sheet.findChildren(QPushButton) if one.isVisible()]
    return sorted(found, key=lambda one: int(one.accessibleName().split()[1]))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)
    QApplication.processEvents()


def said() -> str:
    """What a screen reader is told of the place where the keyboard is."""
    focus = QApplication.focusWidget()
    assert focus is not None
    return QAccessible.queryAccessibleInterface(focus).text(QAccessible.Text.Name)


def on_the_map(view: DrawingView) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and view.sheet.isAncestorOf(focus)


def family(width: float = 1200) -> Drawing:
    group = Group("p", (Rect(5, 5, 100, 40),), "Step 1: mother.", Box(5, 5, 100, 40))
    return Drawing(width, 300, (group, Line(0, 0, width, 300)), "Family", "A family of one.")


def test_each_step_is_spoken_whole_and_in_order(shown: Shown) -> None:
    view = shown()
    names = [one.accessibleName() for one in things(view)]
    assert names == [thing.alternative for thing in groups(view.drawing)]
    for one in things(view):
        face = QAccessible.queryAccessibleInterface(one)
        assert face.role() == QAccessible.Role.PushButton
        assert "Enter opens the step." in face.text(QAccessible.Text.Description)
    children = [c.accessibleName() for c in view.sheet.children() if isinstance(c, QPushButton)]
    assert children == names


def test_tab_stops_once_in_the_map_and_leaves_it(shown: Shown) -> None:
    view = shown()
    inside = [one for one in reachable(view) if view.sheet.isAncestorOf(one)]
    assert len(inside) == 1
    view.focus_current()
    assert said().startswith("Step 1 of 20")
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Backtab)
    assert not on_the_map(view)
    press(Qt.Key.Key_Tab)
    assert said().startswith("Step 3 of 20")
    press(Qt.Key.Key_Tab)
    assert not on_the_map(view)


def test_right_and_left_come_to_every_step_and_home_and_end_to_the_ends(shown: Shown) -> None:
    view = shown()
    view.focus_current()
    heard = [said()]
    for _ in range(19):
        press(Qt.Key.Key_Right)
        heard.append(said())
    assert heard == [thing.alternative for thing in groups(view.drawing)]
    press(Qt.Key.Key_Right)
    assert said() == heard[-1]
    press(Qt.Key.Key_Left)
    assert said() == heard[-2]
    press(Qt.Key.Key_Home)
    assert said() == heard[0]
    press(Qt.Key.Key_Left)
    assert said() == heard[0]
    press(Qt.Key.Key_End)
    assert said() == heard[-1]


def test_up_and_down_go_to_the_nearest_step_of_the_next_row(shown: Shown) -> None:
    view = shown()
    nodes = [Node(name, name) for name in ("top", "left", "right", "under")]
    edges = [Edge("top", "left"), Edge("top", "right"), Edge("right", "under")]
    view.show_flowing(partial(layout, nodes, edges))
    view.go_to("right")
    view.focus_current()
    press(Qt.Key.Key_Down)
    assert ": under." in said()
    press(Qt.Key.Key_Down)
    assert ": under." in said()
    press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Up)
    assert ": top." in said()
    press(Qt.Key.Key_Up)
    assert ": top." in said()


def test_enter_space_and_the_mouse_activate_a_step(shown: Shown) -> None:
    view = shown()
    heard: list[str] = []
    view.node_activated.connect(heard.append)
    view.go_to("chronology")
    view.focus_current()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Space)
    QTest.mouseClick(things(view)[0], Qt.MouseButton.LeftButton)
    assert heard == ["chronology", "chronology", "discussed"]
    assert said().startswith("Step 1 of 20")  # the keyboard goes where the mouse was


def in_sight(view: DrawingView, widget: QWidget) -> bool:
    return not widget.visibleRegion().isEmpty()


def test_the_step_asked_for_is_in_sight_and_stays_there(shown: Shown) -> None:
    view = shown()
    assert not in_sight(view, things(view)[-1])
    view.go_to("closed")
    QApplication.processEvents()
    assert in_sight(view, things(view)[-1])
    view.resize(500, 420)
    QApplication.processEvents()
    assert in_sight(view, things(view)[-1])
    view.go_to("nowhere")
    view.focus_current()
    assert said().startswith("Step 20 of 20")


def test_a_map_flows_into_its_room_at_the_size_of_the_text(shown: Shown) -> None:
    view = shown()
    bar = view.sheet.parentWidget().parentWidget().horizontalScrollBar()  # type: ignore[union-attr]
    wide = view.drawing.width
    assert not bar.isVisible()
    view.resize(560, 600)
    QApplication.processEvents()
    assert view.drawing.width < wide
    assert not bar.isVisible()
    assert view.scale == 1.0


def test_larger_and_smaller_by_keys_and_by_wheel(shown: Shown) -> None:
    view = shown()
    view.focus_current()
    wide = view.drawing.width
    press(Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == 1.25
    assert view.drawing.width == pytest.approx(wide / 1.25)
    assert said().startswith("Step 1 of 20")
    press(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == 0.8
    press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == 1.0
    turn_wheel(view, 120)
    assert view.scale == 1.25
    turn_wheel(view, -120)
    assert view.scale == 1.0
    for _ in range(20):
        view.step_zoom(1)
    assert view.scale == 4.0


def turn_wheel(view: DrawingView, by: int) -> None:
    viewport = view.sheet.parentWidget()
    assert viewport is not None
    event = QWheelEvent(
        QPointF(9, 9), QPointF(9, 9), QPoint(), QPoint(0, by), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def test_the_drawing_grows_with_the_text(shown: Shown, theme: Theme) -> None:
    view = shown()
    before = things(view)[0].height()
    theme.apply(Look(Appearance.LIGHT, 2.0))
    QApplication.processEvents()
    assert things(view)[0].height() > 1.7 * before
    assert view.scale == 1.0


def test_a_drawing_that_cannot_flow_is_whole_at_first(shown: Shown) -> None:
    view = shown(family())
    assert view.sheet.width() <= view.width()
    assert view.scale < 1
    before = view.scale
    view.resize(1000, 600)
    QApplication.processEvents()
    assert view.scale > before  # what fitted still fits
    view.focus_current()
    press(Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.scale == 1.0
    assert view.sheet.width() > view.width()
    press(Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert view.sheet.width() <= view.width()
    assert view.scale > before


def test_a_drawing_with_nothing_to_go_to_is_told_as_one(shown: Shown) -> None:
    view = shown(Drawing(100, 100, (Line(0, 0, 100, 100),), "Chart", "Ten referrals, four SCRs."))
    view.focus_current()
    focus = QApplication.focusWidget()
    assert focus is not None
    face = QAccessible.queryAccessibleInterface(focus)
    assert face.role() == QAccessible.Role.Graphic
    assert face.text(QAccessible.Text.Name) == "Chart"
    assert face.text(QAccessible.Text.Description) == "Ten referrals, four SCRs."


def test_a_case_that_moves_on_keeps_the_keyboard_on_its_step(shown: Shown) -> None:
    view = shown()
    view.go_to("pack")
    view.focus_current()
    later = [*STEPS[:7], Node("extra", "Chair asks for more"), *STEPS[7:]]
    edges = [*EDGES, Edge("extra", "decides")]
    view.show_flowing(partial(layout, later, edges))
    QApplication.processEvents()
    assert "Case pack sent" in said()
    assert "of 21" in said()
