"""The Windows installer: an MSI of the built folder, by WiX 3 on Windows or wixl elsewhere.

    python installers/msi.py FOLDER --out DIST [--stand-in]

--stand-in: FOLDER is another system's program, whose files stand in for those of Windows so that
the recipe itself can be built and looked at. Such an MSI installs nothing that runs.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import quoteattr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from installers import icons
from installers.versions import UPGRADE_CODE, VERSION, four_numbers

SOURCE = Path(__file__).resolve().parent / "windows" / "mktdesk.wxs"
PROGRAMS = ("mktdesk.exe", "mktdesk-cli.exe")
_WIX = 'xmlns="http://schemas.microsoft.com/wix/2006/wi"'


def msi_version(version: str) -> str:
    """Three numbers: Windows Installer looks at no more."""
    return ".".join(map(str, four_numbers(version)[:3]))


def product_code(version: str) -> str:
    """The product code of a version, the same whoever builds it: IT detects the version by it."""
    made = uuid.uuid5(uuid.UUID(UPGRADE_CODE), f"product {msi_version(version)}")
    return str(made).upper()


def component_code(place: str) -> str:
    """The code of the component that holds a file: by its place, so that it outlives versions."""
    return str(uuid.uuid5(uuid.UUID(UPGRADE_CODE), f"file {place}")).upper()


def _name(kind: str, place: str) -> str:
    return f"{kind}{hashlib.sha256(place.encode('utf-8')).hexdigest()[:20]}"


def fragment(places: Sequence[str], folder: str) -> str:
    """The WiX source of the payload. places: of its files inside folder, with forward slashes.

    folder: as seen from where WiX runs; wixl takes no whole paths.
    """
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<Wix {_WIX}>", "  <Fragment>"]
    lines += ['    <DirectoryRef Id="INSTALLDIR">']
    lines += [f"      {line}" for line in _tree(sorted(places), folder, PurePosixPath())]
    lines += ["    </DirectoryRef>", '    <ComponentGroup Id="Payload">']
    lines += [f'      <ComponentRef Id="{_name("c", place)}" />' for place in sorted(places)]
    lines += ["    </ComponentGroup>", "  </Fragment>", "</Wix>", ""]
    return "\n".join(lines)


def _tree(places: Sequence[str], folder: str, here: PurePosixPath) -> Iterator[str]:
    depth = len(here.parts)
    below: dict[str, list[str]] = {}
    for place in places:
        parts = PurePosixPath(place).parts
        if len(parts) == depth + 1:
            source = quoteattr(f"{folder}/{place}")
            yield (
                f'<Component Id="{_name("c", place)}" Guid="{component_code(place)}" Win64="yes">'
                f'<File Id="{_name("f", place)}" KeyPath="yes" Name={quoteattr(parts[-1])} '
                f"Source={source} /></Component>"
            )
        else:
            below.setdefault(parts[depth], []).append(place)
    for name, inside in below.items():
        deeper = here / name
        yield f'<Directory Id="{_name("d", deeper.as_posix())}" Name={quoteattr(name)}>'
        for line in _tree(inside, folder, deeper):
            yield f"  {line}"
        yield "</Directory>"


def stand_in(folder: Path, work: Path) -> Path:
    """Another system's program under the names that it has on Windows."""
    made = work / "stand-in"
    if made.exists():
        shutil.rmtree(made)
    shutil.copytree(folder, made)  # links become the files they lead to: Windows has none
    program = made / "mktdesk"
    for name in PROGRAMS:
        shutil.copyfile(program, made / name)
    program.unlink()
    return made


def make(folder: Path, out: Path, work: Path, version: str = VERSION) -> Path:
    """Build the MSI of a folder; its path. Raises CalledProcessError, FileNotFoundError."""
    work.mkdir(parents=True, exist_ok=True)
    out.mkdir(parents=True, exist_ok=True)
    places = [p.relative_to(folder).as_posix() for p in sorted(folder.rglob("*")) if p.is_file()]
    missing = set(PROGRAMS) - set(places)
    if missing:
        raise FileNotFoundError(f"the folder has no {', '.join(sorted(missing))}")
    files = work / "files.wxs"
    files.write_text(fragment(places, Path(os.path.relpath(folder, work)).as_posix()), "utf-8")
    values = {
        "Version": msi_version(version),
        "ProductCode": product_code(version),
        "Icon": Path(icons.for_system(work, "win32") or "").name,
    }
    target = out / f"mktdesk-{version}.msi"
    if shutil.which("candle"):
        _with_wix(files, values, target, work)
    else:
        defines = [word for key, value in values.items() for word in ("-D", f"{key}={value}")]
        command = ["wixl", "-a", "x64", *defines, "-o", str(target), str(SOURCE), str(files)]
        subprocess.run(command, check=True, cwd=work)
    return target


def _with_wix(files: Path, values: dict[str, str], target: Path, work: Path) -> None:
    defines = [f"-d{key}={value}" for key, value in values.items()]
    objects = f"{work}{os.sep}"
    compiled = ["candle", "-nologo", "-arch", "x64", *defines, "-out", objects]
    subprocess.run([*compiled, str(SOURCE), str(files)], check=True, cwd=work)
    # ICE43 and ICE57 want a menu entry of each person's own; this one is the machine's.
    link = ["light", "-nologo", "-spdb", "-sice:ICE43", "-sice:ICE57", "-out", str(target)]
    linked = [str(work / "mktdesk.wixobj"), str(work / "files.wixobj")]
    subprocess.run([*link, *linked], check=True, cwd=work)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build it, and print its size, SHA-256 and product code."""
    parser = argparse.ArgumentParser(description="Build the Windows installer.")
    parser.add_argument("folder", type=Path, help="the built program")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("build/msi"))
    parser.add_argument("--stand-in", action="store_true")
    options = parser.parse_args(arguments)
    work = options.work.resolve()
    folder = options.folder.resolve()
    payload = stand_in(folder, work) if options.stand_in else folder
    target = make(payload, options.out.resolve(), work)
    digest = hashlib.sha256(target.read_bytes()).hexdigest()
    sys.stdout.write(
        f"{target.name}  {target.stat().st_size / 1_000_000:.1f} MB\n"
        f"sha256 {digest}\nproduct code {{{product_code(VERSION)}}}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
