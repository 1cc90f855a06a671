"""The rows of the soak, in the order of the published table."""

from __future__ import annotations

from tests.soak import clocks, flips, kill, older
from tests.soak.row import Row

ROWS: tuple[Row, ...] = (kill.ROW, flips.ROW, older.ROW, clocks.ROW)
