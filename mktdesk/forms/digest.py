"""The digest of what was signed: one part's answers in one canonical form."""

from __future__ import annotations

import hashlib

import msgspec

from mktdesk.forms.answers import Answers
from mktdesk.forms.scopes import scopes_of
from mktdesk.forms.types import Form
from mktdesk.forms.values import Json, is_blank, to_json


def part_digest(form: Form, answers: Answers, part_id: str) -> str:
    """SHA-256, in hex, over the form's id and edition and the part's answers and rows.

    Blank answers are left out, so that clearing a field that was never filled changes nothing.
    """
    part = form.part(part_id)
    single: dict[str, Json] = {}
    rows: dict[str, Json] = {}
    for page in part.pages:
        if page.repeat is None:
            for field in page.fields:
                if not is_blank(answers.get(field.id)):
                    single[field.id] = to_json(answers.get(field.id))
        records = [table.record for table in page.tables]
        if page.repeat:
            records.append(page.repeat.record)
        for record in records:
            known = {field.id for field in scopes_of(form)[record]}
            rows[record] = [
                {
                    "id": row.id,
                    "values": {
                        key: to_json(value)
                        for key, value in row.values.items()
                        if key in known and not is_blank(value)
                    },
                }
                for row in answers.table(record)
            ]
    signed = {"form": form.id, "edition": form.edition, "part": part_id}
    raw = msgspec.json.encode({**signed, "single": single, "rows": rows}, order="sorted")
    return hashlib.sha256(raw).hexdigest()
