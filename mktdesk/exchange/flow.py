"""Reads running text: headings, "Label: answer", an answer under its label, tick boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mktdesk.exchange.cursor import Cursor
from mktdesk.exchange.lexicon import ALIKE, SIGNING, SURE, Heading, Lexicon, Slot
from mktdesk.exchange.sheet import Sheet
from mktdesk.exchange.values import Understood, marks, option_of, options_named, understand
from mktdesk.exchange.wording import LONGEST_LABEL, likeness, plain_text, wording
from mktdesk.forms.types import FieldKind

_REFERENCE = re.compile(
    r"\bref(?:erence)?\b\.?\s*(?:(?:no|num(?:ber)?)\b\.?)?\s*[:#]?\s*(?P<ref>[A-Z]{1,8}[-/ ]?"
    r"(?=[A-Z0-9/-]*\d)[A-Z0-9]+(?:[-/][A-Z0-9]+)*|\d+(?:[-/][A-Z0-9]+)+)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"[:?.](?=\s|$)|\s[-–—]\s|:")
_BLANKS = re.compile(r"[_.…\u2026]{3,}")
_TICKED_KINDS = frozenset({FieldKind.OPTIONS, FieldKind.CHOICE})


@dataclass
class Flow:
    """Takes the lines of a document one after the other."""

    lexicon: Lexicon
    sheet: Sheet
    cursor: Cursor
    _ticks: dict[tuple[str, str, int | None], _Ticked] = field(default_factory=dict)

    def paragraph(self, text: str, where: str) -> None:
        """One paragraph, which may hold several lines."""
        for line in text.split("\n"):
            for piece in self._pieces(line):
                self._line(piece, where)

    def furniture(self, text: str, where: str) -> None:
        """A paragraph of a page's head or foot: no answers are looked for there."""
        for line in (plain_text(piece) for piece in re.split(r"\n|\t| {4,}", text)):
            known = self._is_reference(line) or self.lexicon.is_furniture(line)
            if not known and not self._is_office(line):
                self.sheet.leave(where, line)

    def label_of(self, text: str) -> tuple[Slot, float] | None:
        """The field that the whole text is the label of, where we are.

        Under the label may stand the form's own help.
        """
        found = self.cursor.choose(plain_text(text))
        first, _, rest = text.partition("\n")
        if found is None and rest and self.lexicon.is_fixed(rest):
            found = self.cursor.choose(plain_text(first))
        return found

    def labelled_inside(self, text: str) -> bool:
        """Whether a cell's first line is a label that the rest of the cell answers."""
        first, _, below = text.partition("\n")
        found = self._labelled(plain_text(first)) if first.strip() else None
        if found is None or not (found.rest or (below and not self.lexicon.is_fixed(below))):
            return False
        whole = self.label_of(text)
        return whole is None or found.score > whole[1]

    def answer(self, slot: Slot, label: str, text: str, where: str, row: int | None = None) -> None:
        """An answer found beside or under its label."""
        row = self.cursor.row_for(slot) if row is None else row
        self._choice_beside(slot, label, text, where)
        doubt = ""
        if self.lexicon.foreign_words(label) or (text.strip() and slot.likeness(label) < ALIKE):
            doubt = f"On the form it is called “{plain_text(label)}”."
        self.sheet.put(slot, row, text, where, doubt)

    def tick(self, words: str, where: str, *, on: bool) -> bool:
        """A tick box with its words. Whether it belongs to the form."""
        for slot in self._ticked_slots():
            option = option_of(slot.field.options, words)
            if option is None:
                continue
            ticked = self._ticked(slot, where)
            if on:
                ticked.keys.append(option.key)
                ticked.raw.append(words)
            if self.lexicon.foreign_words(words):
                self.sheet.leave(where, words)
            return True
        return False

    def finish(self) -> None:
        """Put down what the tick boxes add up to."""
        for ticked in self._ticks.values():
            self._put_ticked(ticked)
        self._ticks.clear()

    def _line(self, text: str, where: str) -> None:
        line = plain_text(_BLANKS.sub(" ", text))
        if not line:
            return
        if self._is_reference(line) or self._is_tick(line, where):
            return
        heading, labelled = self.lexicon.heading_like(line), self._labelled(line)
        if heading and not self._sure_enough(heading, line):
            heading = None
        if self._is_signing(line, where, labelled.score if labelled else 0.0):
            return
        if labelled and (heading is None or labelled.score > heading[1]):
            self._take_label(labelled, line, where)
        elif heading:
            self._take_heading(heading[0], line, where)
        elif not self._is_known(line, where):
            self._take_words(line, where)

    def _is_known(self, line: str, where: str) -> bool:
        """Words that the form prints itself: nobody's answer."""
        return (
            self._is_listed_option(line, where)
            or self.lexicon.is_fixed(line)
            or self._is_office(line)
        )

    def _take_words(self, line: str, where: str) -> None:
        """Somebody's words: an answer where one is awaited, else left for the person."""
        if self.cursor.pending is None:
            self.sheet.leave(where, line)
        else:
            slot = self.cursor.pending
            self.sheet.add_to(slot, self.cursor.row_for(slot), line, where)

    def _pieces(self, line: str) -> Iterator[str]:
        """A line set out with tabs is several where each piece begins with a label."""
        pieces = [piece for piece in re.split(r"\t+| {4,}", line) if piece.strip()]
        later = pieces[1:]
        if later and all(self._labelled(plain_text(p)) or self._is_signing_label(p) for p in later):
            yield from pieces
        else:
            yield line

    def _labelled(self, line: str) -> _Labelled | None:
        """A label with its answer, or a label alone, read the likeliest way."""
        best: _Labelled | None = None
        waiting = self.cursor.pending is not None
        for end, start in _cuts(line):
            label, rest = line[:end], line[start:].strip()
            # A label alone, without its colon, is hard to tell from somebody's words.
            alone = not rest and line[end - 1 : end] not in {":", "?"}
            least = SURE if waiting or alone or line[end - 1] == "." else ALIKE
            found = self.cursor.choose(label, least=least)
            if found and (alone or rest) and self.lexicon.foreign_words(label):
                found = None if waiting or alone else found
            if found and (best is None or found[1] >= best.score):
                best = _Labelled(found[0], found[1], label, rest)
        return best

    def _take_label(self, found: _Labelled, line: str, where: str) -> None:
        if found.slot.field.kind in _TICKED_KINDS and not found.rest:
            self._choice_beside(found.slot, line, "", where)
        self.answer(found.slot, found.label, found.rest, where)
        self.cursor.pending = found.slot
        self.cursor.signing = None
        self.cursor.part, self.cursor.page = found.slot.part, found.slot.page
        if found.slot.item is not None:
            self.cursor.item = found.slot.item

    def _take_heading(self, heading: Heading, line: str, where: str) -> None:
        self.cursor.enter(heading)
        if self.lexicon.foreign_words(line):
            self.sheet.leave(where, line)

    def _sure_enough(self, heading: tuple[Heading, float], line: str) -> bool:
        """While an answer is awaited, only a heading word for word ends it."""
        if self.cursor.pending is None:
            return True
        return heading[1] >= SURE and not self.lexicon.foreign_words(line)

    def _is_reference(self, line: str) -> bool:
        found = _REFERENCE.search(line)
        if not found or len(line) > LONGEST_LABEL:
            return False
        rest = f"{line[: found.start()]} {line[found.end() :]}".strip()
        if not self.lexicon.is_fixed(re.sub(r"\(\w+ use(?: only)?\)", "", rest)):
            return False
        if self.sheet.reference and self.sheet.reference != found["ref"]:
            return False
        self.sheet.reference = found["ref"]
        return True

    def _is_tick(self, line: str, where: str) -> bool:
        boxes = marks(line)
        pending = self.cursor.pending
        if not boxes:
            return False
        if pending and pending.field.kind in {FieldKind.YES_NO, FieldKind.DATE}:
            self.answer(pending, pending.field.label, line, where)
            return True
        if len(boxes) == 1 and boxes[0][1] == line:
            return False
        lone = not any(mark in line for mark in "☐☑☒✓✔[")
        if lone and not any(option_of(s.field.options, boxes[0][1]) for s in self._ticked_slots()):
            return False
        for on, words in boxes:
            if not self.tick(words, where, on=on) and (on or not self.lexicon.is_fixed(words)):
                self.sheet.leave(where, line)
        return True

    def _ticked_slots(self) -> list[Slot]:
        slots = [s for s in self.lexicon.slots if s.field.options and not s.in_rows]
        slots = [s for s in slots if s.field.kind in _TICKED_KINDS]
        pending = self.cursor.pending
        return sorted(slots, key=lambda s: (s is not pending, -self.cursor.nearness(s)))

    def _is_listed_option(self, line: str, where: str) -> bool:
        """An option printed without a box: the list as it stands, or the one that was left."""
        pending = self.cursor.pending
        for slot in self._ticked_slots():
            if slot is not pending and (pending is not None or slot.page is not self.cursor.page):
                continue  # the words could be an answer to something else
            option = option_of(slot.field.options, line)
            if option is not None and not self.lexicon.foreign_words(line):
                self._ticked(slot, where).listed.append(option.key)
                return True
        return False

    def _ticked(self, slot: Slot, where: str) -> _Ticked:
        self.sheet.seen.add(slot.key)
        row = self.cursor.row_for(slot)
        return self._ticks.setdefault((*slot.key, row), _Ticked(slot, row, where))

    def _put_ticked(self, ticked: _Ticked) -> None:
        slot, raw, doubt = ticked.slot, "; ".join(ticked.raw), ""
        order = [option.key for option in slot.field.options]
        keys = sorted(set(ticked.keys), key=order.index)
        if not keys and 0 < len(set(ticked.listed)) < len(order):
            keys = sorted(set(ticked.listed), key=order.index)
            raw, doubt = ", ".join(keys), "Only this was left on the form; nothing is ticked."
        if not keys:
            return
        if slot.field.kind is FieldKind.OPTIONS:
            self.sheet.place(slot, ticked.row, Understood(tuple(keys)), raw, ticked.where, doubt)
        elif len(keys) == 1:
            self.sheet.place(slot, ticked.row, Understood(keys[0]), raw, ticked.where, doubt)
        else:
            self.sheet.leave(ticked.where, f"{slot.field.name}: {raw}")

    def _choice_beside(self, slot: Slot, label: str, text: str, where: str) -> None:
        """The choice that a label offers ("I agree / disagree because"): what was left standing
        of it, or what the answer opens with. `slot` is the choice itself, or the words that
        follow it on the form.
        """
        choice = slot if slot.field.kind is FieldKind.CHOICE else self._slot_before(slot)
        if choice is None or choice.field.kind is not FieldKind.CHOICE:
            return
        offered = max((len(options_named(choice.field.options, t)) for t in slot.labels), default=0)
        row = self.cursor.row_for(choice)
        if offered < 2 or self.sheet.answered(choice, row):  # noqa: PLR2004 - a choice has two
            return
        self.sheet.seen.add(choice.key)
        left = options_named(choice.field.options, label)
        if len(left) == 1:
            self.sheet.place(choice, row, Understood(left[0].key), plain_text(label), where)
        elif choice is not slot and text.strip():
            found = understand(choice.field, text)
            if found.value is not None:
                opening = Understood(found.value, "It was taken from the words that follow.")
                self.sheet.place(choice, row, opening, plain_text(text), where)

    def _slot_before(self, slot: Slot) -> Slot | None:
        at = self.lexicon.slots.index(slot)
        before = self.lexicon.slots[at - 1] if at else None
        return before if before and before.page is slot.page else None

    def _is_signing_label(self, text: str) -> bool:
        label = text.partition(":")[0]
        return any(likeness(word, label) >= SURE for word in SIGNING)

    def _is_signing(self, line: str, where: str, rival: float) -> bool:
        """The signature block of a part: kept for the person, since a typed name signs nothing.

        rival: how like a field's label the line is.
        """
        label, colon, rest = line.partition(":")
        for signing in self.lexicon.signings:
            score = likeness(signing.signoff.label, label)
            if score >= ALIKE and score > rival:
                self.cursor.signing, self.cursor.pending = signing, None
                self.cursor.part, self.cursor.page = signing.part, None
                written = rest.strip() or self.lexicon.foreign_words(label)
                self.sheet.leave(where, line if written else "")
                return True
        signing_now = self.cursor.signing
        if signing_now is None or not colon or not self._is_signing_label(line):
            return False
        self.sheet.leave(where, f"{signing_now.signoff.label}: {line}" if rest.strip() else "")
        return True

    def _is_office(self, line: str) -> bool:
        """The form's title with another board's name in it."""
        for title in (self.lexicon.form.title, *self.lexicon.form.boilerplate):
            name = _name_in(title, line)
            if name and self.sheet.office in {"", name}:
                self.sheet.office = name
                return True
        return False


@dataclass(frozen=True)
class _Labelled:
    slot: Slot
    score: float
    label: str
    rest: str


@dataclass
class _Ticked:
    slot: Slot
    row: int | None
    where: str
    keys: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)


def _cuts(line: str) -> Iterator[tuple[int, int]]:
    """Each place where a label could end and its answer begin."""
    for found in _SPLIT.finditer(line[:LONGEST_LABEL]):
        end = found.end() if found[0] in {":", "?", "."} else found.start()
        yield end, found.end()
    if len(line) <= LONGEST_LABEL and line[-1:] not in {":", "?"}:
        yield len(line), len(line)


def _name_in(title: str, line: str) -> str:
    """What stands in the line where the title has at most one word of its own: an office."""
    ours, theirs = title.split(), line.split()
    if not ours or ours[0].casefold() != theirs[0].casefold():
        return ""
    same = [wording(word).every for word in ours], [wording(word).every for word in theirs]
    start = 0
    while start < min(len(ours), len(theirs)) and same[0][start] == same[1][start]:
        start += 1
    end = 0
    most = min(len(ours), len(theirs)) - start
    while end < most and same[0][-1 - end] == same[1][-1 - end]:
        end += 1
    if not end or len(ours) - start - end > 1 or start + end < 6:  # noqa: PLR2004 - a long title
        return ""
    middle = theirs[start : len(theirs) - end]
    return " ".join(middle) if 0 < len(middle) <= 10 else ""  # noqa: PLR2004 - words of a name
