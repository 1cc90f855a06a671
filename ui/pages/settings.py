"""Settings: the office, its papers, the password of case packs, and this desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from mktdesk.casework.records import OfficeSettings
from mktdesk.desk.settings import (
    APPEARANCES,
    BACKUP_DAYS,
    IDLE_MINUTES,
    MEETINGS,
    PACK_KEYS,
    PUBLIC_WARNING,
)
from mktdesk.forms.types import Option
from mktdesk.policy import BY_IT
from mktdesk.reference import ReferenceFormat
from ui.closeddays import ClosedDays, DaysShown
from ui.fields.boxes import TextBox
from ui.fields.radios import Radios
from ui.labels import Words, button
from ui.notices import SummaryLine
from ui.page import Screen
from ui.policylines import PolicyLines, PolicyShown
from ui.question import LineQuestion, Question

_SCALES = {"1.0": "100 %", "1.25": "125 %", "1.5": "150 %", "2.0": "200 %"}
_MOST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """What the page shows. usual: what the toolkit says where the office chose nothing.

    markings: those the toolkit offers. year: of the reference given as an example.
    protection: what this computer cannot give, or nothing. scale: this computer's text size.
    days: the days on which the office is closed. most_idle: minutes that can be chosen here.
    locked: fields that the administrator of this computer has set; policy: all of that, in words.
    """

    office: OfficeSettings
    usual: ReferenceFormat
    usual_marking: str
    markings: tuple[str, ...]
    year: int
    folder: str
    protection: str
    scale: float
    most_idle: int = IDLE_MINUTES[1]
    locked: frozenset[str] = frozenset()
    policy: PolicyShown | None = None
    days: DaysShown = field(default_factory=DaysShown)


class SettingsPage(Screen):
    """save_asked: (OfficeSettings, reason). scale_chosen: a text size. check_asked: verify.
    about_asked: the page about the program.
    """

    save_asked = Signal(object, str)
    scale_chosen = Signal(float)
    check_asked = Signal()
    about_asked = Signal()

    def __init__(self, shown: SettingsShown, parent: QWidget | None = None) -> None:
        super().__init__("Settings", parent=parent)
        self._shown = shown
        self._office_section()
        self._papers_section()
        self._password_section()
        self._desk_section()
        self._section("Closed days")
        self.days = ClosedDays(shown.days, self)
        self.body.addWidget(self.days)
        self._vault_section()
        if shown.policy is not None:
            self._section("Set by your IT department")
            self.body.addWidget(PolicyLines(shown.policy, self))
        self._program_section()
        self._save = button("Save settings", "primary", self)
        self._save.clicked.connect(self._go)
        self._undo = button("Put back what was saved", "", self)
        self._undo.clicked.connect(self._put_back)
        self.add_foot(self._save, self._undo, None)
        self._fill()

    # how it is built

    def _section(self, words: str) -> None:
        if self.body.count() > 2:  # noqa: PLR2004 - the notice and the summary stand above
            self.body.addSpacing(16)
        self.body.addWidget(Words(words, "section", self))

    def _ask(self, words: str, help_text: str = "", *, letters: int = 0) -> LineQuestion:
        made = LineQuestion(words, help_text, self)
        if letters:
            made.set_letters(letters)
        made.entered.connect(self._go)
        made.line.textEdited.connect(self._edited)
        self.body.addWidget(made)
        return made

    def _pick(
        self, words: str, options: dict[str, str], help_text: str = "", *,
        across: bool = False, locked: bool = False,
    ) -> Radios:  # fmt: skip
        made = Radios(tuple(Option(key, label) for key, label in options.items()), across=across)
        made.picked.connect(self._edited)
        question = Question(words, made, help_text, self)
        if locked:
            question.set_help(f"{help_text} {BY_IT}".strip())
            made.setEnabled(False)
        self.body.addWidget(question)
        return made

    def _office_section(self) -> None:
        self._section("The office")
        self._name = self._ask("Name", "On every paper, and on the page where you unlock.")
        self._address = TextBox(3, 6, self)
        self._address.textChanged.connect(self._edited)
        self.body.addWidget(Question("Address", self._address, "", self))
        self._email = self._ask("Email")
        self._telephone = self._ask("Telephone", letters=24)

    def _papers_section(self) -> None:
        self._section("Papers")
        usual = {"": f"{self._shown.usual_marking}, as the toolkit has it"}
        others = {m: m for m in self._shown.markings if m != self._shown.usual_marking}
        kept = self._shown.office.marking
        if kept and kept not in others:
            others[kept] = kept
        self._marking = self._pick(
            "Marking", usual | others, "At the head and foot of every page, and in this window.",
            locked="marking" in self._shown.locked,
        )  # fmt: skip
        self._prefix = self._ask(
            "Letters that a reference begins with",
            f"Leave empty for {self._shown.usual.prefix}, as the toolkit has it.",
            letters=10,
        )
        self._digits = self._ask(
            "Figures in its number",
            f"Leave empty for {self._shown.usual.digits}. Given references never change.",
            letters=4,
        )
        self._example = Words("", "muted", self)
        self._example.setContentsMargins(3, 0, 0, 0)
        self.body.addWidget(self._example)
        self._meetings = self._ask(
            "Letters that a meeting's reference begins with",
            f"Leave empty for {MEETINGS}.",
            letters=10,
        )

    def _password_section(self) -> None:
        self._section("Case packs")
        self._pack_key = self._pick(
            "The password of a case pack", PACK_KEYS, locked="pack_key" in self._shown.locked
        )
        self._warning = QFrame(self)
        self._warning.setProperty("look", "warning-box")
        inside = QVBoxLayout(self._warning)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(Words(PUBLIC_WARNING, "", self._warning))
        self.body.addWidget(self._warning)
        self._reason = self._ask("Why it must be so", "It is kept in the office's history.")

    def _desk_section(self) -> None:
        self._section("This desk")
        lowest, highest = IDLE_MINUTES[0], self._shown.most_idle
        by_it = f" {BY_IT}" if "idle_minutes" in self._shown.locked else ""
        self._idle = self._ask(
            "Minutes without a touch until it locks",
            f"From {lowest} to {highest}. What you are typing is kept.{by_it}",
            letters=4,
        )
        self._appearance = self._pick("Appearance", APPEARANCES, across=True)
        self._scale = self._pick("Text size on this computer", _SCALES, across=True)
        self._scale.picked.connect(self._scale_picked)

    def _vault_section(self) -> None:
        self._section("The vault")
        self.body.addWidget(Words(self._shown.folder, "muted", self))
        said = self._shown.protection or (
            "Your passphrase opens the vault on this computer only, whose keyring holds its part."
        )
        self.body.addWidget(Words(said, "warning" if self._shown.protection else "", self))
        lowest, highest = BACKUP_DAYS
        self._backup = self._ask(
            "Days until the last backup counts as old",
            f"From {lowest} to {highest}. The list of cases then warns of it.",
            letters=4,
        )
        check = button("Check the whole vault", "", self)
        check.clicked.connect(self.check_asked)
        self.body.addWidget(check, 0, Qt.AlignmentFlag.AlignLeft)
        self._found = Words("", "", self)
        self._found.hide()
        self.body.addWidget(self._found)

    def _program_section(self) -> None:
        self._section("This program")
        about = button("About mktdesk, and update files", "", self)
        about.clicked.connect(self.about_asked)
        self.body.addWidget(about, 0, Qt.AlignmentFlag.AlignLeft)

    # what the controller shows

    def saved(self, office: OfficeSettings) -> None:
        """The settings are kept."""
        self._shown = replace(self._shown, office=office)
        self._fill()
        self.notice.clear()
        self.status.say("Saved", "done")

    def show_findings(self, findings: Sequence[tuple[str, str]]) -> None:
        """What a check of the vault found: what is wrong, and what to do."""
        if not findings:
            self._found.setText("")
            self._found.hide()
            self.notice.show_words("done", "Every check passed.", "The vault is sound.")
            return
        self._found.setText("\n".join(f"{what} {do}" for what, do in findings))
        self._found.show()
        if len(findings) == 1:
            found, where = "1 thing was found.", "It is shown under “The vault”."
        else:
            found = f"{len(findings)} things were found."
            where = "They are listed under “The vault”."
        self.notice.show_words("error", found, where)

    def may_leave(self) -> bool:
        """Not while something is changed and not saved."""
        if not self._dirty:
            return True
        self.notice.show_words(
            "warning",
            "What you changed here is not saved yet.",
            "Save it, or put back what was saved.",
        )
        self._save.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def go_to(self, target: object) -> None:
        """To a question with a problem."""
        if isinstance(target, Question):
            target.take_focus()

    # how it works

    @property
    def _dirty(self) -> bool:
        return self._wanted() != self._shown.office

    def _fill(self) -> None:
        office = self._shown.office
        self._name.put(office.name)
        self._address.show_text(office.address)
        self._email.put(office.email)
        self._telephone.put(office.telephone)
        self._marking.put(office.marking)
        self._prefix.put(office.reference_prefix)
        self._meetings.put(office.meeting_prefix)
        self._digits.put(str(office.reference_digits) if office.reference_digits else "")
        self._pack_key.put(office.pack_key)
        self._reason.put("")
        self._idle.put(str(office.idle_minutes))
        self._backup.put(str(office.backup_days))
        self._appearance.put(office.appearance)
        nearest = min(_SCALES, key=lambda key: abs(float(key) - self._shown.scale))
        self._scale.put(nearest)
        for question in self._numbers():
            question.set_problem("")
        self.show_problems(())
        self._edited()

    def _put_back(self) -> None:
        self._fill()
        self.notice.clear()
        self._save.setFocus(Qt.FocusReason.OtherFocusReason)
        self.status.say("Put back")

    def _wanted(self) -> OfficeSettings:
        office = self._shown.office
        return replace(
            office,
            name=self._name.text.strip(),
            address=self._address.toPlainText().strip(),
            email=self._email.text.strip(),
            telephone=self._telephone.text.strip(),
            marking=self._marking.key,
            reference_prefix=self._prefix.text.strip().upper(),
            reference_digits=_number(self._digits.text, 0),
            meeting_prefix=self._meetings.text.strip().upper(),
            pack_key=self._pack_key.key,
            idle_minutes=_number(self._idle.text, -1),
            backup_days=_number(self._backup.text, -1),
            appearance=self._appearance.key,
        )

    def _edited(self, _: str = "") -> None:
        weak = self._pack_key.key == "public"
        newly = weak and self._shown.office.pack_key != "public"
        self._warning.setVisible(weak)
        self._reason.setVisible(newly)
        wanted = self._wanted()
        digits = wanted.reference_digits or self._shown.usual.digits
        prefix = wanted.reference_prefix or self._shown.usual.prefix
        good = prefix.isascii() and prefix.isalpha() and 1 <= digits <= _MOST_DIGITS
        next_one = f"{prefix}-{self._shown.year}-{1:0{digits}d}" if good else "–"
        self._example.setText(f"The year's first reference: {next_one}")
        self._undo.setEnabled(wanted != self._shown.office)
        if self._undo.isEnabled():
            self.status.setText("")

    def _scale_picked(self, key: str) -> None:
        self._shown = replace(self._shown, scale=float(key))
        self.scale_chosen.emit(float(key))

    def _numbers(self) -> tuple[Question, ...]:
        letters = (self._prefix, self._digits, self._meetings)
        return self._name, *letters, self._idle, self._backup, self._reason

    def _go(self) -> None:
        self.notice.clear()
        found = self._problems()
        for question in self._numbers():
            question.set_problem(found.get(question, ""))
        self.show_problems([SummaryLine(words, question) for question, words in found.items()])
        if not found:
            self.save_asked.emit(self._wanted(), self._reason.text.strip())

    def _problems(self) -> dict[Question, str]:
        found: dict[Question, str] = {}
        wanted = self._wanted()
        lowest, highest = IDLE_MINUTES[0], self._shown.most_idle
        if not wanted.name:
            found[self._name] = "Type the office's name."
        for question, prefix in (
            (self._prefix, wanted.reference_prefix),
            (self._meetings, wanted.meeting_prefix),
        ):
            if prefix and not (prefix.isascii() and prefix.isalpha()):
                found[question] = "Use letters only, for example SCR."
        if self._digits.text.strip() and not 1 <= wanted.reference_digits <= _MOST_DIGITS:
            found[self._digits] = f"Give a number from 1 to {_MOST_DIGITS}, or leave it empty."
        if not lowest <= wanted.idle_minutes <= highest:
            found[self._idle] = f"Give a number of minutes from {lowest} to {highest}."
        lowest, highest = BACKUP_DAYS
        if not lowest <= wanted.backup_days <= highest:
            found[self._backup] = f"Give a number of days from {lowest} to {highest}."
        if not self._reason.isHidden() and not self._reason.text.strip():
            found[self._reason] = "Say why the weaker password must be used."
        return found


def _number(text: str, other: int) -> int:
    """A whole number as typed; `other` for nothing, -1 for what is not one."""
    typed = text.strip()
    if not typed:
        return other
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else -1  # noqa: PLR2004
