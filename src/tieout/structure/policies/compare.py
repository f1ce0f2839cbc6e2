"""Compares sets of policies: the same company over years, two companies or many, English against Chinese by topic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from pathlib import Path

from tieout.model import Document, Parameter, Policy, Span
from tieout.model.policy_comparison import ChangeKind, MatrixRow, PolicyChange, PolicyComparison
from tieout.structure.policies.catalogue import find_asset_class, fold, is_chinese, load_topics

_MATCH_LEAST = 0.5
_SAME_LEAST = 0.999
_LEAST_OF_LANGUAGE = 4
_LEAST_SHARE = 0.25
_WORDS_SHOWN = 6
_SENTENCES = re.compile(r"(?<=[.;。；])\s+|(?<=[。；])|\n+")
_WRAPPED = re.compile(r"(?<![.;:。；：])\n(?=[a-z0-9(“‘])|(?<=[^\n]{60}[^.;:。；：\n])\n")
"""A line end within a sentence: after a long line without an end mark, or before small letters or a bracket."""
_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")


@dataclass(frozen=True)
class PolicySet:
    """A document with its policies."""

    document: Document
    policies: tuple[Policy, ...]
    language: str = ""
    """The one language of a bilingual document that these policies are in, where it was taken apart."""

    def own_text(self, policy: Policy) -> str:
        """The policy's words without its nested items' and without page furniture."""
        children = [p for p in self.policies if p.parent == policy.id]
        starts = [(c.span.layer, c.span.start) for c in children]
        pieces = []
        for span in (policy.span, *policy.parts):
            text = self.document.layer(span.layer).text
            limit = min((start for layer, start in starts if layer == span.layer), default=span.end)
            for segment in span.segments:
                if segment.start < limit:
                    pieces.append(text[segment.start : min(segment.end, limit)])
            if limit < span.end:
                break
        return "\n".join(pieces)

    def body(self, policy: Policy) -> str:
        """The policy's own words without its heading."""
        text = self.own_text(policy)
        at = text.find(policy.title) if policy.title else -1
        return text[at + len(policy.title) :] if 0 <= at < 40 else text


def part_by_language(one: PolicySet) -> tuple[PolicySet, ...]:
    """The English and the Chinese policies of a bilingual document as two sets; the set alone of any other."""
    chinese = tuple(p for p in one.policies if is_chinese(p.span.quote[:200]))
    english = tuple(p for p in one.policies if not is_chinese(p.span.quote[:200]))
    if min(len(chinese), len(english)) < max(_LEAST_OF_LANGUAGE, _LEAST_SHARE * len(one.policies)):
        return (one,)
    return replace(one, policies=english, language="English"), replace(one, policies=chinese, language="Chinese")


def compare_policies(sets: Sequence[PolicySet], base: int = 1) -> PolicyComparison:
    """The first set is the newer one; changes are told against the set at `base`, the matrix lines up all of them."""
    names = _distinct_names([s.document for s in sets])
    documents = tuple(
        (f"{s.document.id}:{s.language}", f"{name} · {s.language}") if s.language else (s.document.id, name)
        for s, name in zip(sets, names, strict=True)
    )
    changes = _find_changes(sets[base], sets[0]) if base < len(sets) else ()
    return PolicyComparison(documents, changes, _make_matrix(sets))


def _distinct_names(documents: Sequence[Document]) -> list[str]:
    """Company or title; with the date, then the file, where two would read alike or the title names nobody."""
    names = [d.company.name or d.title for d in documents]
    dated = [f"{n}, {d.period_end}" if d.period_end else n for n, d in zip(names, documents, strict=True)]
    named = [long if names.count(n) > 1 else n for n, long in zip(names, dated, strict=True)]
    return [
        n if d.company.name and named.count(n) == 1 else " · ".join(filter(None, (n, Path(d.input).name)))
        for n, d in zip(named, documents, strict=True)
    ]


def _find_changes(old: PolicySet, new: PolicySet) -> tuple[PolicyChange, ...]:
    pairs = _match(old, new)
    matched_old = {id(a) for a, _ in pairs}
    matched_new = {id(b) for _, b in pairs}
    same_language = _language(old) == _language(new)
    changes: list[PolicyChange] = []
    for policy in _subjects(old):
        if id(policy) not in matched_old:
            changes.append(PolicyChange("dropped", _topic(policy), policy, None))
    for policy in _subjects(new):
        if id(policy) not in matched_new:
            changes.append(PolicyChange("added", _topic(policy), None, policy))
    for before, after in pairs:
        if same_language:
            changes += _reworded(old, new, before, after)
        changes += [c for c in _parameter_changes(before, after) if not _is_moved(c, old, new)]
    order = {id(p): i for i, p in enumerate((*old.policies, *new.policies))}
    return tuple(sorted(changes, key=lambda c: order.get(id(c.after or c.before), 0) + (0 if c.after else 0.5)))


def _subjects(policies: PolicySet) -> list[Policy]:
    """Labelled policies and outer ones; where parameters stand on nested headings, those too."""
    return [p for p in policies.policies if p.label or p.parent is None or p.parameters]


def _match(old: PolicySet, new: PolicySet) -> list[tuple[Policy, Policy]]:
    """Pairs of the same policy: by title and words within a language, by topic across languages."""
    same_language = _language(old) == _language(new)
    left, right = _subjects(old), _subjects(new)
    words_left = [_words(old.own_text(p)) for p in left]
    words_right = [_words(new.own_text(p)) for p in right]
    scored = []
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            score = _similarity(a, b, words_left[i], words_right[j]) if same_language else _kinship(a, b)
            if score >= _MATCH_LEAST:
                scored.append((-score, abs(i / len(left) - j / len(right)), i, j))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(scored):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append((left[i], right[j]))
    pairs += _match_by_topic(
        [p for i, p in enumerate(left) if i not in taken_left],
        [p for j, p in enumerate(right) if j not in taken_right],
    )
    return pairs


def _match_by_topic(left: Sequence[Policy], right: Sequence[Policy]) -> list[tuple[Policy, Policy]]:
    """Pairs among what words did not match: the first of each side on the same subject at the same depth."""
    pairs = []
    waiting = list(right)
    for policy in left:
        partner = next((r for r in waiting if r.topics[:1] == policy.topics[:1] and _outer(r) == _outer(policy)), None)
        if policy.topics and partner is not None:
            waiting.remove(partner)
            pairs.append((policy, partner))
    return pairs


def _outer(policy: Policy) -> bool:
    return policy.parent is None


def _similarity(a: Policy, b: Policy, words_a: frozenset[str], words_b: frozenset[str]) -> float:
    title = (
        1.0 if _plain(a.title) == _plain(b.title) else SequenceMatcher(None, _plain(a.title), _plain(b.title)).ratio()
    )
    if title < 0.4 and not set(a.topics[:1]) & set(b.topics[:1]):
        return 0.0
    union = len(words_a | words_b)
    body = len(words_a & words_b) / union if union else 1.0
    return 0.6 * title + 0.4 * body


def _kinship(a: Policy, b: Policy) -> float:
    """Two languages share no words: the same topic, and the more parameters in common the better."""
    if not a.topics or a.topics[:1] != b.topics[:1]:
        return 0.0
    own, other = ({(p.name, str(p.value)) for p in side.parameters} for side in (a, b))
    return _MATCH_LEAST + (1 - _MATCH_LEAST) * len(own & other) / max(len(own | other), 1)


def _reworded(old: PolicySet, new: PolicySet, before: Policy, after: Policy) -> list[PolicyChange]:
    first, second = _sentences(old.body(before)), _sentences(new.body(after))
    plain_first, plain_second = {_plain(s) for s in first}, {_plain(s) for s in second}
    dropped = tuple(s for s in first if _plain(s) not in plain_second and _plain(s))
    added = tuple(s for s in second if _plain(s) not in plain_first and _plain(s))
    if not dropped and not added:
        return []
    ratio = SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).quick_ratio()
    return [
        PolicyChange(
            "reworded",
            _topic(after),
            before,
            after,
            min(ratio, _SAME_LEAST),
            dropped[:_WORDS_SHOWN],
            added[:_WORDS_SHOWN],
        )
    ]


def _parameter_changes(before: Policy, after: Policy) -> list[PolicyChange]:
    changes = []
    names = dict.fromkeys(p.name for p in (*before.parameters, *after.parameters))
    for name in names:
        old = _distinct(p for p in before.parameters if p.name == name)
        new = _distinct(p for p in after.parameters if p.name == name)
        if _keys(old) == _keys(new):
            continue
        kind: ChangeKind = "parameter_changed" if old and new else "parameter_dropped" if old else "parameter_added"
        topic = _topic(after)
        changes.append(PolicyChange(kind, topic, before, after, parameter=name, old_values=old, new_values=new))
    return changes


def _is_moved(change: PolicyChange, old: PolicySet, new: PolicySet) -> bool:
    """True for a parameter that the other set states too, in another policy on the same subject."""
    if change.kind == "parameter_changed" or change.before is None or change.after is None:
        return False
    other, own, values = (
        (new, change.before, change.old_values)
        if change.kind == "parameter_dropped"
        else (old, change.after, change.new_values)
    )
    near = [p for p in other.policies if set(p.topics) & set(own.topics)]
    stated = _keys(tuple(q for p in near for q in p.parameters if q.name == change.parameter))
    return _keys(values) <= stated


def _make_matrix(sets: Sequence[PolicySet]) -> tuple[MatrixRow, ...]:
    cells: dict[tuple[str, str], list[list[Parameter]]] = {}
    for index, one in enumerate(sets):
        for policy in one.policies:
            for parameter in policy.parameters:
                key = (_topic_at(one, policy, parameter.span), _row_name(parameter.name))
                cells.setdefault(key, [[] for _ in sets])[index].append(parameter)
    order = {topic.name: i for i, topic in enumerate(load_topics())}
    titles = {topic.name: topic.title for topic in load_topics()}
    rows = []
    for (topic, name), columns in sorted(cells.items(), key=lambda c: (order.get(c[0][0], len(order)), c[0][1])):
        values = tuple(_distinct(column) for column in columns)
        stated = {_keys(v) for v in values if v}
        rows.append(MatrixRow(topic, titles.get(topic, topic), name, values, len(stated) > 1))
    return tuple(rows)


def _row_name(name: str) -> str:
    """The parameter's name with its class of assets, if it has one, as one word in every language."""
    kind, colon, label = name.partition(": ")
    return f"{kind}: {find_asset_class(label)}" if colon else name


def _topic_at(one: PolicySet, policy: Policy, place: Span) -> str:
    """The topic of the innermost policy or heading around a place."""
    around = [policy]
    for other in one.policies:
        if not other.label and other.parent == policy.id:
            spans = (other.span, *other.parts)
            if any(s.layer == place.layer and s.start <= place.start < s.end for s in spans):
                around.append(other)
    return _topic(around[-1])


def _topic(policy: Policy) -> str:
    return policy.topics[0] if policy.topics else "other"


def _distinct(parameters: Iterable[Parameter]) -> tuple[Parameter, ...]:
    kept: dict[tuple[str, str | None], Parameter] = {}
    for parameter in parameters:
        kept.setdefault((str(parameter.value), parameter.unit), parameter)
    return tuple(kept.values())


def _keys(parameters: tuple[Parameter, ...]) -> frozenset[tuple[str, str | None]]:
    return frozenset(_comparable(p) for p in parameters)


def _comparable(parameter: Parameter) -> tuple[str, str | None]:
    """Value and unit, years as months: "12 months" and "one year" are the same limit."""
    if parameter.unit == "years" and isinstance(parameter.value, Decimal):
        return str((parameter.value * 12).normalize()), "months"
    value = parameter.value
    return str(value.normalize() if isinstance(value, Decimal) else value), parameter.unit


def _language(one: PolicySet) -> str:
    return "zh" if is_chinese("\n".join(p.span.quote[:200] for p in one.policies)) else "en"


def _plain(text: str) -> str:
    return "".join(_WORD.findall(fold(text).lower()))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(fold(text).lower()))


def _sentences(text: str) -> list[str]:
    return [" ".join(s.split()) for s in _SENTENCES.split(_WRAPPED.sub(" ", text)) if s.strip()]
