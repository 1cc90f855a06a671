import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.desk.drafts import Target
from mktdesk.desk.reading import read_date
from mktdesk.forms.answers import Answers, Row
from mktdesk.forms.types import FieldKind, Form
from mktdesk.forms.values import YesNo
from ui.editing import DRAFT_AFTER_MS
from ui.fields.boxes import LineBox, TextBox
from ui.formview import FormView
from ui.page import reachable
from ui.tables import ListTable


class Shown:
    """A view in a window, and everything it said."""

    def __init__(self, qtbot: QtBot, form: Form, page_id: str, row: str = "") -> None:
        self.window = QWidget()
        self.view = FormView(form, form.page(page_id), read_date, row=row, parent=self.window)
        self.elsewhere = QPushButton("elsewhere", self.window)
        column = QVBoxLayout(self.window)
        column.addWidget(self.view)
        column.addWidget(self.elsewhere)
        self.said: list[tuple[object, ...]] = []
        self.view.field_changed.connect(lambda *what: self.said.append(("changed", *what)))
        self.view.draft_changed.connect(lambda *what: self.said.append(("draft", *what)))
        self.view.row_added.connect(lambda *what: self.said.append(("added", *what)))
        self.view.row_removed.connect(lambda *what: self.said.append(("removed", *what)))
        self.view.row_moved.connect(lambda *what: self.said.append(("moved", *what)))
        self.window.resize(900, 900)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def go(self, field: str, record: str = "referral", row: str = "") -> QWidget:
        assert self.view.focus_field(Target(record, row, field))
        return self.window.focusWidget()

    def names(self) -> list[str]:
        return [widget.accessibleName() for widget in reachable(self.view)]


@pytest.fixture
def show(qtbot: QtBot, form: Form):
    kept: list[Shown] = []

    def made(page_id: str, row: str = "") -> Shown:
        kept.append(Shown(qtbot, form, page_id, row))
        return kept[-1]

    yield made
    for one in kept:
        one.window.close()


TWO = Answers(
    rows={
        "family_member": (
            Row("f1", {"name": "Mara Voss", "relationship": "Mother"}),
            Row("f2", {"name": "Daniel Voss"}),
        )
    }
)


def test_every_page_of_the_form_can_be_shown(qtbot: QtBot, form: Form, show) -> None:
    for _, page in form.pages():
        shown = show(page.id, "s1" if page.repeat else "")
        shown.view.set_answers(Answers(rows={"subject": (Row("s1"),)}))
        asked = {field.name for field in page.fields if field.when is None}
        heard = " ".join(shown.names())
        assert all(name in heard for name in asked)


def test_an_answer_goes_out_when_it_is_left(show) -> None:
    shown = show("referrer")
    QTest.keyClicks(shown.go("referred"), "Mara Voss")
    assert shown.said == []
    shown.elsewhere.setFocus()
    assert shown.said == [("changed", "referral", "", "referred", "Mara Voss")]


def test_typing_is_drafted_within_a_second_and_not_at_every_key(qtbot: QtBot, show) -> None:
    shown = show("referrer")
    box = shown.go("referred")
    assert DRAFT_AFTER_MS < 1000
    for letter in "Mara Voss":
        QTest.keyClicks(box, letter)
        QApplication.processEvents()
    qtbot.waitUntil(lambda: bool(shown.said))
    qtbot.wait(50)
    assert shown.said == [("draft", "referral", "", "referred", "Mara Voss")]


def test_what_is_deleted_again_takes_its_draft_back(qtbot: QtBot, show) -> None:
    shown = show("referrer")
    shown.view.set_answers(Answers({"referred": "Mara"}))
    box = shown.go("referred")
    QTest.keyClicks(box, "GHOST ")
    qtbot.waitUntil(lambda: bool(shown.said))
    for _ in "GHOST ":
        QTest.keyClick(box, Qt.Key.Key_Backspace)
    shown.elsewhere.setFocus()
    qtbot.waitUntil(lambda: len(shown.said) > 1)
    assert shown.said == [
        ("draft", "referral", "", "referred", "GHOST Mara"),
        ("draft", "referral", "", "referred", "Mara"),
    ]
    shown.view.flush()
    assert len(shown.said) == 2


def test_what_is_deleted_just_before_the_lock_takes_its_draft_back(qtbot: QtBot, show) -> None:
    shown = show("members")
    shown.view.set_answers(Answers(rows={"panel_member": (Row("m1"),)}))
    box = shown.go("name", "panel_member", "m1")
    QTest.keyClicks(box, "GHOST")
    qtbot.waitUntil(lambda: bool(shown.said))
    QTest.keyClick(box, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    shown.view.flush()
    assert shown.said[-1] == ("draft", "panel_member", "m1", "name", None)


def test_a_row_that_closes_takes_back_the_draft_of_what_was_deleted(qtbot: QtBot, show) -> None:
    shown = show("members")
    shown.view.set_answers(Answers(rows={"panel_member": (Row("m1"),)}))
    box = shown.go("name", "panel_member", "m1")
    QTest.keyClicks(box, "G")
    qtbot.waitUntil(lambda: bool(shown.said))
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert shown.said[-1] == ("draft", "panel_member", "m1", "name", None)


def test_what_could_not_be_saved_and_was_deleted_is_said_again(show) -> None:
    shown = show("referrer")
    box = shown.go("referred")
    QTest.keyClicks(box, "X")
    shown.elsewhere.setFocus()
    shown.view.not_saved(Target("referral", "", "referred"))
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_End)
    QTest.keyClick(box, Qt.Key.Key_Backspace)
    shown.elsewhere.setFocus()
    assert shown.said[-1] == ("changed", "referral", "", "referred", None)


def test_flush_hands_over_what_is_typed_at_once(show) -> None:
    shown = show("referrer")
    QTest.keyClicks(shown.go("referred"), "M")
    assert shown.view.dirty
    shown.view.flush()
    assert shown.said == [("changed", "referral", "", "referred", "M")]
    assert not shown.view.dirty
    shown.view.flush()
    assert len(shown.said) == 1


def test_a_repeated_page_speaks_of_its_own_row(show) -> None:
    shown = show("subject", "s2")
    rows = (Row("s1", {"name": "First"}), Row("s2", {"name": "Second"}))
    shown.view.set_answers(Answers(rows={"subject": rows}))
    box = shown.go("name", "subject", "s2")
    assert isinstance(box, LineBox)
    assert box.text() == "Second"
    QTest.keyClicks(box, "!")
    shown.view.flush()
    assert shown.said == [("changed", "subject", "s2", "name", "!Second")]


def test_answers_arrive_in_place_without_moving_the_person(show) -> None:
    shown = show("referrer")
    box = shown.go("referred")
    QTest.keyClicks(box, "Mar")
    shown.view.set_answers(Answers({"referred": "old", "referrer_name": "Joanne Pell"}))
    assert shown.window.focusWidget() is box
    assert box.text() == "Mar"
    assert box.cursorPosition() == 3
    other = shown.go("referrer_name")
    assert other.text() == "Joanne Pell"


def test_old_news_does_not_undo_what_was_just_left(show) -> None:
    shown = show("referrer")
    shown.view.set_answers(Answers({"referred": "A"}))
    box = shown.go("referred")
    for text in ("B", "C"):
        box.selectAll()
        QTest.keyClicks(box, text)
        shown.view.flush()
    shown.view.set_answers(Answers({"referred": "A"}))
    shown.view.set_answers(Answers({"referred": "B"}))
    assert box.text() == "C"
    shown.view.set_answers(Answers({"referred": "C"}))
    shown.view.set_answers(Answers({"referred": "A"}))  # now it is an undo
    assert box.text() == "A"


def test_an_answer_that_could_not_be_saved_stays_and_goes_out_again(show) -> None:
    shown = show("referrer")
    box = shown.go("referred")
    QTest.keyClicks(box, "Mara")
    shown.view.flush()
    shown.view.not_saved(Target("referral", "", "referred"))
    shown.view.set_answers(Answers({}))
    assert box.text() == "Mara"
    shown.view.flush()
    assert shown.said == [("changed", "referral", "", "referred", "Mara")] * 2


@pytest.mark.rule("R378")
def test_questions_come_and_go_with_the_answers_they_hang_on(show) -> None:
    shown = show("decision")
    shown.view.set_answers(Answers())
    further, recommended = "What further information is wanted", "Recommended for a Serious"
    assert not any(further in name for name in shown.names())
    QTest.keyClick(shown.go("options"), Qt.Key.Key_H)
    assert any(further in name for name in shown.names())
    assert not any(recommended in name for name in shown.names())
    QTest.keyClick(shown.window.focusWidget(), Qt.Key.Key_B)
    assert not any(further in name for name in shown.names())
    assert any(recommended in name for name in shown.names())


@pytest.mark.rule("R206")
def test_what_is_needed_is_said_as_soon_as_it_is(show) -> None:
    shown = show("decision")
    shown.view.set_answers(Answers())
    box = shown.go("alternative_review")
    assert "Needed before signing" not in box.accessibleDescription()
    QTest.keyClick(shown.go("options"), Qt.Key.Key_B)
    assert "Needed before signing" in box.accessibleDescription()


def test_problems_stand_at_their_questions_and_go_again(show) -> None:
    shown = show("referrer")
    where = Target("referral", "", "referred")
    shown.view.set_problems({where: "Fill in: child or family"})
    box = shown.go("referred")
    assert "Problem: Fill in: child or family." in box.accessibleDescription()
    assert box.property("trouble") is True
    shown.view.set_problems({})
    assert "Problem" not in box.accessibleDescription()
    assert box.property("trouble") is False


def test_a_question_of_another_page_is_not_here(show) -> None:
    assert not show("referrer").view.focus_field(Target("referral", "", "chair_view"))


def test_a_signed_part_is_read_in_words(show, form: Form) -> None:
    shown = show("referrer")
    shown.view.set_answers(Answers({"office_discussion": YesNo("yes", "S. Lunn")}))
    shown.view.set_read_only(True)
    kinds = {type(widget) for widget in reachable(shown.view)}
    assert LineBox not in kinds
    assert TextBox not in kinds
    assert "Discussed with the office first?: Yes: S. Lunn" in shown.names()


def rows_of(shown: Shown) -> ListTable[Row]:
    return shown.view.findChildren(ListTable)[0]


def press(shown: Shown, name: str) -> None:
    found = [w for w in reachable(shown.view) if isinstance(w, QPushButton) and w.text() == name]
    assert found, name
    found[0].setFocus()
    QTest.keyClick(found[0], Qt.Key.Key_Space)


def test_a_row_is_asked_for_and_opens_when_it_comes(show, form: Form) -> None:
    shown = show("family")
    shown.view.set_answers(Answers())
    press(shown, "Add a person")
    assert shown.said == [("added", "family_member")]
    shown.view.set_answers(Answers(rows={"family_member": (Row("f1"),)}))
    focus = shown.window.focusWidget()
    assert focus.accessibleName() == "Name"
    QTest.keyClicks(focus, "Mara")
    shown.elsewhere.setFocus()
    assert shown.said[-1] == ("changed", "family_member", "f1", "name", "Mara")


def test_rows_are_edited_moved_and_removed_by_keys(show) -> None:
    shown = show("family")
    shown.view.set_answers(TWO)
    table = rows_of(shown)
    table.setFocus()
    assert table.current() == TWO.row("family_member", "f1")
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown.said == [("moved", "family_member", "f1", 1)]
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert len(shown.said) == 1  # the first cannot go further up
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    focus = shown.window.focusWidget()
    assert focus.text() == "Daniel Voss"
    QTest.keyClicks(focus, "x")
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert shown.said[-1] == ("changed", "family_member", "f2", "name", "xDaniel Voss")
    assert shown.window.focusWidget() is table
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert shown.said[-1] == ("removed", "family_member", "f2")


def test_the_buttons_say_what_can_be_done(show) -> None:
    shown = show("family")
    shown.view.set_answers(TWO)
    rows_of(shown).select("f1")
    here = {w.text() for w in reachable(shown.view) if isinstance(w, QPushButton)}
    assert here == {"Add a person", "Edit", "Move down", "Remove"}
    press(shown, "Move down")
    assert shown.said == [("moved", "family_member", "f1", 1)]
    press(shown, "Remove")
    assert shown.said[-1] == ("removed", "family_member", "f1")


def test_the_open_row_stays_open_while_rows_change_round_it(show) -> None:
    shown = show("family")
    shown.view.set_answers(TWO)
    box = shown.go("name", "family_member", "f2")
    QTest.keyClicks(box, "x")
    first, second = TWO.table("family_member")
    shown.view.set_answers(TWO.with_rows("family_member", (Row("f0"), second, first)))
    assert shown.window.focusWidget() is box
    assert box.text() == "xDaniel Voss"
    shown.view.set_answers(TWO.with_rows("family_member", (first,)))
    assert "Relationship to child" not in shown.names()


def test_a_row_s_own_conditions_hold_inside_it(show) -> None:
    shown = show("members")
    shown.view.set_answers(Answers(rows={"panel_member": (Row("m1"),)}))
    box = shown.go("participation", "panel_member", "m1")
    assert not any(name.startswith("Own decision") for name in shown.names())
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert any(name.startswith("Own decision") for name in shown.names())


class Counting(QObject):
    """Counts keys that are pressed, and of those the ones that write words."""

    def __init__(self) -> None:
        super().__init__()
        self.presses = 0

    def press(self, key: Qt.Key, ctrl: bool = False) -> None:
        held = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)
        self.presses += 1


def test_a_member_takes_few_keys_beside_the_words(show) -> None:
    shown = show("members")
    rows = (Row("m1"),)
    shown.view.set_answers(Answers(rows={"panel_member": rows}))
    shown.go("name", "panel_member", "m1")
    keys = Counting()

    def write(text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)

    for text in ("Hal Dryden", "Superintendent", "Police"):
        write(text)
        keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Space)  # decided
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_C)
    keys.press(Qt.Key.Key_Tab)
    write("Abuse is suspected.")
    keys.press(Qt.Key.Key_Return, ctrl=True)
    said = {what[3]: what[4] for what in shown.said if what[0] == "changed"}
    assert said == {
        "name": "Hal Dryden",
        "job_title": "Superintendent",
        "agency": "Police",
        "participation": "decided",
        "decision": ("c",),
        "reason": "Abuse is suspected.",
    }
    assert shown.said[-1] == ("added", "panel_member")
    shown.view.set_answers(Answers(rows={"panel_member": (*rows, Row("m2"))}))
    focus = shown.window.focusWidget()
    assert (focus.accessibleName(), focus.text()) == ("Name", "")
    assert keys.presses == 8


def test_ctrl_enter_adds_nothing_while_no_row_is_open_or_it_is_only_read(show) -> None:
    shown = show("members")
    shown.view.set_answers(Answers(rows={"panel_member": (Row("m1"),)}))
    table = rows_of(shown)
    table.setFocus()
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(table, Qt.Key.Key_Return, control)
    shown.view.set_read_only(True)
    QTest.keyClick(shown.go("name", "panel_member", "m1"), Qt.Key.Key_Return, control)
    assert shown.said == []


def test_the_members_keep_their_name_and_decision_when_there_is_little_room(show) -> None:
    shown = show("members")
    member = Row("m1", {"name": "Hal Dryden", "decision": ("a", "c")})
    shown.view.set_answers(Answers(rows={"panel_member": (member,)}))
    table = rows_of(shown)

    def headings() -> list[str]:
        columns = table.list_model.columns
        return [c.heading for n, c in enumerate(columns) if not table.isColumnHidden(n)]

    table.resize(table.fontMetrics().averageCharWidth() * 36, 200)
    table.share_width()
    assert headings() == ["Name", "Own decision"]


def test_rows_with_problems_say_how_many_and_the_table_its_own(show) -> None:
    shown = show("family")
    shown.view.set_answers(TWO)
    table = rows_of(shown)
    last = table.list_model.columnCount() - 1
    assert table.isColumnHidden(last)
    shown.view.set_problems(
        {
            Target("family_member", "f2", "date_of_birth"): "Fill in: date of birth",
            Target("family_member", "f2", "relationship"): "Fill in: relationship",
        }
    )
    assert not table.isColumnHidden(last)
    said = [table.list_model.index(row, last).data() for row in range(2)]
    assert said == ["", "2 answers"]
    box = shown.go("relationship", "family_member", "f2")
    assert "Fill in: relationship" in box.accessibleDescription()


def test_signed_rows_are_looked_at_only(show) -> None:
    shown = show("family")
    shown.view.set_answers(TWO)
    shown.view.set_read_only(True)
    table = rows_of(shown)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert shown.said == []
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "Name: Mara Voss" in shown.names()
    assert not [w for w in reachable(shown.view) if isinstance(w, LineBox)]


def test_the_column_is_720_pixels_wide_and_lines_75_characters(show, form: Form) -> None:
    shown = show("synopsis")
    shown.window.resize(1600, 900)
    assert shown.view.width() == 720
    for box in shown.view.findChildren(TextBox):
        letters = box.viewport().width() / box.fontMetrics().averageCharWidth()
        assert 60 < letters <= 78
    kinds = {field.kind for field in form.page("synopsis").fields}
    assert kinds == {FieldKind.NARRATIVE}
