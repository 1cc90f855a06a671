"""What the window says back: saved, a failure, a list of problems, how far long work is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from mktdesk.errors import Cancelled, DeskError
from ui.announce import announce
from ui.labels import Line, Words, button
from ui.theme import mark
from ui.worker import Ticket
from ui.wraplink import WrapLink

_GUESS_AFTER = 2.0  # seconds before time left is guessed
_GUESS_FROM = 0.05  # and the least that must be done by then
_MINUTE = 60
_LOOKS = {"error": "errors", "warning": "warning-box", "done": "done-box", "note": "note-box"}


class StatusLine(Line):
    """A short word on what just happened ("Saved 14:02"), shown and announced.

    It never widens the page.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "muted", parent)

    def say(self, words: str, look: str = "muted") -> None:
        """look: "muted", "done", "warning" or "danger"."""
        self.setText(words)
        mark(self, "look", look)
        announce(self, words)


class NoticeBox(QFrame):
    """One message that stays until it is answered or the page is left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        self._what = Words("", "label", self)
        self._do = Words("", "", self)
        column.addWidget(self._what)
        column.addWidget(self._do)
        self.hide()

    def show_error(self, error: DeskError) -> None:
        """What happened and what to do next; a cancelled job is only noted."""
        kind = "note" if isinstance(error, Cancelled) else "error"
        self.show_words(kind, error.what, error.do)

    def show_words(self, kind: str, what: str, do: str = "") -> None:
        """kind: "error", "warning", "done" or "note"."""
        mark(self, "look", _LOOKS[kind])
        for words in (self._what, self._do):
            words.style().polish(words)
        self._what.setText(f"Problem: {what}" if kind == "error" else what)
        self._do.setText(do)
        self._do.setVisible(bool(do))
        self.show()
        announce(self, f"{self._what.text()} {do}".strip(), at_once=kind == "error")

    def clear(self) -> None:
        """Nothing to say."""
        self.hide()


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One problem in the summary; `target` comes back when its link is followed."""

    words: str
    target: object


class ErrorSummary(QFrame):
    """The problems of a page at its top. Takes the focus; each line leads to its question."""

    followed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "errors")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 12, 14, 12)
        self._column.setSpacing(4)
        self._heading = Words("", "section", self)
        self._column.addWidget(self._heading)
        self._links: list[tuple[QWidget, object]] = []
        self._count = 0
        self.hide()

    @property
    def count(self) -> int:
        """How many problems there are."""
        return self._count

    def show_lines(self, lines: Sequence[SummaryLine], count: int | None = None) -> None:
        """Replace the lines; none hides the summary. Does not take the focus by itself.

        count: how many problems there are, when only the first of them are given.
        """
        self._count = len(lines) if count is None else count
        for link, _ in self._links:
            link.hide()
            link.deleteLater()
        self._links = []
        for line in lines:
            link = WrapLink(line.words, self)
            link.setAccessibleName(f"Problem: {line.words}. Go to the question")
            link.clicked.connect(self._followed)
            self._column.addWidget(link)
            self._links.append((link, line.target))
        self._heading.setText(count_of_problems(self._count))
        self.setVisible(bool(lines))

    def take_focus(self) -> None:
        """Put the keyboard on the first problem and say how many there are."""
        if self._links:
            announce(self, self._heading.text(), at_once=True)
            self._links[0][0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _followed(self) -> None:
        for link, target in self._links:
            if link is self.sender():
                self.followed.emit(target)
                return


def count_of_problems(count: int) -> str:
    """The summary's heading: "There is a problem", "There are 3 problems"."""
    return "There is a problem" if count == 1 else f"There are {count} problems"


class ProgressPanel(QWidget):
    """Long work at the foot of the window: what, how far, time left when known, Cancel."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "foot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ticket: Ticket | None = None
        self._began = 0.0
        self._title = Words("", "label", self)
        self._words = Words("", "muted", self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._left = Words("", "muted", self)
        self._cancel = button("Cancel", "", self)
        self._cancel.clicked.connect(self._cancel_pressed)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        for place, stands in enumerate((self._title, self._words, self._bar, self._left)):
            grid.addWidget(stands, place % 2, place // 2)
        grid.addWidget(self._cancel, 0, 2, 2, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.hide()

    def follow(self, ticket: Ticket, what: str) -> None:
        """Show this job until it ends. `what` is a verb: "Making the case pack"."""
        self._ticket = ticket
        self._began = time.monotonic()
        self._title.setText(what)
        self._bar.setAccessibleName(what)
        self._cancel.setAccessibleName(f"Cancel: {what}")
        self._cancel.setEnabled(True)
        ticket.progressed.connect(self._progressed)
        ticket.ended.connect(self._ended)
        self._show(0.0, "")
        self.show()
        announce(self, what)

    def _progressed(self, fraction: float, words: str) -> None:
        if self.sender() is not self._ticket:
            return
        self._show(fraction, words)

    def _show(self, fraction: float, words: str) -> None:
        percent = round(fraction * 100)
        self._bar.setValue(percent)
        self._words.setText(words)
        guess = time_left(time.monotonic() - self._began, fraction)
        self._left.setText(" · ".join(part for part in (f"{percent} %", guess) if part))

    def _cancel_pressed(self) -> None:
        if self._ticket is not None and shiboken6.isValid(self._ticket):
            self._ticket.cancel()
            self._cancel.setEnabled(False)
            self._words.setText("Stopping…")

    def _ended(self) -> None:
        if self.sender() is self._ticket:
            self._ticket = None
            self.hide()


def time_left(gone: float, fraction: float) -> str:
    """Seconds gone and how far -> "about 20 seconds left", or "" while it is a mere guess."""
    if gone < _GUESS_AFTER or not _GUESS_FROM <= fraction < 1:
        return ""
    left = gone / fraction * (1 - fraction)
    if left < _MINUTE:
        seconds = max(5, 5 * round(left / 5))
        return f"about {seconds} seconds left"
    minutes = round(left / _MINUTE)
    return "about a minute left" if minutes == 1 else f"about {minutes} minutes left"
