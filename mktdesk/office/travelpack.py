"""What a travel pack says of itself: the office, the journey, the books and how they are listed.

Read strictly: whatever a pack of ours would not say is refused before anything is used.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from mktdesk.book import Parcel, heads_from_json
from mktdesk.book.codec import canonical, read_object
from mktdesk.book.pack import OpenedPack, WrittenPack, open_pack, write_pack
from mktdesk.book.packhead import PackHead, damaged
from mktdesk.book.types import Heads, Json
from mktdesk.errors import PackRefused, ReferenceRefused
from mktdesk.office import crypto
from mktdesk.office.crypto import KdfCost
from mktdesk.office.header import Id, Name
from mktdesk.reference import Reference, canonical_public, canonical_seal

_SALT = 16
At = Annotated[str, Meta(max_length=40)]


class Going(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A book in a pack. seal: of its full reference. line, due: its rows in the register.

    heads: how far it was when it was taken from the office.
    """

    book: Id
    kind: Literal["case", "meeting"]
    public: Annotated[str, Meta(max_length=64)]
    seal: Annotated[str, Meta(max_length=16)]
    line: dict[str, object]
    heads: dict[str, object]
    due: dict[str, object] | None = None

    @property
    def reference(self) -> Reference:
        """Its full reference when it was taken."""
        return Reference(self.public, self.seal)

    def taken_at(self) -> Heads:
        """Its heads when it was taken."""
        return heads_from_json(self.heads)  # type: ignore[arg-type]  # JSON


class OfficeRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the register that travels along: settings, directory, closed days, toolkits."""

    kind: str
    row: str
    fields: dict[str, object]


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that the travelling copy journaled beside its books: a view, an export."""

    at: At
    actor: str
    verb: str
    reason: str
    note: dict[str, object]


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """journey: one taking; every pack of it names it. by, at: who wrote this pack, and when."""

    office: Id
    office_name: Name
    journey: Id
    by: Name
    at: At
    taken: At
    taken_by: Name
    books: Annotated[tuple[Going, ...], Meta(min_length=1, max_length=500)]
    rows: tuple[OfficeRow, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """How a pack is to be opened. secret: the canonical full reference, or a passphrase."""

    kind: Literal["case", "meeting"]
    way: Literal["out", "back"]
    public: str
    kept: Literal["reference", "passphrase"]
    secret: str = field(repr=False)
    cost: KdfCost


@dataclass(frozen=True, slots=True)
class Read:
    """A pack that was opened and proved. parcels: by book id."""

    head: PackHead
    about: About
    parcels: Mapping[str, Parcel]


def write(
    out: Path, wish: Wish, about: About, parcels: Sequence[Parcel], *,
    report: Callable[[float, str], None], cancelled: Callable[[], bool],
    record: Callable[[WrittenPack], object],
) -> WrittenPack:  # fmt: skip
    """Write a pack; see `write_pack`."""
    cost = wish.cost
    head = PackHead(
        wish.kind, wish.way, wish.public, wish.kept, cost.memory_kib, cost.passes, cost.lanes,
        secrets.token_bytes(_SALT),
    )  # fmt: skip
    return write_pack(
        out, head, stretched(head, wish.secret), read_object(canonical(about)), parcels,
        report=report, cancelled=cancelled, record=record,
    )  # fmt: skip


@contextlib.contextmanager
def opened(path: Path, secret: str, way: Literal["out", "back"]) -> Iterator[Read]:
    """A pack on its way out or back. Raises PackRefused, NewerVersion, VaultError."""
    with open_pack(path, lambda head: stretched(head, secret)) as pack:
        if pack.head.way != way:
            raise _other_way(way)
        yield _read(pack)


def stretched(head: PackHead, secret: str) -> bytes:
    """The 32 bytes that a secret comes to. Raises VaultError where the memory is lacking."""
    cost = KdfCost(memory_kib=head.memory_kib, passes=head.passes, lanes=head.lanes)
    return crypto.stretch(secret, head.salt, cost)


def _read(pack: OpenedPack) -> Read:
    parcels = {parcel.book_id: parcel for parcel in pack.parcels}
    try:
        about = msgspec.convert(pack.about, About)
        sound = len(about.books) == len(parcels) and all(
            parcels[one.book].kind == one.kind
            and canonical_public(one.public) == one.public
            and canonical_seal(one.seal) == one.seal
            and isinstance(one.taken_at(), dict)
            for one in about.books
        )
    except (msgspec.ValidationError, ReferenceRefused, KeyError, ValueError) as error:
        raise damaged() from error
    if not sound:
        raise damaged()
    return Read(pack.head, about, parcels)


def _other_way(wanted: str) -> PackRefused:
    if wanted == "out":
        return PackRefused(
            "This pack is on its way back to the office.",
            "Bring it back there: Bring back a pack, under Meetings.",
        )
    return PackRefused(
        "This pack is on its way to a meeting: it holds nothing that the office lacks.",
        "Open it on the laptop, and bring back the pack that “Take back” writes there.",
    )


def json_of(fields: Mapping[str, object]) -> dict[str, Json]:
    """Fields that came in a pack, as a book's."""
    return read_object(canonical(dict(fields)))
