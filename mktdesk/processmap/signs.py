"""How a state is shown: a word, a sign of its own shape, and a frame. Colour only adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mktdesk.drawings import Ellipse, Line, Path, Primitive, Stroke, Tone
from mktdesk.processmap.types import State

SIGN = 11.0  # a sign's height and width, in points
_THIN = 1.4


@dataclass(frozen=True, slots=True)
class Look:
    """What a state is called and how its step is framed."""

    word: str
    tone: Tone
    frame: Stroke
    ground: Tone
    label: Tone = Tone.INK


LOOKS: Mapping[State, Look] = {
    "done": Look("Done", Tone.DONE, Stroke(Tone.DONE), Tone.DONE_GROUND),
    "now": Look("Now", Tone.NOW, Stroke(Tone.NOW, 2.2), Tone.NOW_GROUND),
    "next": Look("Next", Tone.INK, Stroke(Tone.INK), Tone.GROUND),
    "later": Look("Later", Tone.MUTED, Stroke(Tone.LINE), Tone.GROUND),
    "not_needed": Look(
        "Not needed", Tone.MUTED, Stroke(Tone.LINE, 1, dashed=True), Tone.GROUND, Tone.MUTED
    ),
    "late": Look("Late", Tone.LATE, Stroke(Tone.LATE, 2.2), Tone.LATE_GROUND),
}


def sign(state: State, x: float, y: float) -> tuple[Primitive, ...]:
    """The sign of a state with its top left corner there."""
    tone = LOOKS[state].tone
    ring = Ellipse(x + 0.7, y + 0.7, SIGN - 1.4, SIGN - 1.4, Stroke(tone, _THIN))
    disc = Ellipse(x, y, SIGN, SIGN, None, tone)
    middle_x, middle_y = x + SIGN / 2, y + SIGN / 2
    on = Stroke(Tone.GROUND, 1.6)
    match state:
        case "done":  # a tick
            points = ((x + 2.7, y + 5.7), (x + 4.7, y + 7.8), (x + 8.4, y + 3.5))
            return disc, Path(points, on)
        case "now":  # an arrowhead that points on
            points = ((x + 4.1, y + 2.9), (x + 8.5, middle_y), (x + 4.1, y + 8.1))
            return disc, Path(points, None, closed=True, fill=Tone.GROUND)
        case "next":  # a ring with a dot
            return ring, Ellipse(middle_x - 2, middle_y - 2, 4, 4, None, tone)
        case "later":  # a ring
            return (ring,)
        case "not_needed":  # a ring struck through
            return ring, Line(x + 2.6, y + SIGN - 2.6, x + SIGN - 2.6, y + 2.6, Stroke(tone, _THIN))
        case "late":  # a triangle with an exclamation mark
            points = ((middle_x, y), (x + SIGN, y + SIGN), (x, y + SIGN))
            return (
                Path(points, None, closed=True, fill=tone),
                Line(middle_x, y + 4, middle_x, y + 7.2, on),
                Ellipse(middle_x - 0.8, y + 8.3, 1.6, 1.6, None, Tone.GROUND),
            )
