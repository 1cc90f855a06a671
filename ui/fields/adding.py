"""Names of the directory that are added, one at a time, to a box with one name on each line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.fields.boxes import PickBox, TextBox
from ui.question import Question

_CHOOSE = "Choose one to add it…"


class FromDirectory(Question):
    """Hidden where the directory has none to offer."""

    def __init__(self, names: Sequence[str], into: TextBox, parent: QWidget | None = None) -> None:
        self.pick = PickBox(parent)
        self.pick.addItems([_CHOOSE, *names])
        super().__init__("From the directory", self.pick, parent=parent)
        self._into = into
        self.pick.activated.connect(self._chosen)
        self.setVisible(bool(names))

    def _chosen(self, at: int) -> None:
        """Another line in the box."""
        name = self.pick.itemText(at)
        lines = [line for line in self._into.toPlainText().splitlines() if line.strip()]
        if at > 0 and name not in lines:
            self._into.setPlainText("\n".join((*lines, name)))
        self.pick.setCurrentIndex(0)
