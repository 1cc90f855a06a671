"""A case's task list: every part with where it stands in words, and the open part's pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from mktdesk.casework.requests import glance
from mktdesk.casework.status import State
from mktdesk.desk.overview import Overview
from mktdesk.toolkits.caseform import THRESHOLD as THRESHOLD_PART
from ui.labels import tip
from ui.spots import (
    ACCESS,
    AGENCIES,
    BESIDE,
    CHANGES,
    CHECK,
    CLOCKS,
    CLOSING,
    CONFLICTS,
    DOCUMENTS,
    HISTORY,
    NOTICES,
    PACK,
    PAGE,
    PLAN,
    PROCESS,
    SIGNED,
    TAKE,
    THRESHOLD,
    Spot,
)
from ui.theme import tokens_of

_TASK = Qt.ItemDataRole.UserRole
_HERE = Qt.ItemDataRole.UserRole + 1
_FORMS, _PAPERS = "Forms and records", "Papers, history and access"
_EMS = 19  # the list's width in ems of its text
_SHARE = 0.26  # and the most of the page it may take
_ROOM = 1180  # pixels: a page's width before it is shown
_OPENERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_TOP = 6
_SIDE = 8
_INDENT = 16
_GAP = 12  # pixels at least between a title and the words beside it
_BAR = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One line: where it leads, what it is called, where it stands; `head` opens a part.

    group: the heading it stands under; the first lines are under none.
    """

    spot: Spot
    title: str
    words: str
    head: bool = True
    group: str = ""


def tasks(overview: Overview, here: Spot) -> tuple[Task, ...]:
    """The lines of the list; only the part where the person is shows its pages.

    How the case is run comes first, so that all of it is in sight however long its forms are.
    """
    return (
        *_running(overview),
        *(replace(task, group=_FORMS) for task in _forms(overview, here)),
        *(replace(task, group=_PAPERS) for task in _papers(overview)),
    )


def _running(overview: Overview) -> Iterator[Task]:
    if overview.conflicts:
        yield Task(Spot(CONFLICTS), "Conflicts", f"{overview.conflicts} to decide")
    if overview.route.steps:
        yield Task(Spot(PROCESS), "Where it is", overview.route.progress)
        yield Task(Spot(CLOCKS), "Clocks", overview.clocks)
    yield Task(Spot(AGENCIES), "Agencies", glance(overview.answers))
    yield Task(Spot(NOTICES), "Notices", overview.notices)
    yield Task(Spot(BESIDE), "Disagreements and other processes", overview.beside)
    yield Task(Spot(CHANGES), "Links and changes", overview.changes)
    yield Task(Spot(PLAN), "Plan and learning", overview.plan)
    yield Task(Spot(CLOSING), "Closing", overview.closing)


def _forms(overview: Overview, here: Spot) -> Iterator[Task]:
    for status in overview.parts:
        first = next(p.place for p in overview.pages if p.place.part == status.part)
        signed = status.state is State.SIGNED
        # The thresholds begin with what they come out as; their questions stand beneath.
        head = Spot(THRESHOLD, status.part) if status.part == THRESHOLD_PART else Spot.at(first)
        yield Task(Spot(SIGNED, status.part) if signed else head, status.title, status.words)
        if status.part != here.part:
            continue
        for page in overview.pages:
            if page.place.part == status.part:
                yield Task(Spot.at(page.place), page.title, page.words, head=False)
        if not signed and status.state is not State.KEPT and not overview.closed:
            words = "Ready" if status.state is State.READY else ""
            yield Task(Spot(CHECK, status.part), "Check and sign", words, head=False)
        if not signed and any(s.part == status.part for s in overview.signoffs):
            yield Task(Spot(SIGNED, status.part), "What was signed before", "", head=False)


def _papers(overview: Overview) -> Iterator[Task]:
    yield Task(Spot(DOCUMENTS), "Documents", _count(overview.documents, "document"))
    yield Task(Spot(PACK), "Case pack", _count(overview.packs, "pack", " made"))
    yield Task(Spot(TAKE), "Take to a meeting", overview.away)
    yield Task(Spot(HISTORY), "History", "")
    yield Task(Spot(ACCESS), "Who can open it", "")


def _count(count: int, noun: str, after: str = "") -> str:
    if not count:
        return "None yet"
    return f"1 {noun}{after}" if count == 1 else f"{count} {noun}s{after}"


class TaskList(QListWidget):
    """Up and down move, Enter goes there. `chosen`: the Spot."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sections and pages")
        self.setProperty("look", "tasks")
        self.setItemDelegate(_TaskPainter(self))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.itemClicked.connect(self._chosen)
        self._room = _ROOM
        self._shown: tuple[tuple[Task, ...], Spot] | None = None
        self._fit()

    def show_tasks(self, shown: Sequence[Task], here: Spot) -> None:
        """Replace the lines; the one where the person is bears the mark.

        The keyboard stays on its line, unless the person has gone elsewhere.
        """
        if self._shown == (tuple(shown), here):
            return
        moved = self._shown is None or self._shown[1] != here
        self._shown = (tuple(shown), here)
        kept = here if self.currentRow() < 0 else self.currentItem().data(_TASK).spot
        self.clear()
        group = ""
        for task in shown:
            if task.group != group:
                group = task.group
                self._add_heading(group)
            item = self._add(task, here)
            if task.spot == (here if moved else kept):
                self.setCurrentItem(item)

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)  # the keyboard goes past it
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}, heading")

    def _add(self, task: Task, here: Spot) -> QListWidgetItem:
        item = QListWidgetItem(f"{task.title}\n{task.words}", self)
        item.setData(_TASK, task)
        said = ", ".join(part for part in (task.title, task.words) if part)
        at = _stands_for(task, here)
        spoken = f"{said}, you are here" if at else said
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, task.group)
        item.setData(_HERE, at)
        item.setToolTip(tip(said))
        return item

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or space goes there."""
        if event.key() in _OPENERS and self.currentRow() >= 0:
            self._chosen(self.currentItem())
            return
        super().keyPressEvent(event)

    def _chosen(self, item: QListWidgetItem) -> None:
        task = item.data(_TASK)
        if task is not None:
            self.chosen.emit(task.spot)

    def _fit(self) -> None:
        wanted = self.fontMetrics().averageCharWidth() * 2 * _EMS
        self.setFixedWidth(min(wanted, round(self._room * _SHARE)))

    def fit_beside(self, width: int) -> None:
        """The whole page is this wide now."""
        self._room = width
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """The list grows with the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _stands_for(task: Task, here: Spot) -> bool:
    # A signed part's own line is its signature's; its pages are lines beneath it.
    return task.spot == here and (not task.head or here.kind != PAGE)


class _TaskPainter(QStyledItemDelegate):
    """Title, and where it stands beside it or, where that is too long, beneath; wraps.

    A bar shows where the person is. A heading is small, with a line above it.
    """

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        view = self.parent()
        assert isinstance(view, TaskList)
        width = view.viewport().width()
        task: Task | None = index.data(_TASK)
        if task is None:
            font, words = _heading_font(option.font), index.data()
            return QSize(width, _height(font, words, width - 2 * _SIDE - _BAR) + 2 * _SIDE)
        title, words = _fonts(option.font, task)
        room = width - _left(task) - _SIDE
        height = _height(title, task.title, room) + 2 * _top(task)
        if task.words and not _beside(title, words, task, room):
            height += _height(words, task.words, room)
        return QSize(width, max(height, 30))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        task: Task | None = index.data(_TASK)
        role, palette, box = QPalette.ColorRole, option.palette, option.rect
        painter.save()
        if task is None:
            view = self.parent()
            assert isinstance(view, TaskList)
            _paint_heading(painter, box, _heading_font(option.font), index.data(), view)
            painter.restore()
            return
        if index.data(_HERE):
            painter.fillRect(box, palette.color(role.Highlight))
            painter.fillRect(QRect(box.left(), box.top(), _BAR, box.height()), palette.accent())
        painter.setPen(palette.color(role.Text))
        _paint_words(painter, option, task)
        if option.state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setColor(palette.color(role.Accent))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(box.adjusted(1, 1, -2, -1))
        painter.restore()


def _paint_words(painter: QPainter, option: QStyleOptionViewItem, task: Task) -> None:
    box, (title, words) = option.rect, _fonts(option.font, task)
    room = QRect(
        box.left() + _left(task), box.top() + _top(task),
        box.width() - _left(task) - _SIDE, box.height(),
    )  # fmt: skip
    painter.setFont(title)
    painter.drawText(room, _WRAP, task.title)
    if _beside(title, words, task, room.width()):
        down = QFontMetrics(title).ascent() - QFontMetrics(words).ascent()
        room.translate(0, down)  # on the same line of writing
        painter.setFont(words)
        painter.drawText(room, _END, task.words)
        return
    room.translate(0, _height(title, task.title, room.width()))
    painter.setFont(words)
    painter.drawText(room, _WRAP, task.words)


def _paint_heading(painter: QPainter, box: QRect, font: QFont, words: str, view: QWidget) -> None:
    tokens = tokens_of(view)
    painter.setPen(QColor(tokens.edge))
    painter.drawLine(box.left(), box.top(), box.right(), box.top())
    painter.setPen(QColor(tokens.muted))
    painter.setFont(font)
    painter.drawText(box.adjusted(_BAR + _SIDE, _SIDE, -_SIDE, 0), _WRAP, words)


_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_END = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop


def _heading_font(base: QFont) -> QFont:
    font = QFont(base)
    font.setWeight(QFont.Weight.DemiBold)
    font.setPixelSize(round(base.pixelSize() * 13 / 14))
    return font


def _top(task: Task) -> int:
    return _TOP if task.head else _TOP // 2


def _beside(title: QFont, words: QFont, task: Task, room: int) -> bool:
    """Whether both stand in one line."""
    used = QFontMetrics(title).horizontalAdvance(task.title) + _GAP
    return used + QFontMetrics(words).horizontalAdvance(task.words) <= room


def _fonts(base: QFont, task: Task) -> tuple[QFont, QFont]:
    title, words = QFont(base), QFont(base)
    if task.head:
        title.setWeight(QFont.Weight.DemiBold)
    words.setPixelSize(round(base.pixelSize() * 13 / 14))
    return title, words


def _left(task: Task) -> int:
    return _BAR + _SIDE + (0 if task.head else _INDENT)


def _height(font: QFont, text: str, width: int) -> int:
    return QFontMetrics(font).boundingRect(0, 0, width, 10_000, int(_WRAP), text).height()
