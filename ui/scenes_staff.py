"""Scenes of staff and keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from mktdesk.desk.staffkeys import KEPT_ACCESS
from mktdesk.errors import VaultError
from mktdesk.reference import Reference
from ui.dialogs.keys import NEW_PASSPHRASE, REASON, Ask, InvitationDialog, KeyDialog
from ui.pages.access import AccessPage, AccessShown
from ui.pages.join import JoinPage
from ui.pages.staff import StaffPage, StaffShown, Way
from ui.tour import Scene, Stage
from ui.window import Place, Window

_PLACES = (Place("cases", "Cases"), Place("settings", "Settings"))
_OFFICE = "Northshire Safeguarding Children Partnership (fictional)"
_CODE = "7K3MP-Q8ZT4-M0XR2-B6WN9-C4HJ1-T5YDE-V3GSA-P9K7F"
_CLERK = Way(
    "a", "Dana Whitlock", "staff", device_bound=True, here=True,
    computer="NX-LAPTOP-07", since="Mon 2 Feb 2026",
    label="Dana Whitlock (NX-LAPTOP-07, since Mon 2 Feb 2026)",
)  # fmt: skip
_HOME = Way(
    "e", "Dana Whitlock", "staff", device_bound=True,
    computer="NX-LAPTOP-21", since="Wed 11 Feb 2026",
    label="Dana Whitlock (NX-LAPTOP-21, since Wed 11 Feb 2026)",
)  # fmt: skip
_WAYS = (
    _CLERK,
    _HOME,
    Way(
        "b",
        "Ruth Tolland",
        "staff",
        device_bound=False,
        computer="NX-LAPTOP-07",
        since="Mon 2 Feb 2026",
    ),
    Way("c", "Recovery code", "recovery", device_bound=False),
    Way("d", "Sarah Lunn", "invitation", device_bound=False, until="Fri 20 Feb 2026, 14:02"),
)
_NOTE = (
    "This computer offers no working keyring, so your passphrase alone protects the vault: "
    "anybody with a copy of its folder can try passphrases at leisure. Choose a long one."
)


def _page(shown: StaffShown, _stage: Stage) -> QWidget:
    window = Window(_PLACES)
    window.set_marking("RESTRICTED")
    window.set_office(_OFFICE)
    window.set_place("settings")
    window.show_screen(StaffPage(shown))
    return window


def _done(_stage: Stage) -> QWidget:
    window = Window(_PLACES)
    window.set_office(_OFFICE)
    page = StaffPage(StaffShown(_WAYS))
    window.show_screen(page)
    page.done("Sarah Lunn cannot open the vault any more.")
    return window


def _add() -> KeyDialog:
    words = "They unlock the vault on this computer, with a passphrase that only they know."
    asks = (Ask("Name", help_text="As the history is to name them."), *NEW_PASSPHRASE)
    return KeyDialog("Add a colleague", words, "Add them", asks)


def _empty(_stage: Stage) -> QDialog:
    return _add()


def _problems(_stage: Stage) -> QDialog:
    dialog = _add()
    dialog.fill("", "larch kettle harbour", "larch kettle")
    dialog.check()
    return dialog


def _refused(_stage: Stage) -> QDialog:
    words = (
        "The vault gets a new key, sealed to those who stay. This way in opens it no more, and "
        "open invitations end."
    )
    title = "Take away the way in of Ruth Tolland"
    dialog = KeyDialog(title, words, "Take it away", (REASON,), limits=KEPT_ACCESS)
    dialog.fill("Left the partnership on 31 March")
    dialog.failed(VaultError("The disk is full: nothing was saved.", "Free some space."))
    return dialog


def _invitation(_stage: Stage) -> QDialog:
    return InvitationDialog("Sarah Lunn", _CODE, "Fri 20 Feb 2026, 14:02")


def _invitation_again(_stage: Stage) -> QDialog:
    dialog = InvitationDialog("Dana Whitlock", _CODE, "Fri 20 Feb 2026, 14:02", known=True)
    dialog.say("Copied. The clipboard is cleared after 60 seconds.")
    return dialog


_PEOPLE = (("a", _CLERK.words), ("e", _HOME.words), ("b", "Ruth Tolland"), ("c", "Sarah Lunn"))


def _access(shown: AccessShown, _stage: Stage) -> QWidget:
    window = Window(_PLACES)
    window.set_marking("RESTRICTED")
    window.set_office(_OFFICE)
    window.set_reference("SCR-2026-014")
    window.show_screen(AccessPage(shown))
    return window


def _access_seal(stage: Stage) -> QWidget:
    window = _access(AccessShown(True, ("a", "b"), _PEOPLE, "a"), stage)
    page = window.findChild(AccessPage)
    assert isinstance(page, AccessPage)
    page.show_reference(Reference("SCR-2026-014", "7K3MPQ8ZT4M0XR2B"))
    return window


def _access_problems(stage: Stage) -> QWidget:
    window = _access(AccessShown(False, (), _PEOPLE, "a"), stage)
    page = window.findChild(AccessPage)
    assert isinstance(page, AccessPage)
    page.restrict_pressed()
    return window


def _join(filled: bool, _stage: Stage) -> QWidget:
    window = Window(_PLACES)
    window.set_unlocked(False)
    page = JoinPage("/srv/reviews/mktdesk vault")
    window.show_screen(page)
    if filled:
        page.fill(_CODE, "larch kettle harbour", "larch kettle")
        page.check()
    return window


STAFF_SCENES: tuple[Scene, ...] = (
    Scene("staff-empty", StaffPage, partial(_page, StaffShown(()))),
    Scene("staff-filled", StaffPage, partial(_page, StaffShown(_WAYS))),
    Scene("staff-by-code", StaffPage, partial(_page, StaffShown(_WAYS, _NOTE, by_code=True))),
    Scene("staff-read-only", StaffPage, partial(_page, StaffShown(_WAYS, _NOTE, can_write=False))),
    Scene("staff-done", StaffPage, _done),
    Scene("key-dialog-empty", KeyDialog, _empty),
    Scene("key-dialog-problems", KeyDialog, _problems),
    Scene("key-dialog-refused", KeyDialog, _refused),
    Scene(
        "access-open",
        AccessPage,
        partial(_access, AccessShown(False, (), _PEOPLE, "a")),
    ),
    Scene("access-restricted", AccessPage, _access_seal),
    Scene("access-problems", AccessPage, _access_problems),
    Scene(
        "access-read-only",
        AccessPage,
        partial(_access, AccessShown(True, ("b", "z"), _PEOPLE, "a", can_write=False)),
    ),
    Scene("join-empty", JoinPage, partial(_join, False)),
    Scene("join-problems", JoinPage, partial(_join, True)),
    Scene("invitation", InvitationDialog, _invitation),
    Scene("invitation-known", InvitationDialog, _invitation_again),
)
