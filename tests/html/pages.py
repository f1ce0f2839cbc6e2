"""Invented pages for the tests of HTML reading."""

from __future__ import annotations

STATEMENT = """<html><head><title>Example Holdings 10-Q</title><style>.gone{display:none}</style></head><body>
<div style="text-align:center"><span style="font-weight:700">PART I</span></div>
<div><span style="font-weight:bold">Item 1. Financial Statements</span></div>
<div style="text-align:center;font-weight:700">EXAMPLE HOLDINGS</div>
<div style="text-align:center;font-weight:700">CONDENSED CONSOLIDATED STATEMENTS OF OPERATIONS</div>
<div>(In millions, except per share amounts)</div>
<table>
 <tr style="height:1pt"><td></td><td></td><td></td><td></td><td></td><td></td><td></td><td></td></tr>
 <tr><td colspan="2"></td><td colspan="6"><b>Six months ended June 30,</b></td></tr>
 <tr><td colspan="2"></td><td colspan="3"><b>2025</b></td><td colspan="3"><b>2024</b></td></tr>
 <tr><td colspan="2">Revenue<sup>(1)</sup></td><td>$</td><td>1,204.5</td><td></td>
  <td>$</td><td>1,101.0</td><td></td></tr>
 <tr style="display:none"><td colspan="2">Hidden row</td><td></td><td>9</td><td></td><td></td><td>9</td><td></td></tr>
 <tr class="gone"><td colspan="2">Also hidden</td><td></td><td>8</td><td></td><td></td><td>8</td><td></td></tr>
 <tr><td colspan="2" style="padding-left:12pt">Cost of revenue</td><td></td><td
  style="border-bottom:1pt solid #000">(804.5</td>
  <td>)</td><td></td><td
  style="border-bottom:1pt solid #000">(790.0</td><td>)</td></tr>
 <tr><td colspan="2"><b>Gross profit</b></td><td colspan="2">400.0</td><td></td><td colspan="2">311.0</td><td></td></tr>
 <tr><td colspan="2">Gross margin</td><td></td><td>33.2</td><td>%</td><td></td><td>28.2</td><td>%</td></tr>
</table>
<div>See the notes.</div><div>3</div>
<hr style="page-break-after:always">
<div>Second page text that is a sentence about nothing.</div><div>4</div>
</body></html>"""

SPANNED = """<table><tr><td rowspan=2>Class</td><td colspan=2>2025</td></tr><tr><td>Cost</td><td>Fair value</td></tr>
<tr><td>Bonds</td><td>10</td><td>12</td></tr><tr><td>Shares</td><td>20</td><td>19</td></tr></table>"""

LAYOUT = """<body><table><tr><td>•</td><td>First point of a list.</td></tr>
<tr><td>•</td><td>Second point.</td></tr></table>
<table><tr><td><table><tr><td>Sales</td><td>7</td><td>8</td></tr><tr><td>Costs</td><td>4</td><td>5</td></tr></table></td>
<td><p>Beside it stands a paragraph.</p></td></tr></table></body>"""
