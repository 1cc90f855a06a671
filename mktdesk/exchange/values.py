"""What was written in a box, as the answer of a declared field."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mktdesk.dates import Reading, read_date, says_not_known
from mktdesk.exchange.wording import likeness, plain_text, wording
from mktdesk.forms.types import Field, FieldKind, Option
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo, YesNoAnswer

TICKS = re.compile(r"[☑☒✓✔✅🗹🗷✗✘☓]|\[\s*[xX✓✔]\s*\]|\(\s*[xX✓✔]\s*\)")
BOXES = re.compile(r"[☐□▢◻❏❑⬜]|\[\s*\]|\(\s*\)|\[_\]")
_MARK = re.compile(f"(?P<tick>{TICKS.pattern})|(?P<box>{BOXES.pattern})")
_LONE_X = re.compile(r"^[xX✓✔]\s+(?=\S)|(?<=\S)\s+[xX✓✔]$")
_NOT_KNOWN = re.compile(r"(?:not (?:yet )?known|unknown|n/?k|don't know|unsure)\b", re.IGNORECASE)
_YES_NO: tuple[tuple[re.Pattern[str], YesNoAnswer], ...] = (
    (_NOT_KNOWN, "not_known"),
    (re.compile(r"(?:yes|y)\b", re.IGNORECASE), "yes"),
    (re.compile(r"(?:none|no|n)\b(?!/)", re.IGNORECASE), "no"),
)
_EITHER = re.compile(r"\by(?:es)?\s*/\s*no?\b", re.IGNORECASE)  # nothing crossed out
_AFTER_ANSWER = re.compile(r"\s*[-–—,.;:/(]+\s*|\s*\n\s*")
_OPTION_ALIKE = 0.8  # options differ by a word or two: "not", "multi", "single"
_LETTERED = 0.4  # where its letter stands before it too: "c) Warrants a SILP"
_KEYS = re.compile(r"\s*(?:,|;|&|\band\b|\s)\s*")


@dataclass(frozen=True, slots=True)
class Understood:
    """An answer, and why a person should look at it. value None: it could not be understood."""

    value: Value
    doubt: str = ""
    reading: Reading | None = None


def understand(field: Field, text: str, before: Reading | None = None) -> Understood:
    """The answer that the text gives to the field; `before` is the date in the row above."""
    text = plain_text(text)
    match field.kind:
        case FieldKind.DATE:
            return _date(field, text, before)
        case FieldKind.YES_NO:
            return _yes_no(field, text)
        case FieldKind.CHOICE:
            return _choice(field, text)
        case FieldKind.OPTIONS:
            return _options(field, text)
        case FieldKind.TEXT | FieldKind.LINES | FieldKind.NARRATIVE:
            if field.not_known and says_not_known(text):
                return Understood(NotKnown())
            return Understood(" ".join(text.split()) if field.kind is FieldKind.TEXT else text)


def marks(text: str) -> list[tuple[bool, str]]:
    """Each tick box in the text with the words that belong to it: (ticked, words).

    Boxes stand before their words ("☒ Yes ☐ No") or after them ("Yes ☒ No ☐").
    """
    found = list(_MARK.finditer(text))
    if not found:
        lone = _LONE_X.search(text)
        return [(True, _LONE_X.sub("", text).strip())] if lone else []
    before = not text[: found[0].start()].strip()
    pairs: list[tuple[bool, str]] = []
    for at, mark in enumerate(found):
        if before:
            until = found[at + 1].start() if at + 1 < len(found) else len(text)
            words = text[mark.end() : until]
        else:
            words = text[found[at - 1].end() if at else 0 : mark.start()]
        pairs.append((mark["tick"] is not None, words.strip()))
    if not before and text[found[-1].end() :].strip():
        pairs.append((False, text[found[-1].end() :].strip()))
    return pairs


def is_mark(text: str) -> bool | None:
    """Whether text that is nothing but a mark is a tick (True) or an empty box (False)."""
    bare = text.strip()
    if TICKS.fullmatch(bare) or bare in {"x", "X", "✓", "✔", "Y", "y", "Yes", "yes"}:
        return True
    return False if BOXES.fullmatch(bare) or not bare else None


def option_of(options: tuple[Option, ...], text: str) -> Option | None:
    """The option that the text names: by its label, or by its one-letter key ("b)")."""
    bare = text.strip(" .)(:").casefold()
    for option in options:
        if len(option.key) == 1 and bare == option.key.casefold():
            return option
        if bare == option.key.casefold().replace("_", " "):
            return option
        if wording(text).number == option.key and likeness(option.label, text) >= _LETTERED:
            return option
    scored = [(likeness(option.label, text), option) for option in options]
    score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best if score >= _OPTION_ALIKE else None


def options_named(options: tuple[Option, ...], text: str) -> list[Option]:
    """Which options' labels stand in the text: a heading that offers them, or one left over."""
    named: list[Option] = []
    for option in sorted(options, key=lambda option: -len(option.label)):
        text, times = re.subn(rf"\b{re.escape(option.label)}\b", " ", text, flags=re.IGNORECASE)
        if times:
            named.append(option)
    return named


def _date(field: Field, text: str, before: Reading | None) -> Understood:
    if field.not_known and says_not_known(text):
        return Understood(NotKnown())
    variant, rest = _variant(field, text)
    found = read_date(rest, context=before)
    answer = DateAnswer(
        text=rest,
        earliest=found.earliest.isoformat() if found.earliest else "",
        latest=found.latest.isoformat() if found.latest else "",
        precision=found.precision,
        time=found.time,
        doubt=found.doubt,
        variant=variant,
    )
    return Understood(answer, found.doubt, found)


def _variant(field: Field, text: str) -> tuple[str, str]:
    """Which event a date is of, where the form asks: "Serious incident, 7 February 2026"."""
    ticked = [words for on, words in marks(text) if on]
    for option in sorted(field.options, key=lambda option: -len(option.label)):
        words = re.escape(option.label).replace(r"\ ", r"\s+")
        found = re.search(rf"(?:date of\s+)?\b{words}\b", text, re.IGNORECASE)
        if found and (not ticked or any(found[0].casefold() in t.casefold() for t in ticked)):
            rest = f"{text[: found.start()]} {text[found.end() :]}" if not ticked else ticked[0]
            rest = re.sub(rf"\b{words}\b", " ", rest, flags=re.IGNORECASE)
            rest = _MARK.sub(" ", rest)
            return option.key, " ".join(rest.split()).strip(" ,;:-–—()")
    return "", text


def _yes_no(field: Field, text: str) -> Understood:
    boxes = marks(text)
    if boxes:
        ticked = [words for on, words in boxes if on]
        if len(ticked) != 1:
            return Understood(None)
        text = ticked[0]
        others = [words for on, words in boxes if not on]
        for other in others:  # details typed after the last, unticked box
            rest = _yes_no(field, other).value
            if isinstance(rest, YesNo) and rest.detail:
                text = f"{text}, {rest.detail}"
    if _EITHER.search(text):
        return Understood(None)
    for pattern, answer in _YES_NO:
        found = pattern.match(text)
        if not found or (answer == "not_known" and not field.not_known):
            continue
        rest = text[found.end() :]
        mark = _AFTER_ANSWER.match(rest)
        if not rest.strip(" .") or mark:
            detail = rest[mark.end() :] if mark else ""
            detail = detail.removeprefix(field.detail).lstrip(" :") if field.detail else detail
            if "(" in (mark[0] if mark else "") and detail.endswith(")"):
                detail = detail[:-1]
            return Understood(YesNo(answer, detail.strip()))
        return Understood(YesNo(answer, text))  # "No concerns known": the words stay together
    return Understood(None)


def _choice(field: Field, text: str) -> Understood:
    boxes = marks(text)
    if boxes:
        ticked = [words for on, words in boxes if on]
        text = ticked[0] if len(ticked) == 1 else ""
    option = option_of(field.options, text)
    if option:
        return Understood(option.key)
    if len(options_named(field.options, text)) > 1:
        return Understood(None)  # nothing was crossed out
    opening = _opening_option(field, text)
    if opening:
        return Understood(opening.key, "Other words stand beside the answer.")
    return Understood(None)


def _opening_option(field: Field, text: str) -> Option | None:
    """The option whose label the text opens with: "Disagree. The panel did not …"."""
    for option in sorted(field.options, key=lambda option: -len(option.label)):
        words = re.escape(option.label)
        if re.match(rf"(?:i\s+)?{words}\b", text, re.IGNORECASE):
            return option
    return None


def _options(field: Field, text: str) -> Understood:
    boxes = marks(text)
    chosen = [words for on, words in boxes if on] if boxes else text.split("\n")
    if len(chosen) == 1 and not boxes:
        parts = [p.strip(" .()") for p in _KEYS.split(chosen[0]) if p.strip(" .()")]
        if all(len(p) == 1 for p in parts):
            chosen = parts
        elif ";" in text:
            chosen = text.split(";")
    keys: list[str] = []
    for words in chosen:
        option = option_of(field.options, words)
        if option is None:
            return Understood(None)
        keys.append(option.key)
    if not boxes and len(set(keys)) == len(field.options):
        return Understood(None)  # the list as it is printed
    order = [option.key for option in field.options]
    return Understood(tuple(sorted(set(keys), key=order.index)) if keys else None)
