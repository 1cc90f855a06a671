"""A new referral, step by step: guidance, what is known, what follows; nothing kept before."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.drafts import Target
from mktdesk.desk.starting import Beginning, Found, Offer
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


class NewCasePage(Screen):
    """start_wanted: (Beginning). left: the person turned back; nothing was kept."""

    start_wanted = Signal(object)
    left = Signal()

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
        self._asked_to_leave = False
        self.guidance = GuidancePanel(offers, self)
        self.known = KnownPanel(self.guidance.offer.toolkit, read_date, self)
        self.choice = ChoicePanel(self)
        self.guidance.changed.connect(self._other_guidance)
        self.guidance.found.connect(self._found)
        self.known.changed.connect(self._answered)
        self.choice.picked.connect(self._name_start)
        for panel in (self.guidance, self.known, self.choice):
            self.body.addWidget(panel)
        self._back = button("Back", "", self)
        self._next = button("Next: what is known", "primary", self)
        self._start = button("Start the case", "primary", self)
        self._quick = button("Start with the form now", "", self)
        self._cancel = button("Cancel", "", self)
        self._back.clicked.connect(self._back_pressed)
        self._next.clicked.connect(self._next_pressed)
        self._start.clicked.connect(self._start_pressed)
        self._quick.clicked.connect(self._quick_pressed)
        self._cancel.clicked.connect(self.left)
        self.add_foot(self._back, self._next, self._start, self._quick, None, self._cancel)
        self._show(0)

    # what the controller uses

    def failed(self, error: DeskError) -> None:
        """It was not started; everything stays."""
        for made in (self._start, self._quick):
            made.setEnabled(True)
        super().failed(error)

    def started(self) -> None:
        """The case is there: the page has nothing left to lose."""
        self._asked_to_leave = True

    def may_leave(self) -> bool:
        """What is answered is kept nowhere yet: leaving is asked twice."""
        self.known.flush()
        if self._asked_to_leave or not self.known.answered:
            return True
        self._asked_to_leave = True
        self.notice.show_words(
            "warning",
            "What you answered here is not kept: no case is started yet.",
            "Start the case, or leave once more to drop the answers.",
        )
        return False

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
        self._quick.setVisible(step == 0)
        if step < _LAST:
            self.summary.show_lines([])
        self._name_start()

    def _step(self, step: int) -> None:
        self.notice.clear()
        self.known.flush()
        if step == _LAST:
            self._show_choice()
        self._show(step)
        self.arrive()

    def _show_choice(self) -> None:
        toolkit = self.guidance.offer.toolkit
        told = problems(toolkit, self.known.answers, self._today)
        self.summary.show_lines([SummaryLine(one.message, target_of(one)) for one in told])
        self.choice.show_choice(
            toolkit, self.known.answers, self.guidance.referrer, self.choice.pathway or self._wanted
        )

    def _name_start(self) -> None:
        ways = self.guidance.offer.toolkit.process.pathway
        short = next((way.short for way in ways if way.id == self.choice.pathway), "")
        self._start.setText(f"Start: {short}" if short else "Start the case")

    def _other_guidance(self) -> None:
        gone = self.known
        self.known = KnownPanel(self.guidance.offer.toolkit, self._read_date, self)
        self.known.changed.connect(self._answered)
        self.body.replaceWidget(gone, self.known)
        gone.hide()
        gone.deleteLater()
        self.known.setVisible(self._at == 1)
        self._wanted = ""

    def _found(self, found: Found) -> None:
        self._wanted = found.pathway.id
        self.status.say(f"Chosen: {found.pathway.label}")

    def _answered(self) -> None:
        self._asked_to_leave = False

    # the foot

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
