from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

KILLS = 20


def test_killing_the_writer_loses_nothing_that_was_committed(desk) -> None:
    desk.create().close()
    chance = random.Random(1)
    told = 0
    for _ in range(KILLS):
        command = [sys.executable, str(Path(__file__).with_name("writer.py"))]
        with subprocess.Popen(
            [*command, str(desk.path), desk.key.hex()], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline()
            assert first, "the writer could not open the book"
            time.sleep(chance.uniform(0, 0.03))
            writer.kill()
            lines = [first, *writer.stdout.readlines()]
        told = max([told, *(int(line) for line in lines if line.endswith("\n"))])
        book = desk.open()
        kept = book.row("count", "c").fields["n"]
        # What was said is there; at most one more was committed before it could be said.
        assert told <= kept <= told + 1
        assert book.row("count", "d").fields["n"] == kept
        assert len(book.attachments()) == kept
        assert book.verify() == []
        book.close()
        told = kept
    assert told > KILLS
