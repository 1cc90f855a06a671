"""`python3 tasks.py installers [NAME …]`: proves what `python3 tasks.py build` made, part by part.

Each proof prints what it saw; the exit code is 0 when every one that was asked for holds.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.installers import proofs
from tests.installers.built import ROOT, Built, ProofFailed, say

PROOFS: dict[str, Callable[[Built], None]] = {
    "self-test": proofs.prove_self_test,
    "command": proofs.prove_command,
    "window": proofs.prove_window,
    "keyring": proofs.prove_keyring,
    "calls": proofs.prove_calls,
    "sizes": proofs.prove_sizes,
    "parts": proofs.prove_parts,
    "start": proofs.prove_start,
    "msi": proofs.prove_msi,
    "clean-root": proofs.prove_clean_root,
    "repeat": proofs.prove_repeat,
}


def main(arguments: Sequence[str]) -> int:
    """Run the proofs that are named, or all of them."""
    parser = argparse.ArgumentParser(prog="tasks.py installers", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PROOFS))
    parser.add_argument("--dist", type=Path, default=ROOT / "dist")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(PROOFS)
    if unknown:
        parser.error(f"no such proof: {', '.join(sorted(unknown))}")
    work = Path(tempfile.mkdtemp(prefix="mktdesk-proofs-"))
    built = Built(options.dist.resolve(), work)
    failed = 0
    try:
        if not built.program.exists():
            say(f"There is no {built.program}: run python3 tasks.py build first.")
            return 1
        for name in options.names or PROOFS:
            say(f"==> {name}: {(PROOFS[name].__doc__ or '').splitlines()[0]}")
            try:
                PROOFS[name](built)
            except ProofFailed as error:
                failed += 1
                say(f"FAILED {name}: {error}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    say(f"{len(options.names or PROOFS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
