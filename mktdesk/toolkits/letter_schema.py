"""The shape of a letter's file: paragraphs of our own words with {merge} fields, and what is asked
of whoever issues it.

A letter serves every toolkit: what differs from one guidance to another comes in by the merge
fields, by the toolkit's own statements, and by paragraphs that stand only in some situations.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from mktdesk.toolkits.process_base import Ids
from mktdesk.toolkits.schema import Identifier, Table, Words

# What a merge field holds; said when it is missing and the letter cannot go out.
FIELDS: dict[str, str] = {
    "asked_for": "what the agency is asked for",
    "event": "what has happened",
    "guidance": "the guidance",
    "happened": "the day on which it happened",
    "kind": "the kind of review",
    "office": "the office's name (Settings)",
    "office_email": "the office's email address (Settings)",
    "office_telephone": "the office's telephone number (Settings)",
    "outcome": "what was decided",
    "recipient": "who it goes to",
    "reference": "the reference number",
    "subject": "whom the case is about",
}

# The situations in which a paragraph or a question may stand.
TERMS: dict[str, str] = {
    "died": "somebody whom the case is about has died",
    "harmed": "they were seriously harmed, and nobody has died",
    "statutory": "the decision is for a review that the law asks for",
    "other_review": "the decision is for another kind of review",
    "review": "the decision is for a review of either kind",
    "no_review": "the decision is for no review",
    "referrer": "it goes to whoever referred the case",
    "asked": "an agency is asked for something",
    "enclosed": "a form goes with it",
    "telephone": "the office has a telephone number",
}
NOT = "not "  # before a term: the other way round

Term = Annotated[str, msgspec.Meta(pattern=r"^(not )?[a-z_]+\Z")]


class Ask(Table, frozen=True):
    """Something that whoever issues the letter writes; its id is a merge field.

    answers: ids of questions of the case's form, the first answered of which it begins with.
    lines: it takes several lines. when: terms that must all hold.
    """

    id: Identifier
    question: Words
    help: str = ""
    required: bool = True
    lines: bool = True
    answers: Ids = ()
    when: tuple[Term, ...] = ()


class Paragraph(Table, frozen=True):
    """Exactly one of: text; items (a merge field that is a list); statement.

    statement: ids of the toolkit's own texts, the first that it has; without any it is left out.
    A text that names a question left blank is left out too. heading: stands over it, and goes
    with it. when: terms that must all hold.
    """

    heading: str = ""
    text: str = ""
    items: str = ""
    statement: Ids = ()
    when: tuple[Term, ...] = ()


class Letter(Table, frozen=True):
    """One letter. title: what the office calls it; subject: its heading, with merge fields.

    encloses: the form of what an agency is asked for goes with it, filled with what is known.
    """

    id: Identifier
    title: Words
    subject: Words
    paragraph: Annotated[tuple[Paragraph, ...], msgspec.Meta(min_length=1)]
    ask: tuple[Ask, ...] = ()
    encloses: bool = False
    schema: Literal[1] = 1
    rule: str = ""
