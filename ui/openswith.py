"""What a paper opens with when it leaves: the office's policy, or a password of its own."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.desk.packs import SHORTEST_PASSPHRASE
from mktdesk.desk.strength import Strength
from mktdesk.errors import DeskError
from mktdesk.forms.types import Option
from ui.announce import announce
from ui.fields.radios import Radios
from ui.labels import Words
from ui.question import SecretQuestion
from ui.scrolling import scroll_to
from ui.strengthbar import StrengthBar

_WAIT_MS = 250  # after the last letter, before the strength is judged
_UNTYPED = ("No password was typed.", "Type one, or choose above.")


class OpensWith(QWidget):
    """typed: (text) of a password, to be judged."""

    typed = Signal(str)

    def __init__(self, policy: str, what: str, parent: QWidget | None = None) -> None:
        """policy: what the office's policy opens it with. what: what leaves ("pack")."""
        super().__init__(parent)
        own = f"At least {SHORTEST_PASSPHRASE} characters and not easy to guess."
        self._kind = Radios(
            (
                Option("policy", policy[:1].upper() + policy[1:]),
                Option("own", f"A password of your own, for this {what} only", help=own),
            ),
            self,
        )
        self._kind.setAccessibleName("What it opens with")
        self._kind.picked.connect(self._kind_picked)
        self._own = QWidget(self)
        inside = QVBoxLayout(self._own)
        inside.setContentsMargins(32, 0, 0, 0)
        inside.setSpacing(8)
        told = "mktdesk does not keep it. Tell the recipient by another channel."
        self._secret = SecretQuestion(f"Password for this {what}", told)
        self._strength = StrengthBar()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._judge)
        self._secret.line.textEdited.connect(self._edited)
        inside.addWidget(self._secret)
        inside.addWidget(self._strength)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words("What it opens with", "section", self))
        column.addWidget(self._kind)
        column.addWidget(self._own)
        self.put("")

    @property
    def passphrase(self) -> str:
        """A password of its own; nothing where the office's policy counts."""
        return self._secret.text if self._kind.key == "own" else ""

    def put(self, passphrase: str) -> None:
        """Show what was chosen before."""
        self._kind.put("own" if passphrase else "policy")
        self._secret.put(passphrase)
        self._own.setVisible(bool(passphrase))
        if passphrase:
            self._wait.start()

    def show_strength(self, found: Strength) -> None:
        """How strong the password is that is being typed."""
        if self._secret.text:
            self._strength.show_strength(found)

    def whole(self) -> bool:
        """Whether it is answered; says what is missing."""
        if self._kind.key == "own" and not self._secret.text:
            self.refuse(DeskError(*_UNTYPED))
            return False
        return True

    def refuse(self, error: DeskError) -> None:
        """The password cannot protect anything."""
        words = f"{error.what} {error.do}".strip()
        self._secret.set_problem(words)
        announce(self, f"Problem: {words}", at_once=True)
        self._secret.take_focus()
        QTimer.singleShot(0, self._secret, self._to_secret)

    def forget(self) -> None:
        """It has served."""
        self._secret.hide_secret()
        self._strength.hide()

    def _kind_picked(self, key: str) -> None:
        self._own.setVisible(key == "own")
        if key == "own":
            self._secret.take_focus()

    def _edited(self) -> None:
        self._secret.set_problem("")
        self._wait.start()

    def _judge(self) -> None:
        self.typed.emit(self._secret.text)

    def _to_secret(self) -> None:
        scroll_to(self._secret)  # once the problem's words have their place
