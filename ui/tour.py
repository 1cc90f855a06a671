"""Every screen, drawn to pictures: `python -m ui.tour FOLDER`, light and dark, 100 % and 200 %.

The list of scenes is in `ui.scenes`; a page or dialog that is not on it fails a test.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui.focusring import FocusRing
from ui.theme import Appearance, Look, Theme
from ui.worker import Worker

_SIZES = {1.0: QSize(1180, 820), 2.0: QSize(1600, 1100)}
_PATIENCE_MS = 20_000


@dataclass
class Stage:
    """What a scene may use; all of it is cleared away when the tour ends.

    shared: what scenes make once and use again, such as a demonstration vault.
    """

    worker: Worker
    folder: Path
    shared: dict[str, object] = field(default_factory=dict)
    ends: ExitStack = field(default_factory=ExitStack)

    def settle(self) -> None:
        """Let the screen and the worker come to rest."""
        app = QApplication.instance()
        assert app is not None
        app.processEvents()
        if self.worker.busy:
            loop = QEventLoop()
            self.worker.busy_changed.connect(loop.quit)
            QTimer.singleShot(_PATIENCE_MS, loop.quit)
            loop.exec()
            assert not self.worker.busy, "a job did not end"
        app.processEvents()
        # Outside an event loop nothing else clears away what was done with.
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        app.processEvents()


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture: its name, the class of page or dialog it shows, and how to make it.

    pause_ms: for what Qt draws in a thread of its own and does not tell when it is done.
    """

    name: str
    shows: type[QWidget]
    make: Callable[[Stage], QWidget]
    pause_ms: int = 0


def looks() -> Iterator[Look]:
    """The four ways in which every scene is drawn."""
    for appearance in (Appearance.LIGHT, Appearance.DARK):
        for scale in _SIZES:
            yield Look(appearance, scale)


def set_up(stage: Stage, scene: Scene, scale: float) -> QWidget:
    """The scene's widget, shown at the size for that text size and at rest."""
    widget = scene.make(stage)
    stage.settle()
    widget.resize(_SIZES[scale])
    widget.show()
    widget.activateWindow()
    stage.settle()
    if scene.pause_ms:
        loop = QEventLoop()
        QTimer.singleShot(scene.pause_ms, loop.quit)
        loop.exec()
    return widget


def render(scenes: Sequence[Scene], folder: Path, theme: Theme, stage: Stage) -> list[Path]:
    """Draw each scene in each look; the pictures' paths."""
    drawn: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    for look in looks():
        theme.apply(look)
        for scene in scenes:
            widget = set_up(stage, scene, look.scale)
            path = folder / f"{scene.name}-{look.appearance}-{round(look.scale * 100)}.png"
            widget.grab().save(str(path))
            drawn.append(path)
            widget.close()
            widget.deleteLater()
            stage.settle()
    return drawn


def main(arguments: Sequence[str]) -> int:
    """Draw every scene into the folder named; 0, or 2 when none is named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m ui.tour FOLDER\n")
        return 2
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # Not before the platform is chosen: the scenes make the window's parts.
    from ui.scenes import SCENES  # noqa: PLC0415

    app = QApplication([])
    theme = Theme(app)
    FocusRing(app)
    worker = Worker()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        stage = Stage(worker, Path(folder), ends=ends)
        drawn = render(SCENES, Path(arguments[0]), theme, stage)
        worker.stop()
    sys.stdout.write(f"{len(drawn)} pictures in {arguments[0]}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
