from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from mktdesk.documents import appendix as module
from mktdesk.documents.appendix import Appendix
from mktdesk.documents.protect import protect
from mktdesk.errors import ExportFailed

Build = Callable[..., bytes]


def a_pdf(*sizes: tuple[float, float]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    for size in sizes:
        canvas.setPageSize(size)
        canvas.drawString(50, 50, "attached words")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def a_picture(kind: str = "JPEG", **extra: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(file, kind, **extra)
    return file.getvalue()


def attach(media_type: str, data: bytes, name: str = "file.x") -> tuple[Appendix, ...]:
    return (Appendix("School letter", name, media_type, data),)


def test_pages_of_a_pdf_are_marked_numbered_and_described(
    pack: Build, read: type, tool: Callable[..., str]
) -> None:
    data = pack(
        parts=(), appendices=attach("application/pdf", a_pdf((595, 842), (842, 595)), "a.pdf")
    )
    seen = read(data)
    count = len(seen.pdf.pages)
    for page in (count - 2, count - 1):
        assert seen.furniture(page).count("RESTRICTED") == 2
        assert f"Page {page + 1} of {count}" in seen.furniture(page)
    alts = [str(figure.Alt) for figure in seen.elements("Figure")]
    assert alts == [f"Page {at} of 2 of the attached file a.pdf" for at in (1, 2)]
    boxes = [[float(side) for side in page.obj.MediaBox[2:]] for page in seen.pdf.pages]
    assert boxes[-2][0] < boxes[-2][1]
    assert boxes[-1][0] > boxes[-1][1], "a landscape page stays landscape"
    assert tool(data, "pdftotext", "FILE", "-").count("attached words") == 2
    assert seen.loose == []


def test_a_turned_page_is_seen_upright(pack: Build, read: type) -> None:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(a_pdf((595, 842)))) as pdf:
        pdf.pages[0].rotate(90, relative=False)
        pdf.save(file)
    seen = read(pack(parts=(), appendices=attach("application/pdf", file.getvalue())))
    box = seen.pdf.pages[-1].obj.MediaBox
    assert float(box[2]) > float(box[3])


def test_what_was_typed_into_a_form_is_seen_and_its_scripts_stay_behind(
    pack: Build, tool: Callable[..., str]
) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, invariant=1)
    canvas.acroForm.textfield(name="who", value="typed answer", x=50, y=500)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(file.getvalue())) as pdf:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.OpenAction = script
        out = io.BytesIO()
        pdf.save(out)
    data = pack(parts=(), appendices=attach("application/pdf", out.getvalue()))
    assert "typed answer" in tool(data, "pdftotext", "FILE", "-")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert b"JavaScript" not in b"".join(
            o.unparse(resolved=True) for o in pdf.objects if not isinstance(o, pikepdf.Stream)
        )


def test_a_photograph_leaves_its_metadata_behind(pack: Build, read: type) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at 4 Mill Lane"
    exif[0x0112] = 6  # to be turned a quarter
    photo = a_picture(exif=exif)
    assert b"Mill Lane" in photo
    seen = read(pack(parts=(), appendices=attach("image/jpeg", photo)))
    (image,) = [
        o
        for o in seen.pdf.objects
        if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
    ]
    assert (int(image.Width), int(image.Height)) == (300, 400), "upright"
    assert b"Mill Lane" not in image.read_raw_bytes()
    assert b"Exif" not in image.read_raw_bytes()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "TIFF", "BMP"])
def test_other_pictures_are_placed(pack: Build, read: type, kind: str) -> None:
    seen = read(pack(parts=(), appendices=attach(f"image/{kind.lower()}", a_picture(kind))))
    assert [str(f.Alt) for f in seen.elements("Figure")] == ["The attached picture file.x"]


@pytest.mark.parametrize(
    "data", ["Zoë said £5".encode(), "Zoë said £5".encode("cp1252"), "Zoë said £5".encode("utf-16")]
)
def test_plain_text_is_set_whatever_it_was_saved_as(pack: Build, read: type, data: bytes) -> None:
    assert "Zoë said £5" in read(pack(parts=(), appendices=attach("text/plain", data))).said()


def test_the_contents_name_the_appendix(pack: Build, read: type) -> None:
    seen = read(pack(parts=(), appendices=attach("text/plain", b"x")))
    assert "Appendix 1: School letter" in seen.said(1)


@pytest.mark.parametrize(
    ("media_type", "data", "says"),
    [
        ("application/pdf", b"%PDF-1.7 nonsense", "damaged"),
        ("application/pdf", protect(a_pdf((595, 842)), "secret"), "password"),
        ("image/png", b"not a picture", "not a picture"),
        ("image/png", a_picture("PNG")[:100], "not a picture"),
        ("application/zip", b"PK", "cannot be printed"),
    ],
)
def test_what_cannot_be_appended_is_refused_by_name(
    pack: Build, media_type: str, data: bytes, says: str
) -> None:
    with pytest.raises(ExportFailed, match=says) as refused:
        pack(parts=(), appendices=attach(media_type, data, "letter.x"))
    assert "letter.x" in refused.value.what


def test_an_enormous_picture_is_refused(pack: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PIXELS", 1000)
    with pytest.raises(ExportFailed, match="too large"):
        pack(parts=(), appendices=attach("image/png", a_picture("PNG")))
