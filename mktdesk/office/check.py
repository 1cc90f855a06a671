"""Checking a whole vault: header, counters, register, every case and meeting, what lies about."""

from __future__ import annotations

from collections.abc import Callable

from mktdesk.book import Book, Finding
from mktdesk.errors import Cancelled, DeskError, InUseElsewhere
from mktdesk.office import anchors, casefile, disposal, header, kinds, numbering
from mktdesk.office.kinds import KINDS, Kind
from mktdesk.office.shelf import BOOK, Shelf, recovery_slot

_RESTORE = "Put back the last good backup."


def verify(
    shelf: Shelf, progress: Callable[[float, str], None], cancelled: Callable[[], bool] | None
) -> list[Finding]:
    """Everything that is wrong with a vault. Raises Cancelled between two books."""
    progress(0.0, "The register")
    findings = _check_header(shelf) + numbering.check(shelf) + disposal.check(shelf)
    findings += [_in_file("register.db", finding) for finding in shelf.register.verify()]
    wanted: list[tuple[Kind, str, bool]] = []
    for kind in KINDS:
        try:
            rows, readable = set(kinds.listed_publics(shelf.register, kind)), True
        except DeskError:
            rows, readable = set[str](), False  # said above; the cases can still be looked at
        there = shelf.publics(kind)
        strays = {name for name in there - rows if not _is_folder(shelf, kind, name)}
        findings += [_does_not_belong(kind, name) for name in sorted(strays)]
        found_here = there - strays - disposal.gone(shelf) | rows
        wanted += [(kind, name, readable and name not in rows) for name in sorted(found_here)]
    for number, (kind, public, unlisted) in enumerate(wanted):
        if cancelled is not None and cancelled():
            raise Cancelled
        progress((number + 1) / (len(wanted) + 1), public)
        found = _check_case(shelf, kind, public)
        if unlisted and all(f.code != "case-altered" for f in found):
            found.append(_unlisted(kind, public))
        findings += found
    progress(1.0, "")
    return findings


def _check_header(shelf: Shelf) -> list[Finding]:
    """vault.json as it lies there now."""
    try:
        head = header.read(shelf.vault, shelf.keys.vault)
    except DeskError as error:
        return [Finding("header-altered", error.what, error.do)]
    anchor = anchors.recall(shelf.machine, shelf.header.vault)
    try:
        return anchors.check_vault(anchor, head, shelf.register)
    except DeskError:
        return []  # the register itself is reported


def _check_case(shelf: Shelf, kind: Kind, public: str) -> list[Finding]:
    """One case or meeting: its wrapped key, its seal, its anchor, and its book."""
    where = f"{kind.folder}/{public}"
    if not _is_folder(shelf, kind, public):
        what = f"{kind.called(public)} is in the register, but its folder is missing."
        return [Finding("case-missing", what, _RESTORE)]
    try:
        case = shelf.case_file(public, kind)
        if case.restricted and not shelf.recovering:
            return _restricted(shelf, case)
        opened = _opened(shelf, case)
        book = shelf.open_book(case, opened.key, read_only=True)
    except InUseElsewhere as error:
        return [Finding("not-checked", f"{where} was not checked. {error.what}", error.do)]
    except DeskError as error:
        return [Finding("case-altered", f"{where}: {error.what}", error.do)]
    try:
        found = [_in_file(f"{where}/{BOOK}", finding) for finding in book.verify()]
        return found or _check_against_register(shelf, case, opened.reference.seal, book)
    finally:
        book.close()


def _opened(shelf: Shelf, case: casefile.CaseFile) -> casefile.Opened:
    """A case's key from its own files, not from what the register says."""
    if case.restricted:
        return shelf.opened(case)
    return shelf.opened(case, casefile.reference_of(case, shelf.prover(case)))


def _restricted(shelf: Shelf, case: casefile.CaseFile) -> list[Finding]:
    """What can be said of a case that only named staff can open."""
    found = []
    kind = case.kind
    if not (shelf.home(case) / BOOK).is_file():
        what = f"{kind.folder}/{case.public}/{BOOK} is missing."
        found.append(Finding("case-altered", what, _RESTORE))
    if case.sheet != recovery_slot(shelf.header).id:
        what = f"The recovery code does not open {kind.words} {case.public}: it is for an earlier "
        what += "sheet."
        do = f"Somebody named for the {kind.words} has to open it once with its full reference."
        found.append(Finding("recovery-behind", what, do))
    what = f"{kind.called(case.public)} was not checked: restricted. Its keys' file was proved."
    do = "Somebody named for it can open it; the recovery code can check it."
    return [*found, Finding("not-checked", what, do)]


def _check_against_register(
    shelf: Shelf, case: casefile.CaseFile, seal: str, book: Book
) -> list[Finding]:
    try:
        row = shelf.register.row("seal", case.case)
        found = anchors.check_case(shelf.register, case.case, case.public, book)
    except DeskError:
        return []  # the register itself is reported
    if row is not None and row.fields.get("seal") != seal:
        what = f"The register and {case.kind.words} {case.public} do not agree about the seal."
        found.append(Finding("seal-differs", what, _RESTORE))
    return found


def _is_folder(shelf: Shelf, kind: Kind, name: str) -> bool:
    return (shelf.vault / kind.folder / name).is_dir()


def _does_not_belong(kind: Kind, name: str) -> Finding:
    what = f"{kind.folder}/{name} does not belong to the vault."
    return Finding("stray", what, "Move it out of the vault's folder.")


def _unlisted(kind: Kind, public: str) -> Finding:
    what = f"{kind.called(public)} has a folder, but the register does not know it."
    do = f"Lock and unlock the vault: the {kind.words} is listed again."
    return Finding("case-unlisted", what, do)


def _in_file(name: str, finding: Finding) -> Finding:
    return Finding(finding.code, f"{name}: {finding.what}", finding.do)
