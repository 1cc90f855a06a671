"""A folder of backups: content under its SHA-256, and sets that say which content made a vault.

    mktdesk-backup.json        whose backups these are
    content/<2 hex>/<sha256>   files of the vault as they lay there, encrypted as they were
    sets/<when>-<id>.json      one whole backup: names, sizes and hashes; HMAC under the vault key

A case that did not change is the same content and is not copied again. A set's file is written
last, so a backup that was cut short is no backup.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from mktdesk.errors import InUseElsewhere, ReferenceRefused, VaultDamaged, VaultError
from mktdesk.office import crypto
from mktdesk.office.disk import make_folder, read_whole, spoilt, sync_folder, told, write_whole
from mktdesk.office.header import Id, new_id, refuse_newer
from mktdesk.office.kinds import CASE, Kind, of_name
from mktdesk.reference import canonical_public

FILE = "mktdesk-backup.json"
FORMAT: Literal["mktdesk-backup-1"] = "mktdesk-backup-1"
_SETS, _CONTENT = "sets", "content"
_PART = ".new-"
_CHUNK = 1 << 20
_LIMIT = 1 << 26  # a set of some hundred thousand cases
_SMALL = 1 << 25  # what is read whole: headers, counters
_json = msgspec.json.Encoder(order="sorted")
Moment = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$")]


class Piece(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Some file's content."""

    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Meta(ge=0)]


class CaseCopy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A case or a meeting in a set. at: when this copy was taken, earlier than the set where a
    later one would have been damaged. checked: its book was opened and verified after writing.
    what: unset for a case.
    """

    public: Annotated[str, Meta(max_length=64)]
    case: Id
    at: Moment
    key: Piece
    book: Piece
    checked: bool
    what: Literal["meeting"] | UnsetType = UNSET

    @property
    def kind(self) -> Kind:
        """A case or a meeting."""
        return CASE if self.what is UNSET else of_name(self.what)


class BackupSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One whole backup. number: counts the backups of its place, whatever the clock said."""

    vault: Id
    place: Id
    id: Id
    number: Annotated[int, Meta(ge=1)]
    at: Moment
    epoch: Annotated[int, Meta(ge=1)]
    header: Piece
    register: Piece
    cases: tuple[CaseCopy, ...]
    numbers: Piece | None = None
    disposed: Piece | None = None
    format: Literal["mktdesk-backup-1"] = "mktdesk-backup-1"
    mac: bytes = b""

    def case(self, public: str) -> CaseCopy | None:
        """A case's copy, or None where the set does not hold it."""
        return next((case for case in self.cases if case.public == public), None)

    def pieces(self) -> Iterator[Piece]:
        """All the content that makes it."""
        for piece in (self.header, self.register, self.numbers, self.disposed):
            if piece is not None:
                yield piece
        for case in self.cases:
            yield from (case.key, case.book)


class _Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vault: Id
    place: Id
    format: Literal["mktdesk-backup-1"] = "mktdesk-backup-1"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of backups. id: its own, wherever the stick is plugged in."""

    folder: Path
    vault: str
    id: str

    # sets

    def sets(self) -> list[BackupSet]:
        """The backups here, newest first; a damaged set is left out. Not proved yet."""
        found = []
        for path in self._set_files():
            with contextlib.suppress(VaultError):
                found.append(self._read(path))
        return sorted(found, key=lambda one: (one.number, one.at, one.id), reverse=True)

    def damaged_sets(self) -> list[str]:
        """The names of sets that cannot be read."""
        bad = []
        for path in self._set_files():
            try:
                self._read(path)
            except VaultError:
                bad.append(path.name)
        return bad

    def _set_files(self) -> list[Path]:
        with told():
            folder = self.folder / _SETS
            return sorted(folder.glob("*.json")) if folder.is_dir() else []

    def _read(self, path: Path) -> BackupSet:
        raw = read_whole(path, _LIMIT)
        try:
            one = msgspec.json.decode(raw, type=BackupSet)
            honest = _json.encode(one) == raw and path.name == _set_name(one)
            publics = [case.public for case in one.cases]
            honest = honest and len(set(publics)) == len(publics)
            honest = honest and all(canonical_public(public) == public for public in publics)
        except (msgspec.DecodeError, UnicodeDecodeError, ReferenceRefused) as error:
            refuse_newer(raw, "mktdesk-backup-", FORMAT)
            raise spoilt(path) from error
        if not honest or (one.vault, one.place) != (self.vault, self.id):
            raise spoilt(path)
        return one

    def write_set(self, one: BackupSet, vault_key: bytes) -> BackupSet:
        """Make a backup of what was kept. Raises VaultUnwritable."""
        marked = msgspec.structs.replace(one, mac=_mac(one, vault_key))
        self._make(_SETS)
        write_whole(self.folder / _SETS / _set_name(one), _json.encode(marked))
        return marked

    def _make(self, *names: str) -> None:
        """A folder inside this one, which must still be the one that it was.

        A stick that was pulled out leaves an empty folder of its name, or none: what is made
        there again would lie on another disk. Raises VaultUnwritable.
        """
        with told():
            (self.folder / FILE).stat()
            path = self.folder
            for name in names:
                path /= name
                path.mkdir(mode=0o700, exist_ok=True)

    def drop(self, sets: Iterable[BackupSet]) -> None:
        """Remove these sets, and content that no set needs any more. Raises VaultUnwritable."""
        with told():
            for one in sets:
                (self.folder / _SETS / _set_name(one)).unlink(missing_ok=True)
            if self.damaged_sets():
                return  # what they need cannot be told
            needed = {piece.sha256 for one in self.sets() for piece in one.pieces()}
            for path in (self.folder / _CONTENT).glob("*/*"):
                if path.name not in needed:
                    path.unlink(missing_ok=True)

    # content

    def holds(self, piece: Piece) -> bool:
        """There is content of that name and size; it is not read."""
        try:
            return self.path(piece).stat().st_size == piece.size
        except OSError:
            return False

    def path(self, piece: Piece) -> Path:
        """Where a piece lies."""
        return self.folder / _CONTENT / piece.sha256[:2] / piece.sha256

    def keep(self, source: BinaryIO) -> tuple[Piece, bool]:
        """Keep a file's content; the piece, and whether it is new here.

        Raises VaultUnwritable, InUseElsewhere when the file changes meanwhile.
        """
        piece = measure(source)
        if self.holds(piece):
            return piece, False
        target = self.path(piece)
        self._make(_CONTENT, target.parent.name)
        with told():
            handle, name = tempfile.mkstemp(prefix=_PART, dir=target.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    source.seek(0)
                    digest = hashlib.sha256()
                    while chunk := source.read(_CHUNK):
                        digest.update(chunk)
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                _refuse_changed(digest.hexdigest(), piece)
                Path(name).replace(target)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
            sync_folder(target.parent)
        return piece, True

    def check(self, piece: Piece) -> None:
        """Read a piece back. Raises VaultDamaged when it is not what was written."""
        try:
            with self.path(piece).open("rb") as file:
                _forget_cached(file)
                good = measure(file) == piece
        except FileNotFoundError:
            good = False
        except OSError as error:
            raise unreadable() from error
        if not good:
            raise unreadable()

    def read(self, piece: Piece) -> bytes:
        """A small piece's bytes, proved by its hash. Raises VaultDamaged."""
        data = read_whole(self.path(piece), _SMALL)
        if hashlib.sha256(data).hexdigest() != piece.sha256:
            raise unreadable()
        return data

    def put_back(self, piece: Piece, target: Path) -> None:
        """Write a piece to a new file, proved as it is read.

        Raises VaultDamaged, VaultUnwritable.
        """
        digest = hashlib.sha256()
        if not self.holds(piece):
            raise unreadable()
        with told(), self.path(piece).open("rb") as source:
            handle = os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600)
            with os.fdopen(handle, "wb") as file:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        if digest.hexdigest() != piece.sha256:
            target.unlink(missing_ok=True)
            raise unreadable()


_BINARY = getattr(os, "O_BINARY", 0)


def open_place(folder: Path) -> Place:
    """The backups in a folder. Raises VaultError where there are none, VaultDamaged."""
    path = folder / FILE
    if not path.is_file():
        raise VaultError(
            "There is no backup in this folder.", f"Choose the folder that holds {FILE}."
        )
    raw = read_whole(path, _SMALL)
    try:
        place = msgspec.json.decode(raw, type=_Place)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        refuse_newer(raw, "mktdesk-backup-", FORMAT)
        raise spoilt(path) from error
    return Place(folder, place.vault, place.place)


def begin_place(folder: Path, vault: str) -> Place:
    """The office's backups in a folder, begun where it is new or empty.

    Raises VaultError for a folder that holds something else or another office's backups.
    """
    make_folder(folder)
    if not (folder / FILE).exists():
        with told():
            if any(path.name not in {_CONTENT, _SETS} for path in folder.iterdir()):
                raise VaultError(
                    "This folder is not empty.", "Choose a new or empty folder for the backups."
                )
        write_whole(folder / FILE, _json.encode(_Place(vault, new_id())))
    place = open_place(folder)
    if place.vault != vault:
        raise VaultError("This folder holds another office's backups.", "Choose another folder.")
    return place


def prove(one: BackupSet, vault_key: bytes) -> bool:
    """The set was written by whoever has this vault key, and is as it was written."""
    return crypto.same(one.mac, _mac(one, vault_key))


def measure(source: BinaryIO) -> Piece:
    """The hash and size of a file, read from its beginning. Raises VaultUnwritable."""
    with told():
        source.seek(0)
        digest, size = hashlib.sha256(), 0
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return Piece(digest.hexdigest(), size)


def _refuse_changed(digest: str, piece: Piece) -> None:
    if digest != piece.sha256:
        raise InUseElsewhere("It is being changed.", "Try again in a minute.")


def unreadable() -> VaultDamaged:
    """The error for a backup that is not as it was written."""
    return VaultDamaged(
        "A file of this backup is damaged or missing.",
        "Use another backup; make a new one in another folder or on another stick.",
    )


def _forget_cached(file: BinaryIO) -> None:
    """Read from the disk, not from memory, where the system lets us ask for that."""
    if hasattr(os, "posix_fadvise"):
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _set_name(one: BackupSet) -> str:
    when = one.at.replace("-", "").replace(":", "").replace(".", "")
    return f"{when}-{one.id}.json"


def _mac(one: BackupSet, vault_key: bytes) -> bytes:
    bare = msgspec.structs.replace(one, mac=b"")
    return crypto.mark(vault_key, "mktdesk/backup-mac/1", _json.encode(bare))
