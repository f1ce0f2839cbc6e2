"""Workbooks: every visible sheet as text, blocks and tables, numbers as the sheet shows them."""
