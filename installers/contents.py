"""What goes into the frozen program and what stays out: plain lists, and how they are read.

`--exclude-module` alone saves nothing, because the libraries come in through what links to
them: every file that PyInstaller collected is asked about here by its place in the folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from re import Pattern
from typing import TypeAlias

from mktdesk.exchange.child import FOR_PROTECTED_FILES

Entry: TypeAlias = tuple[str, str, str]  # PyInstaller's own: place in the folder, source, kind


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files that stay out. places: matched against the whole place, with forward slashes."""

    what: str
    why: str
    places: Pattern[str]


def _out(what: str, why: str, places: str) -> LeftOut:
    return LeftOut(what, why, re.compile(places, re.IGNORECASE))


# First come, first counted.
LEFT_OUT = (
    _out(
        "Qt's network plug-ins",
        "the program opens no connection",
        r"PySide6/(Qt/)?plugins/(tls|networkinformation|generic|egldeviceintegrations)/.*",
    ),
    _out(
        "the PDF image plug-in", "it loads QtNetwork at the start", r".*/(lib)?qpdf\.(so|dll|dylib)"
    ),
    _out(
        "picture formats that no page shows",
        "pages show PNG, JPEG, GIF, BMP and WebP; each further reader is a way in",
        r".*/imageformats/(lib)?q(icns|ico|tga|tiff|wbmp)\.(so|dll|dylib)",
    ),
    _out(
        "platforms that are no desktop",
        "xcb, Wayland, Windows, Cocoa and offscreen stay",
        r".*/platforms/(lib)?q(eglfs|linuxfb|minimal|minimalegl|vkkhrdisplay|vnc|direct2d)\.(so|dll|dylib)",
    ),
    _out("GTK's theme", "it would bring all of GTK with it", r".*/platformthemes/libqgtk3\.so"),
    _out(
        "the screen keyboard and styles of others",
        "QML; the program draws itself in Fusion",
        r".*/(platforminputcontexts/.*virtualkeyboard.*|styles/.*)",
    ),
    _out(
        "Qt's OpenGL for X11 and Wayland",
        "nothing is drawn with OpenGL",
        r".*/(xcbglintegrations|wayland-graphics-integration-client)/.*",
    ),
    _out(
        "Qt libraries that nothing links to",
        "they come in with plug-ins that are left out",
        r"(.*/)?(lib)?Qt6?(Qml\w*|Quick\w*|VirtualKeyboard\w*|WebEngine\w*|OpenGL\w*|EglFS\w*|Multimedia\w*|"
        r"Sql|Test|Xml|Designer\w*|Help|Concurrent|WaylandEglClient\w*|VncServer\w*)"
        r"(\.so\.6|\.dll|\.abi3\.so|\.pyd|\.framework/.*)?",
    ),
    _out(
        "Qt's software OpenGL and Direct3D compiler",
        "nothing is drawn with either",
        r".*(opengl32sw|d3dcompiler_47)\.dll",
    ),
    _out(
        "what the packages were installed from",
        "it differs by machine and is no part of the program",
        r".*\.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json)",
    ),
    _out("Python's face of QtNetwork", "never imported", r"PySide6/QtNetwork\..*"),
    _out("Qt's translations", "the program speaks British English", r".*/translations/.*"),
    _out("Python's TLS", "the program opens no connection", r".*(_ssl\..*|libssl(-3)?[.-].*)"),
    _out(
        "fonts and pictures of reportlab",
        "papers embed the fonts under resources/fonts",
        r"reportlab/(fonts|graphics/samples)/.*",
    ),
    _out("the test data of others", "never read", r".*/(tests?|testing)/.*"),
    _out(
        "zones but London's, and texts about them",
        "days and clocks are London's",
        r"tzdata/(?!__init__|zoneinfo/__init__|zoneinfo/Europe/(__init__|London)).*",
    ),
)

# Modules that nothing needs, or that must not be there; what they would bring stays out too.
NO_MODULES = (
    "PySide6.QtNetwork",
    "PySide6.QtOpenGL",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtTest",
    "_ssl",
    "ssl",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "xmlrpc",
    "http.server",
    "tkinter",
    "unittest",
    "pydoc",
    "doctest",
    "pdb",
    "lib2to3",
    "ensurepip",
    "venv",
    "idlelib",
    "setuptools",
    "pip",
    "pytest",
    "numpy",
    "PIL.ImageTk",
    "PIL.ImageQt",
    "PIL.ImageShow",
    "matplotlib",
    "IPython",
    "PIL._avif",
    "lxml.objectify",
    "lxml.html",
    "lxml.isoschematron",
    "bs4",
    "html5lib",
    "cssselect",
)

# Imported by name, so that nothing else shows them.
HIDDEN = (
    *FOR_PROTECTED_FILES,
    "mktdesk.exchange.child",
    "mktdesk.cli",
    "ui.app",
    "ui.selftest",
    "ui.unlocked",
    "ui.sessionlock",
)
ASKED_FOR_BY_NAME = ("keyring",)  # distributions whose entry points are read at run time

# On Linux the system's own libraries stay the system's: they get its security updates, and the
# package names what it needs. These alone are brought, because their names differ by release.
_OF_LINUX = re.compile(r"(/usr)?/lib(64)?/.*")
_BROUGHT = re.compile(r"lib(python3|ffi|crypto|bz2|lzma|expat|mpdec|sqlite3)\b.*")


def why_not(place: str, source: str = "", *, linux: bool = False) -> LeftOut | None:
    """What keeps a file out, or None when it goes in. place: inside the folder."""
    plain = place.replace("\\", "/")
    for one in LEFT_OUT:
        if one.places.fullmatch(plain):
            return one
    if linux and _OF_LINUX.fullmatch(source) and not _BROUGHT.match(PurePath(source).name):
        return SYSTEMS_OWN
    return None


SYSTEMS_OWN = _out(
    "the system's own libraries", "the package declares them", r"(?!)"
)  # matched by where a file came from, never by its place


def sort_out(
    entries: Iterable[Entry], *, linux: bool
) -> tuple[list[Entry], dict[str, list[Entry]]]:
    """What stays of PyInstaller's list, and by name what was left out."""
    stays: list[Entry] = []
    out: dict[str, list[Entry]] = {}
    for entry in entries:
        found = why_not(entry[0], entry[1], linux=linux)
        if found is None:
            stays.append(entry)
        else:
            out.setdefault(found.what, []).append(entry)
    return stays, out


# Built with the debugger's tables in them. The hashed copies beside a package (pillow.libs) and
# Qt's own are left as they came: they were changed after linking, and carry none.
_STRIPPED = re.compile(
    r"libpython3.*|python3.*/lib-dynload/.*\.so|sqlcipher3/.*\.so|lib(ffi|crypto|bz2|lzma|expat)\.so.*"
)


def is_stripped(place: str) -> bool:
    """Whether a library inside the folder is rid of its debugger's tables."""
    return _STRIPPED.fullmatch(place) is not None
