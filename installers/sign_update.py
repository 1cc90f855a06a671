"""Makes the publisher's signing key, and signs update files with it.

    python installers/sign_update.py new-key KEYFILE
    python installers/sign_update.py sign KEYFILE --notes FILE --out FILE ARTEFACT…

The private key stays with the publisher, away from the machine that builds: KEYFILE is
encrypted under a passphrase that is asked for. Its public half, which new-key prints, goes into
resources/update/publishers.toml before the program is built.
"""

from __future__ import annotations

import argparse
import getpass
import hashlib
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mktdesk import __version__
from mktdesk.desk.updates import SUFFIX, Artefact, Manifest, signed_update

_SYSTEMS = {".msi": "Windows", ".deb": "Debian and Ubuntu", ".gz": "Linux", ".dmg": "macOS"}
_SHORTEST = 12


def new_key(file: Path, passphrase: str) -> str:
    """Make a key and keep it encrypted; its public half, in hexadecimal. Never replaces a file."""
    key = Ed25519PrivateKey.generate()
    kept = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode("utf-8")),
    )
    with file.open("xb") as opened:
        file.chmod(0o600)
        opened.write(kept)
    return key.public_key().public_bytes_raw().hex()


def load_key(file: Path, passphrase: str) -> Ed25519PrivateKey:
    """The key in a file. Raises ValueError for a wrong passphrase or another kind of key."""
    found = serialization.load_pem_private_key(file.read_bytes(), passphrase.encode("utf-8"))
    if not isinstance(found, Ed25519PrivateKey):
        raise TypeError("that file holds another kind of key")
    return found


def manifest_of(version: str, notes: str, artefacts: Sequence[Path]) -> Manifest:
    """What is signed of these files."""
    listed = []
    for path in artefacts:
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        system = _SYSTEMS.get(path.suffix, "any system")
        listed.append(Artefact(path.name, system, path.stat().st_size, digest))
    return Manifest(version, datetime.now(UTC).date(), notes, tuple(listed))


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 0 when it was done."""
    parser = argparse.ArgumentParser(description="Sign update files of mktdesk.")
    does = parser.add_subparsers(dest="does", required=True)
    making = does.add_parser("new-key", help="make a key; prints its public half")
    making.add_argument("key", type=Path)
    signing = does.add_parser("sign", help="sign an update file")
    signing.add_argument("key", type=Path)
    signing.add_argument("artefacts", type=Path, nargs="+")
    signing.add_argument("--version", default=__version__)
    signing.add_argument("--notes", type=Path, required=True, help="what is new, as plain text")
    signing.add_argument("--out", type=Path)
    options = parser.parse_args(arguments)
    passphrase = getpass.getpass("Passphrase of the key: ")
    if options.does == "new-key":
        if len(passphrase) < _SHORTEST or getpass.getpass("Once more: ") != passphrase:
            sys.stderr.write(f"Type the same {_SHORTEST} characters or more twice.\n")
            return 1
        sys.stdout.write(new_key(options.key, passphrase) + "\n")
        return 0
    manifest = manifest_of(
        options.version, options.notes.read_text(encoding="utf-8"), options.artefacts
    )
    out = options.out or Path(f"mktdesk-{options.version}{SUFFIX}")
    out.write_bytes(signed_update(manifest, load_key(options.key, passphrase)))
    sys.stdout.write(f"{out}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
