"""What is inside the built program, to the last file: a bill of materials and the licences.

Made from the list of files that the build really collected, so that nothing is named that is
not there and nothing is there that is not named.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import TypeAlias

from installers.versions import ABOUT, PUBLISHER, VERSION

Json: TypeAlias = dict[str, object]
ROOT = Path(__file__).resolve().parent.parent
OWN_TEXTS = Path(__file__).resolve().parent / "licences"
_TEXT_NAMES = ("LICEN", "COPYING", "NOTICE", "AUTHORS")
# Where a package's own words are none, or none that a list can hold.
_SAID = {
    "backports.tarfile": "MIT",
    "jaraco.classes": "MIT",
    "olefile": "BSD-2-Clause",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "python-bidi": "LGPL-3.0-or-later",
    "reportlab": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "uharfbuzz": "Apache-2.0",
}
# Packages that bring no text of the licence they name: the text that is kept here.
_TEXTS = {"pyside6": ("LGPL-3.0.txt", "GPL-3.0.txt"), "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt")}


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the program brings. licence: an SPDX expression, or words.

    texts: files with the licence's words. inside: what it was built with, as CycloneDX has it.
    """

    name: str
    version: str
    licence: str
    purl: str = ""
    texts: tuple[Path, ...] = ()
    inside: tuple[Json, ...] = ()


def parts_of(sources: Iterable[str]) -> tuple[Part, ...]:
    """What the files that went into the program are part of, by name."""
    owners = {_plain(file): dist for dist in distributions() for file in _files_of(dist)}
    found: dict[str, Part] = {}
    stray: set[str] = set()
    for source in sources:
        path = _plain(source)
        dist = owners.get(path)
        if dist is not None and dist.metadata["Name"] != "pyinstaller":
            name = dist.metadata["Name"]
            if name not in found:
                found[name] = _of_package(dist)
        elif dist is None and not _is_ours(path):
            stray.add(path)
    for part in (_python(), _bootloader(), _fonts(), *_of_system(sorted(stray))):
        found[part.name] = part
    return tuple(sorted(found.values(), key=lambda part: part.name.casefold()))


def _plain(path: str | os.PathLike[str]) -> str:
    return os.path.normcase(os.path.abspath(path))  # noqa: PTH100 - links stay links


def _files_of(dist: Distribution) -> Iterator[str]:
    if dist.metadata["Name"] != "mktdesk":
        for file in dist.files or ():
            yield str(dist.locate_file(file))


def _is_ours(path: str) -> bool:
    """Of the project, of Python itself, or the library of Python that the build made."""
    file = Path(path)
    homes = (ROOT, Path(_plain(sys.base_prefix)))
    return file.name == "base_library.zip" or any(file.is_relative_to(home) for home in homes)


def _of_package(dist: Distribution) -> Part:
    name, version = dist.metadata["Name"], dist.version
    texts = tuple(
        Path(str(dist.locate_file(file)))
        for file in dist.files or ()
        if ".dist-info" in str(file) and file.name.upper().startswith(_TEXT_NAMES)
    )
    for begins, kept in _TEXTS.items():
        if name.lower().startswith(begins):
            texts += tuple(OWN_TEXTS / text for text in kept)
    inside = tuple(_inside(dist))
    return Part(
        name, version, _licence_of(dist), f"pkg:pypi/{name.lower()}@{version}", texts, inside
    )


def _licence_of(dist: Distribution) -> str:
    said = _SAID.get(dist.metadata["Name"].lower())
    return said or dist.metadata["License-Expression"] or dist.metadata["License"] or "unknown"


def _inside(dist: Distribution) -> Iterator[Json]:
    """What a package was built with, as it says itself; SQLCipher says it when asked."""
    for file in dist.files or ():
        if "/sboms/" in str(file) and file.name.endswith(".json"):
            told = json.loads(Path(str(dist.locate_file(file))).read_text(encoding="utf-8"))
            for one in told.get("components", ()):
                kept = ("type", "name", "version", "purl", "licenses")
                yield {key: one[key] for key in kept if key in one}
    if dist.metadata["Name"] == "sqlcipher3":
        import sqlcipher3  # noqa: PLC0415 - asked for its own numbers

        cipher = sqlcipher3.connect(":memory:").execute("PRAGMA cipher_version").fetchone()[0]
        for name, number in (("SQLCipher", cipher), ("SQLite", sqlcipher3.sqlite_version)):
            yield {"type": "library", "name": name, "version": str(number)}


def _python() -> Part:
    version = platform.python_version()
    texts = [
        Path(place) / "LICENSE.txt"
        for place in (Path(os.__file__).parent, sys.base_prefix)
        if (Path(place) / "LICENSE.txt").exists()
    ]
    return Part("CPython", version, "PSF-2.0", f"pkg:generic/cpython@{version}", tuple(texts[:1]))


def _bootloader() -> Part:
    dist = Distribution.from_name("pyinstaller")
    made = _of_package(dist)
    return Part("PyInstaller (bootloader)", made.version, made.licence, made.purl, made.texts)


def _fonts() -> Part:
    folder = ROOT / "resources" / "fonts"
    texts = (folder / "OFL.txt", folder / "Apache-2.0.txt", folder / "README.md")
    return Part("Fonts of printed papers", "", "OFL-1.1 AND Apache-2.0", "", texts)


def _of_system(paths: Iterable[str]) -> Iterator[Part]:
    """Libraries that were brought from the system of the build, by the package they are of."""
    for path in paths:
        package, version = _debian_package(path)
        if not package:
            name = Path(path).name
            yield Part(name, "", "of the system it was built on")
            continue
        copyright_file = Path("/usr/share/doc") / package.split(":")[0] / "copyright"
        texts = (copyright_file,) if copyright_file.exists() else ()
        plain = package.split(":")[0]
        yield Part(plain, version, "as its text says", f"pkg:deb/debian/{plain}@{version}", texts)


def _debian_package(path: str) -> tuple[str, str]:
    if not shutil.which("dpkg-query"):
        return "", ""
    for name in (str(Path(path).resolve()), path, path.removeprefix("/usr"), f"/usr{path}"):
        asked = ["dpkg-query", "--search", name]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            package = done.stdout.split(": ")[0]
            shown = ["dpkg-query", "--show", "--showformat=${Version}", package]
            told = subprocess.run(shown, capture_output=True, text=True, check=True)
            return package, told.stdout.strip()
    return "", ""


def cyclonedx(parts: Iterable[Part], epoch: int) -> Json:
    """The bill of materials as CycloneDX 1.5. epoch: the commit's second, so that two builds of
    one commit say the same.
    """
    listed = [_component(part) for part in parts]
    digest = hashlib.sha256(json.dumps([VERSION, epoch, listed]).encode()).hexdigest()
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(digest[:32])}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": f"mktdesk@{VERSION}",
                "name": "mktdesk",
                "version": VERSION,
                "description": ABOUT,
                "publisher": PUBLISHER,
            },
        },
        "components": listed,
    }


def _component(part: Part) -> Json:
    made: Json = {
        "type": "library",
        "bom-ref": part.purl or part.name,
        "name": part.name,
        "version": part.version,
        "licenses": [{"license": {"name": part.licence}}],
    }
    if part.purl:
        made["purl"] = part.purl
    if part.inside:
        made["components"] = list(part.inside)
    return made


def write(folder: Path, sources: Iterable[str], epoch: int) -> None:
    """Write sbom.cdx.json, licences.json and the texts into a folder of the program."""
    parts = parts_of(sources)
    texts = folder / "licences"
    texts.mkdir(parents=True)
    listed = []
    for part in parts:
        names = []
        for number, text in enumerate(dict.fromkeys(part.texts)):
            safe = "".join(c if c.isalnum() or c in "-." else "-" for c in part.name)
            name = f"{safe}-{number + 1}.txt"
            (texts / name).write_bytes(text.read_bytes())
            names.append(name)
        listed.append(
            {"name": part.name, "version": part.version, "licence": part.licence, "texts": names}
        )
    (folder / "licences.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    bill = json.dumps(cyclonedx(parts, epoch), indent=1, sort_keys=True)
    (folder / "sbom.cdx.json").write_text(bill, encoding="utf-8")
