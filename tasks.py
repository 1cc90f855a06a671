"""The project's tasks, with the standard library alone: `python3 tasks.py run`, `… test`.

Each task first sets up what is missing: `.venv`, the locked and hashed packages, and on
Debian or Ubuntu the system libraries that Qt needs. A second run finds everything in place
and touches no network.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
STAMP = VENV / "mktdesk-setup"
WINDOWS = platform.system() == "Windows"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, TOO_NEW = (3, 11), (3, 14)

QT_PACKAGES = (
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon0",
    "libgssapi-krb5-2",
    "fonts-dejavu-core",
)
WINDOW_PACKAGES = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
# The other side of what we write: readers that are not ours.
TEST_PACKAGES = (
    "qpdf",
    "poppler-utils",
    "dbus",
    "gnome-keyring",
    "libreoffice-writer-nogui",
    "fonts-noto-core",
)
# Each core begins with a half of its own, so that what tests share is made once; who is done
# first takes from the other.
TWO_CORES = ("-n", "2", "--dist", "worksteal")
# What a soak sees the program's writes with.
SOAK_PACKAGES = ("strace", "mount")
# What the program is built with: strip and objdump, and dpkg-deb's own helpers.
BUILD_PACKAGES = ("binutils",)
# What the proofs of a built program need: a clean system, a look at every call, an MSI's maker.
PROOF_PACKAGES = (
    "debootstrap",
    "dbus",
    "gnome-keyring",
    "qpdf",
    "strace",
    "wixl",
    "msitools",
    "xvfb",
    "xdotool",
)


class SetupError(Exception):
    """The machine lacks something; the words say what to do."""


def main(arguments: list[str]) -> int:
    """Run one task; its exit code."""
    if not arguments or arguments[0] not in TASKS:
        print(__doc__)
        print("Tasks:")
        for name, task in TASKS.items():
            print(f"  {name:<10} {(task.__doc__ or '').splitlines()[0]}")
        return 0 if not arguments or arguments[0] in {"-h", "--help", "help"} else 2
    try:
        return TASKS[arguments[0]](arguments[1:])
    except SetupError as error:
        print(f"tasks.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Set up and open the program (--demo: a vault of fictional cases)."""
    windowed = not no_display()
    set_up(QT_PACKAGES + (WINDOW_PACKAGES if windowed else ()))
    if windowed:
        return call("-m", "ui", *arguments)
    return call("-m", "mktdesk", "try", *(word for word in arguments if word != "--demo"))


def test(arguments: list[str]) -> int:
    """Set up and pass every check: format, lint, types, import rules, tests."""
    set_up(QT_PACKAGES + TEST_PACKAGES)
    checks: list[tuple[str, ...]] = [
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "ruff", "check", "--output-format", "concise", "."),
        ("-m", "mypy"),
        ("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"),
        ("-m", "pytest", *TWO_CORES, "-q", *arguments),
    ]
    for check in checks:
        print("==>", *check[1:3], flush=True)
        if code := call(*check):
            return code
    return 0


def long(arguments: list[str]) -> int:
    """Set up and run the wide tests, whose samples `test` runs: every form, every step."""
    set_up(QT_PACKAGES + TEST_PACKAGES)
    return call("-m", "pytest", *TWO_CORES, "-q", "-m", "long", *arguments)


def tour(arguments: list[str]) -> int:
    """Set up and render every screen to PNG files in a folder: tour OUT."""
    set_up(QT_PACKAGES)
    return call("-m", "ui.tour", *(arguments or [str(ROOT / "tour")]))


def bench(arguments: list[str]) -> int:
    """Set up and print each speed as a ratio to the bare parts, side by side."""
    set_up(QT_PACKAGES)
    return call("-m", "tests.bench", *arguments)


def soak(arguments: list[str]) -> int:
    """Set up and try every fault of the safety table many times: soak [--share 0.02] [--rows …]."""
    set_up(QT_PACKAGES + TEST_PACKAGES + SOAK_PACKAGES)
    return call("-m", "tests.soak", *arguments)


def rules(arguments: list[str]) -> int:
    """Set up and print each rule of the guidance with its tests, or why it has none."""
    set_up(QT_PACKAGES)
    return call("-m", "tests.guidance", *arguments)


def build(arguments: list[str]) -> int:
    """Set up and build the program for this system: a folder, and on Linux .tar.gz and .deb."""
    set_up(QT_PACKAGES + WINDOW_PACKAGES + BUILD_PACKAGES)
    return call("installers/build.py", *arguments)


def installers(arguments: list[str]) -> int:
    """Set up and prove what was built, part by part: installers [NAME …]. Build first."""
    set_up(QT_PACKAGES + WINDOW_PACKAGES + BUILD_PACKAGES + PROOF_PACKAGES)
    return call("-m", "tests.installers", *arguments)


def lock(arguments: list[str]) -> int:
    """Write requirements.lock again from pyproject.toml (needs the network, and uv installed)."""
    return subprocess.run(
        [
            "uv",
            "pip",
            "compile",
            "--universal",
            "--generate-hashes",
            "--no-annotate",
            "--no-header",
            "--extra",
            "dev",
            "--extra",
            "build",
            "pyproject.toml",
            "-o",
            str(LOCK),
            *arguments,
        ],
        cwd=ROOT,
        check=False,
    ).returncode


TASKS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "long": long,
    "tour": tour,
    "bench": bench,
    "soak": soak,
    "rules": rules,
    "build": build,
    "installers": installers,
    "lock": lock,
}


def call(*arguments: str) -> int:
    """Run the environment's Python in the project's folder; its exit code."""
    return subprocess.run(
        [str(PYTHON), *arguments], cwd=ROOT, check=False, env=environment()
    ).returncode


def environment() -> dict[str, str]:
    """The environment, where Python may keep what it compiled: each test that starts a program
    of ours would compile all of it again. Who wants none beside the sources gets it in .venv.
    """
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return dict(os.environ)
    kept = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"PYTHONPYCACHEPREFIX": str(VENV / "bytecode"), **kept}


def no_display() -> bool:
    """Whether this is Linux with nowhere to show a window."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return platform.system() == "Linux" and not shown


def set_up(system_packages: Iterable[str]) -> None:
    """Make what is missing: system libraries, the environment, the packages, the checkout."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        have = ".".join(map(str, sys.version_info[:2]))
        raise SetupError(f"Python 3.11, 3.12 or 3.13 is needed; this is {have}.")
    set_up_system(tuple(system_packages))
    if stamp_now() == stamp_wanted():
        return
    print("Setting up .venv (the first time takes a few minutes)…", file=sys.stderr, flush=True)
    if VENV.exists() and not PYTHON.exists():
        shutil.rmtree(VENV)
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if call(*pip, "--require-hashes", "-r", str(LOCK)):
        raise SetupError("The packages did not install. Is the network there for this first run?")
    if call(*pip, "--no-deps", "--no-build-isolation", "--no-index", "--editable", str(ROOT)):
        raise SetupError("The checkout did not install into .venv.")
    STAMP.write_text(stamp_wanted(), encoding="utf-8")


def stamp_wanted() -> str:
    """What the environment was made from: the lock, the project file, the Python, the place."""
    parts = (LOCK.read_bytes(), (ROOT / "pyproject.toml").read_bytes())
    made_from = hashlib.sha256(b"\0".join(parts)).hexdigest()
    return f"{made_from} {sys.version_info[:2]} {ROOT}\n"


def stamp_now() -> str:
    """What the environment that is there was made from, or nothing."""
    if not (PYTHON.exists() and STAMP.exists()):
        return ""
    return STAMP.read_text(encoding="utf-8")


def set_up_system(packages: tuple[str, ...]) -> None:
    """On Debian and Ubuntu: install what is missing as root, else name it."""
    if platform.system() != "Linux" or not shutil.which("dpkg-query"):
        return
    missing = [package for package in packages if not is_installed(package)]
    if not missing:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    if os.geteuid() != 0:  # type: ignore[attr-defined,unused-ignore]  # not on Windows
        raise SetupError("These system packages are missing: sudo " + " ".join(command))
    print("Installing", *missing, file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["apt-get", "update", "--quiet"], command):
        done = subprocess.run(step, env=quiet, check=False, stdout=subprocess.PIPE)
        if done.returncode:
            raise SetupError("The system packages did not install: " + " ".join(missing))


def is_installed(package: str) -> bool:
    """Whether dpkg has the package, or one that took its name over (libglib2.0-0t64)."""
    for name in (package, f"{package}t64", package.removesuffix("-nogui")):
        asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", name]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.stdout.strip() == "installed":
            return True
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
