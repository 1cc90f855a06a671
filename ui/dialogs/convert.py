"""A case goes another way: what would become of it, why, and the button that does it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from mktdesk.desk.converting import Preview
from mktdesk.toolkits.process_schema import Pathway
from ui.asking import Asking
from ui.fields.boxes import PickBox, TextBox
from ui.labels import Words
from ui.question import Question

_LEFT = "Answers that have no place there; they stay in the case and are listed"


class ConvertDialog(Asking):
    """given: (pathway id, reason). wanted: (pathway id) another is picked: show what it would do.

    ways: to pick from, where there are several. A ground may stand for the reason.
    """

    given = Signal(str, str)
    wanted = Signal(str)

    def __init__(
        self,
        title: str,
        verb: str,
        preview: Preview,
        ways: tuple[Pathway, ...] = (),
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, parent)
        self._chosen = chosen
        self._way = PickBox(self)
        for way in ways:
            self._way.addItem(way.label, way.id)
        self._way.setCurrentIndex(max(0, self._way.findData(chosen)))
        self._ways = Question("Kind of review there", self._way, parent=self)
        self._ways.setVisible(len(ways) > 1)
        self._way.activated.connect(self._picked)
        self.column.addWidget(self.notice)
        self.column.addWidget(self._ways)
        self._place = QVBoxLayout()
        self.column.addLayout(self._place)
        self._told: QWidget | None = None
        self._ground = preview.ground
        self._text = TextBox(2, 6, self)
        self._why = Question("Reason", self._text, self._help(), self)
        self.column.addWidget(self._why)
        self.end(verb)
        self.show_preview(preview)
        self._why.take_focus()

    def show_preview(self, preview: Preview) -> None:
        """What would become of the case."""
        self.hold(False)
        before, self._told = self._told, QWidget(self)
        column = QVBoxLayout(self._told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Words(f"To: {preview.to}", "label", self._told))
        for heading, lines in _groups(preview):
            if lines:
                column.addSpacing(4)
                column.addWidget(Words(heading, "small", self._told))
                column.addWidget(Words("\n".join(lines), "", self._told))
        self._place.addWidget(self._told)
        self._told.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    def pressed(self) -> None:
        """Give it, with a reason or on its ground."""
        reason = self._text.toPlainText().strip()
        missing = not reason and not self._ground
        self._why.set_problem("Say why; it is recorded." if missing else "")
        if missing:
            self._why.take_focus()
            return
        self.hold(True)
        self.given.emit(self._chosen, reason)

    def _help(self) -> str:
        if self._ground:
            return f"Kept if you write nothing: {self._ground}."
        return "It is kept with the earlier way."

    def _picked(self) -> None:
        self._chosen = self._way.currentData()
        self.hold(True)
        self.wanted.emit(self._chosen)


def _groups(preview: Preview) -> tuple[tuple[str, tuple[str, ...]], ...]:
    steps = preview.steps
    nothing = () if any((steps.kept, steps.new, steps.gone)) else ("No step changes.",)
    return (
        ("Steps", nothing),
        ("Steps that stay done", steps.kept),
        ("Steps that come", steps.new),
        ("Steps that are no longer needed", steps.gone),
        ("Steps that were done and are not on that way; what was recorded stays", steps.put_by),
        ("Deadlines", preview.clocks),
        ("Sections that come", preview.parts),
        ("Sections that go out of sight", preview.parts_gone),
        (_LEFT, tuple(dict.fromkeys(one.question for one in preview.left))),
    )
