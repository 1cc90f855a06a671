"""At the table: the recommendation read back in full, what stands in its way, and the signature."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mktdesk.casework.sittingblocks import Block, Weight
from mktdesk.desk.signing import Review, Signature
from mktdesk.errors import DeskError
from ui.fields.boxes import TextBox
from ui.labels import Words, button
from ui.page import Screen
from ui.question import LineQuestion, Question
from ui.readback import ReadBack
from ui.signaturepad import SignaturePad, as_text
from ui.wrapping import WrapRow

_MEANS = (
    "The name, the role, the date and a digest of the words above are kept. After that the section "
    "changes only for a stated reason, and what was signed stays readable."
)
_DRAW = "Drawing is optional: the typed name signs as well."


class RoomSignPage(Screen):
    """sign_wanted: (Signature, strokes, why it goes on). place_wanted: (Place) to be changed."""

    sign_wanted = Signal(object, str, str)
    place_wanted = Signal(object)

    def __init__(
        self,
        review: Review,
        blocks: tuple[Block, ...],
        signer: Signature,
        parent: QWidget | None = None,
    ) -> None:
        """blocks: what stands in the way. signer: who would sign, as far as it is known."""
        super().__init__(f"Read back: {review.title}", parent=parent)
        self._review, self._blocks, self._signer = review, blocks, signer
        self._why = Question(
            "Why it goes on all the same", TextBox(2, 4, self), "It stands in the minutes.", self
        )
        self._show_blocks(blocks)
        text = ReadBack(f"Answers of {review.title}", changeable=True, parent=self)
        text.place_wanted.connect(self.place_wanted)
        text.show_blocks(review.blocks)
        self._text = text
        self.body.addWidget(text)
        self._ending()

    def focus_first(self) -> None:
        """What is asked first: why it goes on, or the signature; the answers where it cannot be."""
        if self._stopped:
            self._text.focus_first()
        elif not self._why.isHidden():
            self._why.take_focus()
        else:
            self._name.take_focus()

    def failed(self, error: DeskError) -> None:
        """It was not signed; what was typed and drawn stays."""
        self._sign.setEnabled(True)
        super().failed(error)

    @property
    def part(self) -> str:
        """The part that is read back."""
        return self._review.part

    @property
    def _stopped(self) -> bool:
        stops = any(one.weight is Weight.STOP for one in self._blocks)
        return stops or not self._review.can_sign

    def _show_blocks(self, blocks: tuple[Block, ...]) -> None:
        for weight, look, title in (
            (Weight.STOP, "errors", "Before it can be signed (F7 opens the questions)"),
            (Weight.REASON, "warning-box", "It can be signed for a stated reason"),
            (Weight.LOOK, "note-box", "To look at"),
        ):
            own = [one for one in blocks if one.weight is weight]
            if not own:
                continue
            box = QFrame(self)
            box.setProperty("look", look)
            column = QVBoxLayout(box)
            column.setContentsMargins(12, 10, 12, 10)
            column.setSpacing(4)
            column.addWidget(Words(title, "label", box))
            for do in dict.fromkeys(one.do for one in own):  # each after what it is about
                for one in own:
                    if one.do == do:
                        column.addWidget(Words(one.what, "", box))
                if do:
                    column.addWidget(Words(do, "muted", box))
            self.body.addWidget(box)
        wanted = any(one.weight is Weight.REASON for one in blocks)
        self.body.addWidget(self._why)
        self._why.setVisible(wanted)

    def _ending(self) -> None:
        given, role = self._signer, self._review.role
        panel = QFrame(self)
        panel.setProperty("look", "panel")
        column = QVBoxLayout(panel)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(Words(f"{role} signs", "section", panel))
        column.addWidget(Words(_MEANS, "muted", panel))
        self._name = LineQuestion("Name of the person who signs", parent=panel)
        self._name.put(given.name)
        self._title = LineQuestion("Title or post", parent=panel)
        self._title.put(given.title)
        self._agency = LineQuestion("Organisation", parent=panel)
        self._agency.put(given.organisation)
        self._date = LineQuestion("Date of the signature", parent=panel)
        self._date.put(given.date)
        for one in (self._name, self._title, self._agency, self._date):
            column.addWidget(one)
        column.addWidget(Words(_DRAW, "muted", panel))
        self._pad = SignaturePad(panel)
        column.addWidget(self._pad)
        sign = button(f"Sign {self._review.title}", "primary", panel)
        sign.clicked.connect(self._pressed)
        self._sign = sign
        wipe = button("Wipe the drawing", "", panel)
        wipe.clicked.connect(self._pad.clear)
        column.addWidget(WrapRow(sign, wipe, parent=panel), 0, Qt.AlignmentFlag.AlignLeft)
        panel.setVisible(not self._stopped)
        self.body.addWidget(panel)

    def _pressed(self) -> None:
        signature = Signature(
            self._name.text.strip(),
            self._title.text.strip(),
            self._agency.text.strip(),
            self._date.text.strip(),
        )
        box = self._why.box
        why = box.toPlainText().strip() if isinstance(box, TextBox) else ""
        asked = not self._why.isHidden()
        self._name.set_problem("" if signature.name else "Type the name")
        self._date.set_problem("" if signature.date else "Give the date")
        self._why.set_problem("Say why it goes on; it is recorded." if asked and not why else "")
        for question in (self._why, self._name, self._date):
            if question.problem:
                question.take_focus()
                return
        self._sign.setEnabled(False)  # pressed twice it signs once
        self.sign_wanted.emit(signature, as_text(self._pad.strokes), why)
