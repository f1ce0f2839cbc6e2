"""What a reader is given: one input's name, bytes and, for a folder or archive, its members."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Any

from tieout.model import Document, Layer, Locator, Problem

_SMALL_BYTES = 2_000_000


@dataclass(frozen=True)
class Source:
    """One input: a plain file has `content`; a container (folder, zip) has `members` by name, loaded when called.

    `name` is the path as the user gave it (`!member` added for a file in a container). Readers open nothing else.
    """

    name: str
    content: bytes = b""
    members: Mapping[str, Callable[[], bytes]] = field(default_factory=lambda: MappingProxyType({}), repr=False)
    password: str | None = field(default=None, repr=False)

    @cached_property
    def sha256(self) -> str:
        """Hash of the content; for a container, of its members' names and hashes in order."""
        if not self.members:
            return digest(self.content)
        lines = (f"{name}\0{digest(self.members[name]())}\n" for name in sorted(self.members))
        return digest("".join(lines).encode())

    @property
    def suffix(self) -> str:
        """The name's ending in lower case with its dot, or ""."""
        stem = self.name.rsplit("/", 1)[-1]
        return "." + stem.rsplit(".", 1)[1].lower() if "." in stem else ""

    @property
    def head(self) -> bytes:
        """The first 4,096 bytes."""
        return self.content[:4096]


@dataclass(frozen=True)
class ReadSettings:
    """What a user may set about reading; every limit named with its unit.

    `jobs` is the number of processes that read a PDF's pages; with 0 they are read in this process, where no limit a
    page can be kept and a crash of the PDF library is a crash of the program. `ocr` reads pages without text with the
    extra of that name where it is installed. `only_facts`: of tagged filings only the facts with their places are wanted, no blocks and nothing to hold them
    against; a reader may then leave the rest out.
    """

    ocr: bool = True
    jobs: int = 1
    taxonomies: tuple[str, ...] = ()
    only_facts: bool = False
    page_limit: int = 10_000
    page_limit_seconds: float = 30.0
    page_limit_megabytes: int = 1_500
    size_limit_bytes: int = 512 * 1024 * 1024


@dataclass(frozen=True)
class Reading:
    """What a reader returns: documents, what could not be read of them, and members that it leaves to other readers."""

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    others: tuple[Source, ...] = ()


def make_layer(text: str, page: int | None = None, locator: Locator | None = None) -> Layer:
    """A text layer with its id: the first 16 hex digits of the text's SHA-256, and the page where given."""
    name = digest(text.encode("utf-8", "surrogatepass"))[:16]
    return Layer(name if page is None else f"{name}p{page}", text, page, locator)


def digest(content: bytes) -> str:
    """The SHA-256 of content in hex."""
    return str((_load_hash() if len(content) < _SMALL_BYTES else _load_fast_hash())(content).hexdigest())


@cache
def _load_hash() -> Callable[[bytes], Any]:
    """Python's own SHA-256, as its `random` takes it: loading OpenSSL takes 4 MB and more time than little content."""
    for module in ("_sha2", "_sha256"):
        with suppress(ImportError):
            return import_module(module).sha256  # type: ignore[no-any-return]
    return _load_fast_hash()


def _load_fast_hash() -> Callable[[bytes], Any]:
    import hashlib

    return hashlib.sha256
