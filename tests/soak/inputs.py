"""Malformed files of every kind: refused in words, never a crash, never taken for good.

Each chunk is one limited process: 1 GiB of memory beyond what it began with, 30 seconds an input.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeAlias

import msgspec

from mktdesk import resources
from mktdesk.desk import cases
from mktdesk.errors import DeskError
from mktdesk.exchange import read_word_form
from mktdesk.forms.values import from_json
from mktdesk.office import KdfCost, header
from mktdesk.toolkits import load
from mktdesk.toolkits.read import read_toolkit
from tests.soak.desk import PASSPHRASE, PUBLIC, TOOLKIT, HandClock, Place, remember_passphrases
from tests.soak.row import Figures, Row

_MEMORY = 1 << 30  # bytes
_SECONDS = 30
_STRETCHED_EVERY = 50  # inputs: one of so many reaches the key derivation
_WORD_EVERY = 100  # inputs: one of so many is a Word form, which starts a process of its own
_GREEDY = 0.05  # of those, so many ask for as much memory as is allowed
_TOKENS = (
    b"null",
    b"-1",
    b"1e999",
    b"[[[[",
    b'{"',
    b"\\ud800",
    b"\x00",
    b"\xff\xfe",
    b"99999999999",
)
Try: TypeAlias = Callable[[bytes], bool]  # True where it was accepted


def run(count: int, chance: random.Random, base: Path) -> Figures:
    """Offer `count` malformed inputs."""
    seen = Figures()
    offers = _Offers(base, chance)
    before = resource.getrlimit(resource.RLIMIT_AS)
    handler = signal.signal(signal.SIGALRM, _too_long)
    resource.setrlimit(resource.RLIMIT_AS, (_held() + _MEMORY, before[1]))
    try:
        for number in range(count):
            kind, work, data, certain = offers.next(number)
            seen["tried"] += 1
            seen[kind] += 1
            signal.alarm(_SECONDS)
            try:
                taken = work(data)
                seen["accepted" if certain else "well-formed after all"] += taken
            except DeskError:
                seen["refused"] += 1
            except TimeoutError:
                seen["too long"] += 1
            except Exception as error:  # noqa: BLE001 - a crash is what must not be
                sys.stderr.write(f"inputs {kind}: {error!r}\n")
                seen["crashed"] += 1
            finally:
                signal.alarm(0)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
        signal.signal(signal.SIGALRM, handler)
    return seen


def _held() -> int:
    """The bytes of address space that this process has already."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError


class _Offers:
    """Makes inputs, and knows who is to refuse them."""

    def __init__(self, base: Path, chance: random.Random) -> None:
        self.chance = chance
        self.clock = HandClock()
        self.place = Place(base, self.clock)
        self.place.make()
        self.whole = {
            name: (self.place.vault / name).read_bytes()
            for name in ("vault.json", "numbers.json", f"cases/{PUBLIC}/case.json")
        }
        self.toolkit = base / "toolkits" / TOOLKIT
        shutil.copytree(resources.folder("toolkits") / TOOLKIT, self.toolkit)
        self.forms = sorted(self.toolkit.rglob("*.toml"))
        self.word = (resources.folder("demo") / "child-referral.docx").read_bytes()
        self.form = load(TOOLKIT).intake
        self.session = self.place.unlock()
        remember_passphrases()  # from here on, but for the inputs that are to be stretched

    def next(self, number: int) -> tuple[str, Try, bytes, bool]:
        """(kind, who refuses it, the input, whether accepting it is wrong)."""
        chance = self.chance
        if number % _STRETCHED_EVERY == 0:
            return "reached the key derivation", self._unlock, self._spoilt_box(), True
        if number % _WORD_EVERY == 1:
            return "Word form", self._word, mangled(self.word, chance), False
        match number % 5:
            case 0:
                return "vault.json", self._header, self._json("vault.json"), True
            case 1:
                return "numbers.json", self._numbers, self._json("numbers.json"), True
            case 2:
                name = f"cases/{PUBLIC}/case.json"
                return "case.json", self._case, self._json(name), True
            case 3:
                path = chance.choice(self.forms)
                return (
                    "toolkit",
                    lambda data: self._toolkit(path, data),
                    mangled(path.read_bytes(), chance),
                    False,
                )
        return "answer", _answer, strange_json(chance), False

    def _json(self, name: str) -> bytes:
        """A file of the vault with bytes or values changed; never the one that was there."""
        whole = self.whole[name]
        for _ in range(20):
            made = (mangled if self.chance.random() < 0.5 else self._revalued)(whole, self.chance)
            if made != whole:
                return made
        return whole[:-1]

    def _revalued(self, raw: bytes, chance: random.Random) -> bytes:
        """Still JSON, in the same canonical form, with one value of it made strange."""
        tree = json.loads(raw)
        node, key = tree, chance.choice(sorted(tree))
        while isinstance(node[key], dict | list) and node[key] and chance.random() < 0.8:
            node = node[key]
            key = chance.choice(sorted(node) if isinstance(node, dict) else range(len(node)))
        node[key] = json.loads(strange_json(chance))
        return msgspec.json.encode(tree)

    def _spoilt_box(self) -> bytes:
        """A header that reads well, but for whose slot no passphrase opens: only trying tells."""
        head = header.parse(self.whole["vault.json"])
        slots = []
        for slot in head.slots:
            what = self.chance.choice(("salt", "public", "kdf"))
            mebibytes = 512 if self.chance.random() < _GREEDY else 64
            cost = KdfCost(memory_kib=mebibytes << 10, passes=3, lanes=4)
            data = self.chance.randbytes(len(getattr(slot, what))) if what != "kdf" else cost
            slots.append(msgspec.structs.replace(slot, **{what: data}))
        spoilt = msgspec.structs.replace(head, slots=tuple(slots))
        whole = msgspec.structs.replace(spoilt, sum=header._sum(spoilt))
        return header._json.encode(whole)

    def _offered(self, name: str, data: bytes, work: Callable[[], bool]) -> bool:
        (self.place.vault / name).write_bytes(data)
        try:
            return work()
        finally:
            (self.place.vault / name).write_bytes(self.whole[name])
            self.clock.move(seconds=61)

    def _header(self, data: bytes) -> bool:
        return self._offered("vault.json", data, self._opens)

    def _opens(self) -> bool:
        self.place.unlock().close()
        return True

    def _unlock(self, data: bytes) -> bool:
        def work() -> bool:
            slot = self.place.desk.look(self.place.vault).staff[0].slot_id
            passphrase = f"{PASSPHRASE} {self.chance.random()}"  # never stretched before
            self.place.desk.unlock(self.place.vault, slot, passphrase).close()
            return True

        return self._offered("vault.json", data, work)

    def _numbers(self, data: bytes) -> bool:
        return self._offered("numbers.json", data, lambda: not self.session.vault.verify())

    def _case(self, data: bytes) -> bool:
        def work() -> bool:
            cases.close_case(cases.open_case(self.session, PUBLIC))
            return True

        return self._offered(f"cases/{PUBLIC}/case.json", data, work)

    def _toolkit(self, path: Path, data: bytes) -> bool:
        whole = path.read_bytes()
        path.write_bytes(data)
        try:
            read_toolkit(self.toolkit)
        finally:
            path.write_bytes(whole)
        return True

    def _word(self, data: bytes) -> bool:
        read_word_form(data, self.form)
        return True


def _answer(data: bytes) -> bool:
    """A stored answer: what it is not, it says so with ValueError, which its readers expect."""
    try:
        from_json(json.loads(data))
    except ValueError:
        return False
    return True


def mangled(whole: bytes, chance: random.Random) -> bytes:
    """The bytes with one to four of the changes that a fault or a person would make."""
    data = bytearray(whole)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(6):
            case 0 if data:
                data[at % len(data)] ^= 1 << chance.randrange(8)
            case 1:
                data[at:at] = chance.choice(_TOKENS)
            case 2:
                del data[at : at + chance.randrange(1, 40)]
            case 3:
                data[at:at] = data[at : at + chance.randrange(1, 200)]
            case 4:
                data[at : at + 8] = chance.randbytes(8)
            case _:
                del data[chance.randrange(max(1, len(data))) :]
    return bytes(data)


def strange_json(chance: random.Random, depth: int = 0) -> bytes:
    """JSON of shapes that answers and headers do not have."""
    plain: tuple[object, ...] = (
        None, True, 0, -1, 2**63, 1.5, "", "\u202e", "x" * 5000, [], {}, "2026-11-21",
        {"t": "date"}, {"t": "date", "text": 1}, {"t": "yes_no", "answer": "maybe"}, {"t": []},
    )  # fmt: skip
    if depth > 3 or chance.random() < 0.6:
        return json.dumps(chance.choice(plain)).encode()
    inner = [strange_json(chance, depth + 1) for _ in range(chance.randrange(4))]
    if chance.random() < 0.5:
        return b"[" + b",".join(inner) + b"]"
    return b"{" + b",".join(b'"%d":' % n + value for n, value in enumerate(inner)) + b"}"


ROW = Row(
    "inputs", "malformed headers, case files, Word forms, toolkits, answers", 100_000, 1_000, 120,
    run, wrong=("crashed", "too long", "accepted"),
    needed=("tried", "reached the key derivation", "refused"),
)  # fmt: skip
