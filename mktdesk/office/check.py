"""Checking a whole vault: header, counters, register, every case, and what lies about."""

from __future__ import annotations

from collections.abc import Callable

from mktdesk.book import Book, Finding
from mktdesk.errors import Cancelled, DeskError, InUseElsewhere
from mktdesk.office import anchors, casefile, disposal, header, numbering
from mktdesk.office.shelf import BOOK, CASES, Shelf, recovery_slot

_RESTORE = "Put back the last good backup."


def verify(
    shelf: Shelf, progress: Callable[[float, str], None], cancelled: Callable[[], bool] | None
) -> list[Finding]:
    """Everything that is wrong with a vault. Raises Cancelled between two books."""
    progress(0.0, "The register")
    findings = _check_header(shelf) + numbering.check(shelf) + disposal.check(shelf)
    findings += [_in_file("register.db", finding) for finding in shelf.register.verify()]
    try:
        rows = {str(row.fields.get("public")): row.id for row in shelf.register.rows("case")}
        readable = True
    except DeskError:
        rows, readable = {}, False  # said above; the cases can still be looked at
    strays = {name for name in shelf.publics() - rows.keys() if not _is_folder(shelf, name)}
    findings += [_does_not_belong(name) for name in sorted(strays)]
    publics = sorted(shelf.publics() - strays - disposal.gone(shelf) | rows.keys())
    for number, public in enumerate(publics):
        if cancelled is not None and cancelled():
            raise Cancelled
        progress((number + 1) / (len(publics) + 1), public)
        found = _check_case(shelf, public)
        if readable and public not in rows and all(f.code != "case-altered" for f in found):
            found.append(_unlisted(public))
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


def _check_case(shelf: Shelf, public: str) -> list[Finding]:
    """One case: its wrapped key, its seal, its anchor, and its book."""
    where = f"{CASES}/{public}"
    if not _is_folder(shelf, public):
        what = f"Case {public} is in the register, but its folder is missing."
        return [Finding("case-missing", what, _RESTORE)]
    try:
        case = shelf.case_file(public)
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
    if not (shelf.folder(case.public) / BOOK).is_file():
        what = f"{CASES}/{case.public}/{BOOK} is missing."
        found.append(Finding("case-altered", what, _RESTORE))
    if case.sheet != recovery_slot(shelf.header).id:
        what = f"The recovery code does not open case {case.public}: it is for an earlier sheet."
        do = "Somebody named for the case has to open it once with its full reference."
        found.append(Finding("recovery-behind", what, do))
    what = f"Case {case.public} was not checked: restricted. Its keys' file was proved."
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
        what = f"The register and case {case.public} do not agree about the seal."
        found.append(Finding("seal-differs", what, _RESTORE))
    return found


def _is_folder(shelf: Shelf, name: str) -> bool:
    return (shelf.vault / CASES / name).is_dir()


def _does_not_belong(name: str) -> Finding:
    what = f"{CASES}/{name} does not belong to the vault."
    return Finding("stray", what, "Move it out of the vault's folder.")


def _unlisted(public: str) -> Finding:
    what = f"Case {public} has a folder, but the register does not know it."
    return Finding("case-unlisted", what, "Lock and unlock the vault: the case is listed again.")


def _in_file(name: str, finding: Finding) -> Finding:
    return Finding(finding.code, f"{name}: {finding.what}", finding.do)
