"""Each proof of what was built: what it shows, and how."""

from __future__ import annotations

import hashlib
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from installers import msi, versions
from tests.installers import calls, window
from tests.installers.built import (
    ROOT,
    Built,
    bare_environment,
    clean,
    must,
    need,
    run,
    say,
    size_of,
)

ROUNDS = 9
AIM = 1.3
# Places outside home and vault that a program of a desktop may touch, and why.
_SYSTEMS = ("/tmp/.X11-unix",)  # noqa: S108 - the display's own socket


def prove_self_test(built: Built) -> None:
    """The program tries itself where there is no Python, no display and an empty home."""
    told = run([built.program, "--self-test"], bare_environment(clean(built.work / "home")))
    say(told.rstrip())
    must(told.count("ok ") >= 10, "some checks are missing")
    must("FAILED" not in told, "a check failed")


def prove_command(built: Built) -> None:
    """The main job from the command line; a reader that is not ours opens the pack."""
    environment = bare_environment(clean(built.work / "home"))
    out = clean(built.work / "try")
    told = run([built.program, "try", out], environment)
    secret = told.split("password: ")[1].strip()
    [pack] = out.glob("*.pdf")
    qpdf = need("qpdf", "qpdf")
    shown = run([qpdf, f"--password={secret}", "--show-encryption", pack], environment)
    must("R = 6" in shown, "the pack is not under revision 6")
    run([qpdf, "--requires-password", pack], environment, wanted=0)  # 0: without one it is shut
    run([qpdf, f"--password={secret}", "--requires-password", pack], environment, wanted=3)
    say(f"{pack.name}: AES-256, opens with its password alone")


def prove_window(built: Built) -> None:
    """Under a display: the window comes, is unlocked, locks, and the program begins again."""
    environment = bare_environment(clean(built.work / "home"))
    out = clean(built.work / "window")
    run([built.program, "try", out], environment)
    window.unlock_and_lock(built.program, out / "vault", environment)
    say("shown, unlocked with the passphrase, locked with Ctrl+L, begun again by itself")


def prove_keyring(built: Built) -> None:
    """The computer's half of a passphrase lies in the Secret Service: its parts came along."""
    home, vault = clean(built.work / "home"), built.work / "keyring" / "vault"
    clean(vault.parent)
    environment = bare_environment(home) | {
        "XDG_RUNTIME_DIR": str(clean(built.work / "run")),
        "MKTDESK_PASSPHRASE": "larch kettle harbour violet",
    }
    (built.work / "run").chmod(0o700)
    service = need("gnome-keyring-daemon", "gnome-keyring")
    script = (
        f"printf x | {service} --unlock --components=secrets >/dev/null 2>&1\n"
        f"'{built.program}' init '{vault}' --office 'An office' --name 'Dana Whitlock' &&\n"
        f"'{built.program}' verify '{vault}'\n"
    )
    told = run([need("dbus-run-session", "dbus"), "--", "sh", "-c", script], environment)
    must("no working keyring" not in told, "the keyring was not found")
    must("sound" in told, "the vault did not open again")
    must('"device":true' in (vault / "vault.json").read_text(), "the way in is not bound to it")
    say("a way in was made with the computer's half in the keyring, and used")


def prove_calls(built: Built) -> None:
    """Every system call: no network socket, nothing written but to the home and the vault."""
    strace = need("strace", "strace")
    home = clean(built.work / "home")
    environment, out = bare_environment(home), clean(built.work / "traced")
    log = built.work / "calls.log"
    before = [strace, "-f", "-y", "-qq", "-e", f"trace={calls.TRACED}", "-o", str(log)]
    allowed = (str(home), str(out), *_SYSTEMS)
    count = 0
    for name, arguments in (
        ("self-test", ["--self-test"]),
        ("command", ["try", str(out)]),
        ("window", []),
    ):
        if arguments:
            run([*before, built.program, *arguments], environment)
        else:
            window.unlock_and_lock(built.program, out / "vault", environment, before)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        seen = calls.read_trace(lines)
        must(not seen.sockets, f"{name}: sockets of a network: {seen.sockets}")
        beyond = calls.outside(seen.written, allowed)
        must(not beyond, f"{name}: written outside the home and the vault: {beyond[:8]}")
        count += len(lines)
        say(f"{name}: {len(lines)} calls, {len(seen.written)} places written, none outside")
        log.unlink()
    must(count > 1000, "the trace is too short to be true")


def prove_start(built: Built) -> None:
    """Start to first window: to the unfrozen program, and to a bare frozen window."""
    home = clean(built.work / "home")
    environment = bare_environment(home)
    Path(environment["TMPDIR"]).mkdir()
    bare = _freeze_bare(built)
    source = {**environment, "PYTHONPATH": str(ROOT)}
    takes: dict[str, list[float]] = {"frozen": [], "unfrozen": [], "bare": []}
    for _ in range(ROUNDS):
        shown: list[str | Path] = [built.program, "--say-when-shown"]
        takes["frozen"].append(window.first_shown(shown, environment))
        unfrozen: list[str | Path] = [sys.executable, "-m", "ui", "--say-when-shown"]
        takes["unfrozen"].append(window.first_shown(unfrozen, source))
        takes["bare"].append(window.first_shown([bare], environment))
    for name in ("unfrozen", "bare"):
        pairs = zip(takes["frozen"], takes[name], strict=True)
        ratio = statistics.median(ours / theirs for ours, theirs in pairs)
        median = statistics.median(takes[name]) * 1000
        say(f"first window: {ratio:.2f} of {name} (aim {AIM}; {name} {median:.0f} ms)")
        if name == "unfrozen":
            must(ratio <= AIM, "the frozen program starts too slowly")
    say(f"first window: frozen {statistics.median(takes['frozen']) * 1000:.0f} ms")


def _freeze_bare(built: Built) -> Path:
    """A bare window frozen with the same lists of what stays out."""
    folder = built.work / "bare"
    program = folder / "dist" / "bare" / "bare"
    clean(folder)
    script = str(ROOT / "tests" / "installers" / "bare.py")
    spec = (
        "import sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from installers import contents\n"
        f"a = Analysis([{script!r}], excludes=list(contents.NO_MODULES))\n"
        "a.binaries = contents.sort_out(a.binaries, linux=True)[0]\n"
        "a.datas = contents.sort_out(a.datas, linux=True)[0]\n"
        "exe = EXE(PYZ(a.pure), a.scripts, [], exclude_binaries=True, name='bare', upx=False)\n"
        "COLLECT(exe, a.binaries, a.datas, name='bare', upx=False)\n"
    )
    (folder / "bare.spec").write_text(spec, encoding="utf-8")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    command += ["--workpath", str(folder / "work"), "--distpath", str(folder / "dist")]
    run([*command, folder / "bare.spec"], dict(os.environ))
    return program


def prove_sizes(built: Built) -> None:
    """How large each artefact is, and what it takes up once installed."""
    folder = built.dist / "mktdesk"
    say(f"installed: {size_of(folder) / 1e6:.1f} MB in {len(list(folder.rglob('*')))} entries")
    for path in sorted(built.dist.iterdir()):
        if path.suffix in {".deb", ".gz", ".msi", ".dmg"}:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            say(f"artefact: {path.stat().st_size / 1e6:.1f} MB  {path.name}  sha256 {digest}")
    must(size_of(folder) < 230e6, "the folder has grown past 230 MB: look at the lists")


def prove_parts(built: Built) -> None:
    """The bill of materials and the licences: nothing unnamed, a licence for each, none secret."""
    about = built.dist / "mktdesk" / "_internal" / "resources" / "about"
    bill = json.loads((about / "sbom.cdx.json").read_text(encoding="utf-8"))
    listed = json.loads((about / "licences.json").read_text(encoding="utf-8"))
    must(bill["bomFormat"] == "CycloneDX" and bill["specVersion"] == "1.5", "no CycloneDX 1.5")
    must(len(bill["components"]) == len(listed) >= 30, "the two lists differ")
    unknown = [part["name"] for part in listed if part["licence"] in {"", "unknown"}]
    must(not unknown, f"no licence is known of {unknown}")
    bare = [part["name"] for part in listed if not part["texts"]]
    missing = [
        t for part in listed for t in part["texts"] if not (about / "licences" / t).is_file()
    ]
    must(not missing, f"texts are missing: {missing}")
    inside = [p.name for p in (built.dist / "mktdesk").rglob("*")]
    unwanted = [
        n for n in inside if any(w in n for w in ("QtNetwork.", "WebEngine", "Qt6Qml", "_ssl."))
    ]
    must(not unwanted, f"these must not be inside: {unwanted}")
    say(
        f"{len(listed)} parts, each with its licence; without a text of their own: {bare or 'none'}"
    )


def prove_repeat(built: Built) -> None:
    """Two builds of one commit: the same files, the same hashes, but for what is listed here."""
    out = clean(built.work / "again")
    command = [sys.executable, str(ROOT / "installers" / "build.py"), "--folder-only"]
    run([*command, "--out", out, "--work", built.work / "again-work"], dict(os.environ), limit=1800)
    one = json.loads((built.dist / "contents.json").read_text(encoding="utf-8"))
    two = json.loads((out / "contents.json").read_text(encoding="utf-8"))
    must(one.keys() == two.keys(), f"other files: {sorted(one.keys() ^ two.keys())[:8]}")
    differ = sorted(place for place in one if one[place] != two[place])
    say(f"{len(one)} files in both; other bytes in: {differ or 'none'}")
    must(set(differ) <= ALLOWED_TO_DIFFER, "more differs than is allowed to")


ALLOWED_TO_DIFFER: set[str] = set()


def prove_msi(built: Built) -> None:
    """The MSI's recipe, with this system's files standing in: each comes out as it went in."""
    need("wixl", "wixl")
    work, out = clean(built.work / "msi"), clean(built.work / "msi-out")
    payload = msi.stand_in(built.dist / "mktdesk", work)
    made = msi.make(payload, out, work)
    environment = bare_environment(clean(built.work / "home"))
    properties = run([need("msiinfo", "msitools"), "export", made, "Property"], environment)
    for wanted in (versions.UPGRADE_CODE, msi.product_code(versions.VERSION), "ALLUSERS\t1"):
        must(wanted in properties, f"the MSI lacks {wanted}")
    for table in ("CustomAction", "ServiceInstall"):
        told = run([need("msiinfo", "msitools"), "export", made, table], environment)
        must(len(told.splitlines()) == 3, f"the MSI has a {table}")
    registry = run([need("msiinfo", "msitools"), "export", made, "Registry"], environment)
    must(".mktpack" in registry and "CurrentVersion\\Run" not in registry, "its registry is wrong")
    run([need("msiextract", "msitools"), "-C", out / "x", made], environment)
    there = {p.relative_to(payload).as_posix(): _hash(p) for p in payload.rglob("*") if p.is_file()}
    root = next(p.parent for p in (out / "x").rglob("mktdesk.exe"))
    back = {p.relative_to(root).as_posix(): _hash(p) for p in root.rglob("*") if p.is_file()}
    must(there == back, "what comes out of the MSI is not what went in")
    say(
        f"{len(back)} files come out as they went in; with the stand-in it has "
        f"{made.stat().st_size / 1e6:.1f} MB"
    )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def prove_clean_root(built: Built) -> None:
    """A fresh Debian: install the .deb with what it declares, try it, remove it; a vault stays."""
    need("debootstrap", "debootstrap")
    root = built.work / "root"
    clean(root)
    suite, mirror = "bookworm", "http://deb.debian.org/debian"
    strap = [need("debootstrap", "debootstrap"), "--variant=minbase", suite, str(root), mirror]
    run(strap, {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, limit=1200)
    (root / "srv" / "mktdesk.deb").write_bytes(built.package.read_bytes())
    subprocess.run(["mount", "-t", "proc", "proc", str(root / "proc")], check=True)
    try:
        _in_clean_root(root)
    finally:
        subprocess.run(["umount", str(root / "proc")], check=False)


def _in_clean_root(root: Path) -> None:
    environment = bare_environment(root / "root") | {"HOME": "/root", "TMPDIR": "/tmp"}  # noqa: S108
    environment |= {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND": "noninteractive"}

    def inside(*words: str, wanted: int = 0) -> str:
        return run(["chroot", root, *words], environment, wanted=wanted, limit=1200)

    must("python3" not in inside("ls", "/usr/bin"), "the clean root has a Python")
    apt = ("apt-get", "--yes", "--no-install-recommends", "-o", "APT::Sandbox::User=root")
    inside("apt-get", "update")
    before = _listing(root)
    inside(*apt, "install", "/srv/mktdesk.deb")
    must("python3" not in inside("ls", "/usr/bin"), "a dependency brought a Python")
    told = inside("mktdesk", "--self-test")
    must(told.count("ok ") >= 10 and "FAILED" not in told, f"its self-test failed:\n{told}")
    inside("mktdesk", "try", "/srv/kept")
    shown = ["chroot", str(root), "mktdesk", "--say-when-shown", "--vault", "/srv/kept/vault"]
    took = window.first_shown(shown, environment)
    libraries = inside("sh", "-c", "find /usr/lib/mktdesk -name '*.so*' | xargs ldd 2>/dev/null")
    lacking = {
        x.split()[0] for x in libraries.splitlines() if "not found" in x and "/" not in x.split()[0]
    }
    of_recommended = {x for x in lacking if x.startswith(("libwayland", "libcups"))}
    must(lacking == of_recommended, f"libraries that nothing declares: {sorted(lacking)}")
    inside(*apt, "purge", "mktdesk")
    inside(*apt, "autoremove", "--purge")
    left = {
        place
        for place in _listing(root) - before
        if not place.startswith(
            ("var/lib/", "var/cache/", "var/log/", "etc/ld.so.cache", "srv/kept/", "root/", "tmp/")
        )
    }
    vault = (root / "srv/kept/vault/vault.json").is_file()
    must(vault, "the vault is gone")
    mine = {place for place in left if "mktdesk" in place}
    must(not mine, f"left behind: {sorted(mine)[:8]}")
    say(f"self-test and first window ({took * 1000:.0f} ms) with declared packages alone")
    say(f"libraries of recommended packages alone: {sorted(of_recommended) or 'none'}")
    others = sorted(left)[:5] or "nothing"
    say(f"removed: nothing of it is left but the vault; of other packages: {others}")


def _listing(root: Path) -> set[str]:
    skipped = {str(root / name) for name in ("proc", "dev", "sys")}
    found: set[str] = set()
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in skipped]  # noqa: PTH118
        for name in files:
            found.add(os.path.relpath(os.path.join(folder, name), root))  # noqa: PTH118
    return found
