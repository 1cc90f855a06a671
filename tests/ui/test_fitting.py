from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from mktdesk.reference import Reference
from ui.dialogs.reference import ReferenceDialog
from ui.fitting import FittedDialog, fitting
from ui.scenes import SCENES
from ui.tables import LONGEST_REFERENCE, ListTable
from ui.tour import Stage

REFERENCE = Reference("SCR-2026-001", "7K3MABCDEFGH1234")


def shown(qtbot: QtBot, dialog: FittedDialog) -> FittedDialog:
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    return dialog


def test_a_size_is_kept_inside_the_screen(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    room = widget.screen().availableGeometry().size()
    assert fitting(widget, QSize(300, 200)) == QSize(300, 200)
    assert fitting(widget, QSize(9999, 200)).width() < room.width()
    assert fitting(widget, QSize(300, 9999)).height() < room.height()


def test_a_dialog_that_does_not_fit_scrolls(qtbot: QtBot) -> None:
    dialog = FittedDialog()
    for number in range(60):
        dialog.column.addWidget(QLabel(f"Line {number}"))
    last = QPushButton("Close")
    dialog.column.addWidget(last)
    shown(qtbot, dialog)
    assert dialog.height() < dialog.screen().availableGeometry().height()
    area = dialog.findChild(QScrollArea)
    assert area is not None
    assert area.verticalScrollBar().maximum() > 0
    area.ensureWidgetVisible(last)
    assert not last.visibleRegion().isEmpty()


def test_a_dialog_grows_with_what_it_shows_and_no_further_than_the_screen(
    qtbot: QtBot, large: object
) -> None:
    dialog = ReferenceDialog("SCR-2026-001")
    shown(qtbot, dialog)
    before = dialog.height()
    dialog.show_reference(REFERENCE)
    QApplication.processEvents()
    room = dialog.screen().availableGeometry()
    assert before < dialog.height() < room.height()
    assert dialog.width() < room.width()


SMALL_LAPTOP = QSize(1350, 690)  # of 1366 by 768, less the frame and the system's bar
SMALL = {
    "cases-filled",
    "cases-no-backup",
    "due-filled",
    "case-new",
    "documents-filled",
    "viewer-pdf",
    "history-filled",
}


def test_a_case_fits_on_a_small_laptop_at_200_per_cent(stage: Stage, large: object) -> None:
    room = SMALL_LAPTOP
    for scene in SCENES:
        if scene.name in SMALL:
            shown = scene.make(stage)
            shown.resize(room)
            shown.show()
            stage.settle()
            assert shown.size() == room, scene.name
            shown.close()
            shown.deleteLater()
            stage.settle()


def test_no_reference_is_cut_where_things_are_listed(stage: Stage, large: object) -> None:
    for scene in SCENES:
        if scene.name in {"cases-filled", "due-filled"}:
            shown = scene.make(stage)
            shown.resize(SMALL_LAPTOP)
            shown.show()
            stage.settle()
            (table,) = shown.findChildren(ListTable)
            heads = [column.heading for column in table.list_model.columns]
            at = next(n for n, head in enumerate(heads) if head in {"Case", "Reference"})
            longest = table.fontMetrics().horizontalAdvance(LONGEST_REFERENCE)
            assert table.columnWidth(at) > longest, scene.name
            assert table.viewport().height() > table.rowHeight(0), scene.name
            shown.close()
            shown.deleteLater()
            stage.settle()
