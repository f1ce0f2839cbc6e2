"""Pages from templates; everything that comes from documents is escaped, words of the interface are translated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FunctionLoader, StrictUndefined
from starlette.requests import Request

from tieout import __version__
from tieout.present.text import percent
from tieout.present.words import SIGNS, STATES, WORDS, clean_controls, group_digits, read_amount
from tieout.web.say_zh import say_finding

_STRIP_WIDTH = 1000
_TAIL_CHARACTERS = 90


def draw(template: str, value: Mapping[str, Any], request: Request, form: str) -> str:
    """The template filled with a page's value; `form` is what its forms send back."""
    language = choose_language(request)
    words = read_words() if language == "zh" else {}
    return (
        _environment()
        .get_template(f"{template}.html")
        .render(
            **value,
            t=lambda text: words.get(text, text),
            say=say_finding if language == "zh" else str,
            words=words,
            lead=partial(tell_coverage, words=words),
            lang=language,
            other_language=_switch(request, "en" if language == "zh" else "zh"),
            form_value=form,
            path=request.url.path,
            version=__version__,
            this=_twin(request),
            paging_query=_keep_filters(request),
            with_query=partial(_with_query, request),
        )
    )


def choose_language(request: Request) -> str:
    """English or Chinese: as asked, else as chosen before, else as the browser prefers."""
    asked = request.query_params.get("lang") or request.cookies.get("tieout_lang")
    if asked in ("en", "zh"):
        return asked
    return "zh" if request.headers.get("accept-language", "").lower().startswith("zh") else "en"


@cache
def read_words() -> Mapping[str, str]:
    """The interface's words in Chinese, by their English."""
    words: dict[str, str] = json.loads(files(__package__).joinpath("words_zh.json").read_text("utf-8"))
    return words


def make_strip(numbers: Mapping[str, int]) -> list[dict[str, Any]]:
    """The bars of a coverage strip on a width of 1000; a state that occurs is never thinner than six."""
    total = max(1, numbers["numbers"])
    bars, at = [], 0
    for state in STATES:
        if numbers[state]:
            width = max(6, _STRIP_WIDTH * numbers[state] // total)
            bars.append({"state": state, "x": at, "width": min(width, _STRIP_WIDTH - at)})
            at += width
    return bars


def tell_coverage(coverage: Mapping[str, Any] | None, words: Mapping[str, str]) -> str:
    """The answer in one sentence: how many numbers, how many tie, what does not."""
    if not coverage or not coverage["numbers"]:
        text = "No numbers were found." if coverage else "The numbers of this document were not tested."
        return words.get(text, text)
    tested = coverage["tied"] + coverage["rounding"]
    share = percent(tested, coverage["numbers"])
    first = [words.get(_LEAD, _LEAD).format(numbers=f"{coverage['numbers']:,}", tested=f"{tested:,}", share=share)]
    parts = [words.get(text, text).format(n=f"{coverage[name]:,}") for name, text in _COUNTED if coverage[name]]
    comma, stop = ("，", "。") if words else (", ", ".")
    return comma.join([*first, *parts]) + stop


_LEAD = "{numbers} numbers: {tested} tie ({share})"
_COUNTED = (
    ("rounding", "{n} of them only by rounding"),
    ("differs", "{n} differ"),
    ("question", "{n} in question"),
    ("unsupported", "{n} found in no source"),
    ("untested", "{n} could not be tested"),
)


def tell_amount(text: str | None) -> str:
    """A finding's plain decimal with thousands separated; a word or list as it is."""
    value = read_amount(text)
    return clean_controls(text or "") if value is None else group_digits(value).replace("-", "−")


def tell_tail(text: str) -> str:
    """The end of a long path of words, where it says most."""
    return text if len(text) <= _TAIL_CHARACTERS else f"… {text[-_TAIL_CHARACTERS:].partition(' ')[2]}"


def tell_size(count: int) -> str:
    """Bytes as people read them."""
    for unit, size in (("GB", 1024**3), ("MB", 1024**2), ("KB", 1024)):
        if count >= size:
            return f"{count / size:.1f} {unit}".replace(".0 ", " ")
    return f"{count} bytes"


def _switch(request: Request, language: str) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k != "lang"]
    return f"?{urlencode([*kept, ('lang', language)])}"


def _with_query(request: Request, changed: Mapping[str, str | None]) -> str:
    """The page's query with some values changed, None leaving one out; back to the first page of a list."""
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in {"page", "lang", *changed}]
    return f"?{urlencode([*kept, *((k, v) for k, v in changed.items() if v is not None)])}"


def _keep_filters(request: Request) -> str:
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in ("page", "lang")]
    return f"{urlencode(kept)}&" if kept else ""


def _twin(request: Request) -> str:
    if request.url.path.startswith("/enter"):
        return ""
    path = "/index" if request.url.path == "/" else request.url.path
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{path}.json{query}"


def _load(name: str) -> str:
    return files(__package__).joinpath("templates", name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_load),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clean"] = lambda text: clean_controls(str(text or ""))
    environment.filters["amount"] = tell_amount
    environment.filters["tail"] = tell_tail
    environment.filters["size"] = tell_size
    environment.filters["in_words"] = lambda unit, t: " ".join(t(word) for word in unit.split())
    environment.filters["grouped"] = lambda number: f"{number:,}"
    environment.filters["strip"] = make_strip
    environment.filters["spoken"] = lambda text: str(text).replace("_", " ").capitalize()
    environment.globals.update(SIGNS=SIGNS, WORDS=WORDS, STATES=STATES)
    return environment
