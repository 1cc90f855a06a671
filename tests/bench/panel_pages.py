"""The speed of a panel pack and its members' copies beside bare reportlab and bare pikepdf.

Bare: platypus prints the same narratives and events once, with reportlab's quickest settings for
pages that are to be encrypted, and pikepdf encrypts that file ten times as it stands: no tags,
contents, bookmarks, furniture or marks of a copy.
"""

from __future__ import annotations

import io
from datetime import date

import pikepdf
from reportlab import rl_config

from mktdesk.documents.agenda import Agenda, AgendaLine
from mktdesk.documents.copies import Copies, CopyMark
from mktdesk.documents.panelpack import FormPaper, PackItem, PanelPack, build_panel_pack
from mktdesk.forms.types import Form
from tests.bench.pack_pages import bare, filled

CASES, COPIES = 12, 10
SHARE = 0.23  # of the hundred pages of the case pack's measure: 400 pages together
PASSWORD = "MTG-2026-003 the full reference"


class Panel:
    """Twelve cases for ten members."""

    def __init__(self, form: Form) -> None:
        self.answers = [filled(number, SHARE) for number in range(1, CASES + 1)]
        items = []
        for number, answers in enumerate(self.answers, start=1):
            line = AgendaLine(number, f"SCR-2026-{number:03}", "14:00", "The referrer", 20)
            papers = tuple(FormPaper(p.title, form, answers, p.id) for p in form.parts[:1])
            items.append(PackItem(line, papers))
        agenda = Agenda("Panel", "MTG-2026-003", "Tue 12 Jan 2027, 14:00", "Room 2")
        self.pack = PanelPack(agenda, tuple(items), "RESTRICTED", "Example", date(2026, 11, 21))

    def ours(self) -> int:
        """Build once, mark and protect ten times; how many pages."""
        built = build_panel_pack(
            self.pack, progress=lambda _done, _doing: None, cancelled=lambda: False
        )
        copies = Copies(built.paper)
        for number in range(1, COPIES + 1):
            copies.protected(CopyMark(str(number), f"Member {number}"), PASSWORD)
        return copies.pages

    def bare(self) -> int:
        """Print once, encrypt ten times; how many pages."""
        rl_config.useA85 = 0
        data = bare(*self.answers)
        lock = pikepdf.Encryption(user=PASSWORD, owner="the owner's", R=6)
        for _ in range(COPIES):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                pdf.save(io.BytesIO(), encryption=lock)
                pages = len(pdf.pages)
        return pages
