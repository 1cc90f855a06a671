"""Days and deadlines: the time now, the days the office works, and when something is due."""

from mktdesk.calendar.due import LONDON, Due, due, due_at
from mktdesk.calendar.holidays import Holidays, england_and_wales, read_holidays
from mktdesk.calendar.meetings import Chosen, meeting_for
from mktdesk.calendar.now import Clock, SystemClock, spoken_date, stamp, today
from mktdesk.calendar.periods import Period, Unit, counted, months_after
from mktdesk.calendar.series import Same, every
from mktdesk.calendar.words import left, spoken_time

__all__ = [
    "LONDON",
    "Chosen",
    "Clock",
    "Due",
    "Holidays",
    "Period",
    "Same",
    "SystemClock",
    "Unit",
    "counted",
    "due",
    "due_at",
    "england_and_wales",
    "every",
    "left",
    "meeting_for",
    "months_after",
    "read_holidays",
    "spoken_date",
    "spoken_time",
    "stamp",
    "today",
]
