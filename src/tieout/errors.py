"""Every error tieout raises on purpose.

TieoutError                 base: one sentence for the user, no traceback needed
+-- UsageError              the call is wrong (exit 2)
+-- UnreadableError         an input cannot be read at all: path, reason
|   +-- PasswordError       the file wants a password
+-- LimitError              an input is larger or deeper than the limits allow
+-- MissingExtraError       an optional package is needed: says which to install
+-- LibraryError            the library cannot be opened or written
+-- FetchError              a source did not answer, or refused: address, reason, status
+-- InputError              a re-performance input is wrong: field, value, what is allowed
"""

from __future__ import annotations


class TieoutError(Exception):
    """Base of all errors raised on purpose; `str(error)` is one sentence for the user."""


class UsageError(TieoutError):
    """The command or call is wrong."""


class UnreadableError(TieoutError):
    """An input cannot be read at all."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class PasswordError(UnreadableError):
    """The file is encrypted and the password is missing or wrong."""


class LimitError(UnreadableError):
    """The input is larger, deeper or slower than the limits allow."""


class MissingExtraError(TieoutError):
    """An optional package is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; install it with: pip install 'tieout[{extra}]'")
        self.package = package
        self.extra = extra


class LibraryError(TieoutError):
    """The library cannot be opened, is newer than this program, or cannot be written."""


class FetchError(TieoutError):
    """A public source did not answer, refused, or sent what cannot be used."""

    def __init__(self, address: str, reason: str, status: int | None = None) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason
        self.status = status


class InputError(TieoutError):
    """A re-performance input is wrong."""

    def __init__(self, field: str, value: object, allowed: str) -> None:
        shown = "a missing value" if value is None else repr(value)
        super().__init__(f"{field}: {shown} is not allowed; expected {allowed}")
        self.field = field
        self.value = value
        self.allowed = allowed
