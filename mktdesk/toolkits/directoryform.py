"""The shape of the office's directory: a form whose lists are filled from the toolkits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from mktdesk import resources
from mktdesk.forms.types import Form
from mktdesk.toolkits import schema as s
from mktdesk.toolkits.build import FormBuilder
from mktdesk.toolkits.tables import table_of
from mktdesk.toolkits.types import Toolkit

_FILE = "directory.toml"


def directory_form(toolkits: Sequence[Toolkit]) -> Form:
    """The directory's records with the roles and bodies of these toolkits: "toolkit/role"."""
    roles: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for toolkit in toolkits:
        for found, labels in ((toolkit.roles, roles), (toolkit.bodies, bodies)):
            for one in found:
                labels[f"{toolkit.id}/{one.id}"] = f"{one.label} ({toolkit.short_title})"
    return _built(tuple(roles.items()), tuple(bodies.items()))


@cache
def _built(roles: tuple[tuple[str, str], ...], bodies: tuple[tuple[str, str], ...]) -> Form:
    found = _definition()
    lists = [
        s.OptionListDef("@role", [*(s.OptionDef(k, v) for k, v in roles), _other()]),
        s.OptionListDef("@body", [*(s.OptionDef(k, v) for k, v in bodies), _other()]),
    ]
    filled = msgspec.structs.replace(found, option_list=[*found.option_list, *lists])
    return FormBuilder(_FILE, filled, "").build()


def _other() -> s.OptionDef:
    return s.OptionDef("other", "Other")


@cache
def _definition() -> s.FormDef:
    return table_of(_FILE, (resources.folder("") / _FILE).read_bytes(), s.FormDef)
