"""While a meeting is open: its line in the register, and its lease that others see it by."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from mktdesk.errors import DeskError
from ui.worker import Progress, Worker

_SETTLE_AFTER_MS = 1_000
_RENEW_AFTER_MS = 180_000  # the lease lasts ten minutes


class Settling(QObject):
    """failed: (DeskError). The job writes what the register must know, and renews the leases."""

    failed = Signal(object)

    def __init__(
        self,
        worker: Worker,
        job: Callable[[], Callable[[Progress], None] | None],
        parent: QObject | None = None,
    ) -> None:
        """job: asked when it is time; None while nothing is open."""
        super().__init__(parent)
        self._worker, self._job = worker, job
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_AFTER_MS)
        self._soon.timeout.connect(self._now)
        self._renew = QTimer(self)
        self._renew.setInterval(_RENEW_AFTER_MS)
        self._renew.timeout.connect(self._now)
        self._renew.start()

    def soon(self) -> None:
        """Something was written: the register follows within a second of the last."""
        self._soon.start()

    def _now(self) -> None:
        job = self._job()
        if job is not None:
            self._worker.submit(job, self._settled, self._not_settled)

    def _settled(self, _: None) -> None:
        """The register is level."""

    def _not_settled(self, error: DeskError) -> None:
        self.failed.emit(error)
