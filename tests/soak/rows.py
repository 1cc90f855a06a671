"""The rows of the soak, in the order of the published table."""

from __future__ import annotations

from tests.soak import (
    clocks,
    copies,
    disks,
    flips,
    inputs,
    keywork,
    kill,
    memory,
    older,
    power,
    room,
    trace,
    two,
)
from tests.soak.row import Row

ROWS: tuple[Row, ...] = (
    kill.ROW,
    room.ROW,
    power.ROW,
    flips.ROW,
    older.ROW,
    keywork.ROW,
    disks.ROW,
    two.ROW,
    clocks.ROW,
    inputs.ROW,
    copies.ROW,
    trace.ROW,
    memory.ROW,
)
