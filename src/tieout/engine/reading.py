"""From paths to documents: finds inputs, opens folders and archives, picks the reader, understands structure."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from tieout.errors import LimitError, TieoutError, UnreadableError, UsageError
from tieout.model import Problem
from tieout.read.source import Reading, ReadSettings, Source
from tieout.registry import iter_readers

if TYPE_CHECKING:
    import zipfile

    from tieout.model import Document, Input

Members = Mapping[str, Callable[[], bytes]]
"""What a container holds: names relative to it, contents loaded when called."""

_ARCHIVES_INSIDE = 1
_CONTAINER_THRESHOLD = 0.5
_SURE = 0.95
_MEMBER_LIMIT = 20_000
_ARCHIVE_LIMIT_BYTES = 1024 * 1024 * 1024
_RATIO_LIMIT = 200
_BUNDLE = frozenset({"manifest.json", "evidence.json", "relations.json", "ticks.json"})
ASIDE = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What desktops leave in folders; not said to be unreadable, as nobody meant it to be read."""


@dataclass(frozen=True)
class ReadResult:
    """What reading a set of paths gave: documents with structure, inputs as given, and problems."""

    documents: tuple[Document, ...]
    inputs: tuple[Input, ...]
    problems: tuple[Problem, ...]


def read_paths(
    paths: Sequence[str | os.PathLike[str]], settings: ReadSettings | None = None, password: str | None = None
) -> ReadResult:
    """Read every path ("-" is standard input; folders and zips are opened). What cannot be read becomes a problem."""
    from tieout.engine.structuring import structure_documents
    from tieout.model import Input

    settings = settings or ReadSettings()
    documents: list[Document] = []
    inputs: list[Input] = []
    problems: list[Problem] = []
    for given in (source for path in paths for source in _open_or_say(os.fspath(path), password, problems)):
        waiting = deque([given])
        while waiting:
            source = waiting.popleft()
            try:
                room, reading = read_source(source, settings)
            except TieoutError as error:
                problems.append(Problem(source.name, str(error)))
                continue
            documents.extend(reading.documents)
            problems.extend(reading.problems)
            inputs.append(Input(source.name, source.sha256, _size(source), _room_name(room)))
            waiting.extend(reading.others)
    return ReadResult(structure_documents(_with_unique_ids(documents)), tuple(inputs), tuple(problems))


def _open_or_say(path: str, password: str | None, problems: list[Problem]) -> Iterator[Source]:
    """The sources of a path one by one; what stops the opening becomes a problem."""
    try:
        yield from open_path(path, password)
    except TieoutError as error:
        problems.append(Problem(path, str(error)))


def read_source(source: Source, settings: ReadSettings) -> tuple[ModuleType, Reading]:
    """Read one source with the room that claims it most; raises UnreadableError when none does."""
    if not source.members and not source.content:
        raise UnreadableError(source.name, "the file is empty")
    if len(source.content) > settings.size_limit_bytes:
        raise LimitError(source.name, f"{len(source.content):,} bytes; the limit is {settings.size_limit_bytes:,}")
    room, confidence = _best_room(source)
    if confidence <= 0 and _is_archive(source.content):
        _archive_members(source.name, source.content)
        raise UnreadableError(source.name, "it is an archive inside an archive of an archive, which is not opened")
    if confidence <= 0:
        raise UnreadableError(
            source.name, "the format is not known; PDF, HTML, XBRL, Word, Excel, text and Markdown are read"
        )
    try:
        return room, room.read(source, settings)
    except TieoutError:
        raise
    except (RecursionError, MemoryError) as error:
        raise LimitError(source.name, f"it is nested too deep or too large to read ({type(error).__name__})") from None
    except Exception as error:  # a crash on one input must not take the others down: it is refused and said
        reason = f"the {_room_name(room)} reader stopped on it ({type(error).__name__}: {error})"
        raise UnreadableError(source.name, reason) from error


def open_path(path: str, password: str | None = None) -> Iterator[Source]:
    """The sources a path stands for; raises UsageError when it does not exist."""
    if path == "-":
        return iter([Source("-", sys.stdin.buffer.read(), password=password)])
    if not os.path.exists(path):
        raise UsageError(f"{path}: there is no such file or folder")
    if os.path.isdir(path):
        return _open_container(path, _folder_members(path), password)
    return open_content(path, _read_file(path), password)


def open_content(name: str, content: bytes, password: str | None = None, depth: int = 0) -> Iterator[Source]:
    """The sources that the bytes of a file stand for: those of a zip, else the file itself.

    `depth` counts the archives it stands in; one in an archive is opened, one in that is not.
    """
    if depth > _ARCHIVES_INSIDE or not _is_archive(content):
        return iter([Source(name, content, password=password)])
    return _open_container(name, _archive_members(name, content), password, content, joint="!", depth=depth + 1)


def _read_file(path: str) -> bytes:
    """All of a file; a pipe that was named is read to its end, a device has none and is refused."""
    try:
        with open(path, "rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if stat.S_ISCHR(mode) or stat.S_ISBLK(mode):
                raise UnreadableError(path, "it is a device, not a file")
            return file.read()
    except OSError as error:
        raise UnreadableError(path, error.strerror or "it cannot be opened") from None


def _best_room(source: Source) -> tuple[ModuleType, float]:
    """The room that claims a source most, the first of equals; one that is sure of it ends the asking."""
    best: tuple[ModuleType, float] | None = None
    for room in iter_readers():
        confidence = float(room.detect(source))
        if best is None or confidence > best[1]:
            best = (room, confidence)
        if confidence >= _SURE:
            break
    assert best is not None
    return best


def _open_container(
    name: str, members: Members, password: str | None, content: bytes = b"", joint: str = "/", depth: int = 0
) -> Iterator[Source]:
    """The container as one source where a reader claims it as a set; else its folders and files, in order of name.

    `joint` stands between the container's name and a member's: "!" in an archive.
    """
    if not members:
        raise UnreadableError(name, "nothing is in it")
    whole = Source(name, content, members, password)
    if _best_room(whole)[1] >= _CONTAINER_THRESHOLD:
        yield whole
        return
    for entry, below in _sort_entries(members):
        label = f"{name.rstrip('/')}{joint}{entry}"
        if below:
            yield from _open_container(label, below, password, depth=depth)
        else:
            yield from _open_member(label, members[entry](), password, depth)


def _sort_entries(members: Members) -> list[tuple[str, dict[str, Callable[[], bytes]]]]:
    """The first level of a container by name: folders with what is below them, files with nothing."""
    entries: dict[str, dict[str, Callable[[], bytes]]] = {}
    for member in members:
        entry, _, rest = member.partition("/")
        below = entries.setdefault(entry, {})
        if rest:
            below[rest] = members[member]
    return sorted(entries.items())


def _open_member(label: str, content: bytes, password: str | None, depth: int) -> Iterator[Source]:
    """A file of a container, or what is in it where it is an archive."""
    try:
        yield from open_content(label, content, password, depth)
    except TieoutError:
        yield Source(label, content, password=password)  # whoever reads it is told what is wrong


def _folder_members(folder: str) -> dict[str, Callable[[], bytes]]:
    """Files below a folder by relative name; links that lead outside are left out."""
    root = os.path.realpath(folder)
    members: dict[str, Callable[[], bytes]] = {}
    for base, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(names):
            file = os.path.join(base, name)
            if name.startswith(".") or name in ASIDE or not os.path.isfile(file) or not _is_inside(file, root):
                continue
            member = os.path.relpath(file, root).replace(os.sep, "/")
            members[member] = lambda file=file: _read_file(file)  # type: ignore[misc]
            if len(members) > _MEMBER_LIMIT:
                raise LimitError(folder, f"more than {_MEMBER_LIMIT:,} files; name a smaller folder")
    return members


def _is_inside(file: str, root: str) -> bool:
    """True unless a link leads outside `root` or in a circle."""
    try:
        return os.path.realpath(file, strict=True).startswith(os.path.join(root, ""))
    except OSError:
        return False


def _is_archive(content: bytes) -> bool:
    """True for a zip, whole or damaged; False for office files, which are archives with a reader of their own."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    import zipfile

    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return True
    return "[Content_Types].xml" not in names


def _archive_members(name: str, content: bytes) -> dict[str, Callable[[], bytes]]:
    """Members of a zip; raises UnreadableError for a broken one or one of our own, LimitError for one too large."""
    import zipfile

    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise UnreadableError(name, "it starts as a zip archive but its directory is damaged") from None
    entries = [e for e in archive.infolist() if not e.is_dir() and not e.filename.startswith("__MACOSX/")]
    total = sum(e.file_size for e in entries)
    packed = max(1, sum(e.compress_size for e in entries))
    if (
        len(entries) > _MEMBER_LIMIT
        or total > _ARCHIVE_LIMIT_BYTES
        or (total > 50_000_000 and total > packed * _RATIO_LIMIT)
    ):
        raise LimitError(
            name, f"{len(entries):,} members that unpack to {total:,} bytes are more than the limits allow"
        )
    members: dict[str, Callable[[], bytes]] = {}
    for entry in entries:
        parts = entry.filename.replace("\\", "/").split("/")
        if entry.filename.startswith("/") or ".." in parts or ":" in parts[0]:
            raise UnreadableError(name, f"the member name {entry.filename!r} leads outside the archive")
        if entry.flag_bits & 1:
            raise UnreadableError(name, f"the member {entry.filename!r} is encrypted")
        if "/".join(parts) in members:
            raise UnreadableError(name, f"two members are named {entry.filename!r}, and only one of them would be seen")
        members["/".join(parts)] = lambda entry=entry: _unpack(name, archive, entry)  # type: ignore[misc]
    if members.keys() >= _BUNDLE:
        raise UnreadableError(name, "tieout wrote this evidence bundle; `tieout replay` reads it")
    return members


def _unpack(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    import zlib
    from zipfile import BadZipFile

    try:
        with archive.open(entry) as member:
            inner = member.read(entry.file_size + 1)
    except (BadZipFile, OSError, NotImplementedError, EOFError, zlib.error) as error:
        raise UnreadableError(f"{name}!{entry.filename}", f"it cannot be unpacked ({error})") from None
    if len(inner) != entry.file_size:
        raise UnreadableError(f"{name}!{entry.filename}", "its size is not what the archive says")
    return inner


def _size(source: Source) -> int:
    if source.members and not source.content:
        return sum(len(load()) for load in source.members.values())
    return len(source.content)


def _room_name(room: ModuleType) -> str:
    parts = room.__name__.split(".")
    return parts[-2] if parts[-1] == "room" else parts[-1]


def _with_unique_ids(documents: list[Document]) -> tuple[Document, ...]:
    """The same file given twice is read once."""
    seen: dict[str, Document] = {}
    for document in documents:
        seen.setdefault(document.id, document)
    return tuple(seen.values())
