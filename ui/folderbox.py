"""A folder, typed or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from ui.labels import button
from ui.question import LineQuestion

_LONGEST = 4096


class FolderQuestion(LineQuestion):
    """Asks for a folder."""

    def __init__(self, words: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, help_text, parent, longest=_LONGEST)
        choose = button("Choose…", "", self)
        choose.clicked.connect(self._choose)
        self.put_beside(choose)

    @property
    def folder(self) -> Path | None:
        """The folder as typed, `~` meaning the person's own; None when nothing is typed."""
        typed = self.text.strip()
        if not typed:
            return None
        path = Path(typed)
        try:
            return path.expanduser()
        except RuntimeError:  # "~somebody" who is not on this computer: a folder of that name
            return path

    @property
    def fault(self) -> str:
        """Why what is typed cannot be a folder of a vault, or nothing."""
        folder = self.folder
        if folder is None:
            return "Choose or type the folder."
        if not folder.is_absolute() or "\0" in str(folder):
            return "Give the whole path of the folder."
        return ""

    def _choose(self) -> None:
        start = self.text.strip() or str(Path.home())
        chosen = QFileDialog.getExistingDirectory(self.window(), self.words, start)
        if chosen:
            self.put(str(Path(chosen)))
            self.take_focus()
