"""Tells amounts in sentences: many templates a statement, every word and figure true in the books and bound to them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from tieout.demo.company import Pair
from tieout.demo.draft import Look, Ref, Runs
from tieout.demo.maker import Maker
from tieout.demo.show import COUNT, PERCENT, POINTS, money_look, percent_look
from tieout.demo.words import load_words

SMALL_PERCENT = Decimal(4)
"""A change below this may be called slight; one above `LARGE_PERCENT` significant."""
LARGE_PERCENT = Decimal(25)

_STOCKS = {
    "cash",
    "borrowings",
    "receivables",
    "inventories",
    "trade_payables",
    "total_assets",
    "total_equity",
    "headcount",
    "fvtpl",
    "total_liabilities",
    "net_current_assets",
    "contract_liabilities",
    "ppe",
    "allowance:closing",
    "liquid_funds",
    "net_cash",
    "commitments",
    "pledged",
    "intangibles",
    "restricted_cash",
    "current_assets",
    "current_liabilities",
}


class Teller:
    """Sentences about the books for one document."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self._words: Any = load_words("sentences")
        self._side = 0 if maker.is_english else 1
        self._tongue = "en" if maker.is_english else "zh"

    def change(
        self,
        concept: str,
        subject: Pair | None = None,
        reason: bool = False,
        kind: str = "paragraph",
        year: int | None = None,
    ) -> None:
        """Write a paragraph of one sentence on how an amount changed."""
        year = year or self.maker.year
        runs = self.tell_change(concept, subject, year) + (self.tell_reason(concept, year) if reason else ())
        self.maker.say(runs, kind="item" if kind == "item" else "paragraph")

    def tell_change(self, concept: str, subject: Pair | None = None, year: int | None = None) -> Runs:
        """How an amount changed against the year before: growth, a loss that narrowed, or a turn of sign."""
        year = year or self.maker.year
        value, maker = self.maker.books.value, self.maker
        now, before = value(concept, year), value(concept, year - 1)
        words: dict[str, str | Ref] = {"subject": self._subject(concept, subject, year)}
        words |= self._periods(concept, year)
        if before == 0 or now == 0:
            return self._fill("value", **words, cur=self.amount(concept, year))
        if (now < 0) != (before < 0):
            signs = {True: maker.pick("a negative amount", "負"), False: maker.pick("a positive amount", "正")}
            if "profit" in concept:
                signs = {True: maker.pick("a loss", "虧損"), False: maker.pick("a profit", "溢利")}
            cur, prior = self.amount(concept, year), self.amount(concept, year - 1)
            return self._fill(
                "turn", **words, cur=cur, prior=prior, now_sign=signs[now < 0], then_sign=signs[before < 0]
            )
        cur, prior = self.amount(concept, year), self.amount(concept, year - 1)
        rate = maker.growth(concept, year, percent_look(maker.rng, maker.house))
        assert rate is not None
        maker.bind("G", "growth", rate, [cur, prior], "the rate is computed from the two amounts of the sentence", True)
        is_loss = now < 0 and "profit" in concept
        words |= self._directions(abs(now) - abs(before), abs(before), cur, prior, "loss_verbs" if is_loss else "verbs")
        return self._fill("change_loss" if is_loss else self._change_kind(), **words, cur=cur, prior=prior, pct=rate)

    def tell_reason(self, concept: str, year: int) -> Runs:
        """Why, in words that fit the direction."""
        company, rng = self.maker.books.company, self.maker.rng
        up = abs(self.maker.books.value(concept, year)) >= abs(self.maker.books.value(concept, year - 1))
        reason = rng.choice(company.reasons_up if up else company.reasons_down)[self._side]
        return self._fill("because", reason=reason)

    def tell_value(self, concept: str, subject: Pair | None = None, year: int | None = None) -> Runs:
        """An amount with that of the year before, without a rate."""
        year = year or self.maker.year
        words: dict[str, str | Ref] = {"subject": self._subject(concept, subject, year)}
        words |= self._periods(concept, year)
        return self._fill("two_values", **words, cur=self.amount(concept, year), prior=self.amount(concept, year - 1))

    def tell_pair(self, first: str, second: str, year: int | None = None) -> Runs:
        """Two amounts of one year in one sentence, told apart by their order."""
        year = year or self.maker.year
        words = {
            "subject": self._subject(first, None, year),
            "second": _lower(self.maker.label(second, year, year - 1)),
        }
        periods = self._periods(first, year)
        return self._fill("pair", **words, **periods, cur=self.amount(first, year), other=self.amount(second, year))

    def tell_multiple(self, concept: str, subject: Pair | None = None, year: int | None = None) -> Runs:
        """How many times last year's amount this year's is; nothing where it did not grow by half."""
        year = year or self.maker.year
        maker = self.maker
        now, before = maker.books.value(concept, year), maker.books.value(concept, year - 1)
        if before <= 0 or now < before * Decimal("1.5"):
            return ()
        look = Look(suffix=maker.pick(" times", "倍"), decimals=2, sign="none", unit="x")
        times = maker.figure(f"multiple|{concept}", year, look, now / before)
        cur, prior = self.amount(concept, year), self.amount(concept, year - 1)
        maker.bind("P", "ratio", times, [cur, prior], "the multiple is computed from the two amounts of the sentence")
        words = {"subject": self._subject(concept, subject, year)}
        return self._fill("multiple", **words, **self._periods(concept, year), times=times, cur=cur, prior=prior)

    def share(self, part: str, whole: str, subject: Pair) -> None:
        """Write what share of a total a part has, this year and last."""
        self.maker.say(self.tell_share(part, whole, subject))

    def tell_share(
        self, part: str, whole: str, subject: Pair, year: int | None = None, with_amount: bool = False
    ) -> Runs:
        """What share of a total a part has, this year and last; bound to amounts printed anywhere in the document."""
        year = year or self.maker.year
        maker, value = self.maker, self.maker.books.value
        look = percent_look(maker.rng, maker.house)
        refs = []
        for y in (year, year - 1):
            ratio = abs(value(part, y)) / abs(value(whole, y)) * 100
            refs.append(maker.figure(f"share|{part}|{whole}", y, look, ratio))
        words = self._periods(part if part in _STOCKS or part.startswith("receivables") else whole, year)
        runs = self._fill(
            "share",
            **words,
            subject=self._inner(subject),
            pct=refs[0],
            prior=refs[1],
            whole=self._subject(whole, None, year),
        )
        if with_amount:
            runs += (
                self.maker.pick(" The amounts were ", "相關金額分別為"),
                self.amount(part, year),
                self.maker.pick(" and ", "及"),
                self.amount(part, year - 1),
                self.maker.pick(".", "。"),
            )
        return runs

    def tell_margin(self, part: str, whole: str, subject: Pair, year: int | None = None) -> Runs:
        """A margin in per cent, this year and last, with the change in percentage points."""
        year = year or self.maker.year
        maker, value = self.maker, self.maker.books.value
        ratios = [value(part, y) / value(whole, y) * 100 for y in (year, year - 1)]
        look = replace(PERCENT, sign="minus")
        cur, prior = (
            maker.figure(f"margin|{part}|{whole}", y, look, r) for y, r in zip((year, year - 1), ratios, strict=True)
        )
        words: dict[str, str | Ref] = {"subject": self._inner(subject), **self._periods(whole, year)}
        shown = [maker.slots[r.id].printed for r in (cur, prior)]
        assert shown[0] is not None
        assert shown[1] is not None
        if shown[0].number == shown[1].number:
            return self._fill("flat_margin", **words, cur=cur, prior=prior)
        points = replace(POINTS, suffix=maker.pick(" percentage points", "個百分點"))
        moved = maker.figure(f"points|{part}|{whole}", year, points, ratios[0] - ratios[1])
        maker.bind("P", "points", moved, [cur, prior], "the change in points is the difference of the two percentages")
        words |= self._directions(ratios[0] - ratios[1], Decimal(0), cur, prior, "verbs")
        return self._fill("margin", **words, cur=cur, prior=prior, pts=moved)

    def tell_ratio(self, part: str, whole: str, subject: Pair, year: int | None = None) -> Runs:
        """A ratio in times, this year and last."""
        year = year or self.maker.year
        maker, value = self.maker, self.maker.books.value
        look = Look(suffix=maker.pick(" times", "倍"), decimals=2, sign="minus", unit="x")
        cur, prior = (
            maker.figure(f"ratio|{part}|{whole}", y, look, value(part, y) / value(whole, y)) for y in (year, year - 1)
        )
        words: dict[str, str | Ref] = {"subject": self._inner(subject), **self._periods(whole, year)}
        return self._fill("two_values", **words, cur=cur, prior=prior)

    def segment_margin(self, index: int) -> None:
        """Write a segment's gross margin."""
        segment = self.maker.books.company.segments[index]
        subject = (f"the gross margin of {segment[0]}", f"{segment[1]}的毛利率")
        self.maker.say(self.tell_margin(f"gross_profit:segment:{index}", f"revenue:segment:{index}", subject))

    def count_list(self, what: str, items: tuple[Pair, ...]) -> None:
        """Write how many segments there are and which."""
        maker = self.maker
        count = maker.word(self._words["numerals"][self._tongue][len(items)], "count", len(items))
        names = [item[self._side] for item in items]
        joined = (
            ", ".join(names[:-1]) + f" and {names[-1]}"
            if maker.is_english
            else "、".join(names[:-1]) + f"及{names[-1]}"
        )
        maker.bind(
            "L", "count", count, [], f"{len(items)} {what} are listed after the count", expected=(Decimal(len(items)),)
        )
        maker.say(self._fill("list", count=count, items=joined))

    def effective_tax(self) -> None:
        """Write the effective tax rate of the year and the year before, where both make sense."""
        maker, value = self.maker, self.maker.books.value
        years = (maker.year, maker.year - 1)
        if any(value("profit_before_tax", y) <= 0 for y in years):
            return
        rates = [
            maker.figure("effective_tax", y, PERCENT, value("tax:charge", y) / value("profit_before_tax", y) * 100)
            for y in years
        ]
        words: dict[str, str | Ref] = {"subject": self._inner(("the effective income tax rate", "實際所得稅率"))}
        words |= self._periods("revenue", maker.year)
        maker.say(self._fill("two_values", **words, cur=rates[0], prior=rates[1]))

    def closing_remarks(self) -> None:
        """Write the dividend paid and that nothing happened after the reporting date."""
        paid = self.maker.books.value("cf_dividends", self.maker.year)
        if paid != 0:
            self.maker.say(
                self.tell_value("cf_dividends", ("dividends paid to owners of the Company", "已付本公司擁有人的股息"))
            )
        else:
            self.maker.write("No dividend was paid during the year.", "年內並無派付股息。")
        self.maker.write(
            "There was no significant event after the reporting period up to the date of this announcement.",
            "報告期後直至本公告日期並無重大事項。",
        )

    def headcount(self) -> None:
        """Write the number of employees."""
        self.maker.say(self.tell_headcount())

    def tell_headcount(self, year: int | None = None) -> Runs:
        """The number of employees, this year and last."""
        maker = self.maker
        year = year or maker.year
        look = replace(COUNT, sign="none")
        cur, prior = maker.figure("headcount", year, look), maker.figure("headcount", year - 1, look)
        rate = maker.growth("headcount", year, percent_look(maker.rng, maker.house))
        assert rate is not None
        maker.bind("G", "growth", rate, [cur, prior], "the rate is computed from the two counts of the sentence", True)
        now, before = maker.books.value("headcount", year), maker.books.value("headcount", year - 1)
        words = self._periods("headcount", year) | self._directions(now - before, Decimal(0), cur, prior, "verbs")
        return self._fill("headcount", **words, cur=cur, prior=prior, pct=rate)

    def metric(self, index: int, year: int | None = None) -> Runs:
        """How an operating measure changed."""
        maker = self.maker
        year = year or maker.year
        metric = maker.books.company.metrics[index]
        look = replace(COUNT, sign="none", scale=metric.scale, suffix=metric.unit[self._side])
        cur, prior = (maker.figure(f"metric:{index}", y, look) for y in (year, year - 1))
        rate = maker.growth(f"metric:{index}", year, percent_look(maker.rng, maker.house))
        words: dict[str, str | Ref] = {"subject": self._inner(metric.name)}
        words |= self._periods("headcount", year)
        if rate is None:
            return self._fill("two_values", **words, cur=cur, prior=prior)
        maker.bind("G", "growth", rate, [cur, prior], "the rate is computed from the two counts of the sentence", True)
        now, before = maker.books.value(f"metric:{index}", year), maker.books.value(f"metric:{index}", year - 1)
        words |= self._directions(now - before, before, cur, prior, "verbs")
        return self._fill(self._change_kind(), **words, cur=cur, prior=prior, pct=rate)

    def _change_kind(self) -> str:
        kind = f"change_{self.maker.house}"
        return kind if kind in self._words[self._tongue] and self.maker.rng.random() < 0.75 else "change"

    def amount(self, concept: str, year: int) -> Ref:
        """An amount of money as prose prints it."""
        maker = self.maker
        look: Look = money_look(self._tongue, maker.books.value(concept, year), maker.rng, maker.house)
        return maker.figure(concept, year, look)

    def _directions(self, moved: Decimal, base: Decimal, cur: Ref, prior: Ref, verbs: str) -> dict[str, str | Ref]:
        """Direction words, and sometimes a word of degree, as slots bound to the two figures."""
        maker, rng, down = self.maker, self.maker.rng, int(moved < 0)
        out: dict[str, str | Ref] = {"degree": ""}
        shown = [maker.slots[r.id].printed for r in (cur, prior)]
        for name, source in (("verb", verbs), ("noun", "nouns"), ("bare", "bare_nouns"), ("up", "ups")):
            pair = rng.choice(self._words[source][self._tongue])
            out[name] = maker.word(pair[down], f"direction|{pair[1 - down]}")
            if all(shown) and moved != 0:
                sign = (Decimal(-1 if down else 1),)
                maker.bind(
                    "L", "direction", _ref(out[name]), [cur, prior], "the word says which amount is larger", True, sign
                )
        if base and rng.random() < 0.4:
            rate = abs(moved) / abs(base) * 100
            size = "small" if rate < SMALL_PERCENT else "large" if rate > LARGE_PERCENT else ""
            if size:
                degree = rng.choice(self._words["degrees"][self._tongue][size])
                small, large = (Decimal(0), SMALL_PERCENT * 2), (LARGE_PERCENT / 2, Decimal(10**9))
                bounds = (*small, *large) if size == "small" else (*large, *small)
                out["degree"] = maker.word(degree, f"degree|{self._words['opposites'][degree]}")
                maker.bind(
                    "L",
                    "degree",
                    _ref(out["degree"]),
                    [cur, prior],
                    "the word of degree fits the rate of change",
                    True,
                    bounds,
                )
        return out

    def _subject(self, concept: str, subject: Pair | None, year: int) -> str:
        if subject is not None:
            return self._inner(subject)
        label = self.maker.label(concept, year, year - 1)
        if not self.maker.is_english:
            return label
        owners = {"call": ["our "], "machine": ["the Group's ", ""]}.get(self.maker.house, ["the Group's ", "our ", ""])
        return self.maker.rng.choice(owners) + _lower(label)

    def _inner(self, subject: Pair) -> str:
        return subject[self._side] if not self.maker.is_english else _lower(subject[0])

    def _periods(self, concept: str, year: int) -> dict[str, str | Ref]:
        end = self.maker.books.company.year_end.replace(year=year)
        last = end.replace(year=year - 1)
        rng = self.maker.rng
        if concept in _STOCKS or concept.startswith("receivables"):
            if self.maker.is_english:
                style = rng.choice(["as at {d.day} {d:%B} {d.year}", "as of {d:%B} {d.day}, {d.year}"])
                return {"now": style.format(d=end), "then": style.format(d=last)}
            style = "{d.year}年{d.month}月{d.day}日"
            return {"now": style.format(d=end), "then": style.format(d=last)}
        if self.maker.is_english:
            now, then = rng.choice(
                [
                    (
                        f"for the year ended {end.day} {end:%B} {year}",
                        f"for the year ended {last.day} {last:%B} {year - 1}",
                    ),
                    (f"in {year}", f"in {year - 1}"),
                    (f"in FY{year}", f"in FY{year - 1}"),
                    (f"for {year}", f"for {year - 1}"),
                ]
            )
            return {"now": now, "then": then}
        return {"now": f"{year}年度", "then": f"{year - 1}年度"}

    def _fill(self, kind: str, **values: str | Ref) -> Runs:
        """A template of this kind, put together; words that the template does not use leave no slot and no bond."""
        template = self.maker.rng.choice(self._words[self._tongue][kind])
        subject = values.get("subject", "")
        values["was"] = "were" if isinstance(subject, str) and _is_plural(subject) else "was"
        runs = self.maker.fill(template, **values)
        self.maker.forget(
            {v.id for v in values.values() if isinstance(v, Ref)} - {r.id for r in runs if isinstance(r, Ref)}
        )
        return tidy(runs)


def tidy(runs: Runs) -> Runs:
    """Runs without double spaces, where an optional word was left out."""
    return tuple(run.replace("  ", " ") if isinstance(run, str) else run for run in runs)


def _is_plural(subject: str) -> bool:
    words = subject.split(" of ")[0].split(" to ")[0].split(" at ")[0].split(",")[0].split("(")[0].strip()
    return words.endswith("s") and not words.endswith(("ss", "sis"))


def _ref(value: str | Ref) -> Ref:
    assert isinstance(value, Ref)
    return value


def _lower(text: str) -> str:
    """The text to stand within a sentence: its first letter small, unless the word is a name or an abbreviation."""
    first = text.split(" ", 1)[0]
    return (
        text
        if first.isupper() or first in ("Mainland", "Southeast", "Europe", "North")
        else text[:1].lower() + text[1:]
    )
