"""One page of the form: its questions, Back and Next, and the further children's pages."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.casework.status import State
from mktdesk.desk.drafts import Target
from mktdesk.desk.overview import Overview, PageStatus, place_of
from mktdesk.forms.check import Problem
from mktdesk.forms.flow import Place
from mktdesk.forms.types import Form, Page, Repeat
from ui.fields import ReadDate
from ui.formview import FormView
from ui.labels import button, short_words
from ui.page import Screen, reachable
from ui.problems import errors_of, messages, summary_lines
from ui.spots import CHECK, SIGNED, Spot
from ui.theme import mark
from ui.wrapping import WrapRow

_LONGEST = 30  # characters of a title on a button


class FormPage(Screen):
    """A page of the form in one case.

    answer_made, draft_made: (record, row, field, value), as FormView's. row_added, row_removed,
    row_moved likewise. another_wanted: (record) one more repeated page. gone_wanted: (record,
    row) without this one. spot_wanted: (Spot). target_wanted: (Target) on another page.
    change_wanted: (part id) a signed part is to be opened for change.
    """

    answer_made = Signal(str, str, str, object)
    draft_made = Signal(str, str, str, object)
    row_added = Signal(str)
    row_removed = Signal(str, str)
    row_moved = Signal(str, str, int)
    another_wanted = Signal(str)
    gone_wanted = Signal(str, str)
    spot_wanted = Signal(object)
    target_wanted = Signal(object)
    change_wanted = Signal(str)

    def __init__(
        self, form: Form, place: Place, read_date: ReadDate, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        self.place = place
        self._form = form
        self._overview: Overview | None = None
        self._errors: list[Problem] = []  # in the summary
        self._messages: dict[Target, str] = {}  # at the questions
        self._page: Page = form.page(place.page)
        self.view = FormView(form, self._page, read_date, row=place.row)
        self.view.field_changed.connect(self.answer_made)
        self.view.draft_changed.connect(self.draft_made)
        self.view.row_added.connect(self.row_added)
        self.view.row_removed.connect(self.row_removed)
        self.view.row_moved.connect(self.row_moved)
        self._lay_out()

    def _lay_out(self) -> None:
        self._which = short_words("", "muted", self)
        self._another = button("", "", self)
        self._another.clicked.connect(self._another_pressed)
        self._gone = button("", "", self)
        self._gone.clicked.connect(self._gone_pressed)
        self._family = WrapRow(self._which, self._another, self._gone, parent=self)
        self._family.setContentsMargins(3, 0, 3, 0)
        self._family.hide()
        self._change = button("Change this section…", "", self)
        self._change.clicked.connect(self._change_pressed)
        self._change.hide()
        self.body.addWidget(self._change, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._family)
        self.body.addWidget(self.view)
        self._back = self._foot_button("Back", "", self._back_pressed)
        self._next = self._foot_button("", "primary", self._next_pressed)
        self.add_foot(self._back, self._next, None)

    def _foot_button(self, text: str, look: str, slot: object) -> QPushButton:
        made = button(text, look, self)
        made.clicked.connect(slot)
        return made

    # what the controller uses

    def show_overview(self, overview: Overview) -> None:
        """The answers as the book has them; what is being typed stays."""
        self._overview = overview
        self.set_title(self._status.title)
        self.view.offer_agencies(overview.agencies)
        self.view.set_answers(overview.answers)
        part = overview.part(self.place.part)
        signed = part.signoff is not None
        over = bool(overview.closed) and not self._form.part(self.place.part).own
        shut = signed or over or overview.read_only
        self.view.set_read_only(shut)
        self._change.setVisible(signed and not over and not overview.read_only)
        if over:
            self.notice.show_words(
                "note", f"{overview.closed}.", "To change it, open the case again on “Closing”."
            )
        elif signed:
            self.notice.show_words(
                "note", f"{part.words}.", "To change it, say why: what was signed is kept."
            )
        if self._page.repeat is not None:
            self._show_family(self._page.repeat, shut=shut)
        self._show_way(signed=signed)

    def show_checked(self, problems: Sequence[Problem]) -> None:
        """The part has been checked: a message at each question, and all of them at the top."""
        self._messages = messages(problems)
        self.view.set_problems(self._messages)
        errors = errors_of(problems)
        if errors != self._errors:
            self._errors = errors
            self.summary.show_lines(summary_lines(self._form, errors), len(errors))

    def show_failure(self, target: Target, words: str) -> None:
        """Saving an answer failed: it stays on the screen, and its question says why."""
        self.view.not_saved(target)
        self.view.set_problems({**self._messages, target: words})

    def show_saved(self) -> None:
        """Everything is saved now: no question says otherwise any more."""
        self.view.set_problems(self._messages)

    def go_to(self, target: object) -> None:
        """A question, here or on another page."""
        if not isinstance(target, Target) or self._overview is None:
            return
        if place_of(self._form, self._overview.answers, target) == self.place:
            self.view.focus_field(target)
        else:
            self.target_wanted.emit(target)

    def flush(self) -> None:
        """Everything typed is meant now."""
        self.view.flush()

    def focus_first(self) -> None:
        """The first problem, or the first question: a signed page is there to be read."""
        if self.summary.count:
            self.summary.take_focus()
        elif not self._change.isHidden() and not reachable(self.view):
            self._change.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.view.focus_first()

    # pages before, after and beside

    @property
    def _pages(self) -> list[PageStatus]:
        assert self._overview is not None
        return [p for p in self._overview.pages if p.place.part == self.place.part]

    @property
    def _status(self) -> PageStatus:
        return next(p for p in self._pages if p.place == self.place)

    def _step(self, step: int) -> PageStatus | None:
        pages = self._pages
        at = pages.index(self._status) + step
        return pages[at] if 0 <= at < len(pages) else None

    def _show_way(self, *, signed: bool) -> None:
        self._back.setEnabled(self._step(-1) is not None)
        # One button on the page says what to press: once all is there, the one to sign.
        coming = self._overview.next_part if self._overview is not None else None
        ready = coming is not None and coming.state is State.READY
        mark(self._next, "look", "" if ready else "primary")
        after = self._step(1)
        # The last page of a part that nobody signs leads nowhere.
        self._next.setVisible(after is not None or not self._never_signed())
        if after is not None:
            self._next.setText(f"Next: {_short(self._form.page(after.place.page))}")
            self._next.setAccessibleName(f"Next: {after.title}")
        else:
            self._next.setText("See the signature" if signed else "Check answers")
            self._next.setAccessibleName(self._next.text())

    def _never_signed(self) -> bool:
        return (
            self._overview is not None and self._overview.part(self.place.part).state is State.KEPT
        )

    def _show_family(self, repeat: Repeat, *, shut: bool) -> None:
        rows = self._overview.answers.table(repeat.record) if self._overview else ()
        at = [row.id for row in rows].index(self.place.row) + 1
        noun = repeat.noun
        self._which.setText(f"{noun.capitalize()} {at} of {len(rows)}")
        self._another.setText(f"Add another {noun}")
        self._gone.setText(f"Remove this {noun}")
        self._another.setVisible(not shut)
        self._gone.setVisible(not shut and len(rows) > repeat.minimum)
        self._family.show()

    def _back_pressed(self) -> None:
        before = self._step(-1)
        if before is not None:
            self.spot_wanted.emit(Spot.at(before.place))

    def _next_pressed(self) -> None:
        after = self._step(1)
        signed = self._overview is not None and self._overview.part(self.place.part).signoff
        last = Spot(SIGNED if signed else CHECK, self.place.part)
        self.spot_wanted.emit(Spot.at(after.place) if after else last)

    def _change_pressed(self) -> None:
        self.change_wanted.emit(self.place.part)

    def _another_pressed(self) -> None:
        assert self._page.repeat is not None
        self.another_wanted.emit(self._page.repeat.record)

    def _gone_pressed(self) -> None:
        assert self._page.repeat is not None
        self.gone_wanted.emit(self._page.repeat.record, self.place.row)


def _short(page: Page) -> str:
    """A page's number and title, for a button."""
    title = f"{page.number} {page.title}".strip()
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST].rstrip()}…"
