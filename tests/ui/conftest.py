import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt is imported anywhere

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QApplication

from mktdesk.forms.types import Form
from mktdesk.toolkits import load
from ui import announce as announcing
from ui.collector import Collector
from ui.focusring import FocusRing
from ui.theme import Appearance, Look, Theme
from ui.tour import Stage
from ui.worker import Worker


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> Theme:
    FocusRing(qapp)
    return Theme(qapp)


@pytest.fixture(scope="session")
def collector(qapp: QApplication) -> Collector:
    return Collector(qapp)


@pytest.fixture(autouse=True)
def tidy(qapp: QApplication, collector: Collector) -> Iterator[None]:
    """Widgets are gone with their test, and end in the thread they live in."""
    yield
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    collector.look()


@pytest.fixture(autouse=True)
def theme(dressed: Theme, request: pytest.FixtureRequest) -> Theme:
    if "large" not in request.fixturenames and dressed.look != Look(Appearance.LIGHT, 1.0):
        dressed.apply(Look(Appearance.LIGHT, 1.0))
    return dressed


@pytest.fixture(scope="module")
def large(dressed: Theme) -> Theme:
    """Text at 200 %, for a whole run of tests: to dress everything again takes its time."""
    dressed.apply(Look(Appearance.LIGHT, 2.0))
    return dressed


@pytest.fixture(scope="session")
def form() -> Form:
    return load("mkscb-2016").forms["referral"]


@pytest.fixture
def worker(qapp: QApplication) -> Iterator[Worker]:
    made = Worker()
    yield made
    made.stop()


@pytest.fixture
def stage(worker: Worker, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(worker, tmp_path)
    yield made
    made.ends.close()


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What screen readers were told. Nothing listens on a test machine, so listen at the door."""
    heard: list[str] = []

    def listen(event: QAccessibleAnnouncementEvent) -> None:
        heard.append(event.message())

    monkeypatch.setattr(announcing, "send", listen)
    return heard
