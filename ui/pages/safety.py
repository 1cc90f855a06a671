"""Safety: the last backup, checking the vault, and what can be done about what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mktdesk.desk.backup import KnownBackup, MadeBackup
from mktdesk.desk.repair import (
    ACCEPT_CASE,
    REBUILD_RECORDS,
    REMEDIES,
    RESTORE_CASE,
    SETTLE,
    Trouble,
)
from mktdesk.errors import DeskError
from ui.folderbox import FolderQuestion
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.question import LineQuestion, Question
from ui.wrapping import WrapRow

_HERE = (REBUILD_RECORDS, ACCEPT_CASE, SETTLE, RESTORE_CASE)  # the others need the vault locked
_NAMED = 20
_CHILDREN = Qt.FindChildOption.FindDirectChildrenOnly
_KILO = 1000


@dataclass(frozen=True, slots=True)
class SafetyShown:
    """What the page shows. backups: the last one in each folder, newest first."""

    backups: tuple[KnownBackup, ...]
    cases: int
    read_only: bool


class SafetyPage(Screen):
    """backup_asked: (folder). check_asked. remedy_asked: (Trouble, key of REMEDIES).

    restore_asked: (folder, reference, reason, also over newer work).
    """

    backup_asked = Signal(object)
    check_asked = Signal()
    remedy_asked = Signal(object, str)
    restore_asked = Signal(object, str, str, bool)

    def __init__(self, shown: SafetyShown, parent: QWidget | None = None) -> None:
        super().__init__("Backups and checks", parent=parent)
        self._section("Backup")
        self._last = Words("", "", self)
        self.body.addWidget(self._last)
        self._others = Words("", "muted", self)
        self.body.addWidget(self._others)
        self._to = FolderQuestion(
            "Folder for backups",
            "A new or empty folder, best on a stick or another disk. Only what changed is copied "
            "again.",
            self,
        )
        self.body.addWidget(self._to)
        self._make = button("Make a backup", "primary", self)
        self._make.clicked.connect(self._backup_pressed)
        self.body.addWidget(self._make, 0, Qt.AlignmentFlag.AlignLeft)
        self._check_section()
        self._restore_section()
        self.show_backups(shown)

    # how it is built

    def _section(self, words: str) -> None:
        if self.body.count() > 2:  # noqa: PLR2004 - the notice and the summary stand above
            self.body.addSpacing(16)
        self.body.addWidget(Words(words, "section", self))

    def _check_section(self) -> None:
        self._section("Check")
        words = (
            "Checks every file of the vault: keys, register, each case with its history and "
            "its attached files. Restricted cases are not opened."
        )
        self.body.addWidget(Words(words, "", self))
        self._check = button("Check the whole vault", "", self)
        self._check.clicked.connect(self.check_asked)
        self.body.addWidget(self._check, 0, Qt.AlignmentFlag.AlignLeft)
        self._found = QWidget(self)
        self._boxes = QVBoxLayout(self._found)
        self._boxes.setContentsMargins(0, 0, 0, 0)
        self._boxes.setSpacing(12)
        self._found.hide()
        self.body.addWidget(self._found)

    def _restore_section(self) -> None:
        self._section("Put one case back")
        self._from = FolderQuestion("Folder that holds the backups", "", self)
        self._case = LineQuestion("Reference of the case", "The public part is enough.", self)
        self._case.set_letters(24)
        self._why = LineQuestion("Why it is put back", "It is kept in both histories.", self)
        for question in (self._from, self._case, self._why):
            self.body.addWidget(question)
        self._restore = button("Put this case back", "", self)
        self._restore.clicked.connect(self._restore_pressed)
        self._override = button("Put it back all the same", "danger", self)
        self._override.clicked.connect(self._override_pressed)
        self._override.hide()
        self.body.addWidget(WrapRow(self._restore, self._override, parent=self))
        words = (
            "To put the whole vault back, lock it: “Put a vault back from a backup” is offered "
            "where it is unlocked."
        )
        self.body.addWidget(Words(words, "muted", self))

    # what the controller shows

    def show_backups(self, shown: SafetyShown) -> None:
        """The backups that are known; the folder of the last one is offered again."""
        newest = shown.backups[0] if shown.backups else None
        if newest is None:
            self._say_last("There is no backup yet.", "warning" if shown.cases else "")
        else:
            of = newest.held_words
            words = f"The last backup was made {newest.age}: {newest.when}, {of}, {newest.folder}."
            if newest.problems:
                words += f" {newest.problems} of them had no good copy to take."
            self._say_last(words, "warning" if newest.stale or newest.problems else "")
            for question in (self._to, self._from):
                if not question.text:
                    question.put(newest.folder)
        older = [f"{one.folder}: {one.when}, {one.age}" for one in shown.backups[1:]]
        self._others.setText("\n".join(older))
        self._others.setVisible(bool(older))
        self._restore.setEnabled(not shown.read_only)

    def made(self, made: MadeBackup) -> None:
        """A backup was made, and this is what is to be known of it."""
        self._make.setEnabled(True)
        more = [made.changed_words, _size(made.size)]
        if made.not_checked:
            names = ", ".join(made.not_checked)
            more.append(f"Not checked, because they are restricted: {names}.")
        if not made.journaled:
            more.append("The vault is read-only, so its register does not know of this backup.")
        if made.problems:
            more = [f"{what} {do}" for what, do in made.problems] + more
            self.notice.show_words("error", "Not every case could be copied.", " ".join(more))
            return
        self.notice.show_words("done", "The backup is made and was read back.", " ".join(more))

    def not_made(self, error: DeskError) -> None:
        """No backup was made; the ones before are as they were."""
        self._make.setEnabled(True)
        self.failed(error)

    def show_troubles(self, troubles: Sequence[Trouble]) -> None:
        """What a check found, each with what can be done here."""
        for old in self._found.findChildren(QWidget, options=_CHILDREN):
            self._boxes.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._found.setVisible(bool(troubles))
        if not troubles:
            self.notice.show_words("done", "Every check passed.", "The vault is sound.")
            return
        for trouble in troubles[:_NAMED]:
            self._boxes.addWidget(self._box(trouble))
        if len(troubles) > _NAMED:
            more = f"And {len(troubles) - _NAMED} more."
            self._boxes.addWidget(Words(more, "muted", self._found))
        self._keep_reading_order()
        if len(troubles) == 1:
            found, where = "1 thing was found.", "It is shown under “Check”."
        else:
            found = f"{len(troubles)} things were found."
            where = "They are listed under “Check”."
        self.notice.show_words("error", found, where)

    def newer(self, error: DeskError) -> None:
        """What is there is newer than the backup: the person may say so all the same."""
        self.notice.show_error(error)
        self._override.show()
        self._override.setFocus(Qt.FocusReason.OtherFocusReason)

    def restored(self, public: str, when: str) -> None:
        """A case was put back."""
        self._override.hide()
        self._case.put("")
        self._why.put("")
        words = f"It is as it was on {when}. What was there before is kept in the vault."
        self.notice.show_words("done", f"{public} is put back.", words)

    def begin_restore(self, public: str) -> None:
        """Offer to put this case back."""
        self._case.put(public)
        (self._why if self._from.text else self._from).take_focus()

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    # how it works

    def _say_last(self, words: str, look: str) -> None:
        self._last.setProperty("look", look)
        self._last.setText(words)
        self._last.style().polish(self._last)

    def _keep_reading_order(self) -> None:
        """What is made late comes late to Tab, until it is told where it stands."""
        before: QWidget = self._check
        for made in self._found.findChildren(QPushButton):
            QWidget.setTabOrder(before, made)
            before = made

    def _box(self, trouble: Trouble) -> QFrame:
        box = QFrame(self._found)
        box.setProperty("look", "warning-box")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(Words(trouble.what, "label", box))
        inside.addWidget(Words(trouble.do, "", box))
        buttons = []
        for key in trouble.remedies:
            if key in _HERE:
                made = button(REMEDIES[key], "", box)
                made.setAccessibleDescription(trouble.what)
                made.clicked.connect(partial(self._remedy_pressed, trouble, key))
                buttons.append(made)
        if buttons:
            inside.addWidget(WrapRow(*buttons, parent=box))
        away = [REMEDIES[key] for key in trouble.remedies if key not in _HERE]
        if away:
            inside.addWidget(Words(f"Or: {'; '.join(away)}.", "muted", box))
        return box

    def _remedy_pressed(self, trouble: Trouble, key: str, _checked: bool = False) -> None:
        self.remedy_asked.emit(trouble, key)

    def _backup_pressed(self) -> None:
        fault = self._to.fault
        self._to.set_problem(fault)
        if fault:
            self.show_problems((SummaryLine(fault, self._to),))
            return
        self.show_problems(())
        self.notice.clear()
        self._make.setEnabled(False)
        self.backup_asked.emit(self._to.folder)

    def _restore_pressed(self) -> None:
        self._ask_restore(override=False)

    def _override_pressed(self) -> None:
        self._ask_restore(override=True)

    def _ask_restore(self, *, override: bool) -> None:
        self.notice.clear()
        found = {
            self._from: self._from.fault,
            self._case: "" if self._case.text.strip() else "Type the case's reference.",
            self._why: "" if self._why.text.strip() else "Say why; it is recorded.",
        }
        for question, words in found.items():
            question.set_problem(words)
        self.show_problems([SummaryLine(words, each) for each, words in found.items() if words])
        if not any(found.values()):
            self._override.hide()
            public, why = self._case.text.strip(), self._why.text.strip()
            self.restore_asked.emit(self._from.folder, public, why, override)


def _size(count: int) -> str:
    if count < _KILO:
        return f"{count} bytes were written."
    mega = count / _KILO / _KILO
    return f"{mega:,.1f} MB were written."
