"""The accessibility walk: the same list of scenes as the tour's pictures."""

import importlib
import pkgutil
from collections.abc import Iterator
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QRadioButton,
    QScrollArea,
    QWidget,
)

import ui.dialogs
import ui.pages
from ui.page import Screen, reachable
from ui.scenes import SCENES
from ui.theme import Theme
from ui.tour import Scene, Stage, render, set_up

LEAST = 24
_TOLD = {QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Grouping}
_AREAS = {"marking", "rail-pane", "foot"}


WALKED = pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)


def close(widget: QWidget, stage: Stage) -> None:
    widget.close()
    widget.deleteLater()
    stage.settle()


def screen_classes() -> Iterator[type[QWidget]]:
    for package in (ui.pages, ui.dialogs):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for thing in vars(module).values():
                if (
                    isinstance(thing, type)
                    and issubclass(thing, Screen | QDialog)
                    and thing.__module__ == module.__name__
                    and not thing.__name__.startswith("_")
                ):
                    yield thing


def test_every_page_and_dialog_is_on_the_list() -> None:
    listed = {scene.shows for scene in SCENES}
    missing = {f"{cls.__module__}.{cls.__name__}" for cls in screen_classes() if cls not in listed}
    assert missing == set(), "give each a scene in ui/scenes.py"


def test_every_scene_has_a_name_of_its_own() -> None:
    names = [scene.name for scene in SCENES]
    assert sorted(set(names)) == sorted(names)


@WALKED
def test_the_walk(scene: Scene, stage: Stage) -> None:
    shown = set_up(stage, scene, 1.0)
    wrong = [*cut(shown), *walk(scene, shown)]
    close(shown, stage)
    assert wrong == []


@WALKED
def test_nothing_is_cut_off_at_200_per_cent(scene: Scene, stage: Stage, large: Theme) -> None:
    shown = set_up(stage, scene, 2.0)
    wrong = list(cut(shown))
    close(shown, stage)
    assert wrong == []


def walk(scene: Scene, shown: QWidget) -> Iterator[str]:
    """What is wrong with this screen for a person who does not use a mouse, or does not see."""
    if not (isinstance(shown, scene.shows) or shown.findChildren(scene.shows)):
        yield f"does not show a {scene.shows.__name__}"
    found = reachable(shown)
    if not found:  # nothing to press, such as while the program locks
        return
    yield from nameless(found)
    yield from too_small(found)
    yield from out_of_order(found, shown)
    yield from not_met(found)


def nameless(found: list[QWidget]) -> Iterator[str]:
    for widget in found:
        face = QAccessible.queryAccessibleInterface(widget)
        # A drop-down is named by its label on Linux, and shows its choice as its name.
        by_label = isinstance(widget, QComboBox)
        name = widget.accessibleName() if by_label else face.text(QAccessible.Text.Name)
        if not name.strip() or face.role() in _TOLD:
            yield f"no name or role: {type(widget).__name__} {face.role().name} {name!r}"


def too_small(found: list[QWidget]) -> Iterator[str]:
    for widget in found:
        small = widget.width() < LEAST or widget.height() < LEAST
        if small and isinstance(widget, QAbstractButton | QComboBox):
            yield f"too small: {called(widget)} {widget.size().toTuple()}"


def out_of_order(found: list[QWidget], shown: QWidget) -> Iterator[str]:
    for one, other in pairwise(found):
        together = area_of(one) is area_of(other)
        if together and not reads_on(place(one, shown), place(other, shown)):
            yield f"out of order: {called(one)} before {called(other)}"


def not_met(found: list[QWidget]) -> Iterator[str]:
    """What Tab does not come to, or does not leave, on its way round."""
    found[0].setFocus(Qt.FocusReason.TabFocusReason)
    met: list[QWidget] = []
    # To come to a table chooses its first row, which can bring more buttons into use.
    for _ in range(2 * len(found) + 20):
        focus = QApplication.focusWidget()
        if focus is None or focus in met:
            break
        met.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    if QApplication.focusWidget() is not met[0]:
        yield f"Tab is trapped at {called(met[-1])}"
    for widget in found:
        # Of round ticks only one is a stop: arrows reach the others.
        if widget not in met and not isinstance(widget, QRadioButton):
            yield f"Tab does not come to {called(widget)}"


def cut(shown: QWidget) -> Iterator[str]:
    """Words that do not fit, and columns that would have to be scrolled sideways."""
    for inner in shown.findChildren(QWidget):
        if inner.isVisible() and text_of(inner) and is_cut(inner):
            yield f"cut off: {text_of(inner)!r} {inner.size().toTuple()}"
    for area in shown.findChildren(QScrollArea):
        content = area.widget()
        if area.isVisible() and content and content.width() > area.viewport().width():
            yield f"scrolls sideways: {content.width()} in {area.viewport().width()}"


def called(widget: QWidget) -> str:
    return widget.accessibleName() or text_of(widget) or type(widget).__name__


def test_pictures_come_in_every_look(stage: Stage, theme: Theme) -> None:
    drawn = render(SCENES[:1], stage.folder / "tour", theme, stage)
    looks = {path.stem.removeprefix(f"{SCENES[0].name}-") for path in drawn}
    assert looks == {"light-100", "light-200", "dark-100", "dark-200"}
    assert all(path.stat().st_size > 5000 for path in drawn)


def area_of(widget: QWidget) -> QWidget:
    """The part of the window a widget stands in; order is asked for inside each."""
    above = widget.parentWidget()
    while above is not None and above.parentWidget() is not None:
        if isinstance(above, Screen | QScrollArea) or above.property("look") in _AREAS:
            return above
        above = above.parentWidget()
    return widget.window()


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def reads_on(one: QRect, other: QRect) -> bool:
    """Below, or to the right on the same line."""
    same_line = one.top() < other.bottom() and other.top() < one.bottom()
    return other.left() >= one.left() if same_line else other.top() >= one.bottom() - 2


def text_of(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def is_cut(widget: QWidget) -> bool:
    if isinstance(widget, QLabel) and widget.wordWrap():
        return widget.height() < widget.heightForWidth(widget.width()) - 1
    wanted = widget.sizeHint()
    return widget.width() < wanted.width() - 1 or widget.height() < wanted.height() - 1
