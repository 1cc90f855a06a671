import logging
import threading
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from mktdesk.errors import Cancelled, DeskError, SealMistyped
from ui.mistakes import OurMistake
from ui.worker import Progress, Worker

LONG = 60  # seconds; what is waited for comes at once unless the machine is very busy


class Receiver(QObject):
    """Stands for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []
        self.errors: list[DeskError] = []
        self.threads: list[QThread] = []
        self.told: list[tuple[float, str]] = []

    def done(self, result: object) -> None:
        self.got.append(result)
        self.threads.append(QThread.currentThread())

    def progressed(self, fraction: float, words: str) -> None:
        self.told.append((fraction, words))
        self.threads.append(QThread.currentThread())

    def failed(self, error: DeskError) -> None:
        self.errors.append(error)
        self.threads.append(QThread.currentThread())


def test_jobs_run_in_one_other_thread_in_order_and_report_in_this_one(
    qtbot: QtBot, worker: Worker
) -> None:
    page, ran = Receiver(), []

    def job(number: int, _progress: Progress) -> int:
        ran.append(threading.get_ident())
        return number

    for number in range(50):
        worker.submit(partial(job, number), page.done, page.failed)
    qtbot.waitUntil(lambda: len(page.got) == 50)
    assert page.got == list(range(50))
    assert len(set(ran)) == 1
    assert ran[0] != threading.get_ident()
    assert set(page.threads) == {page.thread()}


def test_busy_tells_the_beginning_and_the_end(qtbot: QtBot, worker: Worker) -> None:
    page = Receiver()
    told: list[bool] = []
    worker.busy_changed.connect(told.append)
    worker.submit(lambda _: 1, page.done, page.failed)
    worker.submit(lambda _: 2, page.done, page.failed)
    assert worker.busy
    qtbot.waitUntil(lambda: not worker.busy)
    assert told == [True, False]


def test_a_failure_from_the_world_arrives_as_it_is(qtbot: QtBot, worker: Worker) -> None:
    page = Receiver()

    def job(_progress: Progress) -> None:
        raise SealMistyped

    worker.submit(job, page.done, page.failed)
    qtbot.waitUntil(lambda: bool(page.errors))
    assert isinstance(page.errors[0], SealMistyped)
    assert not page.got


def test_a_mistake_of_ours_is_told_plainly_and_logged_without_what_it_held(
    qtbot: QtBot, worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    page = Receiver()

    def job(_progress: Progress) -> None:
        raise ValueError("Mara Voss, correct horse battery")

    with caplog.at_level(logging.ERROR):
        worker.submit(job, page.done, page.failed)
        qtbot.waitUntil(lambda: bool(page.errors))
    report = page.errors[0]
    assert isinstance(report, OurMistake)
    assert "our mistake" in report.what
    assert report.kind == "ValueError"
    told = f"{report} {report.trail} {caplog.text}"
    assert "Mara" not in told
    assert "horse" not in told
    assert "ValueError" in caplog.text


def test_progress_arrives_and_cancel_stops_the_job(qtbot: QtBot, worker: Worker) -> None:
    page = Receiver()
    watched, started = threading.Event(), threading.Event()

    def job(progress: Progress) -> None:
        watched.wait(LONG)  # until the page is connected: what is told before, nobody hears
        progress.report(0.5, "half")
        started.set()
        while True:
            progress.check()

    ticket = worker.submit(job, page.done, page.failed)
    ticket.progressed.connect(page.progressed)
    watched.set()
    assert started.wait(LONG)
    ticket.cancel()
    qtbot.waitUntil(lambda: bool(page.errors))
    assert page.told == [(0.5, "half")]
    assert set(page.threads) == {page.thread()}
    assert isinstance(page.errors[0], Cancelled)


def test_a_job_cancelled_in_the_queue_never_runs(qtbot: QtBot, worker: Worker) -> None:
    page, gate, ran = Receiver(), threading.Event(), []
    worker.submit(lambda _: gate.wait(LONG), page.done, page.failed)
    ticket = worker.submit(lambda _: ran.append(1), page.done, page.failed)
    ticket.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(page.errors))
    assert ran == []


def test_a_page_that_has_gone_is_not_called(qtbot: QtBot, worker: Worker) -> None:
    page, gate = Receiver(), threading.Event()
    got = page.got
    worker.submit(lambda _: gate.wait(LONG), page.done, page.failed)
    page.deleteLater()
    qtbot.wait(10)
    gate.set()
    qtbot.waitUntil(lambda: not worker.busy)
    assert got == []


def test_a_slot_that_would_run_anywhere_is_refused(worker: Worker) -> None:
    page = Receiver()
    with pytest.raises(TypeError):
        worker.submit(lambda _: 1, print, page.failed)
    assert not worker.busy


def test_a_slot_that_fails_does_not_leave_the_worker_busy(qtbot: QtBot, worker: Worker) -> None:
    class Bad(Receiver):
        def done(self, _result: object) -> None:
            raise RuntimeError("a page's mistake")

    bad = Bad()
    with qtbot.capture_exceptions() as caught:
        worker.submit(lambda _: 1, bad.done, bad.failed)
        qtbot.waitUntil(lambda: not worker.busy)
    assert [kind for kind, _, _ in caught] == [RuntimeError]


def test_stopping_lets_the_jobs_that_were_handed_in_finish(qtbot: QtBot) -> None:
    page = Receiver()
    ran: list[int] = []
    worker = Worker()

    def job(number: int, _progress: Progress) -> None:
        ran.append(number)

    for number in range(3):
        worker.submit(partial(job, number), page.done, page.failed)
    worker.stop()
    assert ran == [0, 1, 2]


def test_reports_are_thinned_but_the_last_one_comes(qtbot: QtBot, worker: Worker) -> None:
    page = Receiver()
    gate = threading.Event()

    def job(progress: Progress) -> None:
        gate.wait(LONG)
        for number in range(1, 10_001):
            progress.report(number / 10_000)

    ticket = worker.submit(job, page.done, page.failed)
    ticket.progressed.connect(page.progressed)
    gate.set()
    qtbot.waitUntil(lambda: bool(page.got))
    assert page.told[-1] == (1.0, "")
    assert len(page.told) < 2_000  # some a second; on a quiet machine, a few
