"""A case: which it is, what comes next, its task list, and beside it the page in hand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QWidget

from mktdesk.casework.status import PartStatus, State
from mktdesk.desk.overview import Overview
from ui.announce import announce
from ui.labels import Words, button
from ui.page import Screen, reachable
from ui.spots import CHECK, PACK, PROCESS, Spot
from ui.tasklist import TaskList, tasks
from ui.theme import mark
from ui.wrapping import WrapRow

_MARGIN = 24  # of a page, on either side
_LINES = 2.5
_UNDO = (QKeySequence("Ctrl+Z"),)
_REDO = (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))


class CasePage(Screen):
    """Holds one inner Screen at a time; the task list and the head stay.

    spot_wanted: (Spot). undo_wanted, redo_wanted. reference_wanted. given_up: the person leaves
    although answers could not be saved.
    """

    spot_wanted = Signal(object)
    undo_wanted = Signal()
    redo_wanted = Signal()
    reference_wanted = Signal()
    given_up = Signal()

    def __init__(self, overview: Overview, parent: QWidget | None = None) -> None:
        super().__init__(overview.public, scrolls=False, parent=parent)
        self._overview = overview
        self._inner: Screen | None = None
        self._unsaved = 0
        self._asked_to_leave = False
        self._next = Words("", "label", self)
        self._go = button("", "", self)
        self._go.clicked.connect(self._go_pressed)
        self._undo = self._tool("Undo", self._undo_pressed)
        self._redo = self._tool("Redo", self._redo_pressed)
        self._reference = self._tool("Reference…", self.reference_wanted)
        self._pack = self._tool("Case pack…", self._pack_pressed)
        # Made in the order of reading, which is the order of Tab.
        self.list = TaskList(self)
        self.list.chosen.connect(self._to)
        self._pages = QStackedWidget(self)
        self._lay_out()
        for keys, slot in ((_UNDO, self._undo_pressed), (_REDO, self._redo_pressed)):
            for key in keys:
                made = QShortcut(key, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
                made.activated.connect(slot)

    def _tool(self, text: str, slot: object) -> QWidget:
        made = button(text, "", self)
        made.clicked.connect(slot)
        return made

    def _lay_out(self) -> None:
        self._undo.setToolTip("Take back the last change (Ctrl+Z)")
        self._redo.setToolTip("Do again what was taken back (Ctrl+Y)")
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(8)
        self._head.addWidget(self._next, 1)
        tools = (self._go, self._undo, self._redo, self._reference, self._pack)
        self._tools = WrapRow(*tools, parent=self)
        self._head.addWidget(self._tools)
        self.body.setSpacing(12)
        self.body.insertLayout(0, self._head)
        beside = QHBoxLayout()
        beside.setSpacing(0)
        beside.addWidget(self.list)
        beside.addWidget(self._pages, 1)
        self.body.addLayout(beside, 1)

    # what the controller uses

    def show_overview(self, overview: Overview, here: Spot) -> None:
        """The head and the task list as things stand now."""
        self._overview = overview
        self.set_title(f"{overview.public}   {overview.subject}".strip())
        self.status.setText(f"{overview.toolkit} · {overview.review_type}")
        self._next.setText(_next_words(overview))
        part, leads = _next_part(overview), _leads(overview)
        self._go.setText(_verb(overview, part) if part is not None else "Where it is")
        ready = part is not None and part.state is State.READY
        mark(self._go, "look", "primary" if ready else "")
        self._go.setVisible(leads is not None and here != leads)
        self._undo.setEnabled(overview.can_undo)
        self._redo.setEnabled(overview.can_redo)
        for tool in (self._undo, self._redo):
            tool.setVisible(not overview.read_only)
        self._here = here
        self.list.show_tasks(tasks(overview, here), here)
        self._arrange_head()

    def show_inner(self, screen: Screen) -> None:
        """Put a page beside the task list; the one before is flushed and done away with."""
        before, self._inner = self._inner, screen
        if before is not None:
            before.flush()
        self._pages.addWidget(screen)
        self._pages.setCurrentWidget(screen)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()
        if self.isVisible():
            screen.arrive()

    @property
    def inner(self) -> Screen | None:
        """The page beside the task list."""
        return self._inner

    def show_state(self, overview: Overview) -> None:
        """Say that the case is only to be read, and why; or nothing."""
        if overview.alarms:
            what, do = overview.alarms[0]
            self.notice.show_words("error", what, do)
        elif overview.held_by:
            self.notice.show_words(
                "warning",
                f"Only to be read: {overview.held_by} has this case open.",
                "Ask them to close it, then open it again to change it.",
            )
        elif overview.guidance[0]:
            self.notice.show_words("warning", *overview.guidance)
        elif overview.read_only:
            self.notice.show_words(
                "warning",
                "Only to be read: nothing can be written where the vault is.",
                "See that the folder is not read-only and has room, then open the case again.",
            )
        else:
            self.notice.clear()

    def set_unsaved(self, count: int) -> None:
        """How many answers could not be saved; with any, leaving is asked twice."""
        self._unsaved = count
        self._asked_to_leave = self._asked_to_leave and bool(count)

    # what the window uses

    def arrive(self) -> None:
        """Say which case, then the page in hand."""
        announce(self, f"Case {self.title}. {self._next.text()}")
        if self._inner is not None:
            self._inner.arrive()

    def flush(self) -> None:
        """Hand over what is typed on the page in hand."""
        if self._inner is not None:
            self._inner.flush()

    def may_leave(self) -> bool:
        """Answers that could not be saved hold the person back once."""
        self.flush()
        if self._inner is not None and not self._inner.may_leave():
            return False
        if not self._unsaved:
            return True
        if self._asked_to_leave:
            self.given_up.emit()
            return True
        self._asked_to_leave = True
        answers = "1 answer is" if self._unsaved == 1 else f"{self._unsaved} answers are"
        self.notice.show_words(
            "error",
            f"{answers} not saved.",
            "Put right what is said below and save again, or leave once more to give them up.",
        )
        return False

    def panes(self) -> Sequence[QWidget]:
        """The task list, then the page beside it."""
        return (self.list, *(self._inner.panes() if self._inner is not None else ()))

    def focus_first(self) -> None:
        """Into the page in hand."""
        if self._inner is not None and reachable(self._inner):
            self._inner.focus_first()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # buttons

    def _go_pressed(self) -> None:
        leads = _leads(self._overview)
        if leads is not None:
            self._to(leads)

    def _pack_pressed(self) -> None:
        self._to(Spot(PACK))

    def _to(self, spot: Spot) -> None:
        """Elsewhere in the case, unless the page in hand holds the person back."""
        if self._inner is None or self._inner.may_leave():
            self.spot_wanted.emit(spot)
        else:  # the list stands at the page that is still there
            self.list.show_tasks(tasks(self._overview, self._here), self._here)

    def _undo_pressed(self) -> None:
        if not self._overview.read_only:
            self.flush()
            self.undo_wanted.emit()

    def _redo_pressed(self) -> None:
        if not self._overview.read_only:
            self.flush()
            self.redo_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The task list takes its share."""
        super().resizeEvent(event)
        self.list.fit_beside(self.width())
        self._arrange_head()

    def _arrange_head(self) -> None:
        """What comes next stands beside the buttons if two lines hold it there, else above them."""
        room = self.width() - 2 * _MARGIN - self._tools.sizeHint().width() - self._head.spacing()
        line = self._next.fontMetrics().lineSpacing()
        beside = room > 0 and self._next.heightForWidth(room) <= _LINES * line
        ways = QBoxLayout.Direction
        self._head.setDirection(ways.LeftToRight if beside else ways.TopToBottom)


def _next_words(overview: Overview) -> str:
    if overview.next.words:
        return f"Next: {overview.next.words}"
    return overview.route.stage or "Every section is signed. Next: make the case pack."


def _next_part(overview: Overview) -> PartStatus | None:
    return overview.part(overview.next.part) if overview.next.part else None


def _leads(overview: Overview) -> Spot | None:
    """Where what comes next is done."""
    if overview.next.part:
        return Spot(CHECK, overview.next.part)
    return Spot(PROCESS) if overview.next.words else None


def _verb(overview: Overview, status: PartStatus) -> str:
    if any(p.place.part == status.part and p.level == "error" for p in overview.problems):
        return "Show what is missing"
    if status.state is State.READY and not overview.read_only:
        return "Check and sign"
    return "Check answers"
