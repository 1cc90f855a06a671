"""Scenes of the page about the program."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from mktdesk.desk.about import About, Part
from mktdesk.desk.updates import Artefact, Compared, Manifest, UpdateFound
from mktdesk.errors import SignatureWrong
from ui.pages.about import AboutPage
from ui.places import PLACES, SETTINGS
from ui.tour import Scene, Stage
from ui.window import Window

_PARTS = (
    Part("argon2-cffi", "25.1.0", "MIT", ("argon2-cffi-1.txt",)),
    Part("CPython", "3.11.7", "PSF-2.0", ("CPython-1.txt",)),
    Part("cryptography", "50.0.2", "Apache-2.0 OR BSD-3-Clause"),
    Part("Fonts of printed papers", "", "OFL-1.1 AND Apache-2.0"),
    Part("pikepdf", "10.13.0.post1", "MPL-2.0"),
    Part("PyInstaller (bootloader)", "6.22.3", "GPL-2.0-or-later WITH Bootloader-exception"),
    Part("PySide6_Essentials", "6.11.3", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"),
    Part("reportlab", "5.1.0", "BSD-3-Clause"),
    Part("sqlcipher3", "0.6.4", "Zlib"),
)
_BUILT = About(
    "0.1.0", _PARTS, ("The Ouseford publisher",), "/usr/lib/mktdesk/_internal/about/sbom.cdx.json"
)
_NEWER = Manifest(
    "0.2.0",
    date(2026, 11, 20),
    "Meetings go on without a network.\nThe case pack lists what was left out.",
    (
        Artefact("mktdesk-0.2.0.msi", "Windows", 71_300_000, "5f0c" * 16),
        Artefact("mktdesk_0.2.0_amd64.deb", "Debian and Ubuntu", 54_100_000, "91ab" * 16),
    ),
)


def _inside(page: AboutPage) -> Window:
    window = Window(PLACES)
    window.set_marking("RESTRICTED")
    window.set_office("Northshire Safeguarding Children Partnership (fictional)")
    window.set_place(SETTINGS)
    window.show_screen(page)
    return window


def _checkout(_stage: Stage) -> QWidget:
    return _inside(AboutPage(About("0.1.0", (), (), "")))


def _licence(_stage: Stage) -> QWidget:
    page = AboutPage(_BUILT)
    window = _inside(page)
    words = "Permission is hereby granted, free of charge, to any person obtaining a copy."
    page.show_licence(_PARTS[0], words)
    return window


def _update(_stage: Stage) -> QWidget:
    page = AboutPage(_BUILT)
    window = _inside(page)
    page.show_update(UpdateFound(_NEWER, "The Ouseford publisher", Compared.NEWER, "0.1.0"))
    return window


def _refused(_stage: Stage) -> QWidget:
    page = AboutPage(_BUILT)
    window = _inside(page)
    page.refused(
        SignatureWrong(
            "The publisher of mktdesk did not sign this file, or it was changed since.",
            "Do not use it or anything that came with it.",
        )
    )
    return window


ABOUT_SCENES = (
    Scene("about-checkout", AboutPage, _checkout),
    Scene("about-licence", AboutPage, _licence),
    Scene("about-update", AboutPage, _update),
    Scene("about-update-refused", AboutPage, _refused),
)
