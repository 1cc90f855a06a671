"""Asking for files: where to read from, where to save to. Never blocks, remembers nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

EVERYTHING = "All files (*)"
WORD = "Word documents (*.docx)"
PDF = "PDF documents (*.pdf)"
DIARY = "Calendar files (*.ics)"
ZIP = "Packed folders (*.zip)"
WORKBOOK = "Workbooks (*.xlsx)"
TRAVEL_PACK = "Travel packs (*.mktpack)"


class Files(Protocol):
    """Who asks. `chosen` is called once, and not at all when the person gives up."""

    def to_read(
        self,
        parent: QWidget,
        title: str,
        kinds: Sequence[str],
        chosen: Callable[[tuple[Path, ...]], None],
        *,
        many: bool = False,
    ) -> None:
        """Ask for a file that is there, or for several."""
        ...

    def to_save(
        self,
        parent: QWidget,
        title: str,
        name: str,
        kinds: Sequence[str],
        chosen: Callable[[Path], None],
    ) -> None:
        """Ask where to save; `name` is the file name to begin with."""
        ...


class FileDialogs:
    """The system's own dialogs; Qt's where native is False."""

    def __init__(self, *, native: bool = True) -> None:
        self._native = native
        # Qt's own dialog writes the folders that were visited into the person's settings; a
        # folder may bear a name. Where there is no file, nothing is kept.
        kept = QSettings.Format.NativeFormat, QSettings.Scope.UserScope
        QSettings.setPath(*kept, f"{os.devnull}/none")

    def to_read(
        self,
        parent: QWidget,
        title: str,
        kinds: Sequence[str],
        chosen: Callable[[tuple[Path, ...]], None],
        *,
        many: bool = False,
    ) -> None:
        """Ask for a file that is there, or for several."""
        dialog = self._dialog(parent, title, kinds)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if many else mode.ExistingFile)
        dialog.filesSelected.connect(partial(_many_chosen, chosen))
        dialog.open()

    def to_save(
        self,
        parent: QWidget,
        title: str,
        name: str,
        kinds: Sequence[str],
        chosen: Callable[[Path], None],
    ) -> None:
        """Ask where to save; a file that is there already is replaced only after a question."""
        dialog = self._dialog(parent, title, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(Path(name).suffix.removeprefix("."))
        dialog.selectFile(name)
        dialog.fileSelected.connect(partial(_one_chosen, chosen))
        dialog.open()

    def _dialog(self, parent: QWidget, title: str, kinds: Sequence[str]) -> QFileDialog:
        dialog = QFileDialog(parent, title)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog, not self._native)
        dialog.setNameFilters(list(kinds))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _many_chosen(chosen: Callable[[tuple[Path, ...]], None], names: list[str]) -> None:
    chosen(tuple(Path(name) for name in names))


def _one_chosen(chosen: Callable[[Path], None], name: str) -> None:
    chosen(Path(name))
