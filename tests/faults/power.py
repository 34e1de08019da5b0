"""What a disk would hold if the power went: read from a trace of what a program asked of it.

The disk of the model keeps of a file only what was written before a later fsync or fdatasync of
that file, and a name in a folder only after an fsync of the folder. Real disks keep more by chance.
It does not model torn sectors.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    "openat",
    "write",
    "writev",
    "pwrite64",
    "pwritev",
    "pwritev2",
    "ftruncate",
    "fallocate",
    "fsync",
    "fdatasync",
    "sync_file_range",
    "rename",
    "renameat2",
    "link",
    "linkat",
    "unlink",
    "unlinkat",
    "sendto",
    "sendmsg",
)
_LINE = re.compile(r"(?P<pid>\d+) +(?P<rest>.*)")
_RESUMED = re.compile(r"<\.\.\. \w+ resumed>(?P<rest>.*)")
_UNFINISHED = " <unfinished ...>"
_CALL = re.compile(r"(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+|\?).*", re.DOTALL)
_ON_FILE = re.compile(r"\d+<(?P<path>[^>]*)>(?:, )?(?P<rest>.*)", re.DOTALL)
_TEXT = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?P<cut>\.\.\.)?')


def tracer(trace: Path) -> tuple[str, ...]:
    """Return the command that runs another one and writes what it asks of the disk to *trace*."""
    calls = f"trace={','.join(CALLS)}"
    options = ("--follow-forks", "--seccomp-bpf", "--decode-fds=path", "--string-limit=100000")
    return (
        "strace",
        *options,
        f"--output={trace}",
        "--quiet=all",
        "-e",
        "signal=none",
        "-e",
        calls,
    )


@dataclass(frozen=True)
class Call:
    """One call to the kernel that ended well: its name, the file it is on, the rest of it."""

    name: str
    path: str
    rest: str
    result: int

    @property
    def data(self) -> bytes:
        """The bytes that were written or sent."""
        found = _TEXT.search(self.rest)
        assert found is not None, self
        assert not found["cut"], "the trace does not hold everything"
        return codecs.escape_decode(found["text"])[0]

    @property
    def last_number(self) -> int:
        """The last argument: where to write, or how long the file is to be."""
        return int(self.rest.rpartition(", ")[2])


def calls(trace: Path) -> Iterator[Call]:
    """Yield the calls of a trace in the order in which they ended; those to send, as they began."""
    begun: dict[str, str] = {}
    for line in trace.read_text("latin-1").splitlines():
        parts = _LINE.fullmatch(line)
        assert parts is not None, line
        pid, rest = parts["pid"], parts["rest"]
        if rest.endswith(_UNFINISHED):
            begun[pid] = rest.removesuffix(_UNFINISHED)
            if rest.startswith("send"):
                yield from _call(f"{begun[pid]}) = 0")
        elif resumed := _RESUMED.fullmatch(rest):
            start = begun.pop(pid)
            if not start.startswith("send"):
                yield from _call(start + resumed["rest"])
        else:
            yield from _call(rest)


def _call(text: str) -> Iterator[Call]:
    whole = _CALL.fullmatch(text)
    if whole is None or whole["result"] == "?" or whole["result"].startswith("-"):
        return  # killed or refused, so it changed nothing
    on_file = _ON_FILE.fullmatch(whole["arguments"])
    if whole["name"] == "openat" or on_file is None:
        path = _TEXT.search(whole["arguments"])
        assert path is not None, text
        yield Call(whole["name"], path["text"], whole["arguments"], int(whole["result"]))
    else:
        yield Call(whole["name"], on_file["path"], on_file["rest"], int(whole["result"]))


@dataclass
class Disk:
    """What the files of one folder hold, seen by programs and left when the power goes."""

    folder: Path
    _written: dict[str, bytearray] = field(default_factory=dict)
    _synced: dict[str, bytes] = field(default_factory=dict)
    _named: set[str] = field(default_factory=set)
    _names_synced: set[str] = field(default_factory=set)

    def take(self, call: Call) -> None:
        """Do to the model what *call* did to the disk."""
        path = Path(call.path)
        if call.name in {"fsync", "fdatasync"} and path == self.folder:
            self._names_synced = set(self._named)
        elif path.parent == self.folder and not path.name.endswith("-shm"):
            self._on_file(call, path.name)

    def _on_file(self, call: Call, name: str) -> None:
        content = self._written.setdefault(name, bytearray())
        if call.name == "openat":
            assert "O_TRUNC" not in call.rest, call
            if "O_CREAT" in call.rest:
                self._named.add(name)
        elif call.name == "pwrite64":
            data, at = call.data, call.last_number
            assert call.result == len(data), call
            content.extend(bytes(max(at + len(data) - len(content), 0)))
            content[at : at + len(data)] = data
        elif call.name == "ftruncate":
            length = call.last_number
            content.extend(bytes(max(length - len(content), 0)))
            del content[length:]
        elif call.name in {"fsync", "fdatasync"}:
            self._synced[name] = bytes(content)
        elif call.name == "unlink":
            self._named.discard(name)
            self._written[name] = bytearray()
        else:
            raise AssertionError(f"the model does not know this call: {call}")

    def lose_power(self, into: Path) -> None:
        """Write to the folder *into* what is left."""
        into.mkdir()
        for name in self._names_synced:
            (into / name).write_bytes(self._synced.get(name, b""))
