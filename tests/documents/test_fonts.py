# ruff: noqa: RUF001 (letters of many scripts are the point)
from __future__ import annotations

from pathlib import Path

import pytest

from mktdesk import resources
from mktdesk.documents.fonts import Face, Faces, utf16_hex
from mktdesk.documents.shaping import PLAIN
from mktdesk.errors import ExportFailed

SAMPLES = {
    "Latin": "AzÅłŻıĞşẹỌĐƒ£€",
    "Greek": "αΩώ",
    "Cyrillic": "жЇєҐӘ",
    "Arabic": "يءآةﷺ",
    "Persian and Urdu": "پچژگٹڈڑںےہھک۔،؟",
    "Hebrew": "אםתָ",
    "Bengali": "অক়ি্৳",
    "Devanagari": "अकि्ऋ",
    "Gujarati": "અકિ્",
    "Gurmukhi": "ਅਕਿੱ",
    "Tamil": "அகிஃ",
    "Telugu": "అకి్",
    "Kannada": "ಅಕಿ್",
    "Malayalam": "അകി്ൻ",
    "Sinhala": "අකි්",
    "Odia": "ଅକି",
    "Ethiopic": "አበቂ",
    "Georgian": "აბგ",
    "Armenian": "ԱբԳ",
    "Thai": "กขำ่",
    "Lao": "ກຂ",
    "Khmer": "កខ្",
    "Burmese": "ကခ်",
    "Thaana": "ހށަ",
    "Tifinagh": "ⴰⴱ",
    "N'Ko": "ߊߋ",
    "Chinese": "李小龍龙",
    "Japanese": "かタ",
    "Korean": "한국",
    "symbols": "☐☑☒✓✗→←↔■□●◆–—…′″№½°×≤≥≠√₹₦₨",
}


@pytest.mark.parametrize("script", SAMPLES)
def test_every_script_of_the_area_has_a_face(script: str) -> None:
    faces = Faces()
    assert [char for char in SAMPLES[script] if faces.holding(char) is None] == []


def test_plain_text_is_in_both_text_faces() -> None:
    faces = Faces()
    plain = [chr(code) for code in range(0x20, 0x3000) if PLAIN.fullmatch(chr(code))]
    assert len(plain) > 900
    for bold in (False, True):
        missing = [hex(ord(char)) for char in plain if not faces.text(bold=bold).glyph(char)]
        assert missing == []


def test_a_font_that_is_not_there_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(ExportFailed, match=r"lacks a font .* NotoSans-Regular\.ttf"):
        Face(tmp_path / "NotoSans-Regular.ttf", "F1")


def test_what_no_face_holds_is_said_to_be_missing() -> None:
    faces = Faces()
    for char in ("\U0001f642", "\ud800", "\ue000", "\uffff"):
        assert faces.holding(char) is None


def test_one_shape_that_stands_for_two_texts_gets_two_codes() -> None:
    face = Faces().regular
    assert face.code(36, "A") == face.code(36, "A") != face.code(36, "Α")


def test_faces_are_kept_with_their_licences_and_small() -> None:
    files = list(resources.folder("fonts").iterdir())
    assert {"OFL.txt", "Apache-2.0.txt"} <= {file.name for file in files}
    assert sum(file.stat().st_size for file in files) < 12_000_000


def test_a_lone_surrogate_does_not_stop_the_file() -> None:
    assert utf16_hex("a\ud800b") == "0061FFFD0062"
