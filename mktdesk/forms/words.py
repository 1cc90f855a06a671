"""An answer in words, as the check page, lists and documents show it."""

from __future__ import annotations

from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer, NotKnown, Value, YesNo, YesNoAnswer

NOT_KNOWN = "Not known"
_YES_NO: dict[YesNoAnswer, str] = {"yes": "Yes", "no": "No", "not_known": NOT_KNOWN}


def words(field: Field, value: Value) -> str:
    """The answer in words; a blank is an empty string.

    A date keeps the text as it was written: "1989 (day not known)".
    """
    match value:
        case None:
            return ""
        case NotKnown():
            return NOT_KNOWN
        case YesNo(answer, detail):
            return f"{_YES_NO[answer]}: {detail}" if detail.strip() else _YES_NO[answer]
        case DateAnswer():
            return _date_words(field, value)
        case tuple():
            return "; ".join(_option_words(field, key) for key in value)
        case str():
            return label_of(field, value) if field.kind is FieldKind.CHOICE else value


def _option_words(field: Field, key: str) -> str:
    for option in field.options:
        if option.key == key:
            return f"{option.letter}) {option.label}" if option.letter else option.label
    return key


def label_of(field: Field, key: str) -> str:
    """What an option's key stands for; a key that is not declared stands for itself."""
    for option in field.options:
        if option.key == key:
            return option.label
    return key


def _date_words(field: Field, value: DateAnswer) -> str:
    if not value.variant:
        return value.text
    label = label_of(field, value.variant)
    return f"{label}, {value.text}" if value.text else label
