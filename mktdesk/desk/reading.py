"""What a person types, understood: dates as written, "yes: who", options by letter."""

from __future__ import annotations

from mktdesk.exchange.values import understand
from mktdesk.forms.types import Field, FieldKind
from mktdesk.forms.values import DateAnswer, Value

_A_DATE = Field("date", FieldKind.DATE, "Date")


def read_answer(field: Field, text: str) -> Value:
    """The answer that typed text gives to a question."""
    return understand(field, text).value


def read_date(text: str) -> DateAnswer:
    """A date as it was typed: its text, what is known of it, and why it may be in doubt."""
    value = understand(_A_DATE, text).value
    return value if isinstance(value, DateAnswer) else DateAnswer(text)
