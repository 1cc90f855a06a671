"""The shell: marking banner, places at the left, one page, long work at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.fitting import fitting
from ui.labels import Button, button, short_words
from ui.lock import LockKey
from ui.notices import ProgressPanel
from ui.page import Screen, stops, within
from ui.rail import RailArea
from ui.scrolling import scroll_to
from ui.worker import Ticket

PROGRAM = "mktdesk"
_SIZE = QSize(1180, 780)
_NUMBERED = 9  # places that have a key of their own
_ALONG = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail. Ctrl and its number opens it, for the first nine."""

    id: str
    label: str


class _RailButton(Button):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A button's own arrows wander to any other button; the window keeps them on the rail.
        if event.key() in _ALONG:
            event.ignore()
        else:
            super().keyPressEvent(event)


class Window(QMainWindow):
    """Shows pages; what they are and what they do is given by the composition root.

    place_chosen: (place id). lock_asked: Ctrl+L or the button. closing: the window is about to
    go; what was typed has been flushed.
    """

    place_chosen = Signal(str)
    lock_asked = Signal()
    closing = Signal()

    def __init__(self, places: Sequence[Place], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        self._screen: Screen | None = None
        self._marking = short_words("", "marking-word", self)
        self._office = short_words("", "", self)
        self._lock = button("Lock  Ctrl+L", "banner", self)
        self._lock.setAccessibleName("Lock")
        self._lock.clicked.connect(self.lock_asked)
        self._rail = QWidget(self)
        self._rail_area = RailArea(self._rail, self)
        self._pages = QStackedWidget(self)
        self._progress = ProgressPanel(self)
        self._lay_out(places)
        self._shortcut("Ctrl+L", self.lock_asked.emit)
        self._shortcut("F6", self._next_pane)
        self._shortcut("Shift+F6", self._previous_pane)
        self.set_reference("")
        self.resize(fitting(self, _SIZE))
        LockKey(self).pressed.connect(self.lock_asked)

    def _lay_out(self, places: Sequence[Place]) -> None:
        whole = QWidget(self)
        self.setCentralWidget(whole)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        self._fill_rail(places)
        middle.addWidget(self._rail_area)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._pages, 1)
        right.addWidget(self._progress)
        middle.addLayout(right, 1)
        column.addLayout(middle, 1)

    def _banner(self) -> QWidget:
        banner = QWidget(self)
        banner.setProperty("look", "marking")
        banner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(banner)
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self._marking)
        row.addStretch(1)
        row.addWidget(self._office)
        row.addStretch(1)
        row.addWidget(self._lock)
        return banner

    def _fill_rail(self, places: Sequence[Place]) -> None:
        self._rail.setProperty("look", "rail-pane")
        self._rail.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rail.setAccessibleName("Places")
        column = QVBoxLayout(self._rail)
        column.setContentsMargins(0, 12, 1, 12)
        column.setSpacing(2)
        for number, place in enumerate(places, start=1):
            made = _RailButton(place.label.replace("&", "&&"), self._rail)
            made.setProperty("look", "rail")
            made.setAutoDefault(False)
            made.setCheckable(True)
            made.setObjectName(place.id)
            made.clicked.connect(self._place_clicked)
            if number <= _NUMBERED:
                made.setAccessibleDescription(f"Control {number}")
                made.setToolTip(f"{place.label} (Ctrl+{number})")
                self._shortcut(f"Ctrl+{number}", made.click)
            column.addWidget(made)
            self._buttons[place.id] = made
        column.addStretch(1)
        self._rail_area.setVisible(bool(places))

    def _shortcut(self, keys: str, slot: object) -> None:
        made = QShortcut(QKeySequence(keys), self)
        made.activated.connect(slot)

    # what the composition root uses

    def set_office(self, name: str) -> None:
        """The office's name in the banner."""
        self._office.setText(name)

    def set_marking(self, marking: str) -> None:
        """The protective marking, always in sight."""
        self._marking.setText(marking)

    def set_unlocked(self, unlocked: bool) -> None:
        """Locked, there are no places and nothing to lock."""
        self._rail_area.setVisible(unlocked and bool(self._buttons))
        self._lock.setVisible(unlocked)

    def set_reference(self, public: str) -> None:
        """The window's title: the public part of a reference, never a name."""
        self.setWindowTitle(f"{public} – {PROGRAM}" if public else PROGRAM)

    def set_place(self, place_id: str) -> None:
        """Show on the rail where the person is; an unknown id marks none."""
        for known, made in self._buttons.items():
            made.setChecked(known == place_id)
            if known == place_id:
                scroll_to(made)

    def show_screen(self, screen: Screen) -> bool:
        """Put a page in place of the present one; False when that one cannot be left yet.

        The page that is left is flushed and done away with.
        """
        if not self.may_leave():
            return False
        before, self._screen = self._screen, screen
        self._pages.addWidget(screen)
        self._pages.setCurrentWidget(screen)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()
        if self.isVisible():
            screen.arrive()
        return True

    @property
    def screen_shown(self) -> Screen | None:
        """The page in sight."""
        return self._screen

    def may_leave(self) -> bool:
        """Whether the present page can be left; it is flushed."""
        return self._screen is None or self._screen.may_leave()

    def flush(self) -> None:
        """Hand over what is typed, whatever the page would like to ask first: we are locking."""
        if self._screen is not None:
            self._screen.flush()

    def follow(self, ticket: Ticket, what: str) -> None:
        """Show a long job at the foot until it ends; `what` is a verb: "Making the case pack"."""
        self._progress.follow(ticket, what)

    # how it works

    def _place_clicked(self) -> None:
        made = self._buttons[self.sender().objectName()]
        # A press toggles the button; where we are is shown only once the page is there.
        made.setChecked(not made.isChecked())
        self.place_chosen.emit(made.objectName())

    def _panes(self) -> list[QWidget]:
        inside = list(self._screen.panes()) if self._screen is not None else []
        return [pane for pane in (self._rail, *inside, self._progress) if stops(pane)]

    def _next_pane(self) -> None:
        self._step_pane(1)

    def _previous_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, step: int) -> None:
        panes = self._panes()
        if not panes:
            return
        focus = QApplication.focusWidget()
        here = [n for n, pane in enumerate(panes) if focus and within(pane, focus)]
        # The innermost pane that holds the focus; a page may stand around its own panes.
        to = panes[(here[-1] + step) % len(panes)] if here else panes[0]
        if isinstance(to, Screen):
            to.focus_first()
        else:
            chosen = [w for w in stops(to) if isinstance(w, QPushButton) and w.isChecked()]
            first = (chosen or stops(to))[0]
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)
            scroll_to(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go along the rail."""
        focus = QApplication.focusWidget()
        along = list(self._buttons.values())
        if event.key() in _ALONG and isinstance(focus, QPushButton) and focus in along:
            to = along[(along.index(focus) + _ALONG[Qt.Key(event.key())]) % len(along)]
            to.setFocus(Qt.FocusReason.OtherFocusReason)
            scroll_to(to)
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """The page given before the window was shown arrives with it."""
        super().showEvent(event)
        if self._screen is not None and not event.spontaneous():
            self._screen.arrive()

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is typed is handed over before the window goes."""
        if not self.may_leave():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)
