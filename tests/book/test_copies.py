from __future__ import annotations

from hypothesis import settings

from tests.book.copies import Copies

TestCopies = Copies.TestCase
TestCopies.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
