"""A new referral, step by step: guidance, what is known, what follows; a draft until it starts."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk import starting
from mktdesk.desk.drafts import Target
from mktdesk.desk.starting import Beginning, Found, Offer
from mktdesk.desk.unstarted import Unstarted
from mktdesk.errors import DeskError
from ui.fields import ReadDate
from ui.labels import button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.problems import target_of
from ui.startpanels import ChoicePanel, GuidancePanel, KnownPanel, problems

_TITLES = (
    "New referral: guidance",
    "New referral: what is known",
    "New referral: what follows",
)
_LAST = len(_TITLES) - 1
_KEEP_AFTER_MS = 500


class NewCasePage(Screen):
    """start_wanted: (Beginning). draft_changed: (Unstarted) to be kept. left: the person turned
    back with nothing answered. discarded: what is answered is to be dropped.
    """

    start_wanted = Signal(object)
    draft_changed = Signal(object)
    left = Signal()
    discarded = Signal()

    def __init__(
        self,
        offers: tuple[Offer, ...],
        today: date,
        read_date: ReadDate,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_TITLES[0], parent=parent)
        self._today, self._read_date = today, read_date
        self._at = 0
        self._wanted = ""
        self._asked_to_drop = False
        self._over = False  # nothing is kept any more
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER_MS)
        self._timer.timeout.connect(self._keep)
        self.guidance = GuidancePanel(offers, self)
        self.known = KnownPanel(self.guidance.offer.toolkit, read_date, self)
        self.choice = ChoicePanel(self)
        self.guidance.changed.connect(self._other_guidance)
        self.guidance.found.connect(self._found)
        self.known.changed.connect(self._answered)
        self.guidance.said.connect(self._answered)
        self.choice.picked.connect(self._picked)
        self.choice.explained.connect(self._answered)
        for panel in (self.guidance, self.known, self.choice):
            self.body.addWidget(panel)
        self._back = button("Back", "", self)
        self._next = button("Next: what is known", "primary", self)
        self._start = button("Start the case", "primary", self)
        self._quick = button("", "", self)
        self._cancel = button("Cancel", "", self)
        self._back.clicked.connect(self._back_pressed)
        self._next.clicked.connect(self._next_pressed)
        self._start.clicked.connect(self._start_pressed)
        self._quick.clicked.connect(self._quick_pressed)
        self._cancel.clicked.connect(self._cancel_pressed)
        self.add_foot(self._back, self._next, self._start, self._quick, None, self._cancel)
        self._show(0)
        self._kept = self.unstarted

    # what the controller uses

    def failed(self, error: DeskError) -> None:
        """It was not started, kept or discarded; everything stays."""
        self._over = False
        for made in (self._start, self._quick):
            made.setEnabled(True)
        super().failed(error)

    def started(self) -> None:
        """The case is there: the page has nothing left to keep."""
        self._over = True
        self._timer.stop()

    def restore(self, one: Unstarted) -> None:
        """Show what was answered before; nothing where its guidance is not offered any more."""
        if not self.guidance.put(one.toolkit, one.referrer):
            return
        for name, value in one.answers.single.items():
            self.known.put(name, value)
        self._wanted = one.pathway
        self.choice.put_reason(one.reason)
        self._kept = self.unstarted
        step = min(max(one.step, 0), _LAST)
        if step == _LAST:
            self._show_choice()
        self._show(step)
        self.notice.show_words(
            "note", "What you answered before is here again.", "Go on with it, or discard it."
        )

    @property
    def unstarted(self) -> Unstarted:
        """What is answered now, and where the person is."""
        return Unstarted(
            self.guidance.offer.toolkit.id,
            self.known.answers,
            self.guidance.referrer,
            self.choice.pathway or self._wanted,
            self.choice.typed,
            self._at,
        )

    def flush(self) -> None:
        """What is being typed is meant now, and kept."""
        self.known.flush()
        self._keep()

    def forward(self) -> None:
        """To the next step."""
        self._step(self._at + 1)

    def go_to(self, target: object) -> None:
        """To a question of the second step."""
        if isinstance(target, Target):
            self._show(1)
            self.known.go_to(target)

    # the steps

    def _show(self, step: int) -> None:
        self._at = step
        self.set_title(_TITLES[step])
        for number, panel in enumerate((self.guidance, self.known, self.choice)):
            panel.setVisible(number == step)
        self._back.setVisible(step > 0)
        self._next.setVisible(step < _LAST)
        self._next.setText("Next: what follows" if step else "Next: what is known")
        self._start.setVisible(step == _LAST)
        self._name_ways()
        if step < _LAST:
            self.summary.show_lines([])

    def _step(self, step: int) -> None:
        self.notice.clear()
        self.known.flush()
        if step == _LAST:
            self._show_choice()
        self._show(step)
        self._timer.start()
        self.arrive()

    def _show_choice(self) -> None:
        toolkit = self.guidance.offer.toolkit
        told = problems(toolkit, self.known.answers, self._today)
        self.summary.show_lines([SummaryLine(one.message, target_of(one)) for one in told])
        self.choice.show_choice(
            toolkit, self.known.answers, self.guidance.referrer, self.choice.pathway or self._wanted
        )

    def _name_ways(self) -> None:
        ways = self.guidance.offer.toolkit.process.pathway
        short = next((way.short for way in ways if way.id == self.choice.pathway), "")
        self._start.setText(f"Start: {short}" if short else "Start the case")
        first = self._wanted or starting.startable(self.guidance.offer.toolkit)[0].id
        quick = next(way.short for way in ways if way.id == first)
        self._quick.setText(f"Start with the form now: {quick}")
        # Beginning with the form alone would leave out what is answered.
        self._quick.setVisible(self._at == 0 and not self.known.answered)
        self._cancel.setText("Cancel" if self.unstarted.blank else "Discard")

    def _other_guidance(self) -> None:
        gone = self.known
        self.known = KnownPanel(self.guidance.offer.toolkit, self._read_date, self)
        self.known.changed.connect(self._answered)
        self.body.replaceWidget(gone, self.known)
        gone.hide()
        gone.deleteLater()
        self.known.setVisible(self._at == 1)
        self._wanted = ""
        self._answered()

    def _found(self, found: Found) -> None:
        self._wanted = found.pathway.id
        self.status.say(f"Chosen: {found.pathway.label}")
        self._answered()

    def _picked(self) -> None:
        self._wanted = self.choice.pathway
        self._answered()

    def _answered(self) -> None:
        self._asked_to_drop = False
        self._name_ways()
        self._timer.start()

    def _keep(self) -> None:
        self._timer.stop()
        now = self.unstarted
        if not self._over and now != self._kept:
            self._kept = now
            self.draft_changed.emit(now)

    # the foot

    def _cancel_pressed(self) -> None:
        self.known.flush()
        if self.unstarted.blank:
            self.left.emit()
        elif self._asked_to_drop:
            self.started()
            self.discarded.emit()
        else:
            self._asked_to_drop = True
            self.notice.show_words(
                "warning",
                "Discarding drops what you answered here for good.",
                "Press Discard once more. To go on another time, leave by the places at the left: "
                "it is kept.",
            )

    def _back_pressed(self) -> None:
        self._step(self._at - 1)

    def _next_pressed(self) -> None:
        self.forward()

    def _start_pressed(self) -> None:
        if not self.choice.complete():
            return
        self._start.setEnabled(False)
        self.start_wanted.emit(
            Beginning(
                self.guidance.offer.toolkit.id,
                self.choice.pathway,
                self.known.answers,
                self.guidance.referrer,
                self.choice.reason,
            )
        )

    def _quick_pressed(self) -> None:
        self._quick.setEnabled(False)
        toolkit = self.guidance.offer.toolkit.id
        self.start_wanted.emit(Beginning(toolkit, self._wanted, referrer=self.guidance.referrer))
