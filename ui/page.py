"""What every page has: a title that is announced, notices, problems, a foot with its buttons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from mktdesk.errors import DeskError
from ui.announce import announce
from ui.fitting import Holder
from ui.labels import Words, column_width
from ui.notices import ErrorSummary, NoticeBox, StatusLine, SummaryLine, count_of_problems
from ui.wrapping import WrapRow

_SIDE = 24  # pixels at the left and right of a page
_ARRANGING = {QEvent.Type.Show, QEvent.Type.Resize, QEvent.Type.LayoutRequest}
_BESIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom


class Screen(QWidget):
    """A page. Subclasses add to `body` (and to `foot`, which stays in sight below it).

    scrolls: the body is one column at the left that scrolls; without it the body fills the page
    and scrolls by itself (a list, a picture). low: it scrolls all the same where the page is so low
    that nothing of the list would be left.
    """

    def __init__(
        self, title: str, *, scrolls: bool = True, low: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._heading = Words(title, "page", self)
        self.status = StatusLine(self)
        self.notice = NoticeBox(self)
        self.summary = ErrorSummary(self)
        self.summary.followed.connect(self.go_to)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._top.setContentsMargins(_SIDE, 20, _SIDE, 8)
        self._top.addWidget(self._heading, 1)
        self._top.addWidget(self.status, 0, _BESIDE)
        column.addLayout(self._top)
        content = QWidget()
        self._content = content
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(16)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.summary)
        self._scrolls = scrolls
        held = self._scroller(content) if scrolls else self._filler(content)
        column.addWidget(self._area(held) if scrolls or low else held, 1)
        self._foot = QWidget(self)
        self._foot.setProperty("look", "foot")
        self._foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.foot = QHBoxLayout(self._foot)
        self.foot.setContentsMargins(24, 10, 24, 10)
        self.foot.setSpacing(8)
        self._foot.hide()
        column.addWidget(self._foot)

    # what the window uses

    @property
    def title(self) -> str:
        """What the page is called."""
        return self._heading.text()

    def set_title(self, title: str) -> None:
        """Call it something else; not announced."""
        self._heading.setText(title)

    def arrive(self) -> None:
        """The page is shown: its title and the number of problems are said, the keyboard enters."""
        count = self.summary.count
        announce(self, f"{self.title}. {count_of_problems(count)}." if count else self.title)
        if count:
            self.summary.take_focus()
        else:
            self.focus_first()

    def flush(self) -> None:
        """Hand over what is typed: the page is left, or the program locks."""

    def may_leave(self) -> bool:
        """Whether the page can be left now; a page that needs an answer first asks here."""
        self.flush()
        return True

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes round inside the page; a case adds its task list."""
        return (self,)

    def focus_first(self) -> None:
        """Put the keyboard where work begins: the first thing that takes it."""
        first = next(iter(reachable(self._content)), None) or next(iter(reachable(self)), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """The title or what stands beside it has changed, or the room for them."""
        if event.type() in _ARRANGING and self.isVisible():  # before that it has no width
            self._arrange_top()
        return super().event(event)

    def _arrange_top(self) -> None:
        """The status stands beside the title, or beneath it where the title would be cut."""
        words, metrics = self.title.split(), self._heading.fontMetrics()
        least = max((metrics.horizontalAdvance(word) for word in words), default=0)
        room = self.width() - 2 * _SIDE - self._top.spacing() - self.status.sizeHint().width()
        way = QBoxLayout.Direction
        wanted = way.LeftToRight if least <= room else way.TopToBottom
        if self._top.direction() != wanted:
            self._top.setDirection(wanted)
            beneath = Qt.AlignmentFlag.AlignLeft
            self._top.setAlignment(self.status, _BESIDE if least <= room else beneath)

    # what pages use

    def show_problems(self, lines: Sequence[SummaryLine]) -> None:
        """Show the problems at the top and take the keyboard there; none clears them."""
        self.summary.show_lines(lines)
        if lines:
            self.summary.take_focus()

    def go_to(self, target: object) -> None:
        """A line of the summary was followed; pages with questions go there."""

    def failed(self, error: DeskError) -> None:
        """Show a failure; ready to be handed to `Worker.submit`. What was typed stays."""
        self.notice.show_error(error)

    def add_foot(self, *widgets: QWidget | None) -> None:
        """Buttons that stay in sight at the foot; None is a gap that stretches."""
        groups: list[list[QWidget]] = [[]]
        for widget in widgets:
            if widget is None:
                groups.append([])
            else:
                groups[-1].append(widget)
        for group in groups:  # a group goes on in the next line where the page is narrow
            row = WrapRow(*group, parent=self._foot)
            self.foot.addWidget(row, 0, Qt.AlignmentFlag.AlignTop)
            if group is not groups[-1]:
                self.foot.addStretch(1)
        if len(groups) == 1:
            self.foot.addStretch(1)
        for one, other in pairwise(widget for widget in widgets if widget is not None):
            QWidget.setTabOrder(one, other)
        self._foot.show()

    def _area(self, holder: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(holder)
        return area

    def _scroller(self, content: QWidget) -> QWidget:
        holder = Holder()
        row = QHBoxLayout(holder)
        row.setContentsMargins(24, 8, 24, 24)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        content.setSizePolicy(policy)
        row.addWidget(content, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)
        return holder

    def _filler(self, content: QWidget) -> QWidget:
        holder = Holder(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(24, 8, 24, 16)
        row.addWidget(content)
        return holder

    def showEvent(self, event: object) -> None:
        """The column grows with the text size."""
        super().showEvent(event)  # type: ignore[arg-type]
        if self._scrolls:
            self._content.setMaximumWidth(column_width(self))


def reachable(inside: QWidget) -> list[QWidget]:
    """The widgets inside that Tab reaches now, in the order of the tab chain."""
    found: list[QWidget] = []
    widget = inside.nextInFocusChain()
    while widget is not None and widget is not inside:
        if inside.isAncestorOf(widget) and takes_tab(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def stops(pane: QWidget) -> list[QWidget]:
    """The pane itself where it takes the keyboard (a list), else what Tab reaches inside it."""
    return [pane] if takes_tab(pane) else reachable(pane)


def within(pane: QWidget, widget: QWidget) -> bool:
    """Whether it is the pane or stands inside it."""
    return widget is pane or pane.isAncestorOf(widget)


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops here as things stand."""
    wants = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wants and widget.isVisible() and widget.isEnabled()
