"""The colours, by what they mean. Contrast figures are proved in tests/ui/test_tokens.py."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """One appearance. Each is "#RRGGBB"; a `_ground` lies under words of the same name."""

    window: str
    surface: str
    text: str
    muted: str
    placeholder: str
    edge: str
    hairline: str  # divides, means nothing by itself
    accent: str
    on_accent: str
    accent_hover: str
    danger: str
    danger_ground: str
    warning: str
    warning_ground: str
    done: str
    done_ground: str
    selection: str
    hover: str
    marking: str
    on_marking: str
    marking_hover: str
    icons: str  # which set of pictures: "light" or "dark"


LIGHT = Tokens(
    window="#F4F6F8",
    surface="#FFFFFF",
    text="#1B2127",
    muted="#4B5661",
    placeholder="#5D6873",
    edge="#76828D",
    hairline="#D5DBE1",
    accent="#0B5CAD",
    on_accent="#FFFFFF",
    accent_hover="#084A8C",
    danger="#A8201A",
    danger_ground="#FDECEA",
    warning="#7A4B00",
    warning_ground="#FFF4DC",
    done="#1B6B3A",
    done_ground="#E7F4EC",
    selection="#D6E6F7",
    hover="#E9F0F7",
    marking="#6B1D2A",
    on_marking="#FFFFFF",
    marking_hover="#84303E",
    icons="light",
)

DARK = Tokens(
    window="#14181C",
    surface="#1C2228",
    text="#E9EDF0",
    muted="#B4BEC7",
    placeholder="#A2ADB7",
    edge="#85919C",
    hairline="#343D46",
    accent="#85BDF5",
    on_accent="#0E1419",
    accent_hover="#A6CFF8",
    danger="#FF9A91",
    danger_ground="#43201D",
    warning="#FFCB70",
    warning_ground="#3A2D10",
    done="#86DBA4",
    done_ground="#173524",
    selection="#264766",
    hover="#28313A",
    marking="#6B1D2A",
    on_marking="#FFFFFF",
    marking_hover="#84303E",
    icons="dark",
)


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two "#RRGGBB" colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    limit = 0.04045
    return channel / 12.92 if channel <= limit else ((channel + 0.055) / 1.055) ** 2.4
