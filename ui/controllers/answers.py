"""Saving what is answered and typed in an open case, and bringing the register level after."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.errors import DeskError
from mktdesk.forms.values import Value
from ui.controllers import casejobs
from ui.controllers.casejobs import Saved
from ui.worker import Worker

_SETTLE_AFTER_MS = 1_000
_RENEW_AFTER_MS = 180_000  # the lease lasts ten minutes


class AnswerSaver(QObject):
    """Nothing typed is lost: an answer that could not be saved is tried again with the next.

    saved: (Saved). drafted: (local time) what is being typed is kept. settled: the register is
    level. failed: (DeskError).
    """

    saved = Signal(object)
    drafted = Signal(str)
    settled = Signal()
    failed = Signal(object)

    def __init__(self, worker: Worker, case: OpenCase, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._case = worker, case
        self._unsaved: dict[Target, Value] = {}
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_AFTER_MS)
        self._settle.timeout.connect(self._settle_now)
        self._renew = QTimer(self)
        self._renew.setInterval(_RENEW_AFTER_MS)
        self._renew.timeout.connect(self._settle_now)
        if not case.read_only:
            self._renew.start()

    @property
    def unsaved(self) -> Mapping[Target, Value]:
        """Answers that are not in the book yet."""
        return self._unsaved

    def answer(self, target: Target, value: Value) -> None:
        """Save an answer, and those that failed before."""
        self._unsaved[target] = value
        job = partial(casejobs.save, self._case, dict(self._unsaved))
        self._worker.submit(job, self._answered, self._not_done)

    def draft(self, target: Target, value: Value) -> None:
        """Keep what is being typed."""
        job = partial(casejobs.keep_draft, self._case, target, value)
        self._worker.submit(job, self._drafted, self._not_done)

    def settle_soon(self) -> None:
        """Something was written: the register follows within a second."""
        self._settle.start()

    def stop(self) -> None:
        """The case closes, which settles it."""
        self._settle.stop()
        self._renew.stop()

    def _answered(self, done: Saved) -> None:
        for target, value in done.saved.items():
            if self._unsaved.get(target) == value:
                del self._unsaved[target]
        self.settle_soon()
        self.saved.emit(done)

    def _settle_now(self) -> None:
        self._worker.submit(partial(casejobs.settle, self._case), self._settled, self._not_done)

    def _settled(self, _: None) -> None:
        self.settled.emit()

    def _drafted(self, at: str) -> None:
        self.drafted.emit(at)

    def _not_done(self, error: DeskError) -> None:
        self.failed.emit(error)
