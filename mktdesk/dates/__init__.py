"""Dates and times as people write them: `read_date`."""

from mktdesk.dates.reading import Reading, read_date, says_not_known
from mktdesk.dates.spans import Precision

__all__ = ["Precision", "Reading", "read_date", "says_not_known"]
