"""The page on which a part is signed."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from mktdesk.desk.directorynames import Holder
from mktdesk.desk.reading import read_date
from mktdesk.desk.signing import Review, Signature
from mktdesk.toolkits import load
from ui.pages.check import CheckPage

CHAIR = Holder("Marian Oyelaran", "Independent Chair", "")


def test_whoever_holds_the_role_is_offered_and_anybody_can_sign(qtbot: QtBot) -> None:
    given = Signature("", "", "Council", "10/2/2026")
    review = Review("section1", "Section 1", "Referrer", (), (), (), given, "d", (CHAIR,))
    page = CheckPage(load("mkscb-2016").forms["referral"], review, read_date)
    qtbot.addWidget(page)
    said: list[Signature] = []
    page.sign_wanted.connect(said.append)
    (link,) = [x for x in page.findChildren(QPushButton) if x.text() == "Marian Oyelaran"]
    assert link.accessibleName() == "Sign as Marian Oyelaran, who holds this role"
    link.click()
    page._sign_pressed()
    page._put("name", "Somebody Else")
    page._sign_pressed()
    first, other = said
    assert (first.name, first.title) == ("Marian Oyelaran", "Independent Chair")
    assert first.organisation == "Council"  # the directory has none: what stood there stays
    assert other.name == "Somebody Else"
