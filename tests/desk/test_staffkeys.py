from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mktdesk.desk import casekeys, cases, staffkeys
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent
from mktdesk.errors import (
    AnswersRefused,
    Cancelled,
    CaseError,
    ReferenceNeeded,
    UnlockRefused,
    VaultError,
)

GOOD = "eleven-quiet-otters-swim"


@pytest.fixture
def ruth(session: Session) -> str:
    staffkeys.add_colleague(session, "Ruth Okafor", GOOD)
    return next(p.slot_id for p in staffkeys.people(session) if p.name == "Ruth Okafor")


def test_a_colleague_is_added_and_taken_away(
    session: Session, desk: Desk, ruth: str, tmp_path: Path
) -> None:
    other = desk.unlock(tmp_path / "vault", ruth, GOOD)
    assert other.actor == "Ruth Okafor"
    other.close()
    assert staffkeys.revoke(session, ruth, "left the office", Silent()) == ()
    assert [p.name for p in staffkeys.people(session)] == ["Dana Whitlock", "Recovery code"]
    with pytest.raises(UnlockRefused):
        desk.unlock(tmp_path / "vault", ruth, GOOD)
    newest = [e for e in session.vault.register.history() if e.verb == "revoke"]
    assert (newest[0].actor, newest[0].reason) == ("Dana Whitlock", "left the office")


def test_easy_passphrases_are_refused_everywhere(session: Session, desk: Desk, tmp_path) -> None:
    weak = "password1"
    with pytest.raises(VaultError, match="easy to guess"):
        staffkeys.add_colleague(session, "Ruth Okafor", weak)
    with pytest.raises(VaultError, match="easy to guess"):
        staffkeys.change_passphrase(session, GOOD, weak)
    assert len(staffkeys.people(session)) == 2


def test_an_invitation_is_used_on_another_computer(
    session: Session, desk: Desk, tmp_path: Path
) -> None:
    invitation = staffkeys.invite(session, "Ruth Okafor")
    elsewhere = Desk(replace(desk.machine, name="other", state=tmp_path / "other"), desk.cost)
    joined = elsewhere.join(tmp_path / "vault", invitation.code, GOOD)
    assert joined.actor == "Ruth Okafor"
    joined.close()
    assert "join" in [entry.verb for entry in session.vault.register.history()]


def test_a_forgotten_passphrase_and_a_new_sheet(desk: Desk, tmp_path: Path) -> None:
    first, code = desk.first_start(tmp_path / "v", "Office", "Dana Whitlock", GOOD)
    slot = first.vault.staff.id
    first.close()
    found = desk.recover(tmp_path / "v", code)
    assert staffkeys.came_by_code(found)
    staffkeys.give_passphrase(found, slot, "nine-brown-wrens-sing")
    found.close()
    (ann,) = desk.look(tmp_path / "v").staff
    again = desk.unlock(tmp_path / "v", ann.slot_id, "nine-brown-wrens-sing")
    fresh = staffkeys.new_code()
    assert staffkeys.print_sheet(again, fresh).startswith(b"%PDF")
    staffkeys.save_sheet(again, fresh, tmp_path / "sheet.pdf")
    assert staffkeys.replace_recovery(again, fresh, "the sheet was lost", Silent()) == ()
    said = str(again.vault.register.history())
    assert "Recovery sheet printed" in said
    assert "Recovery sheet saved" in said
    assert fresh not in said
    again.close()
    with pytest.raises(UnlockRefused):
        desk.recover(tmp_path / "v", code)
    desk.recover(tmp_path / "v", fresh).close()


def subject_of(session: Session) -> str:
    return cases.list_cases(session)[0].names


@pytest.mark.rule("R307")
def test_a_restricted_case_is_listed_without_its_subject_and_opens_with_its_reference(
    session: Session, ruth: str, desk: Desk, tmp_path: Path
) -> None:
    case = cases.start_referral(session)
    reference, mine = case.handle.reference, session.vault.staff.id
    session.vault.update_summary(case.handle.case_id, {"names": "Mara Voss", "subject": "M.V."})
    assert subject_of(session) == "Mara Voss"
    with pytest.raises(AnswersRefused, match="could not open"):
        casekeys.restrict(case, [ruth], "a relative works here")
    casekeys.restrict(case, [mine], "a relative works here")
    cases.settle(case)
    (line,) = cases.list_cases(session)
    assert (line.restricted, line.names, line.subject) == (True, "", "")
    assert line.review_type
    access = casekeys.access(case)
    assert (access.restricted, access.named) == (True, (mine,))
    assert [person.name for person in access.people] == ["Dana Whitlock", "Ruth Okafor"]
    cases.close_case(case)
    with pytest.raises(ReferenceNeeded):
        cases.open_case(session, reference.public)
    with pytest.raises(ReferenceNeeded):
        cases.show_reference(session, reference.public, "to send a pack")
    with pytest.raises(CaseError):
        casekeys.open_restricted(session, f"{reference.public}-{'0' * 16}")
    typed = reference.full.lower().replace("-", " ")
    opened = casekeys.open_restricted(session, typed)
    newest = session.vault.register.history(limit=1)[0]
    assert (newest.verb, newest.note) == ("view", {"reference": reference.public})
    other = desk.unlock(tmp_path / "vault", ruth, GOOD)
    with pytest.raises(CaseError, match="not among them"):
        casekeys.open_restricted(other, reference.full)
    other.close()
    casekeys.unrestrict(opened, "no longer needed")
    cases.close_case(opened)
    assert cases.show_reference(session, reference.public, "to send a pack") == reference
    assert not cases.list_cases(session)[0].restricted


def test_a_resealed_case_and_one_under_another_key(session: Session) -> None:
    case = cases.start_referral(session)
    old = case.handle.reference
    fresh = casekeys.fresh_reference(case)
    casekeys.reseal(case, fresh, "the slip was lost")
    assert case.handle.reference == fresh
    with pytest.raises(CaseError, match="already"):
        casekeys.change_key(session, fresh, "a laptop was lost")
    cases.close_case(case)
    with pytest.raises(CaseError, match="does not open"):
        casekeys.change_key(session, old, "a laptop was lost")
    casekeys.change_key(session, fresh, "a laptop was lost")
    assert cases.show_reference(session, fresh.public, "to check") == fresh
    again = cases.open_case(session, fresh.public)
    assert [e.reason for e in again.book.history(limit=1)] == ["a laptop was lost"]
    cases.close_case(again)


class Impatient(Silent):
    """Somebody who presses Cancel at once."""

    def report(self, fraction: float, words: str) -> None:
        super().report(fraction, words)
        raise Cancelled


def test_changing_the_vaults_key_is_not_stopped_half_way(session: Session, ruth: str) -> None:
    cases.close_case(cases.start_referral(session))
    staffkeys.revoke(session, ruth, "left", Impatient())
    assert not session.vault.shelf.keys.previous
    assert session.vault.verify() == []
