"""The whole job by keyboard alone, from the first start to a locked and reopened vault."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mktdesk import resources
from ui.dialogs.new_referral import NewReferralDialog
from ui.places import CASES, SETTINGS

PASSPHRASE = "six larches by the canal"
REFERRER = {
    "Child or family being referred": "Mara Voss and her family",
    "Referrer's name": "Peter Lindqvist",
    "Referrer's agency and title": "Northshire Council, Service Manager",
    "Date of referral: Day": "3",
    "Date of referral: Month": "11",
    "Date of referral: Year": "2026",
}
CHILD = {
    "Child's name": "Mara Voss",
    "Date of Birth: Day": "2",
    "Date of Birth: Month": "11",
    "Date of Birth: Year": "2021",
    "Home address: not known": "x",
}
SYNOPSIS = {
    "The child's and family's circumstances": "Mara is four.",
    "The incident that led to this referral": "She was found alone near the canal.",
    "Why the case is being referred": "Three agencies each knew a part.",
}
RECEIVED = {
    "Date the office received it: Day": "4",
    "Date the office received it: Month": "11",
    "Date the office received it: Year": "2026",
}
DECISION = {
    "Senior manager named by the referring agency": "Alma Reyes",
    "The sub-group agreed that this case: a": "x",
    "Recommended for a Serious Case Review?: Recommended": "x",
    "Reasons for the recommendation": "Both limbs are met.",
    "The decision, and why it was made": "A review is recommended.",
}
MEMBER = {
    "Name": "Ruth Tolland",
    "Job role or title": "Head of Service",
    "Agency or organisation": "Children's Social Care",
    "Took part: Decided": "x",
    "Own decision: a": "x",
    "Reason": "Abuse is suspected.",
}
ADVICE = {
    "Has legal advice been sought?: No": "x",
    "Date of the meeting and decision: Day": "20",
    "Date of the meeting and decision: Month": "11",
    "Date of the meeting and decision: Year": "2026",
}
CHAIR = {
    "Does the Chair agree with the sub-group?: Agree": "x",
    "Because": "The criteria are met.",
    "Issues for the terms of reference": "How agencies shared what they saw.",
    "Date of the Chair's decision: Day": "21",
    "Date of the Chair's decision: Month": "11",
    "Date of the Chair's decision: Year": "2026",
}


@pytest.mark.timeout(400)
def test_the_whole_job_by_keyboard(program, typist_of, tmp_path: Path):
    """Steps in one test, because each stands on what the one before made."""
    typist = typist_of(program.start())
    vault = tmp_path / "vault"
    set_up(typist, vault)
    public, full = begin_referral(typist)
    fill_section_1(typist)
    sign(typist, "1", "")
    fill_section_2(typist)
    sign(typist, "2", "Ruth Tolland")
    fill_section_3(typist)
    sign(typist, "3", "Marian Oyelaran")
    attach(typist, tmp_path)
    pack = make_pack(typist, tmp_path)
    take_in_word_form(typist)
    change_settings(typist)

    typist.press(Qt.Key.Key_L, ctrl=True)
    typist.until(lambda: bool(program.ended))
    assert [told[:2] for told in program.restarts] == [["--vault", str(vault)]]
    assert full not in QApplication.clipboard().text()
    opens_with_full_reference_only(pack, full, public)
    nothing_in_clear(vault)

    typist = typist_of(program.start(vault=vault))
    unlock(typist)
    see_it_all(typist, public)


def set_up(typist, vault: Path) -> None:
    assert typist.title == "Welcome to mktdesk"
    typist.push("Set up a new vault")
    typist.fill(
        {
            "The office's name": "Northshire (fictional)",
            "Your name": "Dana Whitlock",
            "The vault's folder": str(vault),
            "Your passphrase": PASSPHRASE,
            "The same passphrase again": PASSPHRASE,
        }
    )
    typist.enter()
    typist.wait_for("Keep the recovery code")
    said = typist.focus.accessibleDescription()
    groups = [group.split(": ")[1].replace(" ", "") for group in said.split(". ")]
    assert len(groups) == 8
    typist.push("I have it on paper")
    assert typist.title == "Show that you have it"
    for _ in range(2):
        number = int(typist.here.removeprefix("Group "))
        typist.type(groups[number - 1])
        typist.tab()
    typist.push("Confirm and go on")
    typist.wait_for("Due")


def begin_referral(typist) -> tuple[str, str]:
    typist.push("Go to the cases")
    typist.wait_for("Cases")
    typist.push("New referral")
    typist.wait_for("New referral: guidance")
    typist.to("Guidance")
    QTest.keyClicks(typist.focus, "2016")
    typist.push("Start with the form now")
    dialog = the_dialog()
    assert dialog.slip is not None
    reference = dialog.slip.reference
    assert reference.public.startswith("SCR-")
    typist.push("Copy full reference")
    assert QApplication.clipboard().text() == reference.full
    typist.push("Open the referral")
    typist.wait_for("Who is referring")
    return reference.public, reference.full


def fill_section_1(typist) -> None:
    typist.fill(REFERRER)
    typist.push("Next: ")
    assert typist.title.startswith("1.1")
    typist.fill(CHILD)
    for page in ("1.2", "1.3", "1.4", "1.4"):
        typist.push("Next: ")
        assert typist.title.startswith(page), typist.title
        if "synopsis" in typist.title:
            typist.fill(SYNOPSIS)
    typist.push("Next: ")
    assert typist.title == "Office use"
    typist.fill(RECEIVED)
    typist.push("Check answers")


def fill_section_2(typist) -> None:
    typist.to_task("Section 2")
    typist.fill(DECISION)
    typist.push("Next: ")
    typist.push("Add a member")
    typist.fill(MEMBER)
    typist.push("Done with this member")
    typist.push("Next: ")
    typist.fill(ADVICE)
    typist.push("Check answers")


def fill_section_3(typist) -> None:
    typist.to_task("Section 3")
    typist.fill(CHAIR)
    typist.push("Check answers")


def sign(typist, number: str, name: str) -> None:
    assert typist.title.startswith("Check your answers"), typist.title
    assert typist.inner_problems() == []
    if name:
        typist.fill({"Name of the person who signs": name})
    typist.push(f"Sign section {number}")
    assert "Signed" in typist.task(f"Section {number}")


def attach(typist, tmp_path: Path) -> None:
    (tmp_path / "strategy meeting.txt").write_text("Notes of the meeting.\n", encoding="utf-8")
    typist.to_task("Documents")
    typist.push("Attach files")
    typist.choose_file(tmp_path / "strategy meeting.txt")
    assert "1 document" in typist.task("Documents")


def make_pack(typist, tmp_path: Path) -> Path:
    typist.to_task("Case pack")
    typist.fill({"Recipient": "Independent Chair", "strategy meeting.txt": "x"})
    typist.push("Make the pack")
    out = tmp_path / "pack.pdf"
    typist.choose_file(out)
    assert out.is_file()
    assert "1 pack" in typist.task("Case pack")
    return out


def take_in_word_form(typist) -> None:
    typist.place(CASES)
    typist.wait_for("Cases")
    typist.push("New referral from Word form")
    typist.push("Choose the form")
    typist.choose_file(resources.folder("demo") / "child-referral.docx")
    typist.push("Accept")
    typist.wait_for("Office use")  # the form says the rest


def change_settings(typist) -> None:
    typist.place(SETTINGS)
    typist.wait_for("Settings")
    typist.fill({"Telephone": "01632 960000", "Minutes without a touch": "25"})
    typist.push("Save settings")
    assert typist.app.window.screen_shown.status.text() == "Saved"


def unlock(typist) -> None:
    assert typist.here == "Passphrase"
    typist.type("six larches by the river")
    typist.enter()
    assert "did not open" in typist.notice()
    typist.until(lambda: "try again now" in typist.notice())
    typist.type(PASSPHRASE)
    typist.enter()
    typist.wait_for("Due")


def see_it_all(typist, public: str) -> None:
    typist.place(CASES)
    typist.wait_for("Cases")
    typist.to("Cases")
    typist.choose_line(public)
    typist.until(lambda: typist.app.window.windowTitle().startswith(public))
    typist.rest()
    for section in ("Section 1", "Section 2", "Section 3"):
        assert "Signed" in typist.task(section)
    assert "1 document" in typist.task("Documents")
    assert "1 pack" in typist.task("Case pack")
    typist.to_task("Section 1")
    assert "Mara Voss" in typist.words()
    typist.place(SETTINGS)
    typist.wait_for("Settings")
    typist.to("Minutes without a touch")
    assert typist.focus.text() == "25"


def opens_with_full_reference_only(pack: Path, full: str, public: str) -> None:
    with pikepdf.open(pack, password=full) as document:
        assert document.encryption.R == 6
        assert len(document.pages) > 3
    for wrong in ("", public):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(pack, password=wrong)


def nothing_in_clear(vault: Path) -> None:
    files = [path for path in vault.rglob("*") if path.is_file()]
    assert len(files) > 4
    for path in files:
        data = path.read_bytes()
        for secret in ("Mara Voss", "Hossain", "canal", PASSPHRASE):
            assert secret.encode() not in data
            assert secret.encode("utf-16-le") not in data


def the_dialog() -> NewReferralDialog:
    shown = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    return next(w for w in shown if isinstance(w, NewReferralDialog))
