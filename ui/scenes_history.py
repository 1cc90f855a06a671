"""Scenes of the history, of erasing from it, and of saving the office's."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.desk.erasing import CAUSES
from mktdesk.desk.history import History, Line
from mktdesk.errors import AnswersRefused
from ui.dialogs.erase import EraseDialog
from ui.dialogs.ownpassword import OwnPasswordDialog
from ui.pages.history import HistoryScreen, HistoryShown
from ui.places import PLACES
from ui.tour import Scene, Stage
from ui.window import Window

_CLERK = "Dana Whitlock"


def _line(number: int, at: str, did: str, group: str, **more: object) -> Line:
    return Line(("laptop-a", number), 0, at, _CLERK, did, group, **more)  # type: ignore[arg-type]


_WHO = "1.2 Who is referring, and whom"
_LINES = (
    _line(
        6,
        "2026-02-19T11:20:00.000Z",
        "Saved or printed",
        "out",
        where="Case pack",
        field="Recipient",
        new="Ruth Tolland, Northshire Council",
        why="Pack for Ruth Tolland, Northshire Council",
    ),
    _line(
        5,
        "2026-02-18T09:40:00.000Z",
        "Erased",
        "erased",
        why="Correction: a neighbour's name, not part of this case",
        more="1 entry",
    ),
    _line(
        4,
        "2026-02-12T14:02:00.000Z",
        "Changed",
        "changes",
        where=_WHO,
        field="Referrer's contact details",
        old="Ward 4, Ouseford NX1 3TT",
        new="Ward 6, Ouseford NX1 3TT",
        can_erase=True,
        clock="The computer's clock was put back by about 2 hours.",
    ),
    _line(
        3,
        "2026-02-12T13:55:00.000Z",
        "Changed",
        "changes",
        where=_WHO,
        field="Child or family being referred",
        old="",
        new="(erased)",
        erased=True,
        more="Erased by Dana Whitlock, Wed 18 Feb 2026: Correction: a neighbour's name, not part "
        "of this case",
    ),
    _line(1, "2026-02-12T10:14:00.000Z", "Started the case", "changes", where="Case"),
)


def _page(lines: tuple[Line, ...], read_only: bool, _stage: Stage) -> QWidget:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    may = not read_only
    screen = HistoryScreen(HistoryShown("History", History(lines), may, may))
    window.show_screen(screen)
    return window


def _erase(_stage: Stage) -> QDialog:
    dialog = EraseDialog("Referrer's contact details: Ward 6, Ouseford NX1 3TT", 1, CAUSES)
    dialog.failed(AnswersRefused("Erasing needs a reason.", "Say why; it is recorded."))
    return dialog


def _password(_stage: Stage) -> QDialog:
    dialog = OwnPasswordDialog("History of the office")
    dialog.failed(
        AnswersRefused("That password is too easy to guess.", "Add another unusual word.")
    )
    return dialog


HISTORY_SCENES: tuple[Scene, ...] = (
    Scene("history-empty", HistoryScreen, partial(_page, (), True)),
    Scene("history-filled", HistoryScreen, partial(_page, _LINES, False)),
    Scene("history-erase", EraseDialog, _erase),
    Scene("history-password", OwnPasswordDialog, _password),
)
