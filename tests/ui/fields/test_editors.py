import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from mktdesk.desk.reading import read_date
from mktdesk.forms.types import Field, FieldKind, Option
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo
from ui.fields import Editor, editor_for
from ui.fields.boxes import LINE_LIMIT, LineBox, TextBox
from ui.fields.date import DateEditor
from ui.fields.options import OptionsEditor, press, spoken
from ui.fields.text import TextEditor
from ui.fields.tick import Tick
from ui.labels import Words
from ui.page import reachable

ABC = (
    Option("a", "Meets the threshold", excludes=("b",)),
    Option("b", "Does not meet it", excludes=("a",)),
    Option("c", "Warrants a review"),
    Option("h", "More information", excludes=("a", "b", "c")),
)
MANY = tuple(Option(str(n), f"Choice {n}") for n in range(9))
FIELDS = {
    "text": Field("f", FieldKind.TEXT, "Name", not_known=True),
    "lines": Field("f", FieldKind.LINES, "Address", not_known=True, help="Street and town."),
    "narrative": Field("f", FieldKind.NARRATIVE, "Why", required=True),
    "date": Field("f", FieldKind.DATE, "Date of birth", not_known=True),
    "date_time": Field("f", FieldKind.DATE, "When", with_time=True),
    "variant": Field("f", FieldKind.DATE, "Date of", options=(Option("death", "Death"),)),
    "choice": Field("f", FieldKind.CHOICE, "View", options=ABC, not_known=True),
    "many": Field("f", FieldKind.CHOICE, "Which", options=MANY, not_known=True),
    "options": Field("f", FieldKind.OPTIONS, "Decision", options=ABC),
    "yes_no": Field("f", FieldKind.YES_NO, "Shared?", detail="With whom", not_known=True),
}
YEAR = DateAnswer("1989 (day not known)", "1989-01-01", "1989-12-31", "year")
DAY = DateAnswer("Same day 19.31 hours", "2026-02-07", "2026-02-07", "day", "19:31")
VALUES: dict[str, list[Value]] = {
    "text": [None, "Mara", "ليلى", "<b>not bold</b>", NotKnown(), "x" * 5000],
    "lines": [None, "one\ntwo", NotKnown(), "  spaces kept  "],
    "narrative": [None, "One.\n\nTwo.", "é’€ তারেক"],
    "date": [None, NotKnown(), YEAR, DAY, DateAnswer("31/02/2016", doubt="no such day")],
    "date_time": [None, DAY, DateAnswer("yesterday", doubt="not a date")],
    "variant": [None, DateAnswer("1989", "1989-01-01", "1989-12-31", "year", variant="death")],
    "choice": [None, "a", NotKnown(), "withdrawn option"],
    "many": [None, "3", NotKnown(), "withdrawn option"],
    "options": [None, ("a", "c"), ("zz",)],
    "yes_no": [None, YesNo("yes", "Ms Pell"), YesNo("no"), YesNo("not_known"), YesNo("no", "but")],
}


@pytest.fixture
def make(qtbot: QtBot):
    kept: list[QWidget] = []  # qtbot holds them weakly

    def made(field: Field) -> Editor:
        holder = QWidget()
        kept.append(holder)
        qtbot.addWidget(holder)
        column = QVBoxLayout(holder)
        editor = editor_for(field, read_date, holder)
        column.addWidget(editor)
        column.addWidget(QPushButton("elsewhere", holder))
        holder.show()
        holder.activateWindow()
        qtbot.waitUntil(holder.isActiveWindow)
        return editor

    yield made
    kept.clear()


def leave(editor: Editor) -> None:
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    editor.window().findChildren(QPushButton, options=direct)[0].setFocus()


def boxes(editor: Editor) -> list[QLineEdit]:
    return [box for box in editor.findChildren(LineBox) if box.isVisible()]


@pytest.mark.parametrize("kind", FIELDS)
def test_what_is_shown_and_not_touched_is_the_same_answer(make, kind: str) -> None:
    editor = make(FIELDS[kind])
    said: list[str] = []
    editor.changed.connect(lambda: said.append("changed"))
    editor.committed.connect(lambda: said.append("committed"))
    for value in VALUES[kind]:
        editor.set_value(value)
        editor.focus_first()
        leave(editor)
        assert editor.value() == value
        assert not editor.dirty
    assert said == []


@pytest.mark.parametrize("kind", FIELDS)
def test_every_input_has_a_name_and_a_role_and_says_its_problem(make, kind: str) -> None:
    editor = make(FIELDS[kind])
    editor.set_problem("Fill this in")
    editor.set_needed(True)
    found = reachable(editor)
    assert found
    for widget in found:
        face = QAccessible.queryAccessibleInterface(widget)
        assert FIELDS[kind].name in widget.accessibleName()
        if isinstance(widget, QComboBox):  # on Linux it is named by its label alone
            assert editor._label.buddy() is widget
        else:
            assert FIELDS[kind].name in face.text(QAccessible.Text.Name)
        assert face.role() not in {QAccessible.Role.NoRole, QAccessible.Role.Client}
    first = QAccessible.queryAccessibleInterface(found[0])
    described = first.text(QAccessible.Text.Description)
    assert "Problem: Fill this in" in described
    assert "Needed before signing" in described
    editor.set_problem("")
    assert "Problem" not in first.text(QAccessible.Text.Description)


@pytest.mark.parametrize("kind", FIELDS)
def test_tab_leaves_every_editor(make, kind: str) -> None:
    editor = make(FIELDS[kind])
    editor.focus_first()
    window = editor.window()
    for _ in range(len(reachable(editor)) + 1):
        focus = window.focusWidget()
        if not editor.isAncestorOf(focus):
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert isinstance(window.focusWidget(), QPushButton)


@pytest.mark.parametrize("kind", [kind for kind in FIELDS if FIELDS[kind].not_known])
def test_not_known_is_an_answer_and_can_be_taken_back(make, kind: str) -> None:
    editor = make(FIELDS[kind])
    said: list[Value] = []
    editor.committed.connect(lambda: said.append(editor.value()))
    if kind == "many":
        box = reachable(editor)[0]
        QTest.keyClick(box, Qt.Key.Key_End)
        expected: Value = NotKnown()
    else:
        ticks = editor.findChildren(Tick)
        unknown = next(t.box for t in ticks if "not known" in t.box.accessibleName().lower())
        QTest.keyClick(unknown, Qt.Key.Key_Space)
        expected = YesNo("not_known") if kind == "yes_no" else NotKnown()
    assert said == [expected]
    assert editor.value() == expected


def test_typing_is_a_change_and_leaving_commits_once(make) -> None:
    editor = make(FIELDS["text"])
    said: list[str] = []
    editor.changed.connect(lambda: said.append("changed"))
    editor.committed.connect(lambda: said.append("committed"))
    editor.focus_first()
    QTest.keyClicks(editor.window().focusWidget(), "Mara")
    assert said == ["changed"] * 4
    assert editor.dirty
    leave(editor)
    assert said[4:] == ["committed"]
    assert editor.value() == "Mara"
    editor.set_value("Mara")
    assert not editor.dirty


def test_spaces_alone_are_no_answer(make) -> None:
    editor = make(FIELDS["text"])
    editor.focus_first()
    QTest.keyClicks(editor.window().focusWidget(), "   ")
    assert editor.value() is None


def test_a_refresh_never_overwrites_what_is_being_typed(make) -> None:
    editor = make(FIELDS["lines"])
    editor.set_value("old")
    editor.focus_first()
    box = editor.findChildren(TextBox)[0]
    box.insertPlainText("new ")
    caret = box.textCursor().position()
    editor.set_value("from the book")
    assert box.toPlainText() == "new old"
    assert box.textCursor().position() == caret


def test_a_refresh_keeps_the_caret_of_a_box_in_use(make) -> None:
    editor = make(FIELDS["text"])
    editor.set_value("one two")
    editor.focus_first()
    box = boxes(editor)[0]
    box.setCursorPosition(3)
    editor.set_value("one two three")
    assert box.text() == "one two three"
    assert box.cursorPosition() == 3


def test_a_failed_save_is_sent_again(make) -> None:
    editor = make(FIELDS["text"])
    said: list[Value] = []
    editor.committed.connect(lambda: said.append(editor.value()))
    editor.focus_first()
    QTest.keyClicks(editor.window().focusWidget(), "Mara")
    leave(editor)
    editor.not_saved(None)
    assert editor.dirty
    editor.set_value(None)
    assert editor.value() == "Mara"
    editor.commit()
    assert said == ["Mara", "Mara"]


def test_words_that_look_like_markup_stay_words(make) -> None:
    editor = make(FIELDS["text"])
    editor.set_value("<b>bold</b> & <img src=x>")
    editor.set_read_only(True)
    answer = reachable(editor)[0]
    assert isinstance(answer, QLabel)
    assert answer.text() == "<b>bold</b> & <img src=x>"
    assert answer.textFormat() is Qt.TextFormat.PlainText


@pytest.mark.parametrize("kind", FIELDS)
def test_read_only_shows_words_that_the_keyboard_reaches(make, kind: str) -> None:
    editor = make(FIELDS[kind])
    editor.set_read_only(True)
    only = reachable(editor)
    assert len(only) == 1
    assert isinstance(only[0], QLabel)
    assert only[0].text() == "Not answered"
    assert only[0].accessibleName() == f"{FIELDS[kind].name}: Not answered"
    editor.set_read_only(False)
    assert only[0] not in reachable(editor)


@pytest.mark.parametrize("text", ["word " * 200_000, "x" * 1_000_000, "a line\n" * 143_000])
def test_a_megabyte_pasted_does_not_freeze(make, text: str) -> None:
    editor = make(FIELDS["narrative"])
    box = editor.findChildren(TextBox)[0]
    mime = QMimeData()
    mime.setText(text)
    began = time.thread_time()
    box.insertFromMimeData(mime)
    editor.window().grab()
    assert time.thread_time() - began < 10
    assert editor.value() == text


def test_a_line_that_is_too_long_says_so_and_a_long_answer_stays_whole(make) -> None:
    editor = make(FIELDS["text"])
    box = boxes(editor)[0]
    editor.set_value("y" * 5000)
    assert box.text() == "y" * 5000
    editor.set_value(None)
    QApplication.clipboard().setText("x" * (LINE_LIMIT + 10))
    box.paste()
    assert len(box.text()) == LINE_LIMIT
    assert any(
        "2,000 characters" in label.text() for label in editor.findChildren(type(editor._notice))
    )


def test_ctrl_z_undoes_in_the_text_first_and_then_is_the_window_s(make) -> None:
    editor = make(FIELDS["lines"])
    box = editor.findChildren(TextBox)[0]
    editor.focus_first()
    asked: list[int] = []
    shortcut = QShortcut(QKeySequence.StandardKey.Undo, editor.window())
    shortcut.activated.connect(lambda: asked.append(1))
    QTest.keyClicks(box, "abc")
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert box.toPlainText() == ""
    assert asked == []
    QTest.keyClick(box, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1]


def test_a_date_typed_into_the_boxes_is_read_and_said(make) -> None:
    editor = make(FIELDS["date"])
    editor.focus_first()
    for box, text in zip(boxes(editor), ("2", "11", "1998"), strict=True):
        QTest.keyClicks(box, text)
    leave(editor)
    value = editor.value()
    assert isinstance(value, DateAnswer)
    assert (value.text, value.earliest) == ("2 November 1998", "1998-11-02")
    assert any(w.text() == "Read as Mon 2 Nov 1998" for w in shown_words(editor))


def test_an_impossible_date_is_kept_and_doubted(make) -> None:
    editor = make(FIELDS["date"])
    for box, text in zip(boxes(editor), ("31", "2", "2016"), strict=True):
        QTest.keyClicks(box, text)
    editor.commit()
    value = editor.value()
    assert isinstance(value, DateAnswer)
    assert value.doubt
    assert value.text == "31 February 2016"
    assert any(w.text().startswith("Check this date") for w in shown_words(editor))


def test_a_date_nobody_knows_the_day_of_is_written_in_words(make) -> None:
    editor = make(FIELDS["date"])
    editor.set_value(YEAR)
    assert [box.text() for box in boxes(editor)] == ["1989 (day not known)"]
    editor.set_value(DAY)
    assert [box.text() for box in boxes(editor)] == ["7", "2", "2026"]
    assert any(w.text() == "As written: Same day 19.31 hours" for w in shown_words(editor))


def test_the_boxes_and_the_words_change_places_without_losing_the_date(make) -> None:
    editor = make(FIELDS["date"])
    for box, text in zip(boxes(editor), ("2", "11", "1998"), strict=True):
        QTest.keyClicks(box, text)
    editor.commit()
    switch = next(w for w in reachable(editor) if isinstance(w, QPushButton))
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert [box.text() for box in boxes(editor)] == ["2 November 1998"]
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert [box.text() for box in boxes(editor)] == ["2", "11", "1998"]
    value = editor.value()
    assert isinstance(value, DateAnswer)
    assert value.earliest == "1998-11-02"


def test_words_the_boxes_cannot_say_stay_in_words(make) -> None:
    editor = make(FIELDS["date"])
    editor.set_value(YEAR)
    switch = next(w for w in reachable(editor) if isinstance(w, QPushButton))
    QTest.keyClick(switch, Qt.Key.Key_Space)
    editor.commit()
    assert editor.value() == YEAR


def test_which_date_it_is_goes_with_the_date(make) -> None:
    editor = make(FIELDS["variant"])
    assert isinstance(editor, DateEditor)
    QTest.keyClick(reachable(editor)[0], Qt.Key.Key_Space)
    QTest.keyClicks(boxes(editor)[2], "1998")
    editor.commit()
    value = editor.value()
    assert isinstance(value, DateAnswer)
    assert (value.variant, value.precision) == ("death", "year")


def test_options_by_letter_clear_what_they_exclude_and_say_so(make, spoken: list[str]) -> None:
    editor = make(FIELDS["options"])
    said: list[Value] = []
    editor.committed.connect(lambda: said.append(editor.value()))
    editor.focus_first()
    for key in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_H):
        QTest.keyClick(editor.window().focusWidget(), key)
    assert said == [("a",), ("a", "c"), ("h",)]
    assert spoken[-1] == "a and c were cleared: they cannot stand beside h."
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_H)
    assert editor.value() is None


def test_options_are_one_stop_and_arrows_move_among_them(make) -> None:
    editor = make(FIELDS["options"])
    assert [w.accessibleName() for w in reachable(editor)] == ["Decision: a: Meets the threshold"]
    editor.focus_first()

    def at() -> str:
        return str(editor.window().focusWidget().accessibleName().split(": ")[1])

    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(editor.window().focusWidget(), key)
        seen.append(at())
    assert seen == ["b", "c", "h", "a", "h"]
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Space)
    assert editor.value() == ("h",)
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Tab)
    assert editor.window().focusWidget().text() == "elsewhere"
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Backtab)
    assert at() == "h"  # where the person was


@pytest.mark.parametrize(("kind", "value"), [("choice", "a"), ("yes_no", YesNo("no"))])
def test_a_pick_is_cleared_by_delete_and_the_link_is_no_stop(make, kind: str, value: Value) -> None:
    editor = make(FIELDS[kind])
    editor.set_value(value)
    assert not [w for w in reachable(editor) if isinstance(w, QPushButton)]
    said: list[Value] = []
    editor.committed.connect(lambda: said.append(editor.value()))
    editor.focus_first()
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Delete)
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Delete)
    assert said == [None]


@given(st.lists(st.sampled_from([o.key for o in ABC]), max_size=12))
def test_no_order_of_presses_leaves_two_that_exclude_each_other(keys: list[str]) -> None:
    chosen: tuple[str, ...] = ()
    excludes = {o.key: set(o.excludes) for o in ABC}
    for key in keys:
        before = chosen
        chosen, cleared = press(ABC, chosen, key)
        assert (key in chosen) is (key not in before)
        assert set(before) - set(chosen) - {key} == set(cleared)
        assert bool(spoken_words(key, cleared)) is bool(cleared)
        assert not any(excludes[one] & set(chosen) for one in chosen)


def test_a_yes_asks_for_its_details_and_waits_for_them(make) -> None:
    editor = make(FIELDS["yes_no"])
    said: list[Value] = []
    editor.committed.connect(lambda: said.append(editor.value()))
    editor.focus_first()
    QTest.keyClick(editor.window().focusWidget(), Qt.Key.Key_Space)
    detail = editor.findChildren(TextBox)[0]
    assert detail.isVisible()
    assert said == []
    detail.setFocus()
    QTest.keyClicks(detail, "Ms Pell")
    leave(editor)
    assert said == [YesNo("yes", "Ms Pell")]


def test_an_answer_can_be_cleared_again(make) -> None:
    for kind, value in (("choice", "a"), ("yes_no", YesNo("no"))):
        editor = make(FIELDS[kind])
        editor.set_value(value)
        said: list[Value] = []
        editor.committed.connect(lambda e=editor, s=said: s.append(e.value()))
        clear = next(w for w in editor.findChildren(QPushButton) if w.isVisible())
        QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
        assert said == [None]


def test_an_option_the_form_no_longer_has_is_said_in_words(make) -> None:
    editor = make(FIELDS["choice"])
    editor.set_value("withdrawn option")
    assert any("withdrawn option" in w.text() for w in shown_words(editor))
    assert isinstance(make(FIELDS["options"]), OptionsEditor)


def test_the_text_box_grows_with_its_text_and_stops(make) -> None:
    editor = make(FIELDS["narrative"])
    assert isinstance(editor, TextEditor)
    box = editor.findChildren(TextBox)[0]
    heights = []
    for lines in (0, 12, 500):
        box.setPlainText("a line\n" * lines)
        heights.append(box.sizeHint().height())
    assert heights[0] < heights[1] < heights[2]
    assert heights[2] <= 26 * box.fontMetrics().lineSpacing()


def test_a_turning_wheel_does_not_change_a_choice(make, qtbot: QtBot) -> None:
    editor = make(FIELDS["many"])
    editor.set_value("3")
    box = reachable(editor)[0]
    assert isinstance(box, QComboBox)
    down = QPoint(0, -120)
    none = Qt.KeyboardModifier.NoModifier
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        down,
        Qt.MouseButton.NoButton,
        none,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    box.wheelEvent(wheel)
    assert editor.value() == "3"
    assert box.currentData() == "3"
    assert not wheel.isAccepted()


def shown_words(editor: Editor) -> list[Words]:
    return [w for w in editor.findChildren(Words) if w.isVisible()]


def spoken_words(key: str, cleared: tuple[str, ...]) -> str:
    return spoken(key, cleared)
