"""One criterion on the screen: its result in words, and the limbs that lead to it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from mktdesk.casework.criteria import STRENGTHS, Assessment, Proposal, Result, Standing
from ui.labels import Words
from ui.wrapping import WrapRow

_LOOKS = {Result.MET: "done", Result.NOT_MET: "", Result.NOT_KNOWN: "warning"}
_LOCAL = "Local policy: beyond the law"


class AssessmentCard(QFrame):
    """buttons stand at its foot."""

    def __init__(
        self, found: Assessment, *buttons: QPushButton, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(4)
        criterion = found.criterion
        column.addWidget(Words(criterion.label, "label", self))
        column.addWidget(Words(result_words(found), _LOOKS[found.result], self))
        if criterion.local:
            column.addWidget(Words(_LOCAL, "muted", self))
        for heading, limbs in (
            ("What decides it" if not found.to_answer else "Answered so far", found.because),
            ("Still to be answered", found.to_answer),
            ("Weighed by people, not computed with", found.factors),
            ("Of no weight as things stand", found.others),
        ):
            if limbs:
                column.addSpacing(4)
                column.addWidget(Words(heading, "small", self))
                for limb in limbs:
                    waits = limb.answer is None and limbs is found.to_answer  # the heading says so
                    words = limb.question if waits else limb.words
                    column.addWidget(Words(words, "", self))
        under = " ".join(part for part in (_sentence(criterion.basis), criterion.note) if part)
        if under:
            column.addSpacing(4)
            column.addWidget(Words(under, "muted", self))
        if buttons:
            column.addSpacing(4)
            column.addWidget(WrapRow(*buttons, parent=self))


def result_words(found: Assessment) -> str:
    """The result and what follows; where somebody set it by hand, who and what it would be."""
    strength = f"{STRENGTHS[found.criterion.strength]}." if found.result is Result.MET else ""
    return " ".join(part for part in (_sentence(found.words), strength) if part)


def proposal_words(proposal: Proposal) -> str:
    """What is said of a pathway, in one line."""
    match proposal.standing:
        case Standing.PROPOSED:
            assert proposal.strength is not None
            return f"Proposed. {STRENGTHS[proposal.strength]}."
        case Standing.OPEN:
            return "Not known yet: some questions are not answered."
        case Standing.NOT_PROPOSED:
            return "Not proposed: no threshold of it is met."
        case Standing.NO_CRITERION:
            return "The guidance gives no threshold for it: people choose it."


def _sentence(words: str) -> str:
    return words if not words or words.endswith((".", "?")) else f"{words}."
