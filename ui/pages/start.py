"""The first page where no vault is known: open the office's, or set one up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.folderbox import FolderQuestion
from ui.labels import Words, button, rule
from ui.page import Screen


class StartPage(Screen):
    """open_asked: a vault's folder (Path). new_asked: a vault is to be set up.

    restore_asked: (the folder that stands there, may be empty) a vault is to be put back.
    pack_asked: a travel pack is to be opened.
    """

    open_asked = Signal(object)
    new_asked = Signal()
    restore_asked = Signal(str)
    pack_asked = Signal()

    def __init__(self, folder: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Welcome to mktdesk", parent=parent)
        self.body.addWidget(
            Words(
                "Your office keeps its cases in a vault: one folder in which every case is "
                "encrypted. Nothing leaves this computer unless you save it somewhere.",
            )
        )
        self.body.addWidget(Words("Open your office's vault", "section", self))
        self._folder = FolderQuestion(
            "The vault's folder",
            "The folder that holds vault.json, on this computer or on your office's shared drive.",
            self,
        )
        self._folder.put(folder)
        self._folder.entered.connect(self._open)
        self.body.addWidget(self._folder)
        self._button = button("Open the vault", "primary", self)
        self._button.clicked.connect(self._open)
        self.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(rule(self))
        self.body.addWidget(Words("No vault yet?", "section", self))
        self.body.addWidget(
            Words(
                "One person sets it up for the office. It takes a few minutes, and a printer "
                "or a pen for the recovery code.",
                "muted",
            )
        )
        new = button("Set up a new vault…", "", self)
        new.clicked.connect(self.new_asked)
        self.body.addWidget(new, 0, Qt.AlignmentFlag.AlignLeft)
        restore = button("Put a vault back from a backup", "link", self)
        restore.clicked.connect(self._restore)
        self.body.addWidget(restore, 0, Qt.AlignmentFlag.AlignLeft)
        pack = button("Open a travel pack", "link", self)
        pack.clicked.connect(self.pack_asked)
        self.body.addWidget(pack, 0, Qt.AlignmentFlag.AlignLeft)

    def set_busy(self, busy: bool) -> None:
        """While the folder is being looked at."""
        self._button.setEnabled(not busy)

    def focus_first(self) -> None:
        """The folder."""
        self._folder.take_focus()

    def _restore(self) -> None:
        self.restore_asked.emit(self._folder.text)

    def _open(self) -> None:
        folder = self._folder.folder
        fault = self._folder.fault
        self._folder.set_problem(fault)
        if fault:
            self._folder.take_focus()
        else:
            self.notice.clear()
            self.open_asked.emit(folder)
