"""Giving out public parts, each once and for ever.

What has been given is asked of everything that might know: the counters' file, the register,
the folders of cases and meetings, and the keyring; so a number stays taken when some of them
are lost or old.
"""

from __future__ import annotations

from mktdesk.book import Change, Finding, RowChange
from mktdesk.errors import DeskError, ReferenceRefused
from mktdesk.office import anchors, away, kinds, numbers, tombstones
from mktdesk.office.shelf import Shelf
from mktdesk.reference import ReferenceFormat

ROW_KIND = "numbers"


def allocate(shelf: Shelf, numbering: ReferenceFormat, year: int) -> str:
    """The next public part of a series, durably taken. Raises VaultUnwritable, AtTheOffice."""
    away.refuse(shelf.header, "allocate")
    series = f"{numbering.prefix}-{year}"
    with shelf.register.exclusively():
        shelf.head_now()  # nothing is written under a vault key that is no more
        kept = known(shelf)
        counts = [kept.last.get(series, 0)]
        for public in kept.used:
            parsed = numbering.number_of(public)
            if parsed is not None and parsed[0] == year:
                counts.append(parsed[1])
        number = max(counts) + 1
        numbers.write(shelf.vault, numbers.given(kept, series, number), shelf.keys.vault)
        row = RowChange(ROW_KIND, series, {"last": number})
        shelf.register.write(Change(shelf.staff.name, "allocate", [row]))
    return numbering.public(year, number)


def refuse_used(shelf: Shelf, public: str) -> None:
    """Raise ReferenceRefused for a public part that a case or a meeting ever had."""
    if public in known(shelf).used:
        raise ReferenceRefused(
            "This reference has been used before.", "Each reference is used once: choose another."
        )


def take(shelf: Shelf, public: str) -> None:
    """Note durably that a case has this public part. Raises VaultUnwritable."""
    numbers.write(shelf.vault, numbers.used(known(shelf), public), shelf.keys.vault)


def known(shelf: Shelf) -> numbers.Numbers:
    """All that anything here knows to have been given."""
    kept = numbers.read_or_begin(shelf.vault, shelf.header.vault, *shelf.keys.readers)
    for series, last in anchors.recall(shelf.machine, shelf.header.vault).numbers.items():
        kept = numbers.given(kept, series, last)
    for series, last in _registered(shelf).items():
        kept = numbers.given(kept, series, last)
    gone = tombstones.known(shelf.vault, shelf.header.vault, *shelf.keys.readers)
    return numbers.used(kept, *gone, *kinds.listed_publics(shelf.register), *shelf.publics())


def check(shelf: Shelf) -> list[Finding]:
    """What is wrong with the counters' file: altered, missing, or older than the register."""
    do = "The next new referral rebuilds it from the register, the cases and the keyring."
    try:
        kept = numbers.read(shelf.vault, shelf.header.vault, *shelf.keys.readers)
    except DeskError as error:
        return [Finding("numbers-altered", error.what, do)]
    try:
        behind = not kinds.listed_publics(shelf.register).keys() <= set(kept.used) or any(
            kept.last.get(series, 0) < last for series, last in _registered(shelf).items()
        )
    except DeskError:
        return []  # the register itself is reported
    if behind:
        what = f"{numbers.FILE} is older than the register: an old copy was put back."
        return [Finding("numbers-rolled-back", what, do)]
    return []


def _registered(shelf: Shelf) -> dict[str, int]:
    rows = ((row.id, row.fields.get("last")) for row in shelf.register.rows(ROW_KIND))
    return {series: last for series, last in rows if isinstance(last, int)}
