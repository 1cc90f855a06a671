"""The directory in the register of real vaults: kept, changed by two people, asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mktdesk.desk import directory, requests, staffkeys
from mktdesk.desk.bodyrows import BODY
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.directory import AGENCY, HOLDER, PERSON, Entry
from mktdesk.desk.directorynames import Holder, agency_names, holders_of
from mktdesk.desk.history import office_history
from mktdesk.desk.reading import read_date
from mktdesk.desk.requests import Ask
from mktdesk.desk.session import Desk, Session
from mktdesk.errors import AnswersRefused
from mktdesk.forms.values import Value

GOOD = "eleven-quiet-otters-swim"


def add(session: Session, kind: str, **values: Value) -> Entry:
    before = {one.row for one in directory.directory(session).entries}
    directory.keep(session, Entry(kind, "", {}), values)
    (made,) = [x for x in directory.directory(session).entries if x.row not in before]
    return made


def test_entries_of_every_kind_are_kept_in_words_by_kind_and_name(session: Session) -> None:
    add(session, PERSON, name="Ruth Okafor", title="Business Manager", email="ruth@example.org")
    add(session, PERSON, name="Amara Cole", organisation="Northshire Police")
    add(session, AGENCY, name="Northshire Police", agency_kind="statutory", named_officer="DI Cole")
    found = directory.directory(session)
    assert [one.name for one in found.entries] == ["Amara Cole", "Ruth Okafor", "Northshire Police"]
    assert found.entries[1].what == "Business Manager"
    assert found.entries[1].contact == "ruth@example.org"
    assert found.entries[2].what == "Statutory agency, DI Cole"
    assert [field.id for field in found.fields(PERSON)][:2] == ["name", "title"]


@pytest.mark.rule("R7")
@pytest.mark.rule("R140")
def test_a_body_names_the_document_that_governs_it_and_where_that_is_kept(session: Session) -> None:
    made = add(
        session,
        BODY,
        name="Review and Learning Group",
        body="mksb-2018/rlg",
        governance="Governance document, version 3",
        kept_where="Partnership handbook, section 4",
    )
    assert "Governance document, version 3" in made.what
    assert made.contact == "Partnership handbook, section 4"
    bare = add(session, BODY, name="LCRP", body="mk-together-2023/lcrp")
    assert "version" not in bare.what


def test_what_is_missing_or_cannot_be_is_refused(session: Session) -> None:
    with pytest.raises(AnswersRefused, match="Name"):
        directory.keep(session, Entry(PERSON, "", {}), {"name": "", "title": "Nurse"})
    days: dict[str, Value] = {
        "name": "Ruth Okafor",
        "role": "mkscb-2016/chair",
        "from": read_date("2 March 2026"),
        "until": read_date("1 March 2026"),
    }
    with pytest.raises(AnswersRefused, match="ends before"):
        directory.keep(session, Entry(HOLDER, "", {}), days)
    assert not directory.directory(session).entries


def test_who_holds_a_role_on_a_day(session: Session) -> None:
    role, other = "mkscb-2016/independent_chair", "mkscb-2010/independent_chair"
    add(session, HOLDER, name="Old Chair", role=role, until=read_date("1 March 2026"))
    add(session, HOLDER, name="New Chair", role=role, **{"from": read_date("2 March 2026")})
    add(session, HOLDER, name="Elsewhere", role=other)

    def on(day: date) -> tuple[str, ...]:
        found = holders_of(session, "mkscb-2016", "independent_chair", day)
        return tuple(one.name for one in found)

    assert on(date(2026, 3, 1)) == ("Old Chair",)
    assert on(date(2026, 3, 2)) == ("New Chair",)
    add(session, HOLDER, name="Deputy", role=role, **{"from": read_date("3 March 2026")})
    add(session, PERSON, name="Deputy", title="Head of care", organisation="Council")
    assert holders_of(session, "mkscb-2016", "independent_chair", date(2026, 3, 4)) == (
        Holder("Deputy", "Head of care", "Council"),
        Holder("New Chair"),
    )
    ended = [one.name for one in directory.directory(session).entries if one.ended]
    assert ended == ["Old Chair"]


def test_its_agencies_are_offered_by_name_once(session: Session) -> None:
    for name in ("Police", "  Brookhollow   School", "Police"):
        add(session, AGENCY, name=name)
    assert agency_names(session) == ("Brookhollow School", "Police")


def test_two_people_who_write_at_once_lose_nothing(
    session: Session, desk: Desk, tmp_path: Path
) -> None:
    staffkeys.add_colleague(session, "Ruth Okafor", GOOD)
    ruth = next(p.slot_id for p in staffkeys.people(session) if p.name == "Ruth Okafor")
    other = desk.unlock(tmp_path / "vault", ruth, GOOD)
    seen = add(session, AGENCY, name="Police", contact="Old")
    directory.keep(session, seen, {**seen.values, "contact": "New House"})
    directory.keep(other, seen, {**seen.values, "named_officer": "DI Cole"})
    with pytest.raises(AnswersRefused, match="Somebody else"):
        directory.keep(other, seen, {**seen.values, "contact": "Another House"})
    add(other, AGENCY, name="Probation")
    now = directory.directory(session).entries
    assert [one.name for one in now] == ["Police", "Probation"]
    assert (now[0].values["contact"], now[0].values["named_officer"]) == ("New House", "DI Cole")
    directory.remove(other, now[0])
    with pytest.raises(AnswersRefused, match="removed"):
        directory.keep(session, now[0], {**now[0].values, "contact": "Late"})
    with pytest.raises(AnswersRefused, match="removed already"):
        directory.remove(session, now[0])
    other.close()


def test_the_history_says_it_in_words(session: Session) -> None:
    made = add(session, PERSON, name="Ruth Okafor")
    directory.keep(session, made, {**made.values, "title": "Business Manager"})
    lines = [x for x in office_history(session).lines if x.did == "Changed the directory"]
    assert ("Directory: person", "Job title", "Business Manager") in [
        (x.where, x.field, x.new) for x in lines
    ]


def test_an_agency_that_the_directory_knows_is_asked_with_its_contact(
    session: Session, case: OpenCase
) -> None:
    add(session, AGENCY, name="Northshire Police", contact="HQ, 01", named_officer="DI Cole")
    requests.ask(case, Ask(("northshire  police", "School"), ("information",)))
    rows = {row.get("agency"): row for row in case.answers().table("request")}
    assert rows["northshire  police"].get("contact") == "HQ, 01"
    assert rows["northshire  police"].get("named_officer") == "DI Cole"
    assert rows["School"].get("contact") is None
