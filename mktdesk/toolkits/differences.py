"""What two editions of a toolkit do differently, in words (pure)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mktdesk.toolkits.process_schema import Clock, Notice
from mktdesk.toolkits.reading import span_words
from mktdesk.toolkits.types import Toolkit


def differences(before: Toolkit, after: Toolkit) -> tuple[str, ...]:
    """Line by line: clocks, notices, and what came or went of every other kind."""
    found: list[str] = []
    old_clocks = {x.id: x for x in before.process.clock}
    for clock in after.process.clock:
        if clock.id in old_clocks:
            found.extend(_clock(old_clocks[clock.id], clock))
    old_notices = {x.id: x for x in before.process.notice}
    names = {x.id: x.label for x in (*before.process.recipient, *after.process.recipient)}
    for notice in after.process.notice:
        if notice.id in old_notices:
            found.extend(_notice(old_notices[notice.id], notice, names))
    for what, old, new in _kinds(before, after):
        found.extend(f"Gone: {what} “{old[key]}”" for key in old if key not in new)
        found.extend(f"New: {what} “{new[key]}”" for key in new if key not in old)
    return tuple(found)


def _clock(old: Clock, new: Clock) -> Iterable[str]:
    if old.within != new.within:
        yield f"Clock “{new.label}”: {span_words(old.within)} → {span_words(new.within)}"
    if old.starts != new.starts or old.ends != new.ends:
        yield f"Clock “{new.label}”: it runs between other steps"
    if old.extension != new.extension:
        yield f"Clock “{new.label}”: other rules for more time"


def _notice(old: Notice, new: Notice, names: Mapping[str, str]) -> Iterable[str]:
    gone = [names[x] for x in old.to if x not in new.to]
    came = [names[x] for x in new.to if x not in old.to]
    if gone:
        yield f"Notice “{new.label}”: no longer to {', '.join(gone)}"
    if came:
        yield f"Notice “{new.label}”: also to {', '.join(came)}"
    if old.within != new.within:
        yield f"Notice “{new.label}”: {span_words(old.within)} → {span_words(new.within)}"


def _kinds(
    before: Toolkit, after: Toolkit
) -> Iterable[tuple[str, Mapping[str, str], Mapping[str, str]]]:
    old, new = before.process, after.process
    yield "step", {x.id: x.label for x in old.step}, {x.id: x.label for x in new.step}
    yield "clock", {x.id: x.label for x in old.clock}, {x.id: x.label for x in new.clock}
    yield "notice", {x.id: x.label for x in old.notice}, {x.id: x.label for x in new.notice}
    yield (
        "threshold",
        {x.id: x.label for x in old.criterion},
        {x.id: x.label for x in new.criterion},
    )
    yield (
        "kind of review",
        {x.id: x.label for x in old.pathway},
        {x.id: x.label for x in new.pathway},
    )
    yield (
        "line of the closing",
        {x.id: x.text for x in old.closing},
        {x.id: x.text for x in new.closing},
    )
