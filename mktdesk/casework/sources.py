"""Who refers, and what the guidance wants of them first: a warning, never a refusal (pure, C7)."""

from __future__ import annotations

from collections.abc import Mapping

from mktdesk.casework.records import Referrer
from mktdesk.casework.situation import Truth
from mktdesk.toolkits.process_schema import Process, Source

_KEPT = "The referral is kept."
_DONE = {
    "no": "What comes before a referral was not done",
    "not_known": "Whether what comes before a referral was done is not known",
}


def source_of(process: Process, referrer: Referrer | None) -> Source | None:
    """The toolkit's own words of who refers; None where it does not name them."""
    wanted = referrer.source if referrer is not None else ""
    return next((one for one in process.source if one.id == wanted), None)


def sources_for(process: Process, pathway: str) -> tuple[Source, ...]:
    """Who may refer, those for this pathway first ("": in the toolkit's order)."""
    return tuple(sorted(process.source, key=lambda one: not _refers_for(one, pathway)))


def referrer_warnings(
    process: Process, pathway: str, referrer: Referrer | None, facts: Mapping[str, Truth]
) -> tuple[str, ...]:
    """What to look at in who refers; nothing where all is as the guidance has it.

    referrer: None where nobody has said who it is. pathway: "" where none is chosen. facts: what
    is known, by fact id.
    """
    if referrer is None or not process.source:
        return ()
    source = source_of(process, referrer)
    if source is None:
        return (f"The guidance does not name this referrer. {_KEPT}",)
    found = []
    if not _refers_for(source, pathway):
        ways = [one.label for one in process.pathway if one.id in source.pathways]
        found.append(f"The guidance has this referrer refer for: {', '.join(ways)}. {_KEPT}")
    if source.before and referrer.before != "yes":
        done = _DONE.get(referrer.before, "Nobody has said whether what comes before was done")
        found.append(f"{done}: {source.before} {_KEPT}")
    ground = next((fact for fact in process.fact if fact.id == source.ground), None)
    if ground is not None and facts.get(ground.id) is not Truth.YES:
        found.append(f"The ground for referring is not answered yes: “{ground.question}” {_KEPT}")
    return tuple(found)


def _refers_for(source: Source, pathway: str) -> bool:
    return not pathway or not source.pathways or pathway in source.pathways
