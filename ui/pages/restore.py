"""Before anybody is in: put a vault back from a backup, or make its register again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.errors import DeskError
from mktdesk.forms.types import Option
from ui.fields.boxes import PickBox
from ui.fields.radios import Radios
from ui.folderbox import FolderQuestion
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question, SecretQuestion

BACKUP, REGISTER = "backup", "register"
_WHAT = {
    BACKUP: "Put the vault back from a backup",
    REGISTER: "Make the register again from the cases, because it cannot be read",
}
_CODE = "code"


@dataclass(frozen=True, slots=True)
class RestoreSeen:
    """What lies in the folder. backups: (id, words), newest first. people: (slot, name)."""

    office: str
    backups: tuple[tuple[str, str], ...]
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RestoreWish:
    """What is to be done. what: BACKUP or REGISTER. override: also over newer work."""

    what: str
    source: Path
    vault: Path
    set_id: str
    reason: str
    slot: str = ""
    passphrase: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    override: bool = False


class RestorePage(Screen):
    """look_asked: (BACKUP or REGISTER, folder). go_asked: (RestoreWish). left: to the start."""

    look_asked = Signal(str, object)
    go_asked = Signal(object)
    left = Signal()

    def __init__(self, vault: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Put a vault back", parent=parent)
        self._seen: RestoreSeen | None = None
        options = tuple(Option(key, words) for key, words in _WHAT.items())
        self._what = Radios(options, self)
        self._what.put(BACKUP)
        self._what.picked.connect(self._turned)
        self.body.addWidget(Question("What is to be done", self._what, "", self))
        self._from = FolderQuestion("Folder that holds the backups", "", self)
        self._vault = FolderQuestion(
            "Folder of the vault",
            "What is there is never deleted: it is moved aside and kept.",
            self,
        )
        self._vault.put(vault)
        self.body.addWidget(self._from)
        self.body.addWidget(self._vault)
        self._look = button("Look", "", self)
        self._look.clicked.connect(self._look_pressed)
        self.body.addWidget(self._look, 0, Qt.AlignmentFlag.AlignLeft)
        self._found()
        self._go = button(_WHAT[BACKUP], "primary", self)
        self._go.clicked.connect(self._go_pressed)
        self._override = button("Put it back all the same", "danger", self)
        self._override.clicked.connect(self._override_pressed)
        self._back = button("Back to the first page", "", self)
        self._back.clicked.connect(self.left)
        self.add_foot(self._go, self._override, None, self._back)
        self._hide_found()

    def _found(self) -> None:
        self._office = Words("", "section", self)
        self.body.addWidget(self._office)
        self._set = PickBox(self)
        self._which = Question("Which backup", self._set, "", self)
        self._who = PickBox(self)
        self._person = Question("Who opens it", self._who, "", self)
        self._secret = SecretQuestion("Passphrase", "", self)
        self._who.activated.connect(self._person_picked)
        self._why = LineQuestion("Why", "It is kept in the office's history.", self)
        for question in (self._which, self._person, self._secret, self._why):
            self.body.addWidget(question)

    # what the controller shows

    def show_found(self, seen: RestoreSeen) -> None:
        """The backups and the people that are there."""
        self._seen = seen
        self._look.setEnabled(True)
        self.notice.clear()
        self._office.setText(seen.office)
        self._set.clear()
        for set_id, words in seen.backups:
            self._set.addItem(words, set_id)
        self._who.clear()
        for slot, name in seen.people:
            self._who.addItem(name, slot)
        self._who.addItem("The recovery code", _CODE)
        self._person_picked()
        for widget in (self._office, self._person, self._secret, self._why, self._go):
            widget.show()
        self._which.setVisible(self._what.key == BACKUP)
        self._go.setText(_WHAT[BACKUP] if self._what.key == BACKUP else "Make the register again")
        (self._which if self._what.key == BACKUP else self._person).take_focus()

    def failed(self, error: DeskError) -> None:
        """It was not done; everything is as it was."""
        self._look.setEnabled(True)
        self._go.setEnabled(True)
        super().failed(error)

    def newer(self, error: DeskError) -> None:
        """What is there is newer than the backup: the person may say so all the same."""
        self.failed(error)
        self._override.show()
        self._override.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    # how it works

    def _hide_found(self) -> None:
        self._seen = None
        for widget in (
            self._office, self._which, self._person, self._secret, self._why, self._go,
            self._override,
        ):  # fmt: skip
            widget.hide()

    def _turned(self, _key: str) -> None:
        self._from.setVisible(self._what.key == BACKUP)
        self._hide_found()

    def _person_picked(self, _row: int = 0) -> None:
        code = self._who.currentData() == _CODE
        self._secret.set_help(
            "As on the printed sheet; capitals and dashes do not matter." if code else ""
        )

    def _look_pressed(self) -> None:
        asked = [self._vault] if self._what.key == REGISTER else [self._from, self._vault]
        found: dict[Question, str] = {question: question.fault for question in asked}
        if self._tell(found):
            return
        self._hide_found()
        self._look.setEnabled(False)
        folder = (self._from if self._what.key == BACKUP else self._vault).folder
        self.look_asked.emit(self._what.key, folder)

    def _go_pressed(self) -> None:
        self._ask(override=False)

    def _override_pressed(self) -> None:
        self._ask(override=True)

    def _ask(self, *, override: bool) -> None:
        found: dict[Question, str] = {
            self._secret: "" if self._secret.text else "Type what opens it.",
            self._why: "" if self._why.text.strip() else "Say why; it is recorded.",
        }
        vault = self._vault.folder
        if self._tell(found) or vault is None:
            return
        self.notice.clear()
        self._go.setEnabled(False)
        self._override.hide()
        slot, secret = str(self._who.currentData()), self._secret.text
        code = slot == _CODE
        wish = RestoreWish(
            self._what.key, self._from.folder or vault, vault,
            str(self._set.currentData() or ""), self._why.text.strip(),
            slot="" if code else slot, passphrase="" if code else secret,
            code=secret if code else "", override=override,
        )  # fmt: skip
        self.go_asked.emit(wish)

    def _tell(self, found: dict[Question, str]) -> bool:
        for question, words in found.items():
            question.set_problem(words)
        self.show_problems([SummaryLine(words, each) for each, words in found.items() if words])
        return any(found.values())
