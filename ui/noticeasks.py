"""What is asked about a notice before it is marked, in words."""

from __future__ import annotations

from mktdesk.casework.noticegroups import Act, Group
from ui.dialogs.notice import Line, Wanted
from ui.pages.notices import NoticeLine

_HOW = Line("how", "How", "Letter, email, telephone, in person…", optional=True)


def asked(act: Act, line: NoticeLine, actor: str) -> Wanted:
    """The questions of Told, Confirmed, Somebody else, Tell them more and Name somebody.

    actor: who is at the desk. Raises KeyError for another act.
    """
    about = (line.label, f"To: {line.to}")
    by = Line("by", "Told by", begun=actor)
    delegated = line.group is Group.TO_CONFIRM
    return {
        Act.TOLD: Wanted(
            "They were told", "Mark as told", about, day="Day on which they were told",
            lines=(by, _HOW), tick=_everybody(line.others),
        ),
        Act.CONFIRMED: Wanted(
            "It is confirmed", "Mark as confirmed", about,
            day="Day on which they were told" if delegated else "Day on which it was confirmed",
            lines=(Line("by", "Who confirms it", "Name, and who they are."),),
        ),
        Act.OTHER: Wanted(
            "Somebody else told them", "Mark as told by somebody else", about,
            day="Day on which they were told",
            lines=(
                Line("by", "Who told them"),
                Line("source", "Who told the office so"),
                _HOW,
            ),
        ),
        Act.AGAIN: Wanted(
            "They were told more", "Add it", about, day="Day on which they were told",
            lines=(by, _HOW), box="What they were told",
            box_help="A development, or a correction of what they were told before.",
        ),
        Act.NAME: Wanted(
            "Who else is told", "Add them", (line.label, f"Among: {line.kind}"),
            box="Names", box_help="One on a line. Each is then told by itself.",
        ),
    }[act]  # fmt: skip


def _everybody(others: int) -> str:
    if not others:
        return ""
    who = "the other one" if others == 1 else f"the other {others}"
    return f"And {who} still to be told of it"


def other_asked(actor: str) -> Wanted:
    """The questions of telling somebody whom the toolkit names no notice to."""
    return Wanted(
        "Somebody else was told",
        "Add it",
        ("What this guidance does not let them be told on this kind of review is refused.",),
        day="Day on which they were told",
        lines=(Line("to", "Who was told"), Line("by", "Told by", begun=actor), _HOW),
        box="What they were told",
        tick="This makes it public",
    )
