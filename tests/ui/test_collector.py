from __future__ import annotations

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.collector import Collector
from ui.worker import Progress, Worker


class Page(QWidget):
    """Holds itself, so that only the garbage collector ends it; says in which thread."""

    def __init__(self, ended_in: list[threading.Thread]) -> None:
        super().__init__()
        self.itself = self

        def ended() -> None:
            ended_in.append(threading.current_thread())

        self.destroyed.connect(ended, Qt.ConnectionType.DirectConnection)


class Receiver(QObject):
    """Stands for a page that waits."""

    def done(self, _result: object) -> None:
        """Nothing more to do."""


@pytest.fixture
def as_python_does() -> Iterator[None]:
    """Garbage collection as a fresh Python has it."""
    was_on = gc.isenabled()
    gc.enable()
    yield
    if not was_on:
        gc.disable()


def many_objects(_progress: Progress) -> int:
    for _ in range(20):
        kept: list[list[int]] = [[] for _ in range(gc.get_threshold()[0] * 20)]
    return len(kept)


@pytest.mark.usefixtures("as_python_does")
def test_a_page_is_never_taken_apart_in_the_workers_thread(
    qapp: QApplication, qtbot: QtBot, worker: Worker
) -> None:
    collector = Collector(qapp)
    ended_in: list[threading.Thread] = []
    Page(ended_in)
    waiting = Receiver()
    worker.submit(many_objects, waiting.done, waiting.done)
    qtbot.waitUntil(lambda: not worker.busy)
    assert ended_in == []
    for _ in range(200):
        gc.collect(1)  # what fills the count of the oldest generation
    collector.look()
    collector.stop()
    assert ended_in == [threading.main_thread()]
    assert gc.isenabled()


@pytest.mark.usefixtures("as_python_does")
def test_a_program_inside_another_leaves_things_as_they_were(qapp: QApplication) -> None:
    outer, inner = Collector(qapp), Collector(qapp)
    inner.stop()
    assert not gc.isenabled()
    outer.stop()
    assert gc.isenabled()
