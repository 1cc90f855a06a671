"""What must not be told to somebody, or published, on a pathway (pure; C13: R78, R79)."""

from __future__ import annotations

import re

from mktdesk.errors import NoticeRefused
from mktdesk.toolkits.process_schema import Process, Refusal

_WORD = re.compile(r"\w+")


def refusals_on(process: Process, pathway: str) -> tuple[Refusal, ...]:
    """What the toolkit forbids on a pathway, in its order."""
    return tuple(one for one in process.refusal if pathway in one.pathways)


def refusal_of(
    process: Process, pathway: str, recipient: str, *, publishing: bool = False
) -> Refusal | None:
    """What forbids telling this recipient of the toolkit, or publishing, on this pathway."""
    for one in refusals_on(process, pathway):
        if one.publishing if publishing else recipient in one.to:
            return one
    return None


def refuse_telling(process: Process, pathway: str, who: str) -> None:
    """Raise NoticeRefused with the toolkit's reason where somebody must not be told.

    who: a recipient's id, or a name as it was typed; a name that holds the recipient's own words
    ("Ofsted, Piccadilly Gate") is that recipient.
    """
    typed = _words(who)
    labels = {one.id: one.label for one in process.recipient}
    for refusal in refusals_on(process, pathway):
        for recipient in refusal.to:
            if any(_within(_words(known), typed) for known in (recipient, labels[recipient])):
                raise NoticeRefused(refusal.why, labels[recipient])


def refuse_publishing(process: Process, pathway: str) -> None:
    """Raise NoticeRefused with the toolkit's reason where nothing may be published."""
    if refusal := refusal_of(process, pathway, "", publishing=True):
        raise NoticeRefused(refusal.why)
    way = next((one for one in process.pathway if one.id == pathway), None)
    if way is not None and way.not_published:
        raise NoticeRefused(way.not_published)


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold().replace("_", " ")))


def _within(known: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    """Whether the words stand in what was typed, next to each other."""
    size = len(known)
    return any(typed[at : at + size] == known for at in range(len(typed) - size + 1))
