"""What the office has chosen: marking, reference format, password policy, idle minutes."""

from __future__ import annotations

from dataclasses import replace

from mktdesk.book import Change, RowChange
from mktdesk.casework.records import OFFICE_ROW, OfficeSettings
from mktdesk.desk.session import Session
from mktdesk.errors import AnswersRefused, SetByIT
from mktdesk.policy import BY_IT
from mktdesk.reference import ReferenceFormat, canonical_public
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Pathway

MEETINGS = "MTG"  # what a meeting's reference begins with, where the office chose nothing
IDLE_MINUTES = (1, 240)
BACKUP_DAYS = (1, 90)
PACK_KEYS = {
    "full": "The full reference: public part and seal (recommended)",
    "public": "The public part alone, as the guidance's wording has it",
}
PUBLIC_WARNING = (
    "A bare office number can be guessed in seconds: there are only a few thousand of them. "
    "Anybody who gets hold of a pack could open it."
)
APPEARANCES = {"system": "As the computer is set", "light": "Light", "dark": "Dark"}


def settings(session: Session) -> OfficeSettings:
    """The office's settings as they hold on this computer, whose administrator may be stricter."""
    record = session.vault.register.row(OfficeSettings.KIND, OFFICE_ROW)
    if record is None:
        return _held(session, OfficeSettings(OFFICE_ROW, name=session.vault.office_name))
    return _held(session, OfficeSettings.of(record.id, record.fields))


def _held(session: Session, chosen: OfficeSettings) -> OfficeSettings:
    policy = session.policy
    return replace(
        chosen,
        idle_minutes=policy.most_minutes(chosen.idle_minutes),
        marking=policy.marking or chosen.marking,
        pack_key=policy.pack_password or chosen.pack_key,
    )


def most_idle_minutes(session: Session) -> int:
    """The longest time until the desk locks itself that can be chosen on this computer."""
    return session.policy.most_minutes(IDLE_MINUTES[1])


def change_settings(session: Session, wanted: OfficeSettings, *, reason: str = "") -> None:
    """Keep the settings; only what differs is journaled.

    Raises AnswersRefused, ReferenceRefused. Choosing the bare public part as the password
    needs a reason (C23).
    """
    before = settings(session)
    lowest, highest = IDLE_MINUTES[0], most_idle_minutes(session)
    if not lowest <= wanted.idle_minutes <= highest:
        raise AnswersRefused(
            "The desk cannot lock itself after that time.",
            f"Give a number of minutes from {lowest} to {highest}.",
        )
    lowest, highest = BACKUP_DAYS
    if not lowest <= wanted.backup_days <= highest:
        raise AnswersRefused(
            "A backup cannot count as old after that time.",
            f"Give a number of days from {lowest} to {highest}.",
        )
    if _held(session, wanted) != wanted:
        raise SetByIT(BY_IT, "Ask them to change it; nothing was saved.")
    if wanted.pack_key not in PACK_KEYS or wanted.appearance not in APPEARANCES:
        raise AnswersRefused("That is not one of the choices.", "Choose one that is offered.")
    if wanted.pack_key == "public" != before.pack_key and not reason.strip():
        raise AnswersRefused(PUBLIC_WARNING, "If it must be so, say why; it is recorded.")
    wanted = replace(
        wanted,
        reference_prefix=_letters(wanted.reference_prefix),
        meeting_prefix=_letters(wanted.meeting_prefix),
    )
    old, new = before.to_fields(), wanted.to_fields()
    changed = {key: value for key, value in new.items() if old[key] != value}
    if "name" in changed:
        session.vault.rename_office(wanted.name)
    if changed:
        row = RowChange(OfficeSettings.KIND, OFFICE_ROW, changed)
        session.vault.register.write(Change(session.actor, "settings", (row,), reason))


def _letters(prefix: str) -> str:
    """A prefix in its one form, or nothing. Raises AnswersRefused, ReferenceRefused."""
    found = canonical_public(prefix) if prefix else ""
    if found and not found.isalpha():
        raise AnswersRefused("A prefix is letters only.", "For example SCR or LCR.")
    return found


def marking(session: Session, toolkit: Toolkit) -> str:
    """The protective marking for this office's papers under this toolkit (R350)."""
    return settings(session).marking or toolkit.marking.default


def meeting_format(session: Session) -> ReferenceFormat:
    """How this office numbers its meetings: a series of their own beside the referrals'."""
    return ReferenceFormat(settings(session).meeting_prefix or MEETINGS)


def reference_format(
    session: Session, toolkit: Toolkit, pathway: Pathway | None = None
) -> ReferenceFormat:
    """How this office numbers referrals under this toolkit, and on a pathway with its own prefix.

    The office's own prefix stands for the toolkit's, not for a pathway's: a safeguarding adult
    review is not numbered as a serious case review.
    """
    chosen = settings(session)
    own = pathway.prefix if pathway else ""
    return ReferenceFormat(
        own or chosen.reference_prefix or toolkit.reference.prefix,
        chosen.reference_digits or toolkit.reference.digits,
    )
