"""Read toolkits from `resources/toolkits/<id>/`; name every mistake by file and key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

import msgspec

from mktdesk import resources
from mktdesk.errors import ToolkitRefused
from mktdesk.forms.types import Form
from mktdesk.reference import ReferenceFormat
from mktdesk.toolkits import schema as s
from mktdesk.toolkits.build import FormBuilder
from mktdesk.toolkits.caseform import case_form, from_before
from mktdesk.toolkits.process_schema import Pathway, Process
from mktdesk.toolkits.prove_process import ProcessProof
from mktdesk.toolkits.prove_routes import RouteProof
from mktdesk.toolkits.tables import table_of
from mktdesk.toolkits.types import Body, Label, Marking, Toolkit

_T = TypeVar("_T")


@cache
def supplied() -> tuple[str, ...]:
    """The ids of the toolkits that came with the program; none comes while it runs."""
    return tuple(
        sorted(
            p.name for p in resources.folder("toolkits").iterdir() if (p / "toolkit.toml").is_file()
        )
    )


@cache
def load(toolkit_id: str) -> Toolkit:
    """A toolkit that came with the program. Raises ToolkitRefused."""
    return read_toolkit(resources.folder("toolkits") / toolkit_id)


def read_toolkit(folder: Path) -> Toolkit:
    """A toolkit from its folder. Raises ToolkitRefused with file, key and reason."""
    toolkit = _toolkit(_Folder(folder))
    if toolkit.id != folder.name:
        raise ToolkitRefused("toolkit.toml", "id", f"the folder is called {folder.name!r}")
    return toolkit


def mistakes_in(folder: Path) -> tuple[ToolkitRefused, ...]:
    """Every mistake that can be found in a toolkit's folder; of a file that cannot be read at
    all, its first.
    """
    try:
        toolkit = _unproved(_Folder(folder))
    except ToolkitRefused as mistake:
        return (mistake,)
    named = tuple(ProcessProof(toolkit).mistakes())
    if toolkit.id != folder.name:
        wrong = ToolkitRefused("toolkit.toml", "id", f"the folder is called {folder.name!r}")
        named = (wrong, *named)
    # A route can be gone along only when what it names is there.
    return named or tuple(RouteProof(toolkit, _working()).mistakes())


def read_texts(files: Mapping[str, str]) -> Toolkit:
    """A toolkit from the text of its files by name ("toolkit.toml", "forms/referral.toml").

    Raises ToolkitRefused with file, key and reason.
    """
    return _toolkit(_Texts(files))


def read_kept(files: Mapping[str, str]) -> tuple[Toolkit, ToolkitRefused | None]:
    """A toolkit that passed when it was kept, and the first mistake that is found in it now.

    One that only the proofs refuse, which grow stricter, can still be worked by. Raises
    ToolkitRefused for one that cannot be read at all.
    """
    try:
        return read_texts(files), None
    except ToolkitRefused as mistake:
        return _unproved(_Texts(files), proved=False), mistake


def texts_of(toolkit_id: str) -> dict[str, str]:
    """The files of a toolkit that came with the program, to copy it as an office's own."""
    return texts_in(resources.folder("toolkits") / toolkit_id)


def texts_in(folder: Path) -> dict[str, str]:
    """The files of a toolkit's folder by name, as `read_texts` takes them."""
    found = (*sorted(folder.glob("*.toml")), *sorted(folder.glob("forms/*.toml")))
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in found}


class _Files(Protocol):
    """Where a toolkit's files are. read: None when there is no such file."""

    def read(self, name: str) -> bytes | None: ...


@dataclass(frozen=True, slots=True)
class _Folder:
    folder: Path

    def read(self, name: str) -> bytes | None:
        path = self.folder / name
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError as error:
            raise ToolkitRefused(name, "the file", "it cannot be read") from error


@dataclass(frozen=True, slots=True)
class _Texts:
    texts: Mapping[str, str]

    def read(self, name: str) -> bytes | None:
        text = self.texts.get(name)
        return None if text is None else text.encode()


def _toolkit(files: _Files) -> Toolkit:
    toolkit = _unproved(files)
    ProcessProof(toolkit).prove()
    return toolkit


def _unproved(files: _Files, *, proved: bool = True) -> Toolkit:
    """The process is not proved; the forms are, unless told otherwise."""
    d = _read(files, "toolkit.toml", s.ToolkitDef)
    edition = f"{d.id}/{d.edition}"
    forms = {name: _form(files, name, edition, proved=proved) for name in d.forms}
    if d.intake_form not in forms:
        raise ToolkitRefused("toolkit.toml", "intake_form", "it is not one of the forms")
    roles = {role.id for role in d.role}
    for body in d.body:
        if body.role and body.role not in roles:
            raise ToolkitRefused("toolkit.toml", f"body {body.id}", f"no role {body.role!r}")
    process = _process(files, d)
    return Toolkit(
        id=d.id,
        title=d.title,
        short_title=d.short_title,
        edition=d.edition,
        guidance=d.guidance,
        legal_basis=tuple(d.legal_basis),
        effective_from=d.effective_from,
        effective_to=d.effective_to,
        review_by=d.review_by,
        subject_noun=d.subject_noun,
        subjects_noun=d.subjects_noun,
        reference=ReferenceFormat(d.reference.prefix, d.reference.digits),
        marking=Marking(d.marking.default, tuple(d.marking.choices)),
        review_type=Label(d.review_type.id, d.review_type.label),
        roles=tuple(Label(x.id, x.label, tuple(x.aliases), x.duty, x.rule) for x in d.role),
        bodies=tuple(
            Body(x.id, x.label, x.role, tuple(x.aliases), x.about, x.rule) for x in d.body
        ),
        purpose=d.texts.purpose,
        handling=tuple(d.texts.handling),
        forms=MappingProxyType(forms),
        intake_form=d.intake_form,
        aliases=tuple(d.aliases),
        process=process,
        replaces=tuple(d.replaces),
    )


@cache
def form_of_case(
    toolkit: Toolkit, form_id: str, pathway_id: str, kept: tuple[str, ...] = ()
) -> Form:
    """The whole form of a case that began with `form_id` and is on a pathway.

    kept: further forms that it has from pathways it was on before; the titles of their parts say
    so. Raises KeyError for a pathway or form that the toolkit has not, ToolkitRefused.
    """
    way = toolkit.pathway(pathway_id)
    now = {way.intake_form or toolkit.intake_form, *way.forms}
    further = dict.fromkeys(name for name in (*kept, *way.forms) if name != form_id)
    added = [
        toolkit.forms[name]
        if name in now
        else from_before(toolkit.forms[name], _whose(toolkit, name))
        for name in further
    ]
    intake = toolkit.forms[form_id]
    if form_id not in now:  # the one referral that it has stays so; only what clashes is told apart
        taken = {part.number for form in added for part in form.parts}
        intake = from_before(intake, _whose(toolkit, form_id), taken)
    return case_form(intake, added, toolkit.process, _working())


def _whose(toolkit: Toolkit, form_id: str) -> str:
    """The kind of review that a form belongs to, where it is one alone."""
    ways = [
        way.short
        for way in toolkit.process.pathway
        if form_id in {way.intake_form or toolkit.intake_form, *way.forms}
    ]
    return ways[0] if len(ways) == 1 else "an earlier kind of review"


@cache
def _working() -> s.FormDef:
    return _read(_Folder(resources.folder("")), "working.toml", s.FormDef)


def _process(files: _Files, d: s.ToolkitDef) -> Process:
    there = files.read("process.toml") is not None
    process = _read(files, "process.toml", Process) if there else Process()
    if process.pathway:
        return process
    only = Pathway(d.review_type.id, d.review_type.label, d.review_type.label)
    return msgspec.structs.replace(process, pathway=(only,))


def _form(files: _Files, form_id: str, edition: str, *, proved: bool) -> Form:
    file = f"{form_id}.toml"
    definition = _read(files, f"forms/{file}", s.FormDef)
    if definition.id != form_id:
        raise ToolkitRefused(file, "id", f"the file is called {file!r}")
    return FormBuilder(file, definition, edition).build(proved=proved)


def _read(files: _Files, name: str, shape: type[_T]) -> _T:
    raw, file = files.read(name), name.rpartition("/")[2]
    if raw is None:
        raise ToolkitRefused(file, "the file", "it is not there")
    return table_of(file, raw, shape)
