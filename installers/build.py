"""Builds the program for the system it runs on: `python3 tasks.py build`.

Out comes dist/mktdesk, a folder that needs no Python, with its bill of materials and licences
inside; on Linux also a .tar.gz, and where dpkg-deb is there a .deb.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from installers import contents, debian  # noqa: E402 - found by the line above
from installers.versions import VERSION  # noqa: E402 - the same

LINUX = sys.platform == "linux"
MAC = sys.platform == "darwin"
_ANY_DAY = 1_767_225_600  # 1 January 2026, where there is no commit to ask


def commit_second() -> int:
    """When the commit was made: the one time that goes into what is built."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
        return int(told)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return _ANY_DAY


def freeze(work: Path, out: Path, epoch: int) -> Path:
    """Run PyInstaller; the one-folder program."""
    if work.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True)
    spec = ROOT / "installers" / "mktdesk.spec"
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--workpath", str(work / "work"), "--distpath", str(out), str(spec)]
    fixed = {"PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": str(epoch), "MKTDESK_BUILD": str(work)}
    # Away from the person's own packages and settings: what is built is what is locked.
    fixed |= {"PYTHONNOUSERSITE": "1", "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **fixed})
    return out / "mktdesk"


def strip(folder: Path) -> int:
    """Take the debugger's tables out of the libraries that carry them; the bytes that it saved."""
    if not LINUX or not shutil.which("strip"):
        return 0
    saved = 0
    for file in sorted((folder / "_internal").rglob("*")):
        place = file.relative_to(folder / "_internal").as_posix()
        if file.is_file() and not file.is_symlink() and contents.is_stripped(place):
            before = file.stat().st_size
            subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)
            saved += before - file.stat().st_size
    return saved


def settle(folder: Path, epoch: int) -> None:
    """The same rights and times for every file, whoever built it."""
    for file in (folder, *sorted(folder.rglob("*"))):
        if not file.is_symlink():
            runs = file.is_dir() or os.access(file, os.X_OK)
            file.chmod(0o755 if runs else 0o644)
            os.utime(file, (epoch, epoch))


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by its place."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_symlink():
            found[file.relative_to(folder).as_posix()] = f"link to {file.readlink()}"
        elif file.is_file():
            with file.open("rb") as opened:
                digest = hashlib.file_digest(opened, "sha256").hexdigest()
            found[file.relative_to(folder).as_posix()] = digest
    return found


def tarball(folder: Path, out: Path, epoch: int) -> Path:
    """The folder as a .tar.gz in which nothing tells one build of a commit from another."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = "root"
        entry.mtime = epoch
        return entry

    target = out / f"mktdesk-{VERSION}-linux-{os.uname().machine}.tar.gz"
    extras = (
        (ROOT / "installers" / "README.md", "README.md"),
        (ROOT / "installers" / "policy.toml", "policy.toml"),
        (ROOT / "installers" / "linux" / "mktdesk.desktop", "mktdesk.desktop"),
        (ROOT / "installers" / "linux" / "mktdesk.xml", "mktdesk.xml"),
        (ROOT / "resources" / "icons" / "mktdesk.svg", "mktdesk.svg"),
    )
    with (
        target.open("wb") as file,
        gzip.GzipFile("", "wb", mtime=epoch, fileobj=file) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w") as tar,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            name = f"mktdesk-{VERSION}/{path.relative_to(folder.parent).as_posix()}"
            tar.add(path, name, recursive=False, filter=plain)
        for path, place in extras:
            tar.add(path, f"mktdesk-{VERSION}/{place}", filter=plain)
    return target


def megabytes(count: int) -> str:
    """A size in words."""
    return f"{count / 1_000_000:.1f} MB"


def main(arguments: Sequence[str]) -> int:
    """Build, and print each artefact with its size and SHA-256."""
    parser = argparse.ArgumentParser(prog="tasks.py build", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where to put it")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "frozen")
    parser.add_argument("--folder-only", action="store_true", help="no .tar.gz, no .deb")
    options = parser.parse_args(arguments)
    out, work, epoch = options.out.resolve(), options.work.resolve(), commit_second()
    folder = freeze(work, out, epoch)
    about = work / "about"
    parts = json.loads((about / "licences.json").read_text(encoding="utf-8"))
    left = json.loads((work / "left-out.json").read_text(encoding="utf-8"))
    for what, entries in left.items():
        size = sum(Path(entry[1]).stat().st_size for entry in entries if Path(entry[1]).is_file())
        say(f"left out: {megabytes(size):>9}  {what}")
    say(f"stripped: {megabytes(strip(folder)):>9}  the debugger's tables")
    say(f"parts:    {len(parts):>6}     in sbom.cdx.json, each with its licence")
    settle(folder, epoch)
    listed = sums(folder)
    (out / "contents.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    size = sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir())
    say(f"folder:   {megabytes(size):>9}  {folder} ({len(listed)} files)")
    made = [] if options.folder_only else artefacts(folder, out, work, epoch, parts)
    shutil.copyfile(about / "sbom.cdx.json", out / "sbom.cdx.json")
    for path in made:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        say(
            f"artefact: {megabytes(path.stat().st_size):>9}  {path.name}\n          sha256 {digest}"
        )
    return 0


def artefacts(
    folder: Path, out: Path, work: Path, epoch: int, parts: Sequence[Mapping[str, str]]
) -> list[Path]:
    """What can be handed on, by the system this runs on."""
    if not LINUX:
        return []
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)  # dpkg-deb reads it
    made = [tarball(folder, out, epoch)]
    if shutil.which("dpkg-deb"):
        listed = [(part["name"], part["version"], part["licence"]) for part in parts]
        made.append(debian.make(folder, out, work, listed))
    return made


def say(words: str) -> None:
    """One line to whoever builds."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
