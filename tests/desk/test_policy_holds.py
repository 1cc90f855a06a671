"""What the administrator of a computer has set holds in the desk, whoever asks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mktdesk.casework.records import OfficeSettings
from mktdesk.desk import demo, staffkeys
from mktdesk.desk import settings as office
from mktdesk.desk.cases import close_case, start_referral
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.session import Desk, Session, for_demonstration
from mktdesk.desk.strength import strength
from mktdesk.errors import AnswersRefused, SetByIT, VaultError
from mktdesk.office import Machine
from mktdesk.policy import BY_IT, Policy
from mktdesk.toolkits import load

GOOD = "larch kettle harbour violet"
FAIR = "quill-kettle-larch"


def with_policy(desk: Desk, **values: object) -> Desk:
    policy = Policy(given=frozenset(values), **values)  # type: ignore[arg-type]
    return replace(desk, machine=replace(desk.machine, policy=policy))


def opened(desk: Desk, folder: Path) -> Session:
    session, _ = desk.first_start(folder, "Northshire Partnership", "Dana Whitlock", GOOD)
    return session


def test_this_computer_is_asked_for_its_policy(monkeypatch):
    monkeypatch.setattr("mktdesk.policy.read", lambda: Policy(idle_minutes=7))
    assert Machine.this_one().policy == Policy(idle_minutes=7)


def test_only_the_folder_that_is_set_is_opened(desk, tmp_path):
    strict = with_policy(desk, vault=str(tmp_path / "office"))
    with pytest.raises(SetByIT, match="office"):
        opened(strict, tmp_path / "mine")
    assert not (tmp_path / "mine").exists()
    opened(strict, tmp_path / "office").close()
    opened(desk, tmp_path / "other").close()
    slot = desk.look(tmp_path / "other").staff[0].slot_id
    for attempt in (
        lambda: strict.look(tmp_path / "other"),
        lambda: strict.unlock(tmp_path / "other", slot, GOOD),
        lambda: strict.recover(tmp_path / "other", "x"),
        lambda: strict.join(tmp_path / "other", "x", GOOD),
    ):
        with pytest.raises(SetByIT):
            attempt()
    same = tmp_path / "other" / ".." / "office"
    strict.unlock(same, strict.look(same).staff[0].slot_id, GOOD).close()


STRICT = Policy(
    vault="/srv/v", idle_minutes=7, shortest_passphrase=60, passphrase_strength="strong"
)


def test_a_demonstration_lies_where_it_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setattr("mktdesk.policy.read", lambda: STRICT)
    made = for_demonstration(tmp_path)
    session, _ = made.first_start(tmp_path / "v", demo.OFFICE, demo.STAFF, demo.PASSPHRASE)
    assert session.policy == Policy(idle_minutes=7)
    session.close()


def test_passphrases_are_as_long_and_strong_as_is_set(desk, tmp_path):
    with pytest.raises(AnswersRefused, match="at least 40 characters"):
        opened(with_policy(desk, shortest_passphrase=40), tmp_path / "v")
    session = opened(with_policy(desk, shortest_passphrase=20), tmp_path / "v")
    try:
        with pytest.raises(VaultError, match="at least 20 characters"):
            staffkeys.add_colleague(session, "Ann Other", "violet-osprey-7")
        staffkeys.add_colleague(session, "Ann Other", "violet osprey tundra lemon")
    finally:
        session.close()


def test_strong_asks_more_than_good():
    strong = Policy(passphrase_strength="strong")
    found = [w for w in ("larchkettle7", "violet-osp", FAIR, GOOD) if strength(w).score == 3]
    assert found, "one of these must be good and no more"
    for passphrase in found:
        assert strength(passphrase).enough
        told = strength(passphrase, policy=strong)
        assert not told.enough
        assert BY_IT in told.advice
    assert strength(GOOD, policy=strong).enough


def test_the_desk_locks_no_later_than_is_set(desk, tmp_path):
    session = opened(with_policy(desk, idle_minutes=6), tmp_path / "v")
    try:
        assert office.settings(session).idle_minutes == 6
        assert office.most_idle_minutes(session) == 6
        now = office.settings(session)
        office.change_settings(session, replace(now, idle_minutes=3))
        assert office.settings(session).idle_minutes == 3
        with pytest.raises(AnswersRefused, match="1 to 6"):
            office.change_settings(session, replace(now, idle_minutes=7))
    finally:
        session.close()


def test_what_is_set_is_not_written_into_the_offices_own_settings(desk, tmp_path):
    strict = with_policy(desk, idle_minutes=6, marking="OFFICIAL-SENSITIVE")
    session = opened(strict, tmp_path / "v")
    office.change_settings(session, replace(office.settings(session), telephone="01632 960000"))
    session.close()
    session = desk.unlock(tmp_path / "v", desk.look(tmp_path / "v").staff[0].slot_id, GOOD)
    try:
        kept = office.settings(session)
        assert (kept.idle_minutes, kept.marking) == (OfficeSettings("x").idle_minutes, "")
        assert kept.telephone == "01632 960000"
    finally:
        session.close()


def test_marking_and_the_packs_password_cannot_be_chosen_against_it(desk, tmp_path):
    session = opened(desk, tmp_path / "v")
    weak = replace(office.settings(session), pack_key="public", marking="RESTRICTED")
    office.change_settings(session, weak, reason="The board asked for it")
    session.close()
    strict = with_policy(desk, pack_password="full", marking="OFFICIAL-SENSITIVE")
    session = strict.unlock(tmp_path / "v", strict.look(tmp_path / "v").staff[0].slot_id, GOOD)
    try:
        now = office.settings(session)
        assert now.pack_key == "full"
        assert office.marking(session, load("mkscb-2016")) == "OFFICIAL-SENSITIVE"
        case = start_referral(session)
        secret = password(case, PackChoice(()))
        close_case(case)
        assert secret == (case.handle.reference.full, "the full reference, as the slip shows it")
        for wanted in (replace(now, pack_key="public"), replace(now, marking="RESTRICTED")):
            with pytest.raises(SetByIT):
                office.change_settings(session, wanted, reason="because")
    finally:
        session.close()
