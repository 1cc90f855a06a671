"""The editors of one page together: what is saved, what is typed and not yet saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from mktdesk.desk.drafts import Target
from mktdesk.forms.values import Value
from ui.fields import Editor

DRAFT_AFTER_MS = 600  # typed text is in the book within a second


@dataclass(slots=True)
class _Sent:
    """Handed over to be saved: refreshes that still show what stood before are old news."""

    now: Value
    before: list[Value] = field(default_factory=list)


class EditorSet(QObject):
    """Passes on what editors say, with where it belongs.

    field_changed, draft_changed: (record, row, field, value). A draft that says what stands
    already takes the one before it back. edited: something on the page differs, conditions may
    have turned.
    """

    field_changed = Signal(str, str, str, object)
    draft_changed = Signal(str, str, str, object)
    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editors: dict[Target, Editor] = {}
        self._saved: dict[Target, Value] = {}
        self._sent: dict[Target, _Sent] = {}
        self._drafts: set[Target] = set()  # changed since drafts were last sent
        self._drafted: set[Target] = set()  # in the book as drafts, and not answers yet
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DRAFT_AFTER_MS)
        self._timer.timeout.connect(self._send_drafts)

    def add(self, key: Target, editor: Editor) -> None:
        """Take an editor in."""
        self._editors[key] = editor
        editor.changed.connect(partial(self._changed, key))
        editor.committed.connect(partial(self._committed, key))

    def remove(self, key: Target) -> None:
        """Commit and let an editor go."""
        self._editors[key].commit()
        self._take_back({key})
        del self._editors[key]
        self._drafts.discard(key)

    def questions(self) -> tuple[Target, ...]:
        """The questions on the page, in reading order."""
        return tuple(self._editors)

    def get(self, key: Target) -> Editor | None:
        """The editor of that question, if it is on the page."""
        return self._editors.get(key)

    def show(self, key: Target, value: Value) -> None:
        """An answer came from the book; never over what the person is typing or has just left."""
        sent = self._sent.get(key)
        if sent is not None:
            if value in sent.before and value != sent.now:
                return
            del self._sent[key]
        self._saved[key] = value
        editor = self._editors.get(key)
        if editor is not None:
            editor.set_value(value)

    def live(self, key: Target) -> Value:
        """The answer as it stands on the screen."""
        return self._editors[key].value()

    def flush(self) -> None:
        """Everything typed is meant now: the page is left, or the program locks."""
        for editor in tuple(self._editors.values()):
            editor.commit()
        self._take_back(set(self._drafted))
        self._timer.stop()
        self._drafts.clear()

    def not_saved(self, key: Target) -> None:
        """Saving failed: the words stay on the screen and are sent again when left again."""
        sent = self._sent.pop(key, None)
        editor = self._editors.get(key)
        if editor is not None and sent is not None:
            editor.not_saved(sent.before[0])

    @property
    def dirty(self) -> bool:
        """Whether something is typed and not yet committed."""
        return any(editor.dirty for editor in self._editors.values())

    def _changed(self, key: Target) -> None:
        self._drafts.add(key)
        if not self._timer.isActive():
            self._timer.start()
        self.edited.emit()

    def _committed(self, key: Target) -> None:
        self._drafts.discard(key)
        self._drafted.discard(key)  # saving the answer settles it
        value = self._editors[key].value()
        sent = self._sent.setdefault(key, _Sent(value))
        sent.before.append(self._saved.get(key) if not sent.before else sent.now)
        sent.now = value
        self.field_changed.emit(key.record, key.row, key.field, value)
        self.edited.emit()

    def _send_drafts(self) -> None:
        for key in sorted(self._drafts, key=_in_order):
            editor = self._editors.get(key)
            if editor is not None and editor.dirty:
                self._drafted.add(key)
                self.draft_changed.emit(key.record, key.row, key.field, editor.value())
        self._take_back(self._drafts & self._drafted)
        self._drafts.clear()

    def _take_back(self, keys: set[Target]) -> None:
        """A draft whose words were deleted again must not become an answer: say what stands."""
        for key in sorted(keys & self._drafted, key=_in_order):
            editor = self._editors[key]
            if not editor.dirty:
                self._drafted.discard(key)
                self.draft_changed.emit(key.record, key.row, key.field, editor.value())


def _in_order(key: Target) -> tuple[str, str, str]:
    return key.record, key.row, key.field
