"""The office's meetings: their list, one's page, papers, minutes and meeting mode, on one book."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.meetingbooks import OpenMeeting
from mktdesk.desk.session import Session
from ui.controllers.access import TypedReference
from ui.controllers.actionpoints import ActionPointsController
from ui.controllers.history import HistoryController
from ui.controllers.meeting import MeetingController
from ui.controllers.meetingconflicts import MeetingConflictsController
from ui.controllers.meetinglist import MeetingListController
from ui.controllers.meetingpapers import MeetingPapersController
from ui.controllers.meetings import MeetingsController
from ui.controllers.minutes import MinutesController
from ui.controllers.placed import PlacedController
from ui.controllers.room import RoomController
from ui.dialogs.files import Files
from ui.page import Screen
from ui.worker import Worker


class MeetingRooms(PlacedController):
    """reference_wanted, take_wanted: (public)."""

    reference_wanted = Signal(str)
    take_wanted = Signal(str)

    def __init__(
        self,
        worker: Worker,
        session: Session,
        window: QWidget,
        files: Files,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._marking = ""
        self._list = MeetingsController(worker, session, self)
        self._list.show_screen.connect(self.show_screen)
        self._list.failed.connect(self.failed)
        self._all = MeetingListController(worker, session, self)
        self._all.show_screen.connect(self.show_screen)
        self._all.failed.connect(self.failed)
        self._list.all_wanted.connect(self._all.begin)
        self._all.left.connect(self._list.begin)
        self._meeting = MeetingController(worker, session, self)
        self._all.open_wanted.connect(self._meeting.open)
        self._all.own_wanted.connect(self._meeting.start)
        self._list.meeting_wanted.connect(self._meeting.start)
        self._room = RoomController(worker, self)
        self._typed = TypedReference(window, self)
        self._papers = MeetingPapersController(worker, self)
        self._minutes = MinutesController(worker, files, self)
        self._meeting.papers_wanted.connect(self._papers.begin)
        self._meeting.minutes_wanted.connect(self._minutes.begin)
        self._actions = ActionPointsController(worker, self)
        self._meeting.actions_wanted.connect(self._actions.begin)
        self._actions.left.connect(self._meeting.back)
        self._conflicts = MeetingConflictsController(worker, self)
        self._meeting.conflicts_wanted.connect(self._conflicts.begin)
        self._conflicts.left.connect(self._meeting.back)
        self._history = HistoryController(worker, session, files, self)
        self._meeting.history_wanted.connect(self._history.begin_meeting)
        for beside in (self._papers, self._minutes, self._history):
            beside.left.connect(self._meeting.back)
            beside.follow.connect(self.follow)
        pages = (self._papers, self._minutes, self._history, self._actions, self._conflicts)
        for one in (self._meeting, self._room, *pages):
            one.show_screen.connect(self.show_screen)
            one.changed.connect(self.changed)
            one.failed.connect(self.failed)
        self._meeting.follow.connect(self.follow)
        self._meeting.reference_wanted.connect(self.reference_wanted)
        self._meeting.take_wanted.connect(self.take_wanted)
        self._meeting.room_wanted.connect(self._begin)
        self._room.left.connect(self._meeting.back)
        self._room.restricted.connect(self._typed.ask)
        self._typed.given.connect(self._room.open_typed)
        self._room.typed_done.connect(self._typed.taken)
        self._room.typed_refused.connect(self._typed.refused)

    def set_marking(self, marking: str) -> None:
        """What stands over what the room sees."""
        self._marking = marking

    def begin(self) -> None:
        """Show the list of meetings."""
        self._list.begin()

    def open(self, public: str) -> None:
        """Open a meeting by its public reference."""
        self._meeting.open(public)

    def go_back(self, public: str, *, in_room: bool) -> None:
        """To a meeting, as whoever locked the desk left it."""
        self._meeting.open(public, going_on=in_room)

    @property
    def in_room(self) -> bool:
        """Meeting mode is on."""
        return bool(self._room.public)

    def close_unless(self, screen: Screen | None) -> None:
        """Another page is shown: a meeting that is none of it is closed."""
        papers = (self._papers, self._minutes, self._history, self._actions, self._conflicts)
        beside = tuple(one.page for one in (self._room, *papers))
        if screen is None or screen not in (*self._meeting.screens(), *beside):
            self._room.close()
            self._meeting.close()

    @property
    def public(self) -> str:
        """The public reference of the meeting that is open, or nothing."""
        return self._meeting.public or self._room.public

    def _begin(self, meeting: OpenMeeting) -> None:
        self._room.begin(meeting, self._marking)
