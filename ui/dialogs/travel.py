"""Before something is taken along: what goes, where to, and what opens the pack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mktdesk.errors import DeskError
from mktdesk.forms.types import Option
from ui.fields.boxes import PickBox
from ui.fields.radios import Radios
from ui.fields.tick import Tick
from ui.fitting import FittedDialog
from ui.labels import Words, button
from ui.notices import NoticeBox
from ui.question import LineQuestion, Question, SecretQuestion

_REFERENCE, _PASSPHRASE = "reference", "passphrase"
_OPTIONS = (
    Option(_REFERENCE, "Its full reference, as on the slip (recommended)"),
    Option(_PASSPHRASE, "A passphrase"),
)
_WHAT = (
    "A travel pack is one encrypted file. Opened on another laptop with mktdesk it is worked on "
    "without the office; the pack that comes back is joined to what was done here meanwhile. "
    "The office's own copy stays open to everybody."
)


@dataclass(frozen=True, slots=True)
class Goer:
    """A meeting or a case that can be taken. cases: public references on a meeting's agenda."""

    public: str
    label: str
    meeting: bool = False
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Going:
    """What was asked for. passphrase: empty for the full reference."""

    goer: Goer
    cases: tuple[str, ...]
    to: str
    passphrase: str = field(default="", repr=False)


class TakeDialog(FittedDialog):
    """given: (Going). It stays until it is told that the pack was saved."""

    given = Signal(object)

    def __init__(self, goers: Sequence[Goer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Take to a meeting")
        self.setMinimumWidth(560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._goers = tuple(goers)
        self._notice = NoticeBox(self)
        self._pick = PickBox(self)
        for number, one in enumerate(self._goers):
            self._pick.addItem(one.label, number)
        self._pick.activated.connect(self._picked)
        self._what = Question("What goes along", self._pick, "", self)
        self._agenda = QWidget(self)
        self._ticks = QVBoxLayout(self._agenda)
        self._ticks.setContentsMargins(3, 0, 3, 0)
        self._ticks.setSpacing(0)
        self._cases: dict[str, Tick] = {}
        self._to = LineQuestion(
            "Where to", "For the list of what is away. May be left empty.", self
        )
        self._opens = Radios(_OPTIONS, self)
        self._opens.setAccessibleName("What opens it")
        self._opens.put(_REFERENCE)
        self._opens.picked.connect(self._arrange)
        self._secret = SecretQuestion("Passphrase", "Four or more unrelated words.", self)
        self._do = button("Save the pack…", "primary", self)
        self._do.clicked.connect(self._pressed)
        cancel = button("Cancel", "", self)
        cancel.clicked.connect(self.reject)
        column = self.column
        column.addWidget(Words("Take to a meeting", "section", self))
        column.addWidget(Words(_WHAT, "muted", self))
        column.addWidget(self._notice)
        column.addWidget(self._what)
        column.addWidget(self._agenda)
        column.addWidget(self._to)
        column.addWidget(Words("What opens it", "label", self))
        column.addWidget(self._opens)
        column.addWidget(self._secret)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._do)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self._picked()
        self._arrange()
        self._what.take_focus() if len(self._goers) > 1 else self._to.take_focus()

    def failed(self, error: DeskError) -> None:
        """It was not saved; what was chosen stays."""
        self._do.setEnabled(True)
        self._notice.show_error(error)

    def ready(self) -> None:
        """No file was chosen: it can be asked again."""
        self._do.setEnabled(True)

    def _picked(self, _index: int = 0) -> None:
        for tick in self._cases.values():
            tick.hide()
            tick.deleteLater()
        goer = self._goer
        self._cases = {
            public: Tick(public, parent=self._agenda) for public in (goer.cases if goer else ())
        }
        for tick in self._cases.values():
            tick.box.setChecked(True)
            self._ticks.addWidget(tick)
        self._agenda.setVisible(bool(self._cases))
        before: QWidget = self._pick  # the ticks were made last and are come to first
        for tick in self._cases.values():
            self.setTabOrder(before, tick.box)
            before = tick.box
        self.setTabOrder(before, self._to.box)

    def _arrange(self, _key: str = "") -> None:
        self._secret.setVisible(self._opens.key == _PASSPHRASE)

    @property
    def _goer(self) -> Goer | None:
        number = self._pick.currentData()
        return self._goers[number] if isinstance(number, int) else None

    def _pressed(self) -> None:
        goer = self._goer
        own = self._opens.key == _PASSPHRASE
        self._what.set_problem("" if goer else "There is nothing to take along.")
        self._secret.set_problem("Choose a passphrase." if own and not self._secret.text else "")
        if goer is None or (own and not self._secret.text):
            return
        self._do.setEnabled(False)
        chosen = tuple(public for public, tick in self._cases.items() if tick.box.isChecked())
        secret = self._secret.text if own else ""
        self.given.emit(Going(goer, chosen, self._to.text.strip(), secret))
