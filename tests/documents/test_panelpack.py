from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents.agenda import Agenda, AgendaLine
from mktdesk.documents.copies import Copies, CopyMark
from mktdesk.documents.panelpack import (
    AbsentPaper,
    Built,
    FilePaper,
    FormPaper,
    PackItem,
    PanelPack,
    Paper,
    build_panel_pack,
)
from mktdesk.documents.protect import protect
from mktdesk.errors import Cancelled, ExportFailed
from mktdesk.forms.answers import Answers
from mktdesk.forms.types import Form

KEPT = "It is kept with the case SCR-2026-014, under Documents."


def a_pdf(pages: int = 2) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for at in range(pages):
        canvas.setPageSize((842, 595) if at % 2 else (595, 842))
        canvas.drawString(72, 300, "returned words")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def a_torn_pdf() -> bytes:
    """A page whose words cannot be unpacked; the file opens all the same."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf())) as pdf:
        pdf.pages[0].Contents = pdf.make_stream(b"")
        pdf.pages[0].Contents.write(b"not packed at all", filter=pikepdf.Name.FlateDecode)
        pdf.save(out, compress_streams=False)
    return out.getvalue()


def a_file(title: str, data: bytes, media_type: str = "application/pdf") -> FilePaper:
    return FilePaper(title, "returned.pdf", media_type, KEPT, lambda: data)


def a_pack(*papers: Paper, count: int = 1, withheld: str = "", first: int = 1) -> PanelPack:
    lines = [
        AgendaLine(
            at, f"SCR-2026-{at:03}", "14:20", "Jo Osei", 20, "Recommend", ("Police: report",)
        )
        for at in range(first, first + count)
    ]
    agenda = Agenda("Panel", "MTG-2026-003", "Tue 12 Jan 2027, 14:00", "Room 2")
    items = tuple(PackItem(line, papers, withheld) for line in lines)
    return PanelPack(agenda, items, "RESTRICTED", "Example Partnership", date(2026, 11, 21))


def built(pack: PanelPack) -> Copies:
    return Copies(_build(pack).paper)


def _build(pack: PanelPack) -> Built:
    return build_panel_pack(pack, progress=lambda _d, _w: None, cancelled=lambda: False)


@pytest.mark.rule("R187")
def test_every_page_bears_marking_reference_number_and_whose_copy_it_is(
    form: Form, answers: Answers, read: type, tool: Callable[..., str]
) -> None:
    pack = a_pack(FormPaper("Referral", form, answers, "section1"), a_file("Letter", a_pdf()))
    data = built(pack).plain(CopyMark("3", "Ayesha Rahman"))
    seen = read(data)
    count = len(seen.pdf.pages)
    for page in range(count):
        furniture = seen.furniture(page)
        assert furniture.count("RESTRICTED") == 2
        assert "Ref No: MTG-2026-003" in furniture
        assert f"Page {page + 1} of {count}" in furniture
        drawn = [x.read_bytes() for x in seen.pdf.pages[page].obj.Resources.XObject.values()]
        assert any(one.startswith(b"/Light gs") for one in drawn), "the copy's mark"
    text = tool(data, "pdftotext", "-raw", "-f", str(count), "-l", str(count), "FILE", "-")
    assert "".join(text.split()).count("Copy3\u00b7AyeshaRahman") == 2, "on a lying page"
    assert seen.loose == []


def test_the_mark_is_furniture_and_the_cover_says_aloud_whose_copy_it_is(read: type) -> None:
    seen = read(built(a_pack()).plain(CopyMark("3", "محمد علی خان")))
    aloud = [str(e.ActualText) for e in seen.elements("P") if "/ActualText" in e]
    assert [words.split(".")[0] for words in aloud] == ["This is copy 3, for محمد علی خان"]
    stream = b"".join(bytes(i) for i in [seen.pdf.pages[1].Contents.read_bytes()])
    assert b"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC" in stream


def test_a_copy_holds_nothing_of_another(read: type) -> None:
    copies = built(a_pack())
    copies.plain(CopyMark("1", "Zbigniew Quaxton"))
    second = read(copies.plain(CopyMark("2", "Ann Bell")))
    raw = [obj for obj in second.pdf.objects if isinstance(obj, pikepdf.Stream)]
    maps = b"".join(o.read_bytes() for o in raw if b"begincmap" in o.read_bytes())
    assert b"<0051>" not in maps, "no letter Q anywhere"
    assert "/MktdeskPlaces" not in second.pdf.Root


def test_bookmarks_lead_to_each_item_and_paper(form: Form, answers: Answers, read: type) -> None:
    pack = a_pack(FormPaper("Referral", form, answers, "section1"), a_file("Letter", a_pdf()))
    seen = read(built(pack).plain(CopyMark("1")))
    with seen.pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        papers = [item.title for item in outline.root[3].children]
        below = [item.title for item in outline.root[3].children[0].children]
    assert titles == ["Cover", "Contents", "Agenda", "1. SCR-2026-001"]
    assert papers == ["Section 1: Referral", "Letter"]
    assert "1.2 Family details" in below
    heads = [seen.words(h) for h in seen.elements("H2")]
    assert heads[0] == "Section 1: Referral"
    assert "1.2 Family details" not in seen.said(1), "the contents list items and papers alone"
    assert "Letter" in seen.said(1)


@pytest.mark.parametrize(
    ("data", "media_type", "why"),
    [
        (b"%PDF-1.4 nothing", "application/pdf", "is damaged"),
        (a_torn_pdf(), "application/pdf", "is damaged"),
        (protect(a_pdf(), "secret"), "application/pdf", "has a password of its own"),
        (b"PK", "application/msword", "of a kind that cannot be printed"),
        (b"", "image/png", "is not a picture"),
    ],
)
def test_a_file_that_cannot_be_printed_is_said_and_not_fatal(
    read: type, data: bytes, media_type: str, why: str
) -> None:
    done = _build(a_pack(a_file("Police report", data, media_type), a_file("Letter", a_pdf())))
    ((number, title, said),) = done.absent
    assert (number, title) == (1, "Police report")
    assert why in said
    assert said.endswith(KEPT)
    seen = read(Copies(done.paper).plain(CopyMark("1")))
    assert "Police report: not in this pack" in seen.said(1), "in the contents"
    assert why in seen.said(3)


def test_what_somebody_is_not_to_read_is_not_there_and_the_agenda_says_so(
    form: Form, answers: Answers, read: type
) -> None:
    why = "You declared an interest in this item. Its papers are not in this copy."
    pack = a_pack(FormPaper("Referral", form, answers, "section1"), withheld=why)
    seen = read(built(pack).plain(CopyMark("1", "Ann Bell")))
    assert why in seen.said(2), "the agenda"
    assert "Family details" not in seen.said()
    assert len(seen.pdf.pages) == 4


def test_an_absent_paper_says_where_it_is(read: type) -> None:
    done = _build(a_pack(AbsentPaper("Video", "It is on its own medium.")))
    assert done.absent == ((1, "Video", "It is on its own medium."),)
    assert "Video: not in this pack" in read(Copies(done.paper).plain(CopyMark("1"))).said()


@pytest.mark.parametrize(
    "name", ["X" * 300, "A long name " * 25, "শ্রীমতী ক্ষুদ্র", "يوسف " * 60, "\ud800", ""]
)
def test_any_name_fits_and_the_file_is_sound(
    name: str, tool: Callable[..., str], read: type
) -> None:
    data = built(a_pack()).plain(CopyMark("12", name))
    tool(data, "qpdf", "--check", "FILE")
    assert read(data).loose == []


def test_sixty_items_without_papers(read: type) -> None:
    seen = read(built(a_pack(count=60)).plain(CopyMark("1")))
    assert "60. SCR-2026-060" in seen.said()
    with seen.pdf.open_outline() as outline:
        assert len(outline.root) == 63


@pytest.mark.rule("R188")
def test_a_protected_copy_opens_with_its_password_alone(tool: Callable[..., str]) -> None:
    data = built(a_pack()).protected(CopyMark("1", "Ann Bell"), "MTG-2026-003-ABCDE")
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data), password="MTG-2026-003-ABCDE") as pdf:
        assert (pdf.encryption.R, pdf.encryption.bits) == (6, 256)
        assert not pdf.allow.modify_other
    assert b"Ann" not in data
    tool(data, "qpdf", "--password=MTG-2026-003-ABCDE", "--check", "FILE")
    with pytest.raises(ExportFailed):
        built(a_pack()).protected(CopyMark("1"), "x" * 200)


def test_cancel_stops_it(form: Form, answers: Answers) -> None:
    told: list[str] = []
    pack = a_pack(FormPaper("Referral", form, answers, "section1"), count=12)
    with pytest.raises(Cancelled):
        build_panel_pack(
            pack, progress=lambda _d, words: told.append(words), cancelled=lambda: len(told) > 14
        )
    assert told[0] == "Reading the papers of item 1"
