from __future__ import annotations

from pytestqt.qtbot import QtBot

from ui.page import Screen

_REFERENCE = "LCSPR-2026-001 SFNOC"
_KIND = "2023 toolkit · Local child safeguarding practice review (LCSPR)"


def test_the_status_goes_beneath_a_title_that_it_would_cut(qtbot: QtBot) -> None:
    page = Screen(_REFERENCE)
    qtbot.addWidget(page)
    page.status.setText(_KIND)
    word = page._heading.fontMetrics().horizontalAdvance(_REFERENCE.split(maxsplit=1)[0])
    page.resize(page.status.sizeHint().width() + word, 400)
    page.show()
    qtbot.waitUntil(lambda: page.status.y() > page._heading.geometry().bottom())
    assert page.status.x() == page._heading.x()
    page.resize(page.width() + 2 * word, 400)
    qtbot.waitUntil(lambda: page.status.x() > page._heading.geometry().right())
    page.status.setText(f"{_KIND} {_KIND}")
    qtbot.waitUntil(lambda: page.status.y() > page._heading.geometry().bottom())
