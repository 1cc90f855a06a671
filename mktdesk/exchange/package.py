"""A Word file's parts, opened with distrust. Runs in the child, under its limits.

Nothing is taken at its word: sizes are counted while reading, entities and document types
are refused, and whatever a broken file makes a parser raise becomes a refusal.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib

from lxml import etree

LARGEST_PART = 48 * 1024 * 1024  # bytes of one unpacked XML part
LARGEST_TOTAL = 96 * 1024 * 1024  # of all that are read
MOST_ENTRIES = 4000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_FORMATS = {"doc97": "old_word", "xls97": "old_excel"}
_ZIP = b"PK\x03\x04"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError,
           NotImplementedError, RuntimeError, OverflowError, etree.LxmlError)  # fmt: skip


class RefusedError(Exception):
    """The file is refused; `code` is one that the gate has words for."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Package:
    """The XML parts of a Word file by name, read within the limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {info.filename for info in self._zip.infolist()}
        except _BROKEN as error:
            raise RefusedError("damaged") from error
        self._left = LARGEST_TOTAL
        if len(self._names) > MOST_ENTRIES:
            raise RefusedError("too_large_inside")

    @property
    def names(self) -> frozenset[str]:
        """Every part's name."""
        return frozenset(self._names)

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, or None where there is no such part."""
        if name not in self._names:
            return None
        try:
            with self._zip.open(name) as part:
                data = part.read(min(LARGEST_PART, self._left) + 1)
        except _BROKEN as error:
            raise RefusedError("damaged") from error
        if len(data) > min(LARGEST_PART, self._left):
            raise RefusedError("too_large_inside")
        self._left -= len(data)
        return _parse(data)

    def relations(self, name: str) -> list[tuple[str, str]]:
        """(kind, part name) of each part that this one uses; "" names the whole file's."""
        folder, file = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: list[tuple[str, str]] = []
        for relation in () if root is None else root:
            if relation.get("TargetMode") == "External":
                continue  # never followed
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = relation.get("Target") or ""
            path = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found.append((kind, posixpath.normpath(path)))
        return found


def open_package(data: bytes, password: str) -> Package:
    """The parts of a Word file, deciphered first where it is protected. Raises RefusedError."""
    if data.startswith(_OLE):
        data = _deciphered(data, password)
    if not data.startswith(_ZIP):
        raise RefusedError(_what_else(data))
    return Package(data)


def main_part(package: Package) -> str:
    """The name of the document itself. Raises RefusedError for other office files."""
    for kind, name in package.relations(""):
        if kind == "officeDocument":
            root = package.xml("[Content_Types].xml")
            kinds = {} if root is None else {e.get("PartName"): e.get("ContentType") for e in root}
            content = (kinds.get(f"/{name}") or "").lower()
            if "wordprocessingml" in content or "ms-word" in content:
                return name
            raise RefusedError("not_word")
    raise RefusedError("not_word" if "mimetype" in package.names else "damaged")


def _parse(data: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise RefusedError("damaged") from error
    if root.getroottree().docinfo.doctype:
        raise RefusedError("damaged")  # Word writes none: it could only be a trick
    return root


def _deciphered(data: bytes, password: str) -> bytes:
    import msoffcrypto  # noqa: PLC0415 - only protected files need it, and it is slow to import

    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
    except Exception as error:  # a hostile file makes this library raise nearly anything
        raise RefusedError("damaged") from error
    if file.format != "ooxml":
        raise RefusedError(_OLD_FORMATS.get(file.format, "not_word"))
    if not password:
        raise RefusedError("protected")
    out = io.BytesIO()
    try:
        file.load_key(password=password, verify_password=True)
        file.decrypt(out, verify_integrity=True)
    except msoffcrypto.exceptions.InvalidKeyError as error:
        raise RefusedError("wrong_password") from error
    except Exception as error:  # the same
        raise RefusedError("damaged") from error
    return out.getvalue()


def _what_else(data: bytes) -> str:
    if not data:
        return "empty_file"
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"PK"):
        return "damaged"
    return "not_word"
