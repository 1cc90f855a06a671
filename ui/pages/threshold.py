"""The thresholds of a case: each criterion with its result, why, and a person's own word."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.criteria import Assessment, Proposal, Standing
from mktdesk.casework.records import Referrer
from mktdesk.casework.sources import source_of
from mktdesk.desk.threshold import Thresholds
from mktdesk.toolkits.caseform import THRESHOLD as THRESHOLD_PART
from ui.assessmentcard import AssessmentCard, proposal_words
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.problems import target_of
from ui.spots import PAGE, Spot


class ThresholdPage(Screen):
    """spot_wanted: (Spot) the questions. target_wanted: (Target) one of them.

    set_asked, back_asked: (Assessment) set its result by hand, or take that back.
    referrer_asked: say who refers.
    """

    spot_wanted = Signal(object)
    target_wanted = Signal(object)
    set_asked = Signal(object)
    back_asked = Signal(object)
    referrer_asked = Signal()

    def __init__(self, shown: Thresholds, parent: QWidget | None = None) -> None:
        super().__init__("Thresholds", parent=parent)
        self._shown = shown
        self._holder: QWidget | None = None
        self._acts: dict[QPushButton, tuple[Assessment, bool]] = {}
        self._answer = button("Answer the questions", "primary", self)
        self._answer.clicked.connect(self._answer_pressed)
        self.add_foot(self._answer, None)
        self.show_all(shown)

    # what the controller shows

    def show_all(self, shown: Thresholds) -> None:
        """Everything as it stands."""
        self._shown = shown
        lines = [SummaryLine(one.message, target_of(one)) for one in shown.problems]
        self.summary.show_lines(lines)
        if self._holder is not None:
            self._holder.hide()
            self._holder.deleteLater()
        self._acts = {}
        self._holder = holder = QWidget(self)
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._referrer_section()
        own = [one for one in shown.proposals if one.pathway.id == shown.pathway.id]
        others = [one for one in shown.proposals if one.pathway.id != shown.pathway.id]
        for proposal in (*own, *others):
            self._pathway(proposal, here=proposal in own)
        self.body.addWidget(holder)
        self._answer.setVisible(bool(shown.process.fact))

    @property
    def referrer(self) -> Referrer | None:
        """Who refers, as it is kept."""
        return self._shown.referrer

    def said(self, words: str) -> None:
        """Something was kept."""
        self.notice.clear()
        self.status.say(words, "done")

    def go_to(self, target: object) -> None:
        """To the question that a problem is about."""
        self.target_wanted.emit(target)

    # how it is built

    def _section(self, words: str) -> None:
        if self._column.count():
            self._column.addSpacing(12)
        self._column.addWidget(Words(words, "section", self._holder))

    def _referrer_section(self) -> None:
        shown = self._shown
        if not shown.process.source:
            return
        self._section("Who refers")
        self._column.addWidget(Words(self._referrer_words(), "", self._holder))
        for warning in shown.warnings:
            self._column.addWidget(Words(warning, "warning", self._holder))
        change = button("Say who refers…", "", self._holder)
        change.clicked.connect(self.referrer_asked)
        change.setEnabled(not shown.read_only)
        self._column.addWidget(change, 0, Qt.AlignmentFlag.AlignLeft)

    def _referrer_words(self) -> str:
        who = self._shown.referrer
        if who is None:
            return "Nobody has said yet who refers."
        source = source_of(self._shown.process, who)
        said = [source.label if source else "Somebody whom the guidance does not name"]
        if source is not None and source.before and who.before == "yes":
            said.append(f"Done first: {source.before}")
        return ". ".join(part.rstrip(".") for part in (*said, who.note) if part) + "."

    def _pathway(self, proposal: Proposal, *, here: bool) -> None:
        self._section(f"{proposal.pathway.label}{': this case' if here else ''}")
        if proposal.standing is not Standing.OPEN:  # or each card says that it is not known
            self._column.addWidget(Words(proposal_words(proposal), "", self._holder))
        for found in proposal.assessments:
            card = AssessmentCard(found, *self._buttons(found), parent=self._holder)
            self._column.addWidget(card)

    def _buttons(self, found: Assessment) -> tuple[QPushButton, ...]:
        if self._shown.read_only:
            return ()
        made = [self._act("Set the result by hand…", found, back=False)]
        if found.override is not None:
            made.append(self._act("Let the answers count again…", found, back=True))
        return tuple(made)

    def _act(self, words: str, found: Assessment, *, back: bool) -> QPushButton:
        made = button(words, "", self._holder)
        made.setAccessibleName(f"{words.rstrip('…')}: {found.criterion.label}")
        made.clicked.connect(self._acted)
        self._acts[made] = (found, back)
        return made

    # how it works

    def _acted(self) -> None:
        for made, (found, back) in self._acts.items():
            if made is self.sender():
                (self.back_asked if back else self.set_asked).emit(found)
                return

    def _answer_pressed(self) -> None:
        own = f"limbs_{self._shown.pathway.id}"  # where there is none, the first page stands for it
        self.spot_wanted.emit(Spot(PAGE, THRESHOLD_PART, own))
