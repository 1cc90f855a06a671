"""Check your answers: a part read back in full, what is missing, and the signature."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mktdesk.desk.directorynames import Holder
from mktdesk.desk.signing import Review, Signature
from mktdesk.forms.check import Problem
from mktdesk.forms.types import Field, FieldKind, Form
from mktdesk.forms.values import DateAnswer, Value
from ui.fields import Editor, ReadDate, editor_for
from ui.labels import Words, button, short_words
from ui.notices import SummaryLine
from ui.page import Screen
from ui.problems import errors_of, summary_lines, target_of
from ui.readback import ReadBack
from ui.spots import Spot
from ui.wraplink import WrapLink
from ui.wrapping import WrapRow

_NAME = Field("name", FieldKind.TEXT, "Name of the person who signs", required=True)
_TITLE = Field("title", FieldKind.TEXT, "Title or post")
_ORGANISATION = Field("organisation", FieldKind.TEXT, "Organisation")
_DATE = Field("date", FieldKind.DATE, "Date of the signature", required=True)


class CheckPage(Screen):
    """What signing would put a name to.

    target_wanted: (Target) a problem was followed. spot_wanted: (Spot). sign_wanted:
    (Signature).
    """

    target_wanted = Signal(object)
    spot_wanted = Signal(object)
    sign_wanted = Signal(object)

    def __init__(
        self,
        form: Form,
        review: Review,
        read_date: ReadDate,
        *,
        read_only: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Check your answers: {review.title}", parent=parent)
        self._form, self._review = form, review
        self._read_date = read_date
        self._read_only = read_only
        self._editors: dict[str, Editor] = {}
        errors = errors_of(review.problems)
        self.summary.show_lines(summary_lines(form, errors), len(errors))
        if review.waits_for:
            self._add_waiting()
        if review.cautions:
            for words in review.cautions:
                self.body.addWidget(Words(f"Beside this case: {words}", "warning", self))
        self._add_warnings([p for p in review.problems if p.level == "warning"])
        self._text = ReadBack(f"Answers of {review.title}", changeable=True, parent=self)
        self._text.place_wanted.connect(self._place_wanted)
        self._text.show_blocks(review.blocks)
        self.body.addWidget(self._text)
        self._add_ending()

    def _add_waiting(self) -> None:
        names = " and ".join(self._review.waits_for)
        self.notice.show_words(
            "warning",
            f"{names} must be signed first.",
            "You can fill this section in now and sign it afterwards.",
        )

    def _add_warnings(self, warnings: list[Problem]) -> None:
        if not warnings:
            return
        box = QFrame(self)
        box.setProperty("look", "warning-box")
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        column.addWidget(Words("To look at. These do not stop the signature.", "label", box))
        self._looks: list[tuple[QWidget, object]] = []
        for warning in warnings:
            link = WrapLink(warning.message, box)
            link.setAccessibleName(f"Look at: {warning.message}. Go to the question")
            link.clicked.connect(self._look_followed)
            self._looks.append((link, target_of(warning)))
            column.addWidget(link)
        self.body.addWidget(box)

    def _add_ending(self) -> None:
        if not self._review.can_sign or self._read_only:
            return
        name = self._form.part(self._review.part).called
        panel = QFrame(self)
        panel.setProperty("look", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(Words(f"Sign {name}", "section", panel))
        column.addWidget(
            Words(
                f"The {self._review.role} signs. Name, date and a digest of the answers above are "
                "kept. After that the section changes only for a stated reason, and what was "
                "signed stays readable.",
                "muted",
                panel,
            )
        )
        given = self._review.suggested
        values: tuple[tuple[Field, Value], ...] = (
            (_NAME, given.name),
            (_TITLE, given.title),
            (_ORGANISATION, given.organisation),
            (_DATE, self._read_date(given.date)),
        )
        for field, value in values:
            editor = editor_for(field, self._read_date, panel)
            editor.set_value(value or None)
            editor.set_needed(field.required)
            self._editors[field.id] = editor
            column.addWidget(editor)
            if field is _NAME and self._review.holders:
                column.addWidget(self._who_holds_it(panel))
        sign = button(f"Sign {name}", "primary", panel)
        sign.clicked.connect(self._sign_pressed)
        column.addWidget(sign, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(panel)

    def _who_holds_it(self, panel: QWidget) -> QWidget:
        told = short_words("Holds this role:", "muted", panel)
        made: list[QWidget] = [told]
        for holder in self._review.holders:
            link = button(holder.name, "link", panel)
            link.setAccessibleName(f"Sign as {holder.name}, who holds this role")
            link.clicked.connect(partial(self._signs, holder))
            made.append(link)
        return WrapRow(*made, parent=panel)

    def _signs(self, holder: Holder) -> None:
        known = {"title": holder.title, "organisation": holder.organisation}
        self._put("name", holder.name)
        for key, value in known.items():
            if value:
                self._put(key, value)
        self._editors["name"].focus_first()

    def _put(self, key: str, value: str) -> None:
        self._editors[key].commit()  # or it would not be put over what is being typed
        self._editors[key].set_value(value)

    @property
    def part(self) -> str:
        """The part that is read back."""
        return self._review.part

    def go_to(self, target: object) -> None:
        """To the question on its page, or to a box of the signature."""
        if isinstance(target, Editor):
            target.focus_first()
        else:
            self.target_wanted.emit(target)

    def focus_first(self) -> None:
        """The first problem, the signature when nothing is missing, or the answers."""
        if self.summary.count:
            self.summary.take_focus()
        else:
            self._text.focus_first()

    def _sign_pressed(self) -> None:
        for editor in self._editors.values():
            editor.commit()
        signature = Signature(
            name=self._typed("name"),
            title=self._typed("title"),
            organisation=self._typed("organisation"),
            date=self._typed("date"),
        )
        missing = {"name": "Type the name", "date": "Give the date"}
        lines = [
            SummaryLine(words, self._editors[key])
            for key, words in missing.items()
            if not getattr(signature, key).strip()
        ]
        for key, words in missing.items():
            self._editors[key].set_problem("" if getattr(signature, key).strip() else words)
        self.show_problems(lines)
        if not lines:
            self.sign_wanted.emit(signature)

    def _typed(self, key: str) -> str:
        match self._editors[key].value():
            case str(text):
                return text
            case DateAnswer(text=text):
                return text
        return ""

    def _place_wanted(self, place: object) -> None:
        for block in self._review.blocks:
            if block.place == place:
                self.spot_wanted.emit(Spot.at(block.place))
                return

    def _look_followed(self) -> None:
        for link, target in self._looks:
            if link is self.sender():
                self.target_wanted.emit(target)
                return
