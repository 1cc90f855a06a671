"""About the program: its version, what is inside it, and whether an update file is genuine."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QWidget

from mktdesk.desk.about import About, Part
from mktdesk.desk.updates import Compared, UpdateFound
from mktdesk.errors import DeskError
from mktdesk.toolkits.reading import ReadTable, Section
from ui.labels import Words, button
from ui.listpane import ListPane
from ui.page import Screen
from ui.reading import ReadingText
from ui.tables import Column, ListTable

_ROWS_SHOWN, _LINES_SHOWN = 3, 7
_NO_KEY = (
    "No publisher's key is built into this program, so it cannot vouch for any update file: "
    "leave updates to your IT department."
)
_GIVE = (
    "Give this update file and the installer for your system to your IT department; mktdesk does "
    "not install anything by itself."
)
_CHECK = (
    "Compare the SHA-256 of the installer with the line below before installing it. On Windows: "
    "certutil -hashfile FILE SHA256. On Linux and macOS: shasum -a 256 FILE."
)
_COLUMNS = (
    Column[Part]("What is inside", lambda part: part.name, 30, keep=True),
    Column[Part]("Version", lambda part: part.version or "–", 18),
    Column[Part]("Licence", lambda part: part.licence, 40, keep=True),
)


class AboutPage(Screen):
    """update_asked: a file is to be chosen and checked. part_chosen: (Part) its licence is wanted.

    left: back to Settings.
    """

    update_asked = Signal()
    part_chosen = Signal(object)
    left = Signal()

    def __init__(self, shown: About, parent: QWidget | None = None) -> None:
        super().__init__("About mktdesk", scrolls=False, parent=parent)
        self.body.addWidget(Words(f"Version {shown.version}", "section", self))
        self.body.addWidget(Words(_opening(shown), "", self))
        self._table: ListTable[Part] = ListTable(
            "What is inside", _COLUMNS, lambda part: part.name, lines=1
        )
        empty = "This is not a built program: the list of what is inside is made by the build."
        self._pane: ListPane[Part] = ListPane(self._table, empty, parent=self)
        self._pane.set_rows(shown.parts, f"{len(shown.parts)} parts, each under its own licence")
        self._table.chosen.connect(self._chosen)
        self.body.addWidget(self._pane, 2)
        self._text = ReadingText("Licence, or what an update file says", self)
        self._text.hide()
        self.body.addWidget(self._text, 3)
        self._fit()
        back = button("Back", "", self)
        back.clicked.connect(self.left)
        self._check = button("Check an update file…", "primary", self)
        self._check.clicked.connect(self.update_asked)
        self.add_foot(back, None, self._check)

    def show_licence(self, part: Part, words: str) -> None:
        """The words of a part's licence."""
        self._pane.show()
        said = words or "It brought no text of its licence; the name above says which it is."
        self._read(Section(f"{part.name} {part.version}".strip(), (said,)))

    def show_update(self, found: UpdateFound) -> None:
        """An update file that its publisher signed."""
        kind = "warning" if found.compared is Compared.OLDER else "done"
        self.notice.show_words(kind, f"Signed by {found.signed_by}.", found.verdict)
        told = found.manifest
        rows = tuple(
            (one.name, one.system, f"{one.size / 1_000_000:.1f} MB", _halved(one.sha256))
            for one in told.artefacts
        )
        table = ReadTable(("File", "For", "Size", "SHA-256"), rows)
        notes = tuple(line for line in told.notes.splitlines() if line.strip()) or ("None.",)
        newer = found.compared is Compared.NEWER
        give = (_GIVE, _CHECK) if newer else ("Nothing: leave this program as it is.",)
        self._pane.hide()  # what must be read now gets its room
        self._read(
            Section(f"Version {told.version}, {found.published}", (found.verdict,)),
            Section("What is new", notes),
            Section("What to give to your IT department", give, (table,) if newer else ()),
        )

    def refused(self, error: DeskError) -> None:
        """A file that cannot be vouched for: nothing of it is shown."""
        self._text.clear()
        self._text.hide()
        self._pane.show()
        self.failed(error)

    def changeEvent(self, event: QEvent) -> None:
        """The list and the text keep room for a few lines at any text size."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height()
        self._pane.setMinimumHeight(line * 2 * (_ROWS_SHOWN + 1))
        self._text.setMinimumHeight(line * _LINES_SHOWN)

    def _read(self, *sections: Section) -> None:
        self._text.show()
        self._text.show_sections(sections)

    def _chosen(self, part: Part | None) -> None:
        if part is not None:
            self.part_chosen.emit(part)


def _halved(digest: str) -> str:
    half = len(digest) // 2
    return f"{digest[:half]}\n{digest[half:]}"  # so that it fits at any text size


def _opening(shown: About) -> str:
    said = ["It opens no network connection: it neither looks for updates nor installs them."]
    if shown.publishers:
        said.append(f"It knows update files signed by {', '.join(shown.publishers)}.")
    else:
        said.append(_NO_KEY)
    if shown.bill:
        said.append("Its bill of materials is sbom.cdx.json, in the program's folder.")
    return " ".join(said)
