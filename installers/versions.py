"""The program's name, number and marks, as each system wants to be told."""

from __future__ import annotations

import re
from pathlib import Path

from mktdesk import __version__

VERSION = __version__
PUBLISHER = "mktdesk"
ABOUT = "Safeguarding reviews for a partnership's business office"
BUNDLE_ID = "uk.org.mktdesk.mktdesk"
# For ever: by this one Windows knows an upgrade of mktdesk from another program.
UPGRADE_CODE = "7B0F5C52-3C0B-4B7E-9E0C-5C1B7E2A9D41"
PACK_TYPE = "application/vnd.mktdesk.pack"
PACK_SUFFIX = "mktpack"
PACK_WORDS = "mktdesk travel pack"
_PARTS = 4


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """A version as Windows has it: "0.1.0" is (0, 1, 0, 0)."""
    found = [int(part) for part in re.findall(r"\d+", version)][:_PARTS]
    a, b, c, d = (*found, *(0,) * (_PARTS - len(found)))
    return a, b, c, d


def version_text() -> str:
    """The version resource of a Windows program, in PyInstaller's own terms."""
    numbers = four_numbers(VERSION)
    strings = {
        "CompanyName": PUBLISHER,
        "FileDescription": ABOUT,
        "FileVersion": VERSION,
        "InternalName": "mktdesk",
        "OriginalFilename": "mktdesk.exe",
        "ProductName": "mktdesk",
        "ProductVersion": VERSION,
    }
    table = ", ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    return (
        "VSVersionInfo(\n"
        f"  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0,\n"
        "    OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),\n"
        f"  kids=[StringFileInfo([StringTable('080904B0', [{table}])]),\n"
        "    VarFileInfo([VarStruct('Translation', [0x0809, 1200])])])\n"
    )


def resource(work: Path) -> str:
    """The version resource as a file for PyInstaller; its path."""
    file = work / "version.txt"
    file.write_text(version_text(), encoding="utf-8")
    return str(file)


def info_plist() -> dict[str, object]:
    """What a macOS bundle says of itself: its documents, its numbers, and that it asks nothing."""
    return {
        "CFBundleDisplayName": "mktdesk",
        "CFBundleShortVersionString": VERSION,
        "CFBundleVersion": VERSION,
        "LSMinimumSystemVersion": "14.0",  # pikepdf's and Qt's own
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": PACK_WORDS,
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [f"{BUNDLE_ID}.pack"],
            }
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": f"{BUNDLE_ID}.pack",
                "UTTypeDescription": PACK_WORDS,
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": [PACK_SUFFIX],
                    "public.mime-type": PACK_TYPE,
                },
            }
        ],
    }
