"""Unlocking: who you are and your passphrase, or the recovery code."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QPushButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from ui.announce import announce
from ui.labels import Words, button
from ui.page import Screen
from ui.question import LineQuestion, Question, SecretQuestion

_SECOND_MS = 1000


class UnlockPage(Screen):
    """unlock_asked: (slot id, passphrase). recover_asked: the code as typed.

    join_asked: there is an invitation. other_asked: another vault is wanted. restore_asked: this
    one is to be put back from a backup. pack_asked: a travel pack is to be opened.
    """

    unlock_asked = Signal(str, str)
    recover_asked = Signal(str)
    join_asked = Signal()
    other_asked = Signal()
    restore_asked = Signal()
    pack_asked = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__("Unlock", parent=parent)
        self._wait = 0
        self._reason = ""  # why it did not open
        self._busy = False
        self._recovering = False
        self._people: tuple[tuple[str, str], ...] = ()
        self._where = Words(folder, "small", self)
        self.body.addWidget(self._where)
        self._hint = QFrame(self)
        self._hint.setProperty("look", "note-box")
        self._hint_words = Words("", "", self._hint)
        inside = QVBoxLayout(self._hint)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._hint_words)
        self._hint.hide()
        self.body.addWidget(self._hint)
        names = QComboBox(self)
        names.setItemDelegate(QStyledItemDelegate(names))  # the stylesheet's row height needs it
        self._who = Question("Who you are", names, "", self)
        self._alone = Words("", "section", self)
        self._passphrase = SecretQuestion("Passphrase", "", self)
        self._passphrase.entered.connect(self._go)
        self._code = LineQuestion(
            "Recovery code", "As on the sheet in the office's safe; hyphens do not matter.", self
        )
        self._code.entered.connect(self._go)
        for shown in (self._who, self._alone, self._passphrase, self._code):
            self.body.addWidget(shown)
        self._unlock = button("Unlock", "primary", self)
        self._unlock.clicked.connect(self._go)
        self._other_way = button("", "link", self)
        self._other_way.clicked.connect(self.turn)
        for pressed in (self._unlock, self._other_way):
            self.body.addWidget(pressed, 0, Qt.AlignmentFlag.AlignLeft)
        self._links = [
            self._link("I have an invitation", self.join_asked),
            self._link("Open another vault", self.other_asked),
            self._link("Put a vault back from a backup", self.restore_asked),
            self._link("Open a travel pack", self.pack_asked),
        ]
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND_MS)
        self._timer.timeout.connect(self._second_gone)
        self._arrange()

    def _link(self, words: str, asked: SignalInstance) -> QPushButton:
        made = button(words, "link", self)
        made.clicked.connect(asked)
        self.body.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    # what the controller shows

    def show_people(self, office: str, people: Sequence[tuple[str, str]], chosen: str = "") -> None:
        """Whose vault it is and who can open it: (slot id, name) of each; one may be chosen."""
        self._people = tuple(people)
        self.set_title(f"Unlock {office}")
        announce(self, self.title)
        box = self._who.box
        assert isinstance(box, QComboBox)
        box.clear()
        for slot, name in people:
            box.addItem(name, slot)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        self._alone.setText(people[0][1] if len(people) == 1 else "")
        self._arrange()
        self.focus_first()

    def show_travelling(self, public: str, *, by_reference: bool) -> None:
        """It is a travelling copy: what opened its pack unlocks it, and it has no recovery code."""
        self.set_title(f"Unlock the travelling copy for {public}")
        if by_reference:
            self._passphrase.set_words(f"Full reference of {public}")
        self._other_way.hide()
        self._links[0].hide()

    def show_hint(self, words: str) -> None:
        """Above the questions: what a demonstration's passphrase is."""
        self._hint_words.setText(words)
        self._hint.setVisible(bool(words))

    def set_busy(self, words: str) -> None:
        """While the vault is opened; nothing ends it."""
        self._busy = bool(words)
        self.status.say(words)
        self._arrange()

    def refused(self, what: str, do: str, wait: int) -> None:
        """It did not open; wait: the seconds until another try is taken."""
        self.set_busy("")
        self.notice.show_words("error", what, do)
        self._passphrase.line.selectAll()
        self._reason = what
        self._wait = wait
        if wait:
            self._timer.start()
        self._arrange()
        self.focus_first()

    def focus_first(self) -> None:
        """Where typing is wanted: the passphrase, or the code."""
        (self._code if self._recovering else self._passphrase).take_focus()

    # how it works

    def turn(self) -> None:
        """From the passphrase to the recovery code, and back."""
        self._recovering = not self._recovering
        self.notice.clear()
        self._arrange()
        self.focus_first()

    def _arrange(self) -> None:
        staff = not self._recovering
        self._who.setVisible(staff and len(self._people) > 1)
        self._alone.setVisible(staff and len(self._people) == 1)
        self._passphrase.setVisible(staff)
        self._code.setVisible(not staff)
        self._other_way.setText(
            "I have forgotten my passphrase: use the recovery code"
            if staff
            else "Use a passphrase instead"
        )
        ready = bool(self._people) and not self._busy and not self._wait
        self._unlock.setEnabled(ready)
        self._who.setEnabled(not self._busy)
        self._passphrase.setEnabled(not self._busy)
        self._code.setEnabled(not self._busy)
        for link in self._links:
            link.setEnabled(not self._busy)
        seconds = "second" if self._wait == 1 else "seconds"
        self._unlock.setText(f"Wait {self._wait} {seconds}" if self._wait else "Unlock")

    def _second_gone(self) -> None:
        self._wait -= 1
        if self._wait <= 0:
            self._wait = 0
            self._timer.stop()
            self.notice.show_words("error", self._reason, "You can try again now.")
        self._arrange()

    def _go(self) -> None:
        if not self._unlock.isEnabled():
            return
        question = self._code if self._recovering else self._passphrase
        empty = not question.text.strip()
        question.set_problem(f"Type the {question.words.lower()}." if empty else "")
        if empty:
            question.take_focus()
            return
        self.notice.clear()
        if self._recovering:
            self.recover_asked.emit(self._code.text)
            return
        box = self._who.box
        assert isinstance(box, QComboBox)
        self.unlock_asked.emit(str(box.currentData()), self._passphrase.text)
