"""One document to look at: a PDF, a picture or text, from memory only."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from mktdesk.desk.papers import Shown
from ui.dialogs.password import PasswordDialog
from ui.fields.boxes import describe
from ui.labels import Words, button, short_words
from ui.page import Screen
from ui.saved import Saved
from ui.viewers.pdfpane import Opened, PdfPane
from ui.viewers.picturepane import PicturePane
from ui.viewers.textpane import TextPane
from ui.viewers.viewed import Viewed
from ui.wrapping import WrapRow

_LOCKED = (
    "This PDF has a password of its own.",
    "Type it to look at the document. It is not kept.",
)
_DAMAGED = (
    "This PDF is damaged and cannot be shown.",
    "Ask its sender for another copy. You can save this one and try another program.",
)
_TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_CUT = "Only the beginning is shown. Save a copy to read the rest."


class ViewerScreen(Screen):
    """Shows what it is given. left: back to where the person came from. copy_asked: a copy
    outside the vault is wanted (only offered where can_copy).
    """

    left = Signal()
    copy_asked = Signal()

    def __init__(
        self,
        found: Viewed,
        *,
        can_copy: bool,
        others: Sequence[QPushButton] = (),
        parent: QWidget | None = None,
    ) -> None:
        """others: buttons of whoever shows it, in the foot."""
        super().__init__(found.title, scrolls=False, parent=parent)
        self._found = found
        self._pdf: PdfPane | None = None
        self._picture: PicturePane | None = None
        self._first: QWidget | None = None
        self._dialog: PasswordDialog | None = None
        if found.note:
            self.body.addWidget(Words(found.note, "muted"))
        self._tools()
        self._bar.hide()
        self._show()
        back = button("Back")
        back.clicked.connect(self.left)
        copy = button("Save a copy…")
        copy.clicked.connect(self.copy_asked)
        self.add_foot(back, None, *others, copy)
        copy.setVisible(can_copy)
        self._back = back

    def _tools(self) -> None:
        self._previous = self._tool("Previous page", "Ctrl+PgUp", self._go_back)
        self._next = self._tool("Next page", "Ctrl+PgDown", self._go_on)
        self._where = short_words("", "muted", self)
        smaller = self._tool("Smaller", "Ctrl+-", self._smaller)
        larger = self._tool("Larger", "Ctrl++", self._larger)
        whole = self._tool("Whole page", "Ctrl+0", self._whole)
        wide = self._tool("Full width", "Ctrl+9", self._wide)
        self._as_text = self._tool("Read as text", "Ctrl+T", self._turn)
        self._as_text.setCheckable(True)
        self._paging = (self._previous, self._next, self._as_text)
        self._sizing = (smaller, larger, whole, wide)
        self._bar = WrapRow(self._previous, self._next, *self._sizing, self._as_text, self._where)
        self.body.addWidget(self._bar)

    def _tool(self, words: str, keys: str, slot: object) -> QPushButton:
        made = button(words, "", self)
        made.clicked.connect(slot)
        made.setToolTip(f"{words} ({keys})")
        describe(made, words, keys.replace("+", " ", 1))
        short = QShortcut(QKeySequence(keys), self)
        short.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        short.activated.connect(made.click)
        return made

    def _show(self) -> None:
        found = self._found
        match found.shown:
            case Shown.PDF:
                self._show_pdf()
            case Shown.PICTURE if found.picture is not None:
                self._picture = PicturePane(found.title, found.picture, self)
                self._picture.moved.connect(self._moved)
                self._place(self._picture)
                for made in self._paging:
                    made.hide()
            case Shown.TEXT if found.text is not None:
                pane = TextPane(self)
                describe(pane, f"Text of {found.title}")
                pane.show_text(found.text.text)
                self._place(pane)
                if not found.text.whole:
                    self.notice.show_words("warning", _CUT)
            case _:
                self._cannot(*found.trouble)

    def _place(self, pane: QWidget) -> None:
        self._first = pane
        self.body.addWidget(pane, 1)
        self._bar.setVisible(isinstance(pane, PdfPane | PicturePane))

    def _cannot(self, what: str, do: str) -> None:
        self.notice.show_words("error" if self._found.shown is not Shown.NOT else "note", what, do)
        self.body.addStretch(1)

    # PDF

    def _show_pdf(self) -> None:
        self._pages = PdfPane(self._found.title, self)
        self._pages.hide()
        opened = self._open_pdf("")
        if opened is Opened.SHOWN:
            return
        if opened is Opened.DAMAGED:
            self._cannot(*_DAMAGED)
            return
        self.notice.show_words("note", *_LOCKED)
        self._unlock = button("Type the password…", "primary")
        self._unlock.clicked.connect(self._ask_password)
        self.body.addWidget(self._unlock, 0, _TOP_LEFT)

    def _open_pdf(self, password: str) -> Opened:
        opened = self._pages.open(self._found.pdf, password)
        if opened is Opened.SHOWN:
            self._pdf = self._pages
            self._pages.moved.connect(self._moved)
            self._place(self._pages)
            self._pages.show()
            self._moved()
        return opened

    def _ask_password(self) -> None:
        dialog = PasswordDialog(*_LOCKED, self)
        dialog.given.connect(self._try_password)
        self._dialog = dialog
        dialog.open()

    def _try_password(self, password: str) -> None:
        assert self._dialog is not None
        opened = self._open_pdf(password)
        if opened is Opened.LOCKED:
            self._dialog.refuse("The password does not open the file.")
            return
        self._dialog.accept()
        self._unlock.hide()
        self.notice.clear()
        if opened is Opened.DAMAGED:
            self._cannot(*_DAMAGED)
        self.focus_first()

    # the tools

    def _moved(self) -> None:
        pane = self._pdf or self._picture
        if pane is None:
            return
        words = f"{round(pane.zoom * 100)} %"
        if self._pdf is not None:
            words = f"Page {self._pdf.page + 1} of {self._pdf.pages} · {words}"
            self._previous.setEnabled(self._pdf.page > 0)
            self._next.setEnabled(self._pdf.page + 1 < self._pdf.pages)
        self._where.setText(words)
        self._bar.updateGeometry()

    def _go_back(self) -> None:
        if self._pdf is not None:
            self._pdf.go_to(self._pdf.page - 1)

    def _go_on(self) -> None:
        if self._pdf is not None:
            self._pdf.go_to(self._pdf.page + 1)

    def _smaller(self) -> None:
        if pane := self._pdf or self._picture:
            pane.step_zoom(-1)

    def _larger(self) -> None:
        if pane := self._pdf or self._picture:
            pane.step_zoom(1)

    def _whole(self) -> None:
        if pane := self._pdf or self._picture:
            pane.fit_whole()

    def _wide(self) -> None:
        if pane := self._pdf or self._picture:
            pane.fit_width()

    def _turn(self) -> None:
        if self._pdf is not None:
            self._pdf.set_as_text(self._as_text.isChecked())
            for made in self._sizing:
                made.setEnabled(not self._as_text.isChecked())
            self._pdf.focus_pages()

    # what the window and the controller use

    def read_as_text(self) -> None:
        """The words of the page instead of its picture."""
        self._as_text.setChecked(True)
        self._turn()

    def focus_first(self) -> None:
        """Into the document, where there is one to read."""
        if self._pdf is not None:
            self._pdf.focus_pages()
        elif self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus_first()

    def saved(self, saved: Saved) -> None:
        """A copy was saved outside the vault."""
        self.notice.show_words("done", f"Saved as {saved.name}.", saved.words)
