"""Words for what is measured, Chinese beside English: items outside the catalogue told in one language and printed in the other."""

from __future__ import annotations

import re

from tieout.concepts.labels import label_words
from tieout.concepts.words import fold

_MEASURES = tuple(
    (re.compile(chinese), label_words(english))
    for chinese, english in (
        ("均价|平均售价|平均价格|单价|价格", "price asp"),
        ("销量|销售量|出货量|交付量", "volume sold shipment shipments deliveries sales"),
        ("产量", "output production produced"),
        ("产能", "capacity"),
        ("装机", "installed capacity"),
        ("收入|营收|营业额|销售额|合约销售", "revenue sales turnover"),
        ("毛利", "gross profit margin"),
        ("利润|溢利|盈利", "profit earnings result results"),
        ("亏损", "loss"),
        ("开支|费用|成本", "expense expenses cost costs expenditure"),
        ("现金|存款", "cash deposit deposits"),
        ("借款|借贷|贷款|负债|债务", "borrowings loans debt liabilities"),
        ("存货|库存", "inventories inventory stock"),
        ("应收", "receivables"),
        ("应付", "payables"),
        ("员工|雇员|职工", "employees headcount staff"),
        ("门店|店铺|店数|网点", "stores shops outlets branches"),
        ("客户", "customers"),
        ("用户", "users"),
        ("订单", "orders order backlog"),
        ("面积", "area gfa"),
        ("土地储备|土储", "land bank"),
        ("出口", "exports export"),
        ("进口", "imports import"),
        ("医院", "hospitals"),
        ("研发", "research development"),
        ("广告|推广|营销", "advertising promotion marketing"),
        ("资产", "assets"),
        ("股份|股数", "shares"),
    )
)


def find_measures(text: str) -> frozenset[str]:
    """English words, as `label_words` gives them, for the measures that a Chinese text names."""
    plain = fold(text)
    return frozenset(word for pattern, words in _MEASURES if pattern.search(plain) for word in words)
