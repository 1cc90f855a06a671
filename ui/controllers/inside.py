"""What the controllers of the pages beside a case's task list have in common."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mktdesk.desk.casefile import OpenCase


class InsideController(QObject):
    """One kind of page inside a case.

    show_screen: (Screen) beside the task list. changed: something was written, the task list and
    the list of cases may differ. follow: (Ticket, words) of long work. failed: (DeskError) with
    no page to show it. spot_wanted: (Spot) elsewhere in the case. target_wanted: (Target) a
    question. open_wanted: (public, Spot or None) a case is to be opened there, this one too.
    turned: (Opened) the case is another now, on another way; it is open still.
    """

    show_screen = Signal(object)
    changed = Signal()
    follow = Signal(object, str)
    failed = Signal(object)
    spot_wanted = Signal(object)
    target_wanted = Signal(object)
    open_wanted = Signal(str, object)
    turned = Signal(object)

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        raise NotImplementedError
