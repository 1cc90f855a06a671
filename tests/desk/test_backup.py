from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mktdesk.desk import backup, cases
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.settings import change_settings, settings
from mktdesk.desk.work import Silent
from mktdesk.errors import NewerWork

PASSPHRASE = "six-larches-by-the-canal"


def later(desk: Desk, **by: float) -> None:
    desk.machine.clock._now += timedelta(**by)  # type: ignore[attr-defined]


@pytest.fixture
def public(session: Session) -> str:
    case = cases.start_referral(session)
    cases.close_case(case)
    return case.public


def test_the_last_backup_and_its_age_are_known(
    session: Session, desk: Desk, public: str, tmp_path: Path
) -> None:
    assert backup.last_backup(session) is None
    made = backup.back_up(session, tmp_path / "stick", Silent())
    assert (made.cases, made.problems, made.not_checked) == (1, (), ())
    last = backup.last_backup(session)
    assert last is not None
    assert (last.age, last.stale, last.cases, last.by) == ("today", False, 1, "Dana Whitlock")
    later(desk, days=1)
    assert backup.last_backup(session).age == "yesterday"  # type: ignore[union-attr]
    later(desk, days=8)
    backup.back_up(session, tmp_path / "other", Silent())
    newest, oldest = backup.known_backups(session)
    assert (newest.age, oldest.age, oldest.stale) == ("today", "9 days ago", True)
    change_settings(session, replace(settings(session), backup_days=9))
    assert not any(known.stale for known in backup.known_backups(session))
    (line,) = backup.backups_in(tmp_path / "stick")
    assert line.publics == (public,)


def test_the_office_comes_back_and_what_is_newer_is_said(
    session: Session, desk: Desk, public: str, tmp_path: Path
) -> None:
    backup.back_up(session, tmp_path / "stick", Silent())
    other = cases.start_referral(session)
    cases.close_case(other)
    slot = session.vault.staff.id
    session.close()

    def restore(*, override: bool) -> backup.RestoredOffice:
        return backup.restore_office(
            desk, tmp_path / "stick", tmp_path / "vault", Silent(),
            reason="try", slot=slot, passphrase=PASSPHRASE, override=override,
        )  # fmt: skip

    with pytest.raises(NewerWork, match=other.public):
        restore(override=False)
    done = restore(override=True)
    assert [line.public for line in cases.list_cases(done.session)] == [public]
    assert Path(done.aside).is_dir()
    again = cases.start_referral(done.session)
    assert again.public not in {public, other.public}
    cases.close_case(again)
    done.session.close()


def test_one_case_comes_back(session: Session, public: str, tmp_path: Path) -> None:
    backup.back_up(session, tmp_path / "stick", Silent())
    (session.vault.folder / "cases" / public / "case.db").unlink()
    with pytest.raises(NewerWork):
        backup.restore_one(session, tmp_path / "stick", public, reason="lost")
    backup.restore_one(session, tmp_path / "stick", public.lower(), reason="lost", override=True)
    case = cases.open_case(session, public)
    assert case.handle.alarms == ()
    cases.close_case(case)
    assert session.vault.verify() == []
