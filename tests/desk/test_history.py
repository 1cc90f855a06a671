from __future__ import annotations

import ast
import io
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import msoffcrypto
import pikepdf
import pytest

import mktdesk
from mktdesk.book import Change, RowChange
from mktdesk.desk import (
    cases,
    drafts,
    filling,
    history,
    history_names,
    history_out,
    papers,
)
from mktdesk.desk.casefile import OpenCase
from mktdesk.desk.drafts import Target
from mktdesk.desk.history import History, Line, Wanted
from mktdesk.desk.session import Desk, Session
from mktdesk.desk.work import Silent
from mktdesk.errors import AnswersRefused, DeskError, ExportFailed, InUseElsewhere
from mktdesk.forms.scopes import field_of, scopes_of
from mktdesk.forms.values import DateAnswer, NotKnown, YesNo
from mktdesk.office.kinds import KINDS

PASSPHRASE = "six-larches-by-the-canal"
OWN = "grey-heron-lattice-omnibus"


def answer(case: OpenCase, field: str, value: object) -> None:
    filling.set_answer(case, Target("referral", "", field), value)  # type: ignore[arg-type]


def lines_of(case: OpenCase, **wanted: object) -> tuple[Line, ...]:
    return history.case_history(case).find(Wanted(**wanted))  # type: ignore[arg-type]


def test_a_change_tells_who_when_which_field_and_both_values_in_words(case: OpenCase) -> None:
    answer(case, "referrer_name", "Mara Voss")
    answer(case, "referrer_name", "Mara Vossberg")
    last, first = lines_of(case, text="voss")[:2]
    assert (last.who, last.did) == ("Dana Whitlock", "Changed")
    assert last.where == next(
        f"{page.number} {page.title}".strip()
        for _, page in case.form.pages()
        if page.id == "referrer"
    )
    assert last.field == field_of(case.form, "referral", "referrer_name").name
    assert (first.old, first.new) == ("", "Mara Voss")
    assert (last.old, last.new) == ("Mara Voss", "Mara Vossberg")
    assert last.at > first.at


def test_dates_choices_and_not_known_stand_in_the_form_s_own_words(case: OpenCase) -> None:
    row = case.book.rows("subject")[0].id
    fields = scopes_of(case.form)["subject"]
    born = next(field.id for field in fields if field.kind == "date" and field.not_known)
    birth = DateAnswer("3 May 2019", "2019-05-03", "2019-05-03", "day")
    filling.set_answer(case, Target("subject", row, born), birth)
    filling.set_answer(case, Target("subject", row, born), NotKnown())
    found = [line for line in lines_of(case) if line.old == "3 May 2019"]
    assert [line.new for line in found] == ["Not known"]
    yes_no = next(
        field for _, page in case.form.pages() for field in page.fields if field.kind == "yes_no"
    )
    answer(case, yes_no.id, YesNo("yes", "DI Rowan"))
    assert lines_of(case, text="rowan")[0].new == "Yes: DI Rowan"


def test_rows_added_moved_removed_and_put_back_are_told(case: OpenCase) -> None:
    one = filling.add_row(case, "family_member", {"name": "Ivo Hale"}).row
    filling.add_row(case, "family_member", {"name": "Una Hale"})
    filling.move_row(case, "family_member", one, 1)
    filling.remove_row(case, "family_member", one)
    filling.undo(case)
    told = [(line.did, line.field, line.old, line.new) for line in lines_of(case)]
    assert ("Changed", "Place in the table", "1", "2") in told
    removed = next(line for line in lines_of(case) if line.did == "Removed a row")
    assert "Ivo Hale" in removed.old
    assert any(line.did == "Took back" and line.new == "Ivo Hale" for line in lines_of(case))


def test_signing_and_reopening_exports_and_copies_are_in_it(case: OpenCase, tmp_path: Path) -> None:
    document = papers.attach(case, "mail.txt", b"hello")
    papers.save_copy(case, document, tmp_path / "copy.txt")
    out = next(line for line in lines_of(case, group="out"))
    assert (out.did, out.why) == ("Saved or printed", "Copy of a document")
    assert document.sha256 in out.more
    case.book.write(
        Change("Dana Whitlock", "sign", [RowChange("signoff", "s1", {"name": "R. Tolland"})])
    )
    assert lines_of(case, group="signatures")[0].new == "R. Tolland"


@pytest.mark.rule("R307")
def test_the_office_s_history_shows_unlocks_failures_views_and_never_a_seal(
    desk: Desk, session: Session, tmp_path: Path
) -> None:
    case = cases.start_referral(session)
    reference = cases.show_reference(session, case.public, "telephoned to the panel")
    cases.close_case(case)
    session.close()
    folder = tmp_path / "vault"
    slot = desk.look(folder).staff[0].slot_id
    for _ in range(2):
        with pytest.raises(DeskError):
            desk.unlock(folder, slot, "wrong words altogether")
        desk.machine.clock._now += timedelta(minutes=5)  # type: ignore[attr-defined]
    again = desk.unlock(folder, slot, PASSPHRASE)
    found = history.office_history(again)
    again.close()
    assert any("Failed attempts before: 2" in line.more for line in found.lines)
    looked = found.find(Wanted(group="looked"))
    assert [line.why for line in looked] == ["telephoned to the panel"]
    assert not any(line.can_erase for line in found.lines)
    assert not any(reference.seal in repr(line) for line in found.lines)
    given = found.find(Wanted(text="kept secret"))
    assert [line.where for line in given] == ["Full reference"]


def test_finding_by_person_kind_day_and_words_agrees_with_looking_at_each_line(
    case: OpenCase,
) -> None:
    for number in range(30):
        answer(case, "referrer_name", f"Name {number}")
    case.book.write(Change("Sarah Lunn", "view", note={"reference": case.public}))
    found = history.case_history(case)
    day = history.local_day(found.lines[0].at)
    assert found.people == ("Dana Whitlock", "Sarah Lunn")
    assert len(found.find(Wanted(who="Sarah Lunn"))) == 1
    assert found.find(Wanted(first=day, last=day)) == found.find(Wanted())
    assert found.find(Wanted(first=day + timedelta(days=1))) == ()
    assert found.find(Wanted(last=date(2020, 1, 1))) == ()
    by_words = found.find(Wanted(text="NAME 17"))
    assert {line.new for line in by_words} | {line.old for line in by_words} >= {"Name 17"}
    assert all("17" in line.new + line.old for line in by_words)


def test_what_the_program_keeps_for_itself_is_shown_only_when_asked_for(
    session: Session,
) -> None:
    case = cases.start_referral(session)
    cases.settle(case)
    found = history.office_history(session)
    assert all(line.group != "kept" for line in found.find(Wanted()))
    assert any(line.group == "kept" for line in found.find(Wanted(book_keeping=True)))
    cases.close_case(case)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        (timedelta(days=-3650), "put back by about 10 years"),
        (timedelta(hours=-2), "put back by about 2 hours"),
        (timedelta(days=3650), "went forward by about 10 years"),
    ],
)
def test_a_jump_of_the_clock_is_shown_and_the_order_stays(
    case: OpenCase, by: timedelta, words: str
) -> None:
    answer(case, "referrer_name", "first")
    case.session.clock._now += by  # type: ignore[attr-defined]
    answer(case, "referrer_name", "second")
    answer(case, "referrer_name", "third")
    found = [line for line in lines_of(case) if line.new in {"first", "second", "third"}]
    assert [line.new for line in found] == ["third", "second", "first"]
    assert [words in line.clock for line in found] == [False, True, False]


# -- saving it


@pytest.mark.rule("R188")
def test_a_case_s_history_leaves_as_pdf_and_workbook_under_the_full_reference(
    case: OpenCase, tmp_path: Path
) -> None:
    answer(case, "referrer_name", '=HYPERLINK("http://x")')
    answer(case, "referrer_name", "a\x01b" + "long " * 9000)
    shown = history.case_history(case).find(Wanted())
    full = case.handle.reference.full
    for name in ("history.pdf", "history.xlsx"):
        out = tmp_path / name
        said = history_out.save_case_history(case, shown, Wanted(), out, Silent())
        assert "full reference" in said
        assert lines_of(case, group="out")[0].more.startswith(f"File: {name}; ")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(tmp_path / "history.pdf")
    with pikepdf.open(tmp_path / "history.pdf", password=full) as pdf:
        assert pdf.encryption.R == 6
    plain = io.BytesIO()
    locked = msoffcrypto.OfficeFile(io.BytesIO((tmp_path / "history.xlsx").read_bytes()))
    locked.load_key(password=full)
    locked.decrypt(plain)
    with zipfile.ZipFile(plain) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
    assert page.count("<row>") == len(shown) + 1
    assert "<f>" not in page
    assert '=HYPERLINK("http://x")' in page
    assert "a\u2401b" in page
    assert "the PDF has all of it" in page


def test_the_office_s_history_needs_a_password_that_is_hard_to_guess(
    session: Session, tmp_path: Path
) -> None:
    shown = history.office_history(session).find(Wanted())
    out = tmp_path / "office.pdf"
    for weak in ("short", "password1234", "aaaaaaaaaaaaaaaa"):
        with pytest.raises(AnswersRefused):
            history_out.save_office_history(session, shown, Wanted(), out, weak, Silent())
    assert not out.exists()
    history_out.save_office_history(session, shown, Wanted(), out, OWN, Silent())
    with pikepdf.open(out, password=OWN) as pdf:
        assert len(pdf.pages) >= 1
    newest = history.office_history(session).lines[0]
    assert (newest.did, newest.why) == ("Saved or printed", "History of the office")


def test_what_cannot_be_saved_is_refused_and_nothing_is_journaled(
    case: OpenCase, tmp_path: Path
) -> None:
    shown = history.case_history(case).find(Wanted())
    before = case.book.heads()
    for lines, name, kind in (
        ((), "empty.pdf", AnswersRefused),
        (shown, "history.txt", AnswersRefused),
        (shown, "nowhere/history.pdf", ExportFailed),
    ):
        with pytest.raises(kind):
            history_out.save_case_history(case, lines, Wanted(), tmp_path / name, Silent())
    case.handle.read_only = True
    with pytest.raises(InUseElsewhere):
        history_out.save_case_history(case, shown, Wanted(), tmp_path / "a.pdf", Silent())
    case.handle.read_only = False
    assert case.book.heads() == before
    assert not list(tmp_path.glob("*.pdf"))


def test_the_words_of_a_choice_name_all_of_it() -> None:
    wanted = Wanted("Ann", "out", date(2026, 11, 2), date(2026, 11, 3), "pack")
    words = history_out.chosen_words(wanted)
    for part in ("by Ann", "exports and prints", "Mon 2 Nov 2026", "Tue 3 Nov 2026", "“pack”"):
        assert part in words
    assert history_out.chosen_words(Wanted()) == ""


def test_a_history_of_thousands_of_lines_is_found_in_at_once(case: OpenCase) -> None:
    answer(case, "referrer_name", "one")
    line = lines_of(case, text="one")[0]
    many = History((line,) * 20_000)
    assert len(many.find(Wanted(text="one"))) == 20_000
    assert drafts.kept_place(case) is None


_FUTURE = "from __future__ import annotations"


def _handed_on(tree: ast.Module) -> set[str]:
    """The verbs that are handed to functions with a parameter of that name."""
    places: dict[str, set[int]] = {}
    for made in ast.walk(tree):
        if isinstance(made, ast.FunctionDef):
            names = [arg.arg for arg in made.args.args if arg.arg != "self"]
            if "verb" in names:
                places.setdefault(made.name, set()).add(names.index("verb"))
    found = set()
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            given = [call.args[at] for at in places.get(name, ()) if at < len(call.args)]
            found |= {
                one.value
                for one in given
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
    return found


def test_every_action_that_the_program_writes_has_words_of_its_own() -> None:
    sources = (path for path in Path(mktdesk.__file__).parent.rglob("*.py"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    said = set(re.findall(r'\bChange\(\s*[\w.]+,\s*"([a-z][a-z -]+)"', text))
    assert said >= {"edit", "view", "export", "unlock", "set-up"}
    said |= _handed_on(ast.parse(text.replace(_FUTURE, "")))
    said |= {f"{verb}-{kind.name}" for verb in ("add", "adopt") for kind in KINDS}
    assert said >= {"restrict", "reseal", "revoke", "hold", "approve-disposal"}
    assert said - history_names.KINDS.keys() == set()
    assert {kind.group for kind in history_names.KINDS.values()} == set(history_names.GROUPS)
