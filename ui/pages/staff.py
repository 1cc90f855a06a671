"""Staff and keys: who can open the vault, and how that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.labels import Words, button
from ui.listpane import ListPane
from ui.page import Screen
from ui.tables import Column, ListTable
from ui.wrapping import WrapRow

_KINDS = {"staff": "Passphrase", "recovery": "Printed code", "invitation": "Invitation"}


@dataclass(frozen=True, slots=True)
class Way:
    """One way into the vault. kind: staff, recovery or invitation. until: in words, or empty.

    here: it is the one in use. computer, since: where and when it was made, if that is known.
    label: the name as it is told apart from the same one on another computer, if there is one.
    """

    slot: str
    name: str
    kind: str
    device_bound: bool
    until: str = ""
    here: bool = False
    computer: str = ""
    since: str = ""
    label: str = ""

    @property
    def words(self) -> str:
        """Whose it is, and which of theirs."""
        return self.label or self.name

    @property
    def can_go(self) -> bool:
        """It can be taken away: not one's own, and not the printed code."""
        return self.kind != "recovery" and not self.here


@dataclass(frozen=True, slots=True)
class StaffShown:
    """What the page shows. protection: what this computer cannot give, or nothing.

    by_code: the vault was opened with the printed code. can_write: it is not read-only.
    """

    ways: tuple[Way, ...]
    protection: str = ""
    by_code: bool = False
    can_write: bool = True


class StaffPage(Screen):
    """add_wanted, invite_wanted, passphrase_wanted, sheet_wanted, key_wanted: what was pressed.

    revoke_wanted, give_wanted: (Way) that is chosen in the list.
    """

    add_wanted = Signal()
    invite_wanted = Signal()
    passphrase_wanted = Signal()
    sheet_wanted = Signal()
    key_wanted = Signal()
    revoke_wanted = Signal(object)
    give_wanted = Signal(object)

    def __init__(self, shown: StaffShown, parent: QWidget | None = None) -> None:
        super().__init__("Staff and keys", scrolls=False, parent=parent)
        self._shown = shown
        self._protection = Words("", "", self)
        self._protection.setContentsMargins(3, 0, 3, 0)
        self.body.addWidget(self._protection)
        self._buttons = {
            signal: button(words, "", self)
            for words, signal in (
                ("Add a colleague on this computer…", "add"),
                ("Invite a colleague…", "invite"),
                ("Change my passphrase…", "passphrase"),
                ("New recovery sheet…", "sheet"),
                ("Change a case's key…", "key"),
            )
        }
        wanted = (
            self.add_wanted,
            self.invite_wanted,
            self.passphrase_wanted,
            self.sheet_wanted,
            self.key_wanted,
        )
        for made, signal in zip(self._buttons.values(), wanted, strict=True):
            made.clicked.connect(signal)
        self.body.addWidget(WrapRow(*self._buttons.values(), parent=self))
        self.table: ListTable[Way] = ListTable("Who can open the vault", _columns(), _slot)
        self._pane: ListPane[Way] = ListPane(self.table, "Nobody can open the vault.")
        self.body.addWidget(self._pane, 1)
        self._revoke = button("Take away…", "", self)
        self._give = button("Give a new passphrase…", "", self)
        self._revoke.clicked.connect(self._revoke_pressed)
        self._give.clicked.connect(self._give_pressed)
        self.add_foot(self._revoke, self._give, None)
        self.table.chosen.connect(self._arrange)
        self.table.delete_asked.connect(self._delete_asked)
        self.show_ways(shown)

    # what the controller shows

    def show_ways(self, shown: StaffShown) -> None:
        """Who can open the vault now."""
        self._shown = shown
        self._protection.setText(
            shown.protection
            or "Each person has their own passphrase. Where a computer's keyring works, a "
            "passphrase opens the vault on that computer only."
        )
        look = "warning" if shown.protection else "muted"
        self._protection.setProperty("look", look)
        self._protection.style().polish(self._protection)
        people = len({way.name.casefold() for way in shown.ways if way.kind == "staff"})
        self._pane.set_rows(shown.ways, "1 person" if people == 1 else f"{people} people")
        if shown.ways and self.table.current() is None:
            self.table.select(shown.ways[0].slot)
        for name, made in self._buttons.items():
            made.setEnabled(shown.can_write and not (name == "passphrase" and shown.by_code))
        self._arrange()

    def done(self, what: str, do: str = "") -> None:
        """Something was done."""
        self.notice.show_words("done", what, do)

    def left(self, what: str, publics: Sequence[str], do: str) -> None:
        """Something was done, and some cases need a look."""
        self.notice.show_words("warning", f"{what}: {', '.join(publics)}.", do)

    def focus_first(self) -> None:
        """The list: Delete takes a way in away."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # how it works

    def _arrange(self, _way: object = None) -> None:
        way, shown = self.table.current(), self._shown
        self._revoke.setEnabled(shown.can_write and way is not None and way.can_go)
        self._give.setVisible(shown.by_code)
        self._give.setEnabled(shown.can_write and way is not None and way.kind == "staff")

    def _revoke_pressed(self) -> None:
        way = self.table.current()
        if way is not None:
            self.revoke_wanted.emit(way)

    def _give_pressed(self) -> None:
        way = self.table.current()
        if way is not None:
            self.give_wanted.emit(way)

    def _delete_asked(self, way: Way) -> None:
        if self._revoke.isEnabled():
            self.revoke_wanted.emit(way)


def _slot(way: Way) -> str:
    return way.slot


def _columns() -> tuple[Column[Way], ...]:
    return (
        Column("Name", _name, 26, keep=True),
        Column("Opens with", _kind, 16, keep=True),
        Column("Where", _where, 34, keep=True),
        Column("Since", _made, 18),
    )


def _name(way: Way) -> str:
    return f"{way.name} (you)" if way.here else way.name


def _kind(way: Way) -> str:
    alone = way.kind == "staff" and not way.device_bound
    return "Passphrase alone" if alone else _KINDS[way.kind]


def _where(way: Way) -> str:
    if way.kind == "recovery":
        return "On any computer"
    if way.kind == "invitation":
        return f"Once, until {way.until}"
    if not way.device_bound:
        return "On any computer" + (f", made on {way.computer}" if way.computer else "")
    return f"On {way.computer or 'their own computer'} only"


def _made(way: Way) -> str:
    return way.since
