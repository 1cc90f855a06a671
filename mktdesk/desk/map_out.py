"""The map of a case's process leaves the vault: as a protected PDF, or on paper."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from mktdesk.book import Change
from mktdesk.calendar import spoken_date, today
from mktdesk.casework.routemap import map_of
from mktdesk.desk import settings as office
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.packs import PackChoice, password
from mktdesk.desk.saving import save
from mktdesk.desk.whereabouts import whereabouts
from mktdesk.desk.work import Progress
from mktdesk.documents.drawing import COLUMN, process_map_pdf
from mktdesk.documents.figure import print_measure
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.protect import protect
from mktdesk.processmap import layout

_WHAT = "Process map"


def map_title(case: OpenCase) -> str:
    """What the map is called: "SCR-2026-014: Serious case review"."""
    return f"{case.public}: {case.pathway.label}"


def file_name(case: OpenCase) -> str:
    """What to call the file: the public part only."""
    return f"{case.public} process map.pdf"


def save_map(case: OpenCase, out: Path, progress: Progress) -> str:
    """Save the map as a PDF under the case's password; what it opens with.

    Raises ExportFailed, Cancelled, InUseElsewhere.
    """
    case.refuse_if_read_only()
    secret, opens_with = password(case, PackChoice(()))
    data = protect(_pdf(case, progress), secret)
    note = {"file": out.name, "sha256": hashlib.sha256(data).hexdigest()}
    change = Change(case.session.actor, "export", (), _WHAT, dict(note))
    save(out, data, partial(case.book.write, change))
    return opens_with


def print_map(case: OpenCase, progress: Progress) -> bytes:
    """The map for the printer, in memory; journaled before it is given."""
    case.refuse_if_read_only()
    data = _pdf(case, progress)
    case.book.write(Change(case.session.actor, "print", (), _WHAT))
    return data


def _pdf(case: OpenCase, progress: Progress) -> bytes:
    session = case.session
    chosen = office.settings(session)
    nodes, edges = map_of(whereabouts(case), case.toolkit.process)
    drawing = layout(nodes, edges, COLUMN, title=map_title(case), measure=print_measure())
    day = today(session.clock)
    return process_map_pdf(
        drawing,
        Furniture(office.marking(session, case.toolkit), case.public, chosen.footer),
        author=chosen.name or session.vault.office_name,
        made_on=day,
        note=f"{case.toolkit.short_title}. As things stood on {spoken_date(day)}.",
        progress=progress.report,
        cancelled=progress.cancelled,
    )
