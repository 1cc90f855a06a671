"""Who holds a case, told also in the moment in which somebody takes it."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import msgspec

from mktdesk.calendar import SystemClock, stamp
from mktdesk.office.lease import FILE, LASTS, Holder, Lease
from mktdesk.office.turns import lock


def test_whoever_has_just_taken_it_is_waited_for_until_they_say_who_they_are(
    tmp_path: Path,
) -> None:
    clock = SystemClock()
    handle = os.open(tmp_path / FILE, os.O_RDWR | os.O_CREAT)
    assert lock(handle)
    own = Holder("Ravi Osei", "laptop 4", "a", "t", stamp(clock.now() + LASTS))

    def say() -> None:
        time.sleep(0.05)
        os.write(handle, msgspec.json.encode(own))

    writer = threading.Thread(target=say)
    writer.start()
    try:
        found = Lease.take(tmp_path, staff="Dana", machine="desk", installation="b", clock=clock)
        assert found == own
    finally:
        writer.join()
        os.close(handle)


def test_somebody_who_never_says_who_they_are_still_holds_it(tmp_path: Path) -> None:
    handle = os.open(tmp_path / FILE, os.O_RDWR | os.O_CREAT)
    assert lock(handle)
    try:
        found = Lease.take(
            tmp_path, staff="Dana", machine="desk", installation="b", clock=SystemClock()
        )
        assert isinstance(found, Holder)
        assert found.staff == "somebody"
    finally:
        os.close(handle)
