"""An OpenAI-style chat endpoint named by the user: asked with limits on time and size, never trusted.

The key is read from TIEOUT_LLM_KEY, else OPENAI_API_KEY; the model's name from TIEOUT_LLM_MODEL, else the endpoint chooses;
the seconds that one answer may take from TIEOUT_LLM_SECONDS, else 30.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from tieout.answer.phrase import ModelError
from tieout.errors import UsageError

_ANSWER_LIMIT_BYTES = 120_000
_TEXT_LIMIT = 20_000
_LONGEST_S = 3_600
_KEY_HINT = ": is the key in TIEOUT_LLM_KEY or OPENAI_API_KEY right?"
_HINTS = {401: _KEY_HINT, 403: _KEY_HINT, 404: ": does the address end as the server wants it, as in /v1?"}


@dataclass
class Endpoint:
    """Where to ask. `call_s` limits one answer, `total_s` all of them together (0: four times as long); after the first failure nothing more is asked."""

    url: str
    call_s: float = field(default_factory=lambda: _read_seconds())
    total_s: float = 0.0
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise UsageError(f"--llm {self.url!r} is no address; right would be http://127.0.0.1:8080/v1")
        self.total_s = self.total_s or 4 * self.call_s
        self._until = time.monotonic() + self.total_s

    @property
    def name(self) -> str:
        """The model's name, else the host, for the remark in the output; never the key."""
        return os.environ.get("TIEOUT_LLM_MODEL") or urlsplit(self.url).hostname or "the model"

    def ask(self, instructions: str, text: str) -> str:
        """The model's answer; raises ModelError with one sentence when there is none in time, or it is no answer."""
        left = min(self.call_s, self._until - time.monotonic())
        if left <= 0:
            raise ModelError(f"The time for the model ({self.total_s:.0f} s) was used up.")
        body = {
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": text}],
            "temperature": 0, "max_tokens": 64 + len(text) // 2,
        }  # fmt: skip
        if model := os.environ.get("TIEOUT_LLM_MODEL"):
            body["model"] = model
        return _read_text(self._post(body, left))

    def _post(self, body: object, left: float) -> bytes:
        key = os.environ.get("TIEOUT_LLM_KEY") or os.environ.get("OPENAI_API_KEY")
        headers = {"authorization": f"Bearer {key}"} if key else {}
        address = self.url.rstrip("/")
        address = address if address.endswith("/chat/completions") else f"{address}/chat/completions"
        end, received = time.monotonic() + left, bytearray()
        try:
            with httpx.stream(
                "POST", address, json=body, headers=headers, timeout=left, follow_redirects=False
            ) as answer:
                if answer.status_code != 200:
                    hint = _HINTS.get(answer.status_code, "")
                    raise ModelError(f"The model's endpoint answered with status {answer.status_code}{hint or '.'}")
                for piece in answer.iter_bytes():
                    received += piece
                    if len(received) > _ANSWER_LIMIT_BYTES:
                        raise ModelError(f"The model's endpoint sent more than {_ANSWER_LIMIT_BYTES:,} bytes.")
                    if time.monotonic() > end:
                        raise ModelError(f"The model's endpoint did not finish within {left:.0f} s.")
        except httpx.TimeoutException:
            raise ModelError(f"The model's endpoint did not answer within {left:.0f} s.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ModelError(f"The model's endpoint could not be reached ({type(error).__name__}).") from None
        return bytes(received)


def _read_seconds() -> float:
    told = os.environ.get("TIEOUT_LLM_SECONDS") or "30"
    if not told.isdecimal() or not 1 <= int(told) <= _LONGEST_S:
        raise UsageError(f"TIEOUT_LLM_SECONDS is {told!r}; right would be a whole number from 1 to {_LONGEST_S}")
    return float(told)


def _read_text(content: bytes) -> str:
    try:
        text = json.loads(content)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        raise ModelError("The model's endpoint sent no chat answer.") from None
    if not isinstance(text, str) or not text.strip():
        raise ModelError("The model's answer is empty.")
    return text[:_TEXT_LIMIT]
