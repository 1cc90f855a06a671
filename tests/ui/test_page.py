from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.labels import button
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


def test_buttons_at_the_foot_go_on_in_the_next_line_of_a_narrow_page(qtbot: QtBot) -> None:
    page = Screen("Agencies")
    qtbot.addWidget(page)
    asked = [button(words) for words in ("Ask agencies…", "Edit details", "Edit appointed people")]
    saved = [button("Save as PDF…"), button("Save as workbook…")]
    page.add_foot(*asked, None, *saved)
    whole = sum(one.sizeHint().width() + 8 for one in (*asked, *saved)) + 60
    page.resize(whole, 400)
    page.show()
    qtbot.waitUntil(lambda: len({top(one, page) for one in (*asked, *saved)}) == 1)
    assert right(saved[-1], page) == page.width() - 24
    page.resize(whole // 2, 400)
    assert page.width() == whole // 2
    qtbot.waitUntil(lambda: top(asked[-1], page) > top(asked[0], page))
    for one in (*asked, *saved):
        assert one.width() >= one.sizeHint().width()
        assert right(one, page) <= page.width()
        assert top(one, page) + one.height() <= page.height()


def top(one: QWidget, page: Screen) -> int:
    return one.mapTo(page, one.rect().topLeft()).y()


def right(one: QWidget, page: Screen) -> int:
    return one.mapTo(page, one.rect().topLeft()).x() + one.width()
