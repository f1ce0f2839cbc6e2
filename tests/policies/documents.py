"""Makes small documents of invented policies, one block a line."""

from __future__ import annotations

from tieout.model import Block, Document
from tieout.read.source import make_layer


def make_document(text: str, title: str = "Material accounting policies", name: str = "notes.txt") -> Document:
    """A document whose blocks are the text's lines; offsets are those of the text."""
    layer = make_layer(text)
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", layer.span(start, start + len(line)), line))
        start += len(line) + 1
    return Document(name, name, layer.id, "text", title=title, end=len(text), layers=(layer,), blocks=tuple(blocks))


ENGLISH = """2 Material accounting policies
(a) Boats and equipment
Boats and equipment are stated at cost less accumulated depreciation and impairment losses (see Note 2(c)(ii)).
Depreciation is calculated using the straight-line method over the estimated useful lives as follows:
2 Material accounting policies (Continued)
Useful lives are reviewed annually by the harbour master and two captains.
(b) Leased quays
Short-term leases that have a lease term of 12 months or less are recognised as an expense, see Note 31.
As a lessee
The lease liability is measured at the present value of the lease payments, using the incremental borrowing rate.
(c) Losses and impairment
(i) Credit losses from charterers
Credit risk has increased significantly if an amount is more than 45 days past due, which captains seldom accept.
(ii) Impairment of boats
The recoverable amount is the greater of its value in use and its fair value less costs of disposal, discounted at a
pre-tax discount rate that the bank of the island publishes.
(d) Revenue
Revenue from ferry crossings is recognised over time, and IFRS 15 asks us to tell which kinds there are:
(i) crossings by day, which end before the lamps are lit;
(ii) crossings by night, which end after.
The group gives a standard warranty of two to four years on every boat that it sells to a harbour.
(e) Provisions
Provisions are stated at the present value of the expenditure expected to settle the obligation, see Note 2(d).
"""

_BEFORE = "(e) Provisions\n"
_AFTER = "(e) Borrowing costs\nBorrowing costs are expensed as incurred.\n(f) Provisions\n"
NEXT_YEAR = (
    ENGLISH.replace("45 days", "30 days").replace(_BEFORE, _AFTER).replace("which captains seldom", "which captains")
)

CHINESE = """五、重要會計政策及會計估計
1、固定資產
固定資產按成本減累計折舊及減值虧損列賬，船隻由兩名船長每年查看一次，並記入船冊之內，以備查考。
折舊採用直線法計算，預計可使用年期為20至30年，殘值率為5%，由港務長於每年年末複核，如有不同則予以更改。
2、存貨
存貨按成本與可變現淨值孰低計量，成本以加權平均法計算，漁網與繩索亦同，並不因季節而有所不同，每月清點一次。
3、租賃
短期租賃是指租賃期不超過12個月的租賃，碼頭的租賃多屬此類，故不確認使用權資產，租金於發生時計入損益之內。
4、收入
渡輪服務的收入在一段時間內確認，售票所得在某一時點確認，其中可變代價按最可能金額估計，並於每年年末重新估計一次。
5、外幣折算
本公司以人民幣為記賬本位幣，外幣交易按交易發生日的即期匯率折算為記賬本位幣金額，年末結餘則按期末匯率折算入賬。
六、稅項
企業所得稅稅率為25%。
"""
