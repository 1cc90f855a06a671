"""A step as a box with its words, wide (a line of a list) or narrow (one of several in a row)."""

from __future__ import annotations

from dataclasses import dataclass

from mktdesk.drawings import Box, Group, Measure, Primitive, Rect, Size, Text, Tone, wrap
from mktdesk.processmap.signs import LOOKS, SIGN, sign
from mktdesk.processmap.types import Node

_PAD = 8.0
_ABOVE = 6.0
_RADIUS = 5.0
_WIDE = 230.0  # from here on the state stands beside the words, not above them
_SHARE = 0.36  # of a wide box, for the state and its note
_MOST_LABEL, _MOST_WHO, _MOST_NOTE = 5, 3, 4


@dataclass(frozen=True, slots=True)
class Card:
    """The words of a step broken into lines for a box of this width.

    lane: what is written above the label, where a lane begins.
    """

    node: Node
    width: float
    texts: tuple[Text, ...]  # from the box's top left corner
    height: float

    def at(self, x: float, y: float, height: float, alternative: str) -> Group:
        """The step with its top left corner there, as high as its row."""
        look = LOOKS[self.node.state]
        box = Box(x, y, self.width, height)
        frame = Rect(x, y, self.width, height, look.frame, look.ground, _RADIUS)
        lead = (Size.BODY if self.width >= _WIDE else Size.SMALL).leading
        mark = sign(self.node.state, x + _PAD, y + _ABOVE + (lead - SIGN) / 2)
        words: list[Primitive] = [
            Text(x + text.x, y + text.y, text.width, text.lines, text.size, text.bold, text.tone)
            for text in self.texts
        ]
        return Group(self.node.id, (frame, *mark, *words), alternative, box)


def card(node: Node, width: float, measure: Measure, lane: str) -> Card:
    """Break the words of a step; `lane` is written above them unless it is ""."""
    return (
        _wide(node, width, measure, lane) if width >= _WIDE else _narrow(node, width, measure, lane)
    )


def _wide(node: Node, width: float, measure: Measure, lane: str) -> Card:
    left = _PAD + SIGN + 7
    right = width * (1 - _SHARE)
    main = _Column(left, right - left - _PAD, measure)
    main.add(lane, Size.SMALL, Tone.MUTED, _MOST_WHO, bold=True)
    main.add(node.label, Size.BODY, LOOKS[node.state].label, _MOST_LABEL, bold=True)
    main.add(node.who, Size.SMALL, Tone.MUTED, _MOST_WHO)
    side = _Column(right, width - right - _PAD, measure)
    side.add(LOOKS[node.state].word, Size.BODY, LOOKS[node.state].tone, 2, bold=True)
    side.add(node.note, Size.SMALL, Tone.INK, _MOST_NOTE)
    height = max(main.foot, side.foot) + _ABOVE
    return Card(node, width, (*main.texts, *side.texts), height)


def _narrow(node: Node, width: float, measure: Measure, lane: str) -> Card:
    left = _PAD + SIGN + 4
    head = _Column(left, width - left - 2, measure)
    head.add(LOOKS[node.state].word, Size.SMALL, LOOKS[node.state].tone, 2, bold=True)
    main = _Column(_PAD, width - 2 * _PAD, measure, head.foot + 1)
    main.add(lane, Size.SMALL, Tone.MUTED, _MOST_WHO, bold=True)
    main.add(node.label, Size.BODY, LOOKS[node.state].label, _MOST_LABEL, bold=True)
    main.add(node.who, Size.SMALL, Tone.MUTED, _MOST_WHO)
    main.add(node.note, Size.SMALL, Tone.INK, _MOST_NOTE)
    return Card(node, width, (*head.texts, *main.texts), main.foot + _ABOVE)


class _Column:
    """Texts one under the other."""

    def __init__(self, x: float, width: float, measure: Measure, foot: float = _ABOVE) -> None:
        self.texts: list[Text] = []
        self.foot = foot
        self._x, self._width, self._measure = x, width, measure

    def add(self, words: str, size: Size, tone: Tone, most: int, *, bold: bool = False) -> None:
        """Add a text; no words, no line."""
        lines = wrap(words, self._width, self._measure, size=size, bold=bold, most=most)
        if lines:
            text = Text(self._x, self.foot, self._width, lines, size, bold, tone)
            self.texts.append(text)
            self.foot += text.height
