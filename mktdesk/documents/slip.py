"""Single sheets that carry a secret: the reference slip and the recovery sheet."""

from __future__ import annotations

from datetime import date

from mktdesk.documents.formprint import long_date
from mktdesk.documents.furniture import Furniture
from mktdesk.documents.press import Document, render
from mktdesk.documents.styles import SECRET

_HOW_TO_TYPE = (
    "Type it exactly as printed, with its hyphens. Its last sixteen symbols, in four groups, have "
    "no letters I, L, O or U: what looks like one there is the figure 1 or 0, or the letter V."
)
_APART = (
    "The full reference is never sent with the documents: give it by telephone or by hand, or "
    "post this slip apart."
)
_DESTROY = (
    "Keep this slip locked away and destroy it when you no longer need the documents. If it is "
    "lost, tell the office."
)
_RECOVERY = (
    (
        "Whoever holds this code can open every case of this vault. Whoever loses it, and every "
        "passphrase, loses every case: there is no other way in."
    ),
    (
        "Keep this sheet in a safe, apart from the computer. Seal it in an envelope and sign "
        "across the flap. Look once a year whether it is still there."
    ),
    (
        "If it may have been seen, make a new code in the program's settings; this one then "
        "stops working."
    ),
)


def slip_pdf(
    *, office_name: str, reference_public: str, reference_full: str, marking: str, made_on: date
) -> bytes:
    """The slip that carries a case's full reference to a recipient by another channel."""
    document = _sheet(
        f"Reference slip {reference_public}", office_name, marking, reference_public, made_on
    )
    section = document.section()
    document.body.append(section)
    section.heading(1, "Reference slip", bookmark=False)
    section.pairs(
        [("Office", office_name), ("Reference", reference_public), ("Date", long_date(made_on))],
        (1, 3),
    )
    section.gap(14)
    section.text("Full reference, which is the password of every document of this case:")
    section.text(reference_full, SECRET)
    for words in (
        _HOW_TO_TYPE,
        f"Letters and mail show the public part only, {reference_public}. {_APART}",
        _DESTROY,
    ):
        section.text(words)
    return render(document, _silent, _never)


def recovery_sheet_pdf(*, office_name: str, code: str, made_on: date) -> bytes:
    """The sheet with the vault's recovery code, printed once when the vault is made."""
    document = _sheet("Recovery sheet", office_name, "KEEP LOCKED AWAY", "", made_on)
    section = document.section()
    document.body.append(section)
    section.heading(1, "Recovery sheet of the office's vault", bookmark=False)
    section.pairs([("Office", office_name), ("Date", long_date(made_on))], (1, 3))
    section.gap(14)
    section.text("Recovery code:")
    section.text(code, SECRET)
    for words in _RECOVERY:
        section.text(words)
    return render(document, _silent, _never)


def _sheet(title: str, office_name: str, marking: str, reference: str, made_on: date) -> Document:
    return Document(title, office_name, made_on, Furniture(marking, reference, office_name))


def _silent(_done: float, _doing: str) -> None:
    """One page needs no progress."""


def _never() -> bool:
    return False
