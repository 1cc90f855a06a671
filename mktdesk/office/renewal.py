"""A new vault key: when somebody's way in is taken away, and with a new recovery sheet.

One writing of vault.json decides: from then on only the slots in it open the vault, with the
new key, and the key before lies in it under the new one. After that every small file is brought
under the new key; each is under exactly one of the two at any time, and whoever unlocks the
vault next goes on where this was cut short. When all is level the key before is forgotten.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Callable, Sequence

import msgspec
from msgspec import UNSET

from mktdesk.book import Change, Json
from mktdesk.errors import CaseError, DeskError, InUseElsewhere, VaultDamaged
from mktdesk.office import anchors, casefile, header, numbering, numbers, tombstones
from mktdesk.office.casefile import CaseFile, Opened
from mktdesk.office.crypto import KEY
from mktdesk.office.header import Header, Slot
from mktdesk.office.shelf import Shelf, recovery_slot
from mktdesk.office.slots import Keys

Ways = Callable[[Header, bytes], Sequence[Slot]]  # (bare new header, new vault key) -> its slots
Told = Callable[[float, str], None]


def begin(shelf: Shelf, ways: Ways, verb: str, note: dict[str, Json], reason: str) -> Shelf:
    """Write vault.json under a new vault key, with the slots that `ways` makes for it.

    What was begun before must be finished. Raises VaultUnwritable, and then nothing is changed.
    """
    # Told before it is done: whatever happens next, the register knows who asked for it.
    shelf.register.write(Change(shelf.staff.name, verb, reason=reason, note=note))
    fresh = secrets.token_bytes(KEY)
    with shelf.register.exclusively():
        head = shelf.head_now()
        if head.previous is not UNSET:
            raise InUseElsewhere(
                "The vault's keys are being changed elsewhere.", "Wait until that is finished."
            )
        seen = anchors.latest_header(anchors.recall(shelf.machine, head.vault), shelf.register)
        bare = header.renewed(head, shelf.keys.vault, fresh, after=seen)
        head = msgspec.structs.replace(bare, slots=tuple(ways(bare, fresh)))
        head = header.write(shelf.vault, head, fresh)
    keys = Keys(fresh, shelf.keys.private, previous=shelf.keys.vault)
    return dataclasses.replace(shelf, header=head, keys=keys)


def finish(shelf: Shelf, told: Told = lambda _share, _what: None) -> Shelf:
    """Bring every small file under the present vault key; doing it twice is harmless.

    told: share done from 0 to 1, and what is being written. A file that is damaged stays as it
    is: verify names it. Raises VaultUnwritable; what is not level yet opens all the same.
    """
    publics = sorted(shelf.publics())
    for number, public in enumerate(publics):
        told(number / (len(publics) + 1), public)
        with shelf.register.exclusively():  # nobody writes the same file meanwhile
            try:
                case = shelf.case_file(public)
            except (VaultDamaged, CaseError):
                continue
            bring_level(shelf, case)
    told(len(publics) / (len(publics) + 1), "The counters")
    with shelf.register.exclusively():
        numbers.write(shelf.vault, numbering.known(shelf), shelf.keys.vault)
        tombstones.bring_level(shelf.vault, shelf.header.vault, *shelf.keys.readers)
        head = shelf.head_now()
        if head.previous is not UNSET:
            head = header.write(shelf.vault, header.level(head), shelf.keys.vault)
            rows = [anchors.header_row(head)]
            shelf.register.write(Change(shelf.staff.name, "keys-level", rows))
    told(1.0, "")
    keys = dataclasses.replace(shelf.keys, previous=b"")
    return dataclasses.replace(shelf, header=head, keys=keys)


def finish_if_possible(shelf: Shelf) -> Shelf:
    """What was cut short, finished; where the disk refuses, it is left for the next time."""
    if not shelf.keys.previous:
        return shelf
    try:
        return finish(shelf)
    except DeskError:
        return shelf


def bring_level(shelf: Shelf, case: CaseFile) -> None:
    """Write one case's file under the present vault key, for the present slots."""
    if casefile.proves(case, shelf.keys.vault):
        return
    if case.restricted:  # nobody can open it here, and nobody has to
        shelf.write(casefile.trimmed(case, shelf.header.slots))
        return
    old = shelf.prover(case)
    reference = casefile.reference_of(case, old)
    opened = Opened(reference, casefile.case_key(case, reference, old))
    fresh = casefile.make(
        case.vault, case.case, opened, shelf.keys.vault, recovery_slot(shelf.header),
        kind=case.kind,
    )  # fmt: skip
    shelf.write(msgspec.structs.replace(fresh, coming=case.coming))
