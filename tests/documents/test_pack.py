# ruff: noqa: RUF001 (letters of many scripts are the point)
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pikepdf
import pytest

from mktdesk import toolkits
from mktdesk.documents.pack import PackRequest, build_pack
from mktdesk.documents.signatures import SignedMark
from mktdesk.errors import Cancelled
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form

Build = Callable[..., bytes]


def plainly(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.rule("R187")
@pytest.mark.rule("R349")
@pytest.mark.rule("R350")
def test_every_page_bears_marking_reference_and_number(pack: Build, read: type) -> None:
    seen = read(pack(marking="OFFICIAL-SENSITIVE"))
    count = len(seen.pdf.pages)
    assert count > 6
    for page in range(count):
        furniture = seen.furniture(page)
        assert furniture.count("OFFICIAL-SENSITIVE") == 2, "at head and foot"
        assert "Ref No: SCR-2026-014" in furniture
        assert f"Page {page + 1} of {count}" in furniture


def test_everything_drawn_is_tagged_or_furniture(pack: Build, read: type) -> None:
    seen = read(pack())
    assert seen.loose == []
    parents = seen.pdf.Root.StructTreeRoot.ParentTree.Nums
    owners = {int(parents[at]): parents[at + 1] for at in range(0, len(parents), 2)}
    for mark in seen.marks:
        if mark.mcid is not None:
            owner = owners[int(seen.pdf.pages[mark.page].obj.StructParents)][mark.mcid]
            kids = [k for k in owner.K if str(k.get("/Type")) == "/MCR"]
            page = seen.pdf.pages[mark.page].obj
            assert any(kid.Pg == page and mark.mcid == kid.MCID for kid in kids)


def test_the_tree_reads_in_order_with_headings_and_tables(pack: Build, read: type) -> None:
    seen = read(pack())
    heads = [seen.words(h) for h in seen.elements("H1")]
    assert heads[:4] == ["Case pack", "Contents", "Handling", "Section 1: Referral"]
    assert seen.pdf.Root.Lang == "en-GB"
    assert seen.pdf.Root.ViewerPreferences.DisplayDocTitle
    assert seen.pdf.Root.MarkInfo.Marked
    assert str(seen.pdf.docinfo.Title) == "SCR-2026-014: Serious case review"
    for table in seen.elements("Table"):
        assert {str(kid.S) for kid in table.K} <= {"/THead", "/TBody"}
    scopes = {str(head.A.Scope) for head in seen.elements("TH")}
    assert scopes == {"/Row", "/Column"}


def test_names_are_read_and_copied_as_typed(
    pack: Build, read: type, tool: Callable[..., str]
) -> None:
    data = pack()
    seen = read(data)
    cells = [seen.words(cell) for cell in seen.elements("TD")]
    for name in ("ইমরান হোসেন", "রফিক হোসেন", "يوسف المصري", "محمد علی خان", "Ọláyínká Ṣóyínká"):
        assert name in cells
    copied = tool(data, "pdftotext", "FILE", "-")
    for name in ("ইমরান হোসেন", "يوسف المصري", "محمد علی خان", "Ọláyínká Ṣóyínká"):
        assert name in copied
    assert "The uncle, يوسف المصري, visits." in plainly(seen.said())


@pytest.mark.parametrize("name", ["محمّد الإسلام", "שָׁלוֹם", "شرکت‌ها", "শ্রীমতী ক্ষুদ্র"])
def test_names_with_marks_and_ligatures_are_copied_as_typed(
    pack: Build, answers: Answers, tool: Callable[..., str], name: str
) -> None:
    data = pack(answers=answers.with_single("referred", name), parts=("section1",))
    assert name in tool(data, "pdftotext", "FILE", "-")


def test_a_row_for_each_of_thirteen_relatives(pack: Build, read: type) -> None:
    seen = read(pack())
    assert seen.said().count("1989 (day not known)") == 13
    assert "Relative 12" in seen.said()


def test_markup_in_an_answer_is_printed_as_it_stands(pack: Build, read: type) -> None:
    assert "Voss & <b>Wren</b> &amp; family" in read(pack()).said()


def test_a_page_for_each_child_and_not_known_is_printed(pack: Build, read: type) -> None:
    said = read(pack()).said()
    assert "Child 1 of 2: Ada Voss" in said
    assert "Child 2 of 2: يوسف المصري" in said or "Child 2 of 2: " in said
    assert "Not known" in said


def test_options_are_a_lettered_list_with_the_chosen_ticked(pack: Build, read: type) -> None:
    seen = read(pack())
    lines = [plainly(seen.words(item)) for item in seen.elements("LBody")]
    ticked = [line for line in lines if line.startswith("☑")]
    assert ticked == [
        "☑ b) Does not meet the threshold for a Serious Case Review",
        "☑ d) Warrants a Multi-Agency Review",
        "☑ Not recommended",
    ]
    letters = [line[2] for line in lines if line[3:4] == ")"]
    assert "".join(letters) == "abcdefghi"


def test_contents_lead_to_the_headings(pack: Build, read: type) -> None:
    seen = read(pack())
    links = [a for a in seen.pdf.pages[1].obj.Annots if a.Subtype == "/Link"]
    assert len(links) == len(seen.elements("TOCI"))
    for link in links:
        target = next(i for i, p in enumerate(seen.pdf.pages) if p.obj == link.Dest[0])
        assert str(link.Contents) in seen.said(target)
    said = seen.said(1)
    assert said.startswith("Contents")
    last = str(links[-1].Contents)
    page = next(i for i, p in enumerate(seen.pdf.pages) if p.obj == links[-1].Dest[0])
    assert f"{last} {page + 1}" in said


def test_bookmarks_nest_as_the_headings_do(pack: Build, read: type) -> None:
    seen = read(pack())
    with seen.pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        section = next(i for i in outline.root if i.title == "Section 1: Referral")
        assert "1.2 Family details" in [item.title for item in section.children]
    assert titles[:3] == ["Cover", "Contents", "Handling"]


def test_the_same_request_gives_the_same_bytes(pack: Build) -> None:
    assert pack() == pack()


def test_the_cover_says_whom_the_copy_is_for(
    pack: Build, request_for: PackRequest, read: type
) -> None:
    named = "This numbered copy is for the person named above."
    said = read(pack(recipient="A. Reader")).said()
    assert "A. Reader" in said
    assert named in said
    said = read(pack(recipient="")).said()
    assert "The office's own use" in said
    assert "This numbered copy is for use in the office." in said
    assert named not in said


def test_only_the_parts_asked_for(pack: Build, read: type) -> None:
    said = read(pack(parts=("section3",))).said()
    assert "Section 3: Independent Chair" in said
    assert "Family details" not in said


def test_a_part_names_its_own_form_and_options_without_letters_have_none(
    request_for: PackRequest, read: type
) -> None:
    form = toolkits.form_of_case(toolkits.load("mkscb-2010"), "referral_2010", "scr")
    answers = Answers({"assured": ("imrs", "plan")})
    request = replace(request_for, form=form, answers=answers, parts=("referral", "quality"))
    data = build_pack(request, progress=lambda _d, _w: None, cancelled=lambda: False)
    said = plainly(read(data).said())
    assert "Referral form. To be completed by" in said
    assert "Review. To be completed by: The SCR Panel" in said
    assert "☑ The IMR reports" in said
    assert "☐ The overview report" in said


def test_a_signature_names_who_signed_and_what(pack: Build, read: type) -> None:
    mark = SignedMark(
        "section1", "Referrer", "Imran", "Nurse", "NHS", "12/02/2026", "ab" * 32, superseded=True
    )
    said = read(pack(signatures=(mark,))).said()
    for words in ("Imran", "Nurse", "NHS", "12/02/2026", "ab" * 20):
        assert words in said
    assert "This section was changed after it was signed" in said
    assert "Not signed (Referrer)" not in said
    assert "Not signed (SCR Sub-Group Chair)" in said


def _labels(form: Form) -> list[str]:
    return [f.label for _, page in form.pages() for f in page.fields if f.when is None] + [
        f.label
        for _, page in form.pages()
        for table in page.tables
        if table.when is None
        for f in table.fields
    ]


@pytest.mark.parametrize("toolkit", toolkits.supplied())
def test_every_declared_form_prints_blank_with_all_its_questions(
    toolkit: str, request_for: PackRequest, read: type
) -> None:
    for form in toolkits.load(toolkit).forms.values():
        request = replace(
            request_for, form=form, answers=Answers(), parts=tuple(p.id for p in form.parts)
        )
        data = build_pack(request, progress=lambda _d, _w: None, cancelled=lambda: False)
        said = plainly(read(data).said()).casefold()
        assert [label for label in _labels(form) if plainly(label).casefold() not in said] == []


def test_a_megabyte_in_a_field_and_a_cell_longer_than_a_page(
    pack: Build, answers: Answers, read: type
) -> None:
    text = "The baby was seen. " * 55_000
    seen = read(pack(answers=answers.with_single("incident", text), parts=("section1",)))
    assert seen.said().count("The baby was seen.") > 54_000
    assert len(seen.pdf.pages) > 100


def test_what_cannot_be_printed_is_listed(pack: Build, answers: Answers, read: type) -> None:
    text = "smile \U0001f642 bell \x07 half \ud83d end"
    seen = read(pack(answers=answers.with_single("incident", text)))
    last = seen.said(len(seen.pdf.pages) - 1)
    assert "U+1F642slightly smiling face" in last
    assert "U+0007control character" in last
    assert "U+D83Dhalf of a damaged character" in last
    assert "\x07" not in seen.said()
    assert "bell [U+0007] half [U+D83D] end" in seen.said()


def test_progress_rises_to_the_end(request_for: PackRequest) -> None:
    steps: list[float] = []
    build_pack(request_for, progress=lambda done, _w: steps.append(done), cancelled=lambda: False)
    assert steps == sorted(steps)
    assert steps[-1] == 1


@pytest.mark.parametrize("after", [0, 3, 40, 150])
def test_cancel_stops_it(request_for: PackRequest, after: int) -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    with pytest.raises(Cancelled):
        build_pack(request_for, progress=lambda _d, _w: None, cancelled=cancelled)
    assert asked == after + 1


def test_partner_tools_find_it_sound(pack: Build, tool: Callable[..., str]) -> None:
    data = pack()
    assert "No syntax or stream encoding errors" in tool(data, "qpdf", "--check", "FILE")
    structure = tool(data, "pdfinfo", "-struct-text", "FILE")
    assert "TOCI" in structure
    assert '"Voss & <b>Wren</b> &amp; family"' in structure
    fonts = tool(data, "pdffonts", "FILE").splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts), "emb sub uni"


def test_nothing_in_the_file_runs_or_calls_out(pack: Build) -> None:
    data = pack()
    with pikepdf.open(__import__("io").BytesIO(data)) as pdf:
        assert not {"/OpenAction", "/AA", "/AcroForm", "/Names"} & set(pdf.Root.keys())
