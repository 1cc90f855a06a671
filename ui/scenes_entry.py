"""Scenes of the way in and of Settings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QWidget

from mktdesk.casework.records import OfficeSettings
from mktdesk.desk.strength import strength
from mktdesk.errors import VaultUnwritable
from mktdesk.policy import parse
from mktdesk.reference import ReferenceFormat
from ui.cover import Cover
from ui.page import Screen
from ui.pages.first_start import FirstStartPage
from ui.pages.recovery import RecoveryPage
from ui.pages.settings import SettingsPage, SettingsShown
from ui.pages.start import StartPage
from ui.pages.unlock import UnlockPage
from ui.places import PLACES
from ui.policylines import policy_shown
from ui.tour import Scene, Stage
from ui.window import PROGRAM, Window

_FOLDER = "/srv/reviews/mktdesk vault"
_OFFICE = "Northshire Safeguarding Children Partnership (fictional)"
_GROUPS = ("7K3MP", "Q8ZT4", "M0XR2", "B6WN9", "C4HJ1", "T5YDE", "V3GSA", "P9K7F")


def _outside(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_unlocked(False)
    window.set_office(PROGRAM)
    window.show_screen(screen)
    return window


def _inside(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office(_OFFICE)
    window.set_place("settings")
    window.show_screen(screen)
    return window


def _start(_stage: Stage) -> QWidget:
    return _outside(StartPage())


def _start_failed(_stage: Stage) -> QWidget:
    page = StartPage(_FOLDER)
    page.failed(
        VaultUnwritable(
            "The vault's folder has gone or cannot be reached.",
            "Reconnect the drive or folder, then try again.",
        )
    )
    return _outside(page)


def _first(_stage: Stage) -> QWidget:
    return _outside(FirstStartPage(_FOLDER))


def _first_filled(_stage: Stage) -> QWidget:
    page = FirstStartPage(_FOLDER)
    window = _outside(page)
    page.fill(_OFFICE, "Dana Whitlock", "larch2026", "larch2025")
    page.show_strength("larch2026", strength("larch2026", (_OFFICE,)))
    page.check()
    return window


def _recovery(_stage: Stage) -> QWidget:
    return _outside(RecoveryPage(_GROUPS, (2, 6)))


def _recovery_asks(_stage: Stage) -> QWidget:
    page = RecoveryPage(_GROUPS, (2, 6))
    window = _outside(page)
    page.ask_back()
    page.check()
    return window


def _unlock(people: tuple[tuple[str, str], ...], _stage: Stage) -> QWidget:
    page = UnlockPage(_FOLDER)
    window = _outside(page)
    if people:
        page.show_people(_OFFICE, people)
    return window


def _unlock_refused(_stage: Stage) -> QWidget:
    page = UnlockPage(_FOLDER)
    window = _outside(page)
    page.show_people(_OFFICE, (("a", "Dana Whitlock"),))
    page.refused("The vault did not open.", "Wait 8 seconds, then try again.", 8)
    return window


def _unlock_demo(_stage: Stage) -> QWidget:
    page = UnlockPage("/tmp/mktdesk-demonstration-k2p9")  # noqa: S108 - words on a picture
    window = _outside(page)
    page.show_hint(
        "A demonstration: every person, place and case in it is invented. "
        "Its passphrase:\nfictional-larch-kettle-harbour"
    )
    page.show_people(_OFFICE, (("a", "Dana Whitlock"),))
    return window


def _unlock_code(_stage: Stage) -> QWidget:
    page = UnlockPage(_FOLDER)
    window = _outside(page)
    page.show_people(_OFFICE, (("a", "Dana Whitlock"), ("b", "Sarah Lunn")))
    page.turn()
    return window


def _shown(office: OfficeSettings, protection: str) -> SettingsShown:
    return SettingsShown(
        office=office,
        usual=ReferenceFormat("SCR", 3),
        usual_marking="RESTRICTED",
        markings=("RESTRICTED", "OFFICIAL-SENSITIVE"),
        year=2026,
        folder=_FOLDER,
        protection=protection,
        scale=1.0,
    )


def _settings(_stage: Stage) -> QWidget:
    return _inside(SettingsPage(_shown(OfficeSettings("office", name=_OFFICE), "")))


def _settings_filled(_stage: Stage) -> QWidget:
    office = OfficeSettings(
        "office",
        name=_OFFICE,
        address="Civic Offices\nOuseford NX1 1AA",
        email="reviews@northshire-partnership.example",
        telephone="01632 960000",
        marking="OFFICIAL-SENSITIVE",
        reference_prefix="LCR",
        pack_key="public",
    )
    note = (
        "This computer offers no working keyring, so your passphrase alone protects the vault: "
        "anybody with a copy of its folder can try passphrases at leisure. Choose a long one."
    )
    page = SettingsPage(_shown(office, note))
    window = _inside(page)
    page.show_findings(
        (("Case SCR-2026-002 is older than the office last saw it.", "Ask who put it back."),)
    )
    return window


_SET_BY_IT = b"""
vault = "~/mktdesk vault"
idle_minutes = 10
shortest_passphrase = 14
passphrase_strength = "strong"
pack_password = "full"
marking = "OFFICIAL-SENSITIVE"
clipboard_seconds = 0
screen_capture = "hide"
idle_minuts = 5
"""


def _settings_by_it(_stage: Stage) -> QWidget:
    policy = parse(_SET_BY_IT, "/etc/mktdesk/policy.toml")
    office = OfficeSettings("office", name=_OFFICE, marking=policy.marking)
    shown = replace(
        _shown(office, ""),
        most_idle=policy.idle_minutes,
        locked=frozenset({"marking", "pack_key", "idle_minutes"}),
        policy=policy_shown(policy, can_hide=False),
    )
    return _inside(SettingsPage(shown))


def _locking(_stage: Stage) -> QWidget:
    window = _inside(Screen("Cases"))
    window.resize(1180, 780)
    Cover(window)
    return window


_ONE = (("a", "Dana Whitlock"),)
_TWO = (*_ONE, ("b", "Sarah Lunn"))
_TWICE = (
    ("a", "Dana Whitlock (NX-LAPTOP-07, since Mon 2 Feb 2026)"),
    ("c", "Dana Whitlock (NX-LAPTOP-21, since Wed 11 Feb 2026)"),
    ("b", "Sarah Lunn"),
)

ENTRY_SCENES: tuple[Scene, ...] = (
    Scene("start-empty", StartPage, _start),
    Scene("start-gone", StartPage, _start_failed),
    Scene("first-start-empty", FirstStartPage, _first),
    Scene("first-start-filled", FirstStartPage, _first_filled),
    Scene("recovery-code", RecoveryPage, _recovery),
    Scene("recovery-typed-back", RecoveryPage, _recovery_asks),
    Scene("unlock-empty", UnlockPage, partial(_unlock, ())),
    Scene("unlock-one", UnlockPage, partial(_unlock, _ONE)),
    Scene("unlock-several", UnlockPage, partial(_unlock, _TWO)),
    Scene("unlock-two-computers", UnlockPage, partial(_unlock, _TWICE)),
    Scene("unlock-refused", UnlockPage, _unlock_refused),
    Scene("unlock-demo", UnlockPage, _unlock_demo),
    Scene("unlock-code", UnlockPage, _unlock_code),
    Scene("settings-empty", SettingsPage, _settings),
    Scene("settings-filled", SettingsPage, _settings_filled),
    Scene("settings-by-it", SettingsPage, _settings_by_it),
    Scene("locking", Cover, _locking),
)
