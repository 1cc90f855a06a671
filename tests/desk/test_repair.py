from __future__ import annotations

import pytest

from mktdesk.book import Finding
from mktdesk.desk import cases, repair
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent

PASSPHRASE = "six-larches-by-the-canal"


def test_what_is_found_says_what_can_be_done_and_doing_it_helps(session: Session) -> None:
    case = cases.start_referral(session)
    cases.close_case(case)
    assert repair.check(session, Silent()) == ()
    case = cases.open_case(session, case.public)
    with case.book._file.transaction():
        case.book._file.run("UPDATE record SET words = 'lies'")
    cases.close_case(case)
    (trouble,) = repair.check(session, Silent())
    assert (trouble.public, trouble.remedies[0]) == (case.public, repair.REBUILD_RECORDS)
    repair.rebuild_records(session, trouble.public, "the disk lied")
    assert repair.check(session, Silent()) == ()


def test_an_older_case_can_be_gone_on_from(session: Session) -> None:
    case = cases.start_referral(session)
    cases.close_case(case)
    path = session.vault.folder / "cases" / case.public / "case.db"
    old = path.read_bytes()
    case = cases.open_case(session, case.public)
    case.write("note", [])
    cases.close_case(case)
    path.write_bytes(old)
    (trouble,) = repair.check(session, Silent())
    assert repair.ACCEPT_CASE in trouble.remedies
    repair.accept_case(session, trouble.public, "put back on purpose")
    assert repair.check(session, Silent()) == ()


def test_the_list_of_cases_comes_back_with_the_register(session: Session, desk: Desk) -> None:
    case = cases.start_referral(session)
    cases.close_case(case)
    (before,) = cases.list_cases(session)
    folder, slot = session.vault.folder, session.vault.staff.id
    session.close()
    (folder / "register.db").write_bytes(b"rubbish" * 999)
    done = repair.rebuild_register(
        desk, folder, Silent(), reason="a bad disk", slot=slot, passphrase=PASSPHRASE
    )
    (line,) = cases.list_cases(done.session)
    assert (line.public, line.toolkit, line.review_type, line.stage, line.started) == (
        before.public, before.toolkit, before.review_type, before.stage, before.started
    )  # fmt: skip
    assert repair.check(done.session, Silent()) == ()
    done.session.close()


@pytest.mark.parametrize(
    ("code", "what", "public", "first"),
    [
        ("file-altered", "register.db: 3 parts", "", repair.REBUILD_REGISTER),
        ("file-altered", "cases/SCR-2026-014/case.db: 3 parts", "SCR-2026-014", "restore-case"),
        ("case-missing", "Case OLD-9 is in the register, but", "OLD-9", repair.RESTORE_CASE),
        ("header-rolled-back", "vault.json is older", "", repair.RESTORE_OFFICE),
        ("a-later-one", "Something new", "", repair.REBUILD_REGISTER),
    ],
)
def test_each_finding_has_its_remedy(code: str, what: str, public: str, first: str) -> None:
    trouble = repair.trouble_of(Finding(code, what, "do"))
    assert (trouble.public, trouble.remedies[0]) == (public, first)
    assert set(trouble.remedies) <= repair.REMEDIES.keys()
