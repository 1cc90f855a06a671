"""`python -m mktdesk` is the `mktdesk` command."""

import sys

from mktdesk.cli import main

sys.exit(main())
