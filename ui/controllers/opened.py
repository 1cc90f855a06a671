"""What belongs to one open case and goes with it."""

from __future__ import annotations

from collections.abc import Iterable

from mktdesk.casework.clockmoves import Moved
from mktdesk.casework.clockrows import ClockChoice, Extension, Pause
from mktdesk.casework.noticerows import Given
from mktdesk.casework.records import Happening
from ui.controllers.answers import AnswerSaver
from ui.controllers.casejobs import Opened
from ui.controllers.signatures import Signatures
from ui.page import Screen
from ui.pages.case import CasePage
from ui.spots import CLOCKS, INSIDES, NOTICES, PAGE, PROCESS, Spot

_FOLLOWS = "Deadlines that follow from it"


class OpenNow:
    """An open case, its frame in the window, and what is on its way."""

    def __init__(self, opened: Opened, saver: AnswerSaver, signatures: Signatures) -> None:
        self.case, self.view = opened.case, opened.view
        self.saver, self.signatures = saver, signatures
        self.frame = CasePage(opened.view)
        self.here = Spot(PAGE)
        self.checked: set[str] = set()  # parts whose problems have been asked for
        self.given_up = False
        self.refused = False  # the frame shows that something was not saved
        self.said = ""  # to be said once the next page is shown
        self._told: Screen | None = None  # the page that says which deadlines moved

    def tell_moved(self, moved: Iterable[Moved]) -> None:
        """Say on the page in hand which deadlines moved; what was said before holds no more."""
        page, lines = self.frame.inner, "\n".join(one.words for one in moved)
        if page is None:
            return
        if lines:
            page.notice.show_words("note", _FOLLOWS, lines)
            self._told = page
        elif self._told is page:
            page.notice.clear()
            self._told = None

    def shows(self, changed: Iterable[tuple[str, str]]) -> Spot | None:
        """Where a change to these rows that is no answer is seen; None where no page shows it."""
        kinds = {kind for kind, _ in changed}
        if Happening.KIND in kinds:
            return Spot(PROCESS)
        if kinds & {ClockChoice.KIND, Extension.KIND, Pause.KIND}:
            return Spot(CLOCKS)
        if Given.KIND in kinds:
            return Spot(NOTICES)
        return self.here if self.here.kind in INSIDES else None
