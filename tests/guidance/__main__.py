"""`python3 tasks.py rules`: a line for each rule of the guidance, and the total.

Exit code 1 when a rule has neither a test nor a reason, a mark names no rule, or the ledger says
"later" or "not software's duty" of a rule that a test proves.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.guidance.ledger import NotCollectedError, account, collect, read_ledger


def main() -> int:
    """Print the ledger; its exit code."""
    try:
        told = account(read_ledger(), collect())
    except NotCollectedError as error:
        sys.stderr.write(f"The tests were not collected.\n{error}\n")
        return 1
    sys.stdout.write("\n".join(told.lines) + "\n")
    sys.stdout.flush()
    for fault in told.faults:
        sys.stderr.write(f"WRONG {fault}\n")
    return 1 if told.faults else 0


if __name__ == "__main__":
    sys.exit(main())
