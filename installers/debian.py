"""The Debian package: the built folder, where the system looks for it, and what it needs."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from installers import icons
from installers.versions import ABOUT, PUBLISHER, VERSION

HERE = Path(__file__).resolve().parent
PROGRAM = Path("usr/lib/mktdesk")
# The libraries that the program leaves to the system, by package; what took a name over in
# later releases stands first.
DEPENDS = (
    "libstdc++6",
    "libgcc-s1",
    "zlib1g",
    "libglib2.0-0t64 | libglib2.0-0",
    "libgl1",
    "libegl1",
    "libdbus-1-3",
    "libfontconfig1",
    "libfreetype6",
    "libgssapi-krb5-2",
    "libx11-6",
    "libx11-xcb1",
    "libxcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-shm0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxcb-xkb1",
    "libxkbcommon0",
    "libxkbcommon-x11-0",
)
# For printing, for Wayland, and for a screen with more letters than the program brings.
RECOMMENDS = (
    "libcups2t64 | libcups2",
    "libwayland-client0",
    "libwayland-cursor0",
    "fonts-noto-core | fonts-dejavu-core",
    "shared-mime-info",
)


def oldest_libc(files: Iterable[Path]) -> str:
    """The oldest GNU C library that serves all these files: the highest version they name."""
    highest = (2, 17)
    for file in files:
        for found in re.finditer(rb"GLIBC_2\.(\d+)", file.read_bytes()):
            highest = max(highest, (2, int(found[1])))
    return f"{highest[0]}.{highest[1]}"


def control(architecture: str, kilobytes: int, libc: str) -> str:
    """The control file. kilobytes: as installed."""
    depends = ", ".join((f"libc6 (>= {libc})", *DEPENDS))
    return (
        "Package: mktdesk\n"
        f"Version: {VERSION}\n"
        "Section: misc\n"
        "Priority: optional\n"
        f"Architecture: {architecture}\n"
        f"Maintainer: {PUBLISHER}\n"
        f"Installed-Size: {kilobytes}\n"
        f"Depends: {depends}\n"
        f"Recommends: {', '.join(RECOMMENDS)}\n"
        f"Description: {ABOUT}\n"
        " Runs a safeguarding partnership's reviews by its own guidance, with every case in an\n"
        " encrypted file of its own. It opens no network connection.\n"
    )


def copyright_text(licences: Iterable[tuple[str, str, str]]) -> str:
    """What /usr/share/doc says of the parts; each is (name, version, licence)."""
    lines = [
        f"{name} {version}: {licence}".replace(" :", ":") for name, version, licence in licences
    ]
    where = f"/{PROGRAM}/_internal/resources/about/licences"
    about = (
        "mktdesk brings these parts, each under its own licence.",
        f"The texts are in {where}.",
    )
    return "\n".join((*about, "", *lines, ""))


def make(folder: Path, out: Path, work: Path, licences: Iterable[tuple[str, str, str]]) -> Path:
    """Make the package of the built folder; its path. Needs dpkg-deb."""
    root = work / "debian"
    if root.exists():
        shutil.rmtree(root)
    shutil.copytree(folder, root / PROGRAM, symlinks=True)
    share = root / "usr/share"
    for place, source in (
        ("applications/mktdesk.desktop", HERE / "linux/mktdesk.desktop"),
        ("mime/packages/mktdesk.xml", HERE / "linux/mktdesk.xml"),
        ("icons/hicolor/scalable/apps/mktdesk.svg", icons.DRAWING),
        ("doc/mktdesk/README.md", HERE / "README.md"),
        ("doc/mktdesk/examples/policy.toml", HERE / "policy.toml"),
        ("doc/mktdesk/sbom.cdx.json", folder / "_internal/resources/about/sbom.cdx.json"),
    ):
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, share / place)
    for side in (48, 128, 256):
        picture = share / f"icons/hicolor/{side}x{side}/apps/mktdesk.png"
        picture.parent.mkdir(parents=True)
        picture.write_bytes(icons.png(side))
    (share / "doc/mktdesk/copyright").write_text(copyright_text(licences), encoding="utf-8")
    (root / "usr/bin").mkdir()
    (root / "usr/bin/mktdesk").symlink_to("../lib/mktdesk/mktdesk")
    files = [file for file in root.rglob("*") if file.is_file() and not file.is_symlink()]
    kilobytes = sum(-(-file.stat().st_size // 1024) for file in files)
    (root / "DEBIAN").mkdir()
    libc = oldest_libc(file for file in files if ".so" in file.name or file.name == "mktdesk")
    words = control(architecture(), kilobytes, libc)
    (root / "DEBIAN/control").write_text(words, encoding="utf-8")
    sums = "".join(f"{_md5(file)}  {file.relative_to(root).as_posix()}\n" for file in sorted(files))
    (root / "DEBIAN/md5sums").write_text(sums, encoding="utf-8")
    package = out / f"mktdesk_{VERSION}_{architecture()}.deb"
    subprocess.run(
        ["dpkg-deb", "--build", "--root-owner-group", "-Zxz", str(root), str(package)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    shutil.rmtree(root)
    return package


def architecture() -> str:
    """This system's name in Debian's words."""
    asked = ["dpkg", "--print-architecture"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()


def _md5(file: Path) -> str:
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
