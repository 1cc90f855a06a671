"""The page on which a letter is written."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.pages.letter import LetterPage
from ui.scenes_notices import _POLICY, _REVIEW, _draft


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
