"""Filings, reports and web pages in HTML, without tags or with their tags passed over."""
