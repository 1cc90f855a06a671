"""Links and changes: the kind of review, other guidance, linked cases, contact with the family."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mktdesk.calendar import spoken_date
from mktdesk.casework.records import Conversion
from mktdesk.desk.changes import Changes
from mktdesk.desk.converting import Way
from mktdesk.desk.linking import Linked
from mktdesk.toolkits import Toolkit
from ui.labels import Words, button
from ui.page import Screen
from ui.wrapping import WrapRow

_LEAST_TO_SPLIT = 2
_WHAT = {"start": "Started as", "pathway": "Converted to", "edition": "Moved to"}


class ChangesPage(Screen):
    """convert_asked: (Way). move_asked: (Toolkit). link_asked, lead_asked, split_asked.

    case_wanted: (public) a linked case. again_asked, unlink_asked: (Linked) show it there too, or
    take it away.
    """

    convert_asked = Signal(object)
    move_asked = Signal(object)
    link_asked = Signal()
    lead_asked = Signal()
    split_asked = Signal()
    case_wanted = Signal(str)
    again_asked = Signal(object)
    unlink_asked = Signal(object)

    def __init__(self, shown: Changes, parent: QWidget | None = None) -> None:
        super().__init__("Links and changes", parent=parent)
        self._shown = shown
        self._holder: QWidget | None = None
        self.show_all(shown)

    # what the controller shows

    def show_all(self, shown: Changes) -> None:
        """Everything as it stands."""
        self._shown = shown
        before, self._holder = self._holder, QWidget(self)
        self._ways: dict[QPushButton, Way] = {}
        self._editions: dict[QPushButton, Toolkit] = {}
        self._links: dict[QPushButton, tuple[Linked, str]] = {}
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        if shown.closed:
            self._say(f"{shown.closed}. Open the case again before it is changed.", "muted")
        self._ways_section()
        self._editions_section()
        self._links_section()
        self._lead_section()
        self._split_section()
        self._history_section()
        self.body.addWidget(self._holder)
        self._holder.show()
        if before is not None:
            before.hide()
            before.deleteLater()

    @property
    def shown(self) -> Changes:
        """What is shown."""
        return self._shown

    def said(self, words: str) -> None:
        """Something was done."""
        self.notice.clear()
        self.status.say(words, "done")

    # how it is built

    @property
    def _shut(self) -> bool:
        return self._shown.read_only or bool(self._shown.closed)

    def _section(self, words: str) -> None:
        if self._column.count():
            self._column.addSpacing(16)
        self._say(words, "section")

    def _say(self, words: str, look: str = "") -> None:
        self._column.addWidget(Words(words, look, self._holder))

    def _press(self, words: str, slot: object, *, name: str = "", look: str = "") -> QPushButton:
        made = button(words, look, self._holder)
        made.setAccessibleName(name or words.rstrip("…"))
        made.clicked.connect(slot)
        return made

    def _add(self, *buttons: QPushButton) -> None:
        self._column.addWidget(WrapRow(*buttons, parent=self._holder))

    def _ways_section(self) -> None:
        shown = self._shown
        self._section("Kind of review")
        self._say(f"Now: {shown.pathway.label} ({_edition(shown.toolkit)}).")
        for way in shown.ways:
            if way.decided:
                self._say(f"{way.ground}. The case is not on that way yet.", "warning")
                self._convert(way, "primary")
        provided = [way for way in shown.ways if way.ground and not way.decided]
        others = [way for way in shown.ways if not way.ground]
        for heading, ways in (
            ("The guidance provides for a change to:", provided),
            ("For a reason of your own:", others),
        ):
            if ways:
                self._say(heading, "muted")
            for way in ways:
                self._convert(way)

    def _convert(self, way: Way, look: str = "") -> None:
        made = self._press(f"Convert to {way.pathway.short}…", self._way_pressed, look=look)
        made.setAccessibleName(f"See what converting to it would do: {way.pathway.label}")
        made.setEnabled(not self._shut)
        self._ways[made] = way
        self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _editions_section(self) -> None:
        shown = self._shown
        self._section("Guidance")
        if not shown.editions:
            self._say(f"{_edition(shown.toolkit)}. There is none that replaces it.")
            return
        self._say(f"{_edition(shown.toolkit)}. It has been replaced, or there is another edition:")
        for toolkit in shown.editions:
            made = self._press(f"Move to: {_edition(toolkit)}…", self._edition_pressed)
            made.setEnabled(not self._shut)
            self._editions[made] = toolkit
            self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)

    def _links_section(self) -> None:
        self._section("Linked cases")
        if not self._shown.links:
            self._say("No case is linked to this one.", "muted")
        for one in self._shown.links:
            self._linked(one)
        made = self._press("Link to another case…", self.link_asked)
        made.setEnabled(not self._shown.read_only)
        self._add(made)

    def _linked(self, one: Linked) -> None:
        self._say(one.link.words, "label")
        about = ". ".join(part for part in (one.review, one.stage, one.link.note) if part)
        if about:
            self._say(f"{about}.", "muted")
        if not one.link.two_way:
            self._say("The other case does not show it: it could not be opened then.", "warning")
        other = one.link.other
        made = [self._press(f"Open {other}", self._link_pressed)]
        self._links[made[0]] = (one, "open")
        if not self._shown.read_only:
            if not one.link.two_way:
                made.append(self._press("Show it there too", self._link_pressed))
                self._links[made[-1]] = (one, "again")
            take = self._press("Take away…", self._link_pressed, name=f"Take away: {other}")
            self._links[take] = (one, "away")
            made.append(take)
        self._add(*made)

    def _lead_section(self) -> None:
        self._section("Contact with the family")
        lead = self._shown.lead
        if lead is None:
            self._say("Nobody is named. One person has contact over all linked cases.", "muted")
        else:
            self._say(f"{lead.words} has it, over all linked cases.")
        made = self._press("Name the family-contact lead…", self.lead_asked)
        made.setEnabled(not self._shown.read_only)
        self._add(made)

    def _split_section(self) -> None:
        if len(self._shown.subjects) < _LEAST_TO_SPLIT:
            return
        self._section("Several people")
        names = ", ".join(one.words for one in self._shown.subjects)
        self._say(f"This case is about {names}. Some of them can have a case of their own.")
        made = self._press("Split the case…", self.split_asked)
        made.setEnabled(not self._shut)
        self._add(made)

    def _history_section(self) -> None:
        shown = self._shown
        if shown.history:
            self._section("How it came here")
        for one in shown.history:
            self._say(_told(one), "")
            if one.reason:
                self._say(f"Why: {one.reason}", "muted")
        if shown.left:
            self._section("Answers without a place")
            self._say("The case's form does not ask for these any more. They stay in the case.")
            for one_left in shown.left:
                self._say(one_left.words, "muted")

    # how it works

    def _way_pressed(self) -> None:
        for made, way in self._ways.items():
            if made is self.sender():
                self.convert_asked.emit(way)
                return

    def _edition_pressed(self) -> None:
        for made, toolkit in self._editions.items():
            if made is self.sender():
                self.move_asked.emit(toolkit)
                return

    def _link_pressed(self) -> None:
        for made, (one, what) in self._links.items():
            if made is self.sender():
                match what:
                    case "open":
                        self.case_wanted.emit(one.link.other)
                    case "again":
                        self.again_asked.emit(one)
                    case _:
                        self.unlink_asked.emit(one)
                return


def _edition(toolkit: Toolkit) -> str:
    return f"{toolkit.short_title}, edition {toolkit.edition}"


def _told(one: Conversion) -> str:
    day = spoken_date(datetime.fromisoformat(one.recorded_at).astimezone().date())
    came = f", from {one.from_words}" if one.from_words else ""
    return f"{day}: {_WHAT.get(one.what, one.what)} {one.to_words}{came}, by {one.by}."
