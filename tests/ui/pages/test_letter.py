"""The page on which a letter is written."""

from __future__ import annotations

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from ui.pages.case import CasePage
from ui.pages.letter import LetterPage
from ui.scenes_notices import _POLICY, _REVIEW, _draft, _inside
from ui.spots import NOTICES, PACK, Spot
from ui.window import Window


class Heard(QObject):
    """Where somebody wants to go, in order."""

    def __init__(self, into: list[Spot]) -> None:
        super().__init__()
        self._into = into

    def hear(self, spot: Spot) -> None:
        self._into.append(spot)


def test_what_is_written_holds_the_person_back_once(qtbot: QtBot) -> None:
    page = LetterPage(_draft("outcome", _REVIEW), _POLICY)
    qtbot.addWidget(page)
    assert page.may_leave()  # nothing is written yet
    page._signed.put("Somebody Else")
    assert not page.may_leave()
    assert "not kept yet" in page.notice._what.text()
    assert page.may_leave()
    again = LetterPage(page._draft, _POLICY, page.filled)  # back from the preview
    qtbot.addWidget(again)
    assert not again.may_leave()


def test_another_place_of_the_case_waits_for_it_too(qtbot: QtBot) -> None:
    page = LetterPage(_draft("outcome", _REVIEW), _POLICY)
    window = _inside(page)
    qtbot.addWidget(window)
    assert isinstance(window, Window)
    frame = window.screen_shown
    assert isinstance(frame, CasePage)
    wanted: list[Spot] = []
    heard = Heard(wanted)
    frame.spot_wanted.connect(heard.hear)
    page._signed.put("Somebody Else")
    frame.list.chosen.emit(Spot(PACK))
    assert wanted == []
    assert frame._here == Spot(NOTICES)
    frame.list.chosen.emit(Spot(PACK))
    assert wanted == [Spot(PACK)]
