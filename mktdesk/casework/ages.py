"""An age between two dates that may be known only in part (pure)."""

from __future__ import annotations

from datetime import date

from mktdesk.casework.situation import Truth
from mktdesk.forms.values import DateAnswer, Value


def years_between(born: date, on: date) -> int:
    """Whole years; somebody born on 29 February has a birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_is(born: Value, on: Value, at_least: int | None, at_most: int | None) -> Truth:
    """Whether the age lies between the two, as far as the dates settle it.

    A date that is not there, or whose first and last possible day give different answers, leaves
    it not known. A birth after the event is no age.
    """
    bounds = _days(born), _days(on)
    if bounds[0] is None or bounds[1] is None:
        return Truth.NOT_KNOWN
    (first_born, last_born), (first_on, last_on) = bounds[0], bounds[1]
    if last_on < first_born:
        return Truth.NOT_KNOWN
    least, most = years_between(last_born, first_on), years_between(first_born, last_on)
    low, high = at_least if at_least is not None else 0, at_most if at_most is not None else 999
    if low <= least and most <= high:
        return Truth.YES
    return Truth.NO if most < low or least > high else Truth.NOT_KNOWN


def _days(value: Value) -> tuple[date, date] | None:
    if not isinstance(value, DateAnswer) or not value.earliest or not value.latest:
        return None
    return date.fromisoformat(value.earliest), date.fromisoformat(value.latest)
