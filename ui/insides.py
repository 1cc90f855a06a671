"""The pages beside a case's task list that are none of its form: one controller for each kind."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from mktdesk.desk.casefile import OpenCase
from ui.controllers.agencies import AgenciesController
from ui.controllers.beside import BesideController
from ui.controllers.changes import ChangesController
from ui.controllers.clocks import ClocksController
from ui.controllers.closing import ClosingController
from ui.controllers.conflicts import ConflictsController
from ui.controllers.inside import InsideController
from ui.controllers.notices import NoticesController
from ui.controllers.plan import PlanController
from ui.controllers.process import Print, ProcessController
from ui.controllers.taking import TakingController
from ui.controllers.threshold import ThresholdController
from ui.dialogs.files import Files
from ui.spots import (
    AGENCIES,
    BESIDE,
    CHANGES,
    CLOCKS,
    CLOSING,
    CONFLICTS,
    NOTICES,
    PLAN,
    PROCESS,
    TAKE,
    THRESHOLD,
)
from ui.worker import Worker


class Insides(QObject):
    """Passes on what they say; the signals are `InsideController`'s."""

    show_screen = Signal(object)
    changed = Signal()
    follow = Signal(object, str)
    failed = Signal(object)
    spot_wanted = Signal(object)
    target_wanted = Signal(object)
    open_wanted = Signal(str, object)
    turned = Signal(object)

    def __init__(
        self, worker: Worker, files: Files, print_pdf: Print, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._ways: dict[str, InsideController] = {
            NOTICES: NoticesController(worker, files, self),
            PROCESS: ProcessController(worker, files, print_pdf, self),
            BESIDE: BesideController(worker, self),
            PLAN: PlanController(worker, files, self),
            CLOSING: ClosingController(worker, self),
            AGENCIES: AgenciesController(worker, files, self),
            THRESHOLD: ThresholdController(worker, self),
            CHANGES: ChangesController(worker, self),
            CLOCKS: ClocksController(worker, files, self),
            CONFLICTS: ConflictsController(worker, self),
            TAKE: TakingController(worker, files, self),
        }
        for one in self._ways.values():
            one.show_screen.connect(self.show_screen)
            one.changed.connect(self.changed)
            one.follow.connect(self.follow)
            one.failed.connect(self.failed)
            one.spot_wanted.connect(self.spot_wanted)
            one.target_wanted.connect(self.target_wanted)
            one.open_wanted.connect(self.open_wanted)
            one.turned.connect(self.turned)

    def begin(self, kind: str, case: OpenCase) -> None:
        """Show the page of that kind, one of `ui.spots`."""
        self._ways[kind].begin(case)
