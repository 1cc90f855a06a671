"""A case's task list: every part with where it stands in words, and the open part's pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
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
    DOCUMENTS,
    HISTORY,
    NOTICES,
    PACK,
    PAGE,
    PLAN,
    PROCESS,
    SIGNED,
    THRESHOLD,
    Spot,
)

_TASK = Qt.ItemDataRole.UserRole
_HERE = Qt.ItemDataRole.UserRole + 1
_EMS = 19  # the list's width in ems of its text
_SHARE = 0.26  # and the most of the page it may take
_ROOM = 1180  # pixels: a page's width before it is shown
_OPENERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}
_TOP = _SIDE = 8
_INDENT = 16
_BAR = 4


@dataclass(frozen=True, slots=True)
class Task:
    """One line: where it leads, what it is called, where it stands; `head` opens a part."""

    spot: Spot
    title: str
    words: str
    head: bool = True


def tasks(overview: Overview, here: Spot) -> tuple[Task, ...]:
    """The lines of the list; only the part where the person is shows its pages."""
    return tuple(_tasks(overview, here))


def _tasks(overview: Overview, here: Spot) -> Iterator[Task]:
    if overview.route.steps:
        yield Task(Spot(PROCESS), "Where it is", overview.route.progress)
        yield Task(Spot(CLOCKS), "Clocks", overview.clocks)
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
    yield Task(Spot(AGENCIES), "Agencies", glance(overview.answers))
    yield Task(Spot(NOTICES), "Notices", overview.notices)
    yield Task(Spot(BESIDE), "Disagreements and other processes", overview.beside)
    yield Task(Spot(PLAN), "Plan and learning", overview.plan)
    yield Task(Spot(CLOSING), "Closing", overview.closing)
    yield Task(Spot(CHANGES), "Links and changes", overview.changes)
    yield Task(Spot(DOCUMENTS), "Documents", _count(overview.documents, "document"))
    yield Task(Spot(PACK), "Case pack", _count(overview.packs, "pack", " made"))
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
        for task in shown:
            item = QListWidgetItem(f"{task.title}\n{task.words}", self)
            item.setData(_TASK, task)
            said = ", ".join(part for part in (task.title, task.words) if part)
            at = _stands_for(task, here)
            spoken = f"{said}, you are here" if at else said
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setData(_HERE, at)
            item.setToolTip(tip(said))
            if task.spot == (here if moved else kept):
                self.setCurrentItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or space goes there."""
        if event.key() in _OPENERS and self.currentRow() >= 0:
            self._chosen(self.currentItem())
            return
        super().keyPressEvent(event)

    def _chosen(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(_TASK).spot)

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
    """Title, and where it stands beneath; wraps, and shows by a bar where the person is."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        task: Task = index.data(_TASK)
        view = self.parent()
        assert isinstance(view, TaskList)
        width = view.viewport().width()
        title, words = _fonts(option.font, task)
        room = width - _left(task) - _SIDE
        height = _height(title, task.title, room) + 2 * (_TOP if task.head else _TOP // 2)
        if task.words:
            height += _height(words, task.words, room)
        return QSize(width, max(height, 32))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        task: Task = index.data(_TASK)
        role = QPalette.ColorRole
        palette = option.palette
        box = option.rect
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        if index.data(_HERE):
            painter.fillRect(box, palette.color(role.Highlight))
            painter.fillRect(QRect(box.left(), box.top(), _BAR, box.height()), palette.accent())
        title, words = _fonts(option.font, task)
        room = QRect(
            box.left() + _left(task), box.top() + (_TOP if task.head else _TOP // 2),
            box.width() - _left(task) - _SIDE, box.height(),
        )  # fmt: skip
        painter.setFont(title)
        painter.setPen(palette.color(role.Text))
        painter.drawText(room, _WRAP, task.title)
        room.translate(0, _height(title, task.title, room.width()))
        painter.setFont(words)
        painter.drawText(room, _WRAP, task.words)
        if focused:
            pen = painter.pen()
            pen.setColor(palette.color(role.Accent))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(box.adjusted(1, 1, -2, -1))
        painter.restore()


_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


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
