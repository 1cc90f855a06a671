"""Between the page of links and changes, and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import shiboken6
from PySide6.QtCore import QObject

from mktdesk.desk import converting, linking, splitting
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.changes import Changes, changes
from mktdesk.desk.converting import Preview, Way
from mktdesk.desk.linking import Linked
from mktdesk.desk.overview import overview
from mktdesk.errors import DeskError
from mktdesk.toolkits import Toolkit
from mktdesk.toolkits.process_schema import Pathway
from ui.asking import Asking
from ui.controllers.casejobs import Opened
from ui.controllers.inside import InsideController
from ui.dialogs.convert import ConvertDialog
from ui.dialogs.links import LeadDialog, LinkDialog, SplitDialog
from ui.dialogs.reason import ReasonDialog
from ui.pages.changes import ChangesPage
from ui.worker import Progress, Worker

_AWAY = (
    "The link goes from both cases where the other can be opened now. A family-contact lead stays "
    "with the case that they work in."
)


class ChangesController(InsideController):
    """Shows the page, asks, and hands the case over when it has gone another way."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._case: OpenCase | None = None
        self._page: ChangesPage | None = None
        self._dialog: Asking | ReasonDialog | None = None
        self._done = ""

    def begin(self, case: OpenCase) -> None:
        """Show the page of this case."""
        self._case = case
        self._worker.submit(partial(_shown_job, case), self._show, self._not_shown)

    def _show(self, shown: Changes) -> None:
        page = ChangesPage(shown)
        page.convert_asked.connect(self._look_at_way)
        page.move_asked.connect(self._look_at_edition)
        page.link_asked.connect(self._ask_link)
        page.lead_asked.connect(self._ask_lead)
        page.split_asked.connect(self._ask_split)
        page.again_asked.connect(self._again)
        page.unlink_asked.connect(self._ask_unlink)
        page.case_wanted.connect(self._open_other)
        self._page = page
        self.show_screen.emit(page)

    def _not_shown(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _open_other(self, public: str) -> None:
        self.open_wanted.emit(public, None)

    # going another way

    def _look_at_way(self, way: Way) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            job = partial(_way_job, case, way.pathway)
            self._worker.submit(job, self._ask_way, page.failed)

    def _ask_way(self, asked: _Asked) -> None:
        if page := self._there():
            title = f"Convert the case: {asked.chosen.label}"
            dialog = ConvertDialog(
                title, "Convert the case", asked.preview, chosen=asked.chosen.id, parent=page
            )
            dialog.given.connect(self._convert)
            self._open(dialog)

    def _convert(self, pathway: str, reason: str) -> None:
        if self._case is not None:
            self._turn(partial(_convert_job, self._case, pathway, reason))

    def _look_at_edition(self, toolkit: Toolkit) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            job = partial(_edition_job, case, toolkit, "")
            self._worker.submit(job, self._ask_edition, page.failed)

    def _ask_edition(self, asked: _Asked) -> None:
        page = self._there()
        if page is None or asked.toolkit is None:
            return
        dialog = ConvertDialog(
            f"Move the case: {asked.toolkit.short_title}",
            "Move the case",
            asked.preview,
            asked.toolkit.process.pathway,
            asked.chosen.id,
            page,
        )
        dialog.wanted.connect(partial(self._look_again, asked.toolkit))
        dialog.given.connect(partial(self._move, asked.toolkit))
        self._open(dialog)

    def _look_again(self, toolkit: Toolkit, pathway: str) -> None:
        dialog, case = self._asking(), self._case
        if isinstance(dialog, ConvertDialog) and case is not None:
            job = partial(_edition_job, case, toolkit, pathway)
            self._worker.submit(job, self._looked_again, dialog.failed)

    def _looked_again(self, asked: _Asked) -> None:
        dialog = self._asking()
        if isinstance(dialog, ConvertDialog):
            dialog.show_preview(asked.preview)

    def _move(self, toolkit: Toolkit, pathway: str, reason: str) -> None:
        if self._case is not None:
            self._turn(partial(_move_job, self._case, toolkit, reason, pathway))

    def _turn(self, job: Callable[[Progress], Opened]) -> None:
        if dialog := self._asking():
            self._worker.submit(job, self._turned, dialog.failed)

    def _turned(self, opened: Opened) -> None:
        if dialog := self._asking():
            dialog.accept()
        self.turned.emit(opened)

    # links

    def _ask_link(self) -> None:
        if page := self._there():
            dialog = LinkDialog(page.shown.public, page)
            dialog.given.connect(self._link)
            self._open(dialog)

    def _link(self, other: str, relation: str, note: str, lead: str) -> None:
        self._act(lambda case: linking.link(case, other, relation, note, lead=lead), "Linked")

    def _again(self, one: Linked) -> None:
        self._act(lambda case: linking.link_back(case, one.link.id), "Tried again")

    def _ask_unlink(self, one: Linked) -> None:
        if page := self._there():
            title = f"Take the link away: {one.link.other}"
            verb = "Take the link away"
            dialog = ReasonDialog(title, _AWAY, verb, page, kept="It is kept in the history.")
            dialog.given.connect(partial(self._unlink, one))
            self._open(dialog)

    def _unlink(self, one: Linked, reason: str) -> None:
        self._act(lambda case: linking.unlink(case, one.link.id, reason), "Link taken away")

    def _ask_lead(self) -> None:
        if page := self._there():
            others = dict.fromkeys(one.link.other for one in page.shown.links)
            dialog = LeadDialog((page.shown.public, *others), page.shown.lead, page)
            dialog.given.connect(self._lead)
            self._open(dialog)

    def _lead(self, name: str, organisation: str, works_in: str, why: str) -> None:
        self._act(
            lambda case: linking.set_family_lead(
                case, name, organisation, works_in=works_in, why=why
            ),
            "Family-contact lead named",
        )

    # splitting

    def _ask_split(self) -> None:
        page, case = self._there(), self._case
        if page is not None and case is not None:
            ways = tuple(way for way in case.toolkit.process.pathway if way.start)
            dialog = SplitDialog(page.shown.subjects, ways, case.pathway.id, page)
            dialog.given.connect(self._split)
            self._open(dialog)

    def _split(self, rows: tuple[str, ...], reason: str, pathway: str, referral: bool) -> None:
        self._act(
            lambda case: splitting.split(
                case, rows, reason, pathway_id=pathway, with_referral=referral
            ),
            "The case is split: the new one is among the linked cases",
        )

    # how it is done

    def _act(self, action: Callable[[OpenCase], object], done: str) -> None:
        page, case = self._there(), self._case
        if page is None or case is None:
            return
        self._done = done
        asking = self._asking()
        failed = asking.failed if asking is not None else page.failed
        self._worker.submit(partial(_act_job, case, action), self._acted, failed)

    def _acted(self, shown: Changes) -> None:
        if dialog := self._asking():
            dialog.accept()
        if page := self._there():
            page.show_all(shown)
            page.said(self._done)
        self.changed.emit()

    def _open(self, dialog: Asking | ReasonDialog) -> None:
        self._dialog = dialog
        dialog.open()

    def _asking(self) -> Asking | ReasonDialog | None:
        dialog = self._dialog
        if dialog is None or not shiboken6.isValid(dialog) or not dialog.isVisible():
            return None
        return dialog

    def _there(self) -> ChangesPage | None:
        page = self._page
        return page if page is not None and shiboken6.isValid(page) else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A preview, for the way it is of. toolkit: where the case would move to other guidance."""

    preview: Preview
    chosen: Pathway
    toolkit: Toolkit | None = None


# jobs of the worker


def _shown_job(case: OpenCase, _progress: Progress) -> Changes:
    return changes(case)


def _way_job(case: OpenCase, way: Pathway, _progress: Progress) -> _Asked:
    return _Asked(converting.preview(case, way.id), way)


def _edition_job(case: OpenCase, toolkit: Toolkit, pathway: str, _progress: Progress) -> _Asked:
    chosen = converting.pathway_there(case, toolkit, pathway)
    return _Asked(converting.preview_move(case, toolkit, chosen.id), chosen, toolkit)


def _convert_job(case: OpenCase, pathway: str, reason: str, _progress: Progress) -> Opened:
    there = converting.convert(case, pathway, reason)
    return Opened(there, overview(there), None)


def _move_job(
    case: OpenCase, toolkit: Toolkit, reason: str, pathway: str, _progress: Progress
) -> Opened:
    there = converting.move(case, toolkit, reason, pathway)
    return Opened(there, overview(there), None)


def _act_job(case: OpenCase, action: Callable[[OpenCase], object], _progress: Progress) -> Changes:
    action(case)
    return changes(case)
