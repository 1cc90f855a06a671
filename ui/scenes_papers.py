"""Scenes of the referral form coming in, the documents, the viewer and the case pack."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QDialog, QWidget

from mktdesk import resources
from mktdesk.casework.records import Document, Pack
from mktdesk.casework.status import PartStatus, State
from mktdesk.desk.intake import DOCX, Intake, read_referral
from mktdesk.desk.outside import readable
from mktdesk.desk.overview import Overview, PageStatus
from mktdesk.desk.packs import PackChoice, PackMade
from mktdesk.desk.papers import Shown
from mktdesk.desk.strength import strength
from mktdesk.errors import AnswersRefused, DocumentRefused, ReferenceRefused
from mktdesk.forms.answers import Answers
from mktdesk.forms.flow import Place
from mktdesk.toolkits import load
from ui.dialogs.copyout import CopyOutDialog
from ui.dialogs.password import PasswordDialog
from ui.dialogs.rename import RenameDialog
from ui.page import Screen
from ui.pages.case import CasePage
from ui.pages.documents import DocumentsScreen
from ui.pages.intake import IntakeScreen
from ui.pages.pack import PackScreen, PackState
from ui.pages.viewer import ViewerScreen
from ui.places import PLACES
from ui.spots import DOCUMENTS, PACK, Spot
from ui.tour import Scene, Stage
from ui.viewers.viewed import Viewed
from ui.window import Window

_FORM = "child-referral.docx"
_REMARK = "Please ring Liz before 4 pm: the ward moves on Thursday and she will not be reachable."

_DOCUMENTS = (
    Document(
        "d1",
        name=_FORM,
        title="Referral form as received",
        media_type=DOCX,
        size=48_211,
        added_at="2026-02-12T10:14:00.000Z",
        added_by="Dana Whitlock",
    ),
    Document(
        "d2",
        name="NAS response.pdf",
        title="Ambulance service: response",
        media_type="application/pdf",
        size=812_400,
        added_at="2026-02-17T15:40:00.000Z",
        added_by="Dana Whitlock",
    ),
    Document(
        "d3",
        name="IMG_0412.jpg",
        title="Photograph of the stair gate, 22 Larch Close",
        media_type="image/jpeg",
        size=3_120_000,
        added_at="2026-02-18T09:02:00.000Z",
        added_by="Sarah Lunn",
    ),
)
_PACK = Pack(
    "p1",
    parts="section1",
    recipient="Ruth Tolland, Northshire Council",
    copy_number="1",
    made_at="2026-02-19T11:20:00.000Z",
    made_by="Dana Whitlock",
    sha256="7f3a09c1" * 8,
    pages=14,
    file_name="SCR-2026-014 case pack copy 1.pdf",
    password_is="the full reference, as the slip shows it",  # noqa: S106 - words about one
)
_PARTS = (
    PartStatus("section1", "Section 1: Referral", State.SIGNED, "Signed by Liz Pemberton"),
    PartStatus("section2", "Section 2: Sub-group", State.UNDER_WAY, "3 things to complete"),
    PartStatus("section3", "Section 3: Independent Chair", State.WAITING, "After section 2"),
)
_POLICY = "the full reference, as the slip shows it"


def _shell(screen: Screen) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("MK Together")
    window.set_reference("SCR-2026-014")
    window.set_place("cases")
    window.show_screen(screen)
    return window


def _in_case(inner: Screen, here: str) -> Window:
    form = load("mkscb-2016").intake
    overview = Overview(
        public="SCR-2026-014",
        subject="JW, OW",
        toolkit="2016 toolkit",
        review_type="Serious case review",
        form=form,
        answers=Answers(),
        parts=_PARTS,
        pages=tuple(
            PageStatus(Place(part.id, part.pages[0].id), part.pages[0].title, "", 0)
            for part in form.parts
        ),
        problems=(),
        signoffs=(),
        documents=len(_DOCUMENTS),
        packs=1,
        can_undo=True,
        can_redo=False,
        read_only=False,
        held_by="",
        alarms=(),
        saved_at="14:02",
        saved_on="Thu 19 Feb 2026",
    )
    frame = CasePage(overview)
    frame.show_overview(overview, Spot(here))
    frame.show_inner(inner)
    return _shell(frame)


# the form coming in


def _form_with_remark() -> bytes:
    """The fictional referral with a remark nobody asked for and a date that cannot be."""
    whole = io.BytesIO((resources.folder("demo") / _FORM).read_bytes())
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                text = data.decode().replace("14/03/2018", "31/02/2016")
                at = text.rindex("<w:sectPr")
                remark = f"<w:p><w:r><w:t>{_REMARK}</w:t></w:r></w:p>"
                data = (text[:at] + remark + text[at:]).encode()
            new.writestr(name, data)
    return out.getvalue()


def _read(stage: Stage) -> Intake:
    read = stage.shared.get("intake")
    if not isinstance(read, Intake):
        read = stage.shared["intake"] = read_referral(_form_with_remark(), _FORM)
    return read


def _intake(_stage: Stage) -> QWidget:
    return _shell(IntakeScreen())


def _intake_read(stage: Stage) -> QWidget:
    screen = IntakeScreen()
    window = _shell(screen)
    screen.show_intake(_read(stage))
    return window


def _intake_reference(stage: Stage) -> QWidget:
    screen = IntakeScreen()
    window = _shell(screen)
    screen.show_intake(_read(stage))
    screen.ask_reference()
    screen.refuse_reference(
        ReferenceRefused("SCR-2026-014 is the reference of another case.", "Look at the slip.")
    )
    return window


def _intake_kinds(stage: Stage) -> QWidget:
    screen = IntakeScreen()
    window = _shell(screen)
    read = _read(stage)
    ways = (read, *(replace(read, pathway=way) for way in read.toolkit.process.pathway[1:4]))
    screen.show_intake(read, ways)
    return window


def _intake_refused(_stage: Stage) -> QWidget:
    screen = IntakeScreen()
    window = _shell(screen)
    screen.not_read(
        DocumentRefused(
            "The file is in the old Word format (.doc), which mktdesk does not read.",
            "Open it in Word or LibreOffice, save it as .docx, and choose that file.",
        )
    )
    return window


# documents and the viewer


def _documents(documents: tuple[Document, ...], _stage: Stage) -> QWidget:
    screen = DocumentsScreen()
    window = _in_case(screen, DOCUMENTS)
    screen.show_documents(documents)
    if documents:
        screen.select(documents[1])
    return window


def _removed(_stage: Stage) -> QWidget:
    screen = DocumentsScreen()
    window = _in_case(screen, DOCUMENTS)
    screen.show_documents(_DOCUMENTS[:2])
    screen.show_removed(_DOCUMENTS[2])
    return window


def _two_pages() -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(writer)
    font = painter.font()
    font.setPointSize(16)
    painter.setFont(font)
    for page in (1, 2):
        if page > 1:
            writer.newPage()
        painter.drawText(
            QRect(400, 400, writer.width() - 800, 2000),
            Qt.TextFlag.TextWordWrap,
            f"Northshire Ambulance Service (fictional). Response to the request, page {page}.",
        )
    painter.end()
    buffer.close()
    return bytes(held.data())


def _landscape() -> QImage:
    image = QImage(1600, 1000, QImage.Format.Format_RGB32)
    image.fill(QColor("#9DB7C9"))
    painter = QPainter(image)
    painter.fillRect(0, 640, 1600, 360, QColor("#6E8B5B"))
    painter.fillRect(560, 380, 480, 300, QColor("#B8735A"))
    painter.fillRect(740, 500, 120, 180, QColor("#4A3A33"))
    painter.end()
    return image


_IN_MEMORY = "Shown from memory: no copy is made on this computer."
_LETTER = "From: liz@ovh.example\nSubject: Response\n\nDear Dana,\n\nPlease find it attached.\n"
_UNSHOWN = (
    "mktdesk cannot show this kind of file.",
    "Save a copy and open it in the program it was made with.",
)


def _view(found: Viewed, _stage: Stage) -> QWidget:
    return _in_case(ViewerScreen(found, can_copy=True), DOCUMENTS)


def _view_pdf(pdf: bytes | None, as_text: bool, stage: Stage) -> QWidget:
    made = Viewed(
        "Ambulance service: response",
        "NAS response.pdf",
        Shown.PDF,
        _IN_MEMORY,
        pdf=_two_pages() if pdf is None else pdf,
    )
    screen = ViewerScreen(made, can_copy=True)
    window = _in_case(screen, DOCUMENTS)
    if as_text:
        stage.settle()
        screen.read_as_text()
    return window


def _view_picture(stage: Stage) -> QWidget:
    picture = _landscape()
    return _view(Viewed("Photograph", "IMG_0412.jpg", Shown.PICTURE, picture=picture), stage)


# the pack


def _pack(_stage: Stage) -> QWidget:
    screen = PackScreen(PackState(_PARTS, (), (), _POLICY, read_only=False))
    return _in_case(screen, PACK)


def _pack_filled(_stage: Stage) -> QWidget:
    choice = PackChoice(("section1",), ("d2",), "Ruth Tolland, Northshire Council", "2")
    screen = PackScreen(PackState(_PARTS, _DOCUMENTS, (_PACK,), _POLICY, read_only=False), choice)
    return _in_case(screen, PACK)


def _pack_own(_stage: Stage) -> QWidget:
    choice = PackChoice(("section1",), (), "Ruth Tolland", "2", "summer202612")
    screen = PackScreen(PackState(_PARTS, (), (_PACK,), _POLICY, read_only=False), choice)
    window = _in_case(screen, PACK)
    window.show()
    screen.show_strength(strength("summer202612"))
    screen.refuse_password(
        AnswersRefused("That password is too easy to guess.", "Add another unusual word.")
    )
    return window


def _pack_made(_stage: Stage) -> QWidget:
    screen = PackScreen(PackState(_PARTS, _DOCUMENTS, (), _POLICY, read_only=False))
    window = _in_case(screen, PACK)
    screen.show_made(PackMade(Path("SCR-2026-014 case pack copy 1.pdf"), _PACK.sha256, 14, _POLICY))
    screen.show_packs((_PACK,))
    return window


# dialogs


def _password(_stage: Stage) -> QDialog:
    dialog = PasswordDialog(
        "The file is protected with a password.",
        "Type the password that the sender gave; often it is the reference number.",
    )
    dialog.refuse("The password does not open the file.")
    return dialog


def _rename(_stage: Stage) -> QDialog:
    return RenameDialog(_DOCUMENTS[2].title)


def _copy_out(_stage: Stage) -> QDialog:
    return CopyOutDialog(_DOCUMENTS[2].title)


_TEXT = Viewed(
    "Mail of 17 February", "mail.eml", Shown.TEXT, _IN_MEMORY, text=readable(_LETTER.encode())
)
_OTHER = Viewed("Action plan", "OVH action plan.xlsx", Shown.NOT, trouble=_UNSHOWN)

_DRAWN_MS = 400

PAPERS_SCENES: tuple[Scene, ...] = (
    Scene("intake-empty", IntakeScreen, _intake),
    Scene("intake-filled", IntakeScreen, _intake_read),
    Scene("intake-reference", IntakeScreen, _intake_reference),
    Scene("intake-kinds", IntakeScreen, _intake_kinds),
    Scene("intake-refused", IntakeScreen, _intake_refused),
    Scene("documents-empty", DocumentsScreen, partial(_documents, ())),
    Scene("documents-filled", DocumentsScreen, partial(_documents, _DOCUMENTS)),
    Scene("documents-removed", DocumentsScreen, _removed),
    Scene("viewer-pdf", ViewerScreen, partial(_view_pdf, None, False), _DRAWN_MS),
    Scene("viewer-pdf-text", ViewerScreen, partial(_view_pdf, None, True)),
    Scene("viewer-pdf-damaged", ViewerScreen, partial(_view_pdf, b"%PDF-1.7 torn", False)),
    Scene("viewer-picture", ViewerScreen, _view_picture),
    Scene("viewer-text", ViewerScreen, partial(_view, _TEXT)),
    Scene("viewer-not-shown", ViewerScreen, partial(_view, _OTHER)),
    Scene("pack-empty", PackScreen, _pack),
    Scene("pack-filled", PackScreen, _pack_filled),
    Scene("pack-own-password", PackScreen, _pack_own),
    Scene("pack-made", PackScreen, _pack_made),
    Scene("password-of-a-file", PasswordDialog, _password),
    Scene("rename-document", RenameDialog, _rename),
    Scene("copy-out", CopyOutDialog, _copy_out),
)
