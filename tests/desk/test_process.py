from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="core files and prctl are Linux matters here")
@pytest.mark.parametrize("guard", ["no_core_dumps", "no_onlookers"])
def test_a_process_that_falls_over_leaves_no_memory_behind(guard: str) -> None:
    script = f"""
import resource
from mktdesk.desk.process import {guard}
{guard}()
print(resource.getrlimit(resource.RLIMIT_CORE))
"""
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said == "(0, 0)\n"


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux")
def test_the_windows_memory_cannot_be_looked_at() -> None:
    script = """
import ctypes
from mktdesk.desk.process import no_onlookers
no_onlookers()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "0\n"
