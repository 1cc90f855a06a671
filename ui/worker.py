"""The worker thread: the desk's jobs run here, one after another, and report to the screen.

Jobs of one book must not overlap, so there is one thread and a queue. Results come back by a
queued signal, so `done` and `failed` always run in the screen's thread; both must be methods of
a QObject, and are not called once that object is gone.
"""

from __future__ import annotations

import queue
import time
from collections.abc import Callable
from typing import TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from mktdesk.errors import Cancelled, DeskError
from ui.mistakes import our_mistake

T = TypeVar("T")
_REPORT_EVERY = 0.05  # seconds; a job may report for every page of a thousand


class Progress:
    """What a job is given: say how far it is, and learn whether to stop. Thread-safe."""

    def __init__(self, tell: Callable[[float, str], None]) -> None:
        self._tell = tell
        self._cancelled = False
        self._told = 0.0

    def report(self, fraction: float, words: str = "") -> None:
        """How far (0 to 1) and what is being done now. Raises Cancelled when asked to stop."""
        self.check()
        now = time.monotonic()
        if now - self._told >= _REPORT_EVERY or fraction >= 1:
            self._told = now
            self._tell(min(max(fraction, 0.0), 1.0), words)

    def cancelled(self) -> bool:
        """Whether the person pressed Cancel."""
        return self._cancelled

    def check(self) -> None:
        """Raises Cancelled when the person pressed Cancel."""
        if self._cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """Ask the job to stop where it next looks."""
        self._cancelled = True


class Ticket(QObject):
    """A job that was handed in. Signals arrive in the screen's thread."""

    progressed = Signal(float, str)
    ended = Signal()  # after `done` or `failed`

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.progress = Progress(self.progressed.emit)

    def cancel(self) -> None:
        """Stop the job, or take it out of the queue; `failed` gets Cancelled."""
        self.progress.cancel()


class _Work:
    """One job with the slots that wait for it."""

    def __init__(
        self,
        ticket: Ticket,
        job: Callable[[Progress], object],
        done: Callable[[object], None],
        failed: Callable[[DeskError], None],
    ) -> None:
        self.ticket, self.job, self.done, self.failed = ticket, job, done, failed
        self.result: object = None
        self.error: DeskError | None = None

    def take_slot(self) -> Callable[..., None]:
        """The slot that waits. The work forgets both: what is left of it ends in its own thread,
        and a page must not.
        """
        slot = self.failed if self.error is not None else self.done
        del self.done, self.failed
        return slot

    def run(self) -> None:
        """In the worker thread."""
        try:
            self.ticket.progress.check()
            self.result = self.job(self.ticket.progress)
        except DeskError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - told to the person as our mistake, and logged
            self.error = our_mistake(error)


class _Thread(QThread):
    finished_work = Signal(object)

    def __init__(self, jobs: queue.SimpleQueue[_Work | None]) -> None:
        super().__init__()
        self._jobs = jobs

    def run(self) -> None:
        """Until a None comes out of the queue."""
        while (work := self._jobs.get()) is not None:
            work.run()
            self.finished_work.emit(work)
            del work  # or its result is kept until there is another


class Worker(QObject):
    """Hand in jobs here. `busy_changed` tells when the queue fills and when it is empty again."""

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[_Work | None] = queue.SimpleQueue()
        self._waiting = 0
        self._thread = _Thread(self._jobs)
        self._thread.finished_work.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether a job runs or waits."""
        return self._waiting > 0

    def submit(
        self,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[DeskError], None],
    ) -> Ticket:
        """Run `job` after those handed in before it.

        `done` gets its result, `failed` a DeskError (OurMistake for anything unexpected). Both
        are bound methods of QObjects; anything else is a TypeError, because a plain function
        would keep a closed page alive.
        """
        for slot in (done, failed):
            if not isinstance(getattr(slot, "__self__", None), QObject):
                raise TypeError("a worker's slots are methods of QObjects")
        ticket = Ticket(self)
        self._waiting += 1
        if self._waiting == 1:
            self.busy_changed.emit(True)
        self._jobs.put(_Work(ticket, job, cast("Callable[[object], None]", done), failed))
        return ticket

    @Slot(object)
    def _deliver(self, work: _Work) -> None:
        self._waiting -= 1
        try:
            slot = work.take_slot()
            if shiboken6.isValid(getattr(slot, "__self__", None)):
                slot(work.error if work.error is not None else work.result)
        finally:
            work.ticket.ended.emit()
            work.ticket.deleteLater()
            if self._waiting == 0:
                self.busy_changed.emit(False)

    def stop(self) -> None:
        """End the thread after the jobs already handed in; waits for them."""
        self._jobs.put(None)
        self._thread.wait()
