"""The words of the notes that hold no figures: basis of preparation and accounting paragraphs."""

from __future__ import annotations

from tieout.demo.maker import Maker
from tieout.demo.words import load_words


def add_basis(maker: Maker) -> None:
    """Notes 1 and 2: the company and the basis on which the statements are prepared."""
    company = maker.books.company
    maker.heading("1. General information", "1. 一般資料", 2, "note1")
    maker.write(
        f'{company.name[0]} (the "Company") is a limited liability company whose shares are listed on the '
        "Main Board of the "
        'stock exchange. The Company and its subsidiaries (together, the "Group") are principally engaged in '
        f"{company.business[0]}. "
        'The financial statements are presented in Renminbi ("RMB") unless otherwise stated.',
        f"{company.name[1]}（「本公司」）為一間有限公司，其股份於聯交所主板上市。本公司及其附屬公司（統稱「本集團」）主要從事{company.business[1]}。"
        "除另有指明外，財務報表以人民幣呈列。",
    )
    maker.heading("2. Basis of preparation and material accounting policies", "2. 編製基準及重大會計政策", 2, "note2")
    for english, chinese in load_words("policies")["basis"]:
        maker.write(english, chinese)


def write_accounting_paragraph(maker: Maker, title: str) -> None:
    """The accounting paragraph that opens the note of this English title, where the word list has one."""
    for english, chinese in load_words("policies")["notes"].get(title, ()):
        maker.write(english, chinese)
