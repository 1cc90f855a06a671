from __future__ import annotations

import pytest

from mktdesk.book import Change
from mktdesk.desk import cases, erasing, filling, history, papers
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target, save_draft
from mktdesk.desk.history import Line, Wanted
from mktdesk.errors import AnswersRefused, InUseElsewhere


def lines_of(case: OpenCase, text: str) -> tuple[Line, ...]:
    return history.case_history(case).find(Wanted(text=text))


def answer(case: OpenCase, field: str, value: str) -> None:
    filling.set_answer(case, Target("referral", "", field), value)


def test_what_was_erased_is_nowhere_and_who_when_and_why_is_shown(case: OpenCase) -> None:
    answer(case, "referrer_name", "Wrong Person")
    answer(case, "referrer_name", "Right Person")
    save_draft(case, Target("referral", "", "referrer_name"), "Wrong Person again")
    (first,) = [line for line in lines_of(case, "wrong person") if line.new == "Wrong Person"]
    erasing.erase(case, [first.id], "correction", "another family's name")
    assert lines_of(case, "wrong") == ()
    assert case.book.drafts("answer") == {}
    erased = next(line for line in history.case_history(case).lines if line.id == first.id)
    assert erased.erased
    assert erased.new == "(erased)"
    assert erased.more.startswith("Erased by Dana Whitlock, Sat 21 Nov 2026: Correction: another")
    later = next(line for line in lines_of(case, "right person"))
    assert later.old == "(erased)"
    assert case.answers().get("referrer_name") == "Right Person"
    assert case.book.verify() == []
    assert not case.book.search("wrong person")


def test_an_answer_that_stood_is_blank_afterwards_and_can_be_given_again(case: OpenCase) -> None:
    row = filling.add_row(case, "family_member", {"name": "Ivo Hale"}).row
    filling.add_row(case, "family_member", {"name": "Una Hale"})
    (line,) = lines_of(case, "ivo hale")
    erasing.erase(case, [line.id], "correction", "not family")
    first, second = case.answers().table("family_member")
    assert (first.id, first.get("name"), second.get("name")) == (row, None, "Una Hale")
    filling.set_answer(case, Target("family_member", row, "name"), "Ian Hale")
    assert case.answers().table("family_member")[0].get("name") == "Ian Hale"
    assert case.book.verify() == []


def test_a_document_whose_bytes_were_erased_leaves_the_list(case: OpenCase) -> None:
    document = papers.attach(case, "mail.txt", b"somebody else's letter")
    kept = papers.attach(case, "other.txt", b"other")
    papers.rename(case, kept, "A name to erase")
    line = next(line for line in lines_of(case, "mail.txt") if line.field == "File name")
    assert line.files == 1
    renamed = next(line for line in lines_of(case, "a name to erase"))
    erasing.erase(case, [line.id, renamed.id], "retention", "six years are over")
    assert document.sha256 not in case.book.attachments()
    (left,) = case.documents()
    assert (left.id, left.title) == (kept.id, "(erased)")
    assert case.book.verify() == []


def test_a_child_s_name_is_erased_from_the_register_and_its_history_too(case: OpenCase) -> None:
    row = case.book.rows("subject")[0].id
    filling.set_answer(case, Target("subject", row, "name"), "Mistaken Child")
    cases.settle(case)
    filling.set_answer(case, Target("subject", row, "name"), "Mara Voss")
    cases.settle(case)
    filling.set_answer(case, Target("subject", row, "name"), "Second Mistake")
    cases.settle(case)
    wrong = [line.id for line in lines_of(case, "mistake") if "Mist" in line.new]
    erasing.erase(case, wrong, "correction", "names of another case")
    register = case.session.vault.register
    assert "Mistake" not in repr(register.history(limit=10_000))
    (line,) = cases.list_cases(case.session)
    assert (line.public, line.names) == (case.public, "")
    assert register.verify() == []
    assert case.book.verify() == []


def test_what_a_case_cannot_do_without_is_not_erased(case: OpenCase) -> None:
    answer(case, "referrer_name", "x")
    case.book.write(Change("Dana Whitlock", "export", (), "Copy of a document", {"file": "a"}))
    lines = history.case_history(case).lines
    before = case.book.heads()
    for line in lines:
        if not line.can_erase:
            with pytest.raises(AnswersRefused):
                erasing.erase(case, [line.id], "correction", "a reason")
    assert {line.did for line in lines if not line.can_erase} >= {"Case made", "Started the case"}
    event = next(line for line in lines if line.did == "Saved or printed")
    for cause, why in (("correction", " "), ("because", "a reason")):
        with pytest.raises(AnswersRefused):
            erasing.erase(case, [event.id], cause, why)
    with pytest.raises(AnswersRefused):
        erasing.erase(case, [], "correction", "a reason")
    case.handle.read_only = True
    with pytest.raises(InUseElsewhere):
        erasing.erase(case, [event.id], "correction", "a reason")
    case.handle.read_only = False
    assert case.book.heads() == before
    erasing.erase(case, [event.id], "correction", "a reason")
    erasure = history.case_history(case).lines[0]
    assert not erasure.can_erase
