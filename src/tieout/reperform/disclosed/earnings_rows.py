"""Rows of earnings per share: which cells are printed figures, weighted averages, earnings."""

from __future__ import annotations

import re
from decimal import Decimal

from tieout.model import Table
from tieout.reperform.disclosed.cells import get_number, get_step, row_text
from tieout.reperform.working.compare import Printed

WEIGHTED = re.compile(r"weighted[\s-]*average.*(shares|stock)|shares used in (computing|the)|加權平均|加权平均", re.S)
PER_SHARE = re.compile(
    r"(earnings|loss|profit|income)\)?\s*(/\s*\(?\w+\)?\s*)?per\s+(ordinary\s+|common\s+)?share|每股"
)
_NOT_PER_SHARE = re.compile(
    r"purpose|dividend|weighted|number|計算|计算|所用|股息|股利|净资产|淨資產|net assets|book value|fair value"
)
EARNINGS = re.compile(
    r"(earnings|loss|profit|income|results?)\b.*(attributable|purpose|available)"
    r"|^attributable to (the )?(owners|shareholders|stockholders|equity|ordinary|common)"
    r"|^((basic|diluted) )?net (earnings|income|loss|profit)|應佔|应占|歸屬|归属|^净利润|用於計算.*(溢利|虧損|利潤)"
)
CENTS = re.compile(r"\bcents?\b|仙|港仙|分\b")
_DILUTED = re.compile(r"dilut|摊薄|攤薄|稀释|稀釋")
_BARE = re.compile(
    r"^[–—\-•\s]*(basic|diluted|基本|攤薄|摊薄|稀釋|稀释)( and (basic|diluted)|及.薄)?\s*([(（][^)）]*[)）])?$"
)
_BASIC = re.compile(r"basic|基本")
ONLY_EFFECT = re.compile(
    r"effect|dilutive (potential|stock|share)|options|awards|anti-?dilut|participating|fair value|exercise price"
    r"|影響|影响|調整|调整"
)


def is_diluted(table: Table, row: int) -> bool:
    """True for a row of diluted figures alone."""
    text = row_text(table, row)
    return bool(_DILUTED.search(text)) and not _BASIC.search(text)


def is_printed(table: Table, row: int, column: int, diluted: bool) -> bool:
    """True for a cell that prints earnings per share, of the kind asked for."""
    text, label = row_text(table, row), table.rows[row].label.strip().lower()
    if _NOT_PER_SHARE.search(label) or WEIGHTED.search(text):
        return False
    if not PER_SHARE.search(text) and not _is_bare(table, row, column):
        return False
    if ONLY_EFFECT.search(label) or table.cells[row][column].figure is None:
        return False
    if not PER_SHARE.search(label) and EARNINGS.search(label):
        return False
    says_diluted, says_basic = bool(_DILUTED.search(text)), bool(_BASIC.search(text))
    return diluted == says_diluted or (says_diluted and says_basic)


def _is_bare(table: Table, row: int, column: int) -> bool:
    """A row "Basic (RMB)" in a note on earnings per share, with digits after the point as amounts a share have."""
    figure = table.cells[row][column].figure
    if figure is None or figure.quantity.decimals == 0 or not _BARE.match(table.rows[row].label.strip().lower()):
        return False
    return PER_SHARE.search(" ".join((*table.section, table.caption)).lower()) is not None


def read_printed(table: Table, row: int, column: int, expected: Decimal) -> Printed:
    """The printed figure in whole currency; in cents where it says so, or where only that comes near what is expected."""
    number = get_number(table, row, column)
    assert number is not None
    step = get_step(table, row, column)
    words = table.cells[row][column].text
    labels = row_text(table, row), *(" ".join(table.columns[c].path).lower() for c in (0, column))
    said = CENTS.search(" ".join((*labels, words.lower())))
    cents = bool(said) or (number != 0 and 90 < abs(number / expected) < 111 if expected else False)
    places = -2 if cents else 0
    return Printed(words, number.scaleb(places), step.scaleb(places))
