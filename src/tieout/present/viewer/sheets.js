/* A table as CSV, Markdown or Excel; the workbook is written here, with no help from elsewhere. */
const plainText = (markup) => new DOMParser().parseFromString(markup.replace(/<(?:\/p|\/div|\/tr|\/h\d|\/li|br)\b[^>]*>/g, "$&\n"), "text/html").body.textContent.replace(/[ \t\u00a0]+/g, " ").replace(/\s*\n\s*/g, "\n").trim();
const textOf = (cell) => (!cell ? "" : cell[2] ? plainText(cell[0]) : cell[0]);
/* A statement, or the facts in none, as title, heads and rows [kind, label, depth, texts]. */
function tableOf(number) {
  if (number === "none") {
    return { title: t("Facts in no statement"), told: "", heads: [[t("Period"), t("Value")]], rows: unplaced.map((k) => ["i", factLabel(k), 0, [V.facts[k][3], V.facts[k][2]]]) };
  }
  const s = V.statements[number], over = s[4].map((c) => c[0]), heads = [s[4].map((c) => c[1])];
  if (over.some(Boolean)) heads.unshift(over);
  return { title: s[0], told: [s[2], s[3]].filter(Boolean).join(" · "), heads, rows: s[5].map((row) => [row[0], row[1], row[3], row[5].map(textOf), row[4]]) };
}
function save(name, content, type) {
  const link = make("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type })); link.download = name; link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 2000);
  at("live").textContent = t("{0} saved", name);
}
const fileName = (title) => title.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "table";

function exportCsv() {
  /* A text that a spreadsheet would take for a formula gets an apostrophe before it. */
  const safe = (t) => (/^[=+@\t\r]|^-(?![\d.])/.test(t) ? "'" + t : t), table = tableOf(shown);
  const lines = [...table.heads.map((head) => ["", ...head]), ...table.rows.map((row) => [row[1], ...row[3]])];
  save(fileName(table.title) + ".csv", "\ufeff" + lines.map((line) => line.map((t) => '"' + safe(t).replace(/"/g, '""') + '"').join(",") + "\r\n").join(""), "text/csv");
}
function exportMarkdown() {
  const table = tableOf(shown), escape = (t) => t.replace(/\\/g, "\\\\").replace(/\|/g, "\\|").replace(/</g, "&lt;").replace(/\n+/g, " ");
  const line = (cells) => "| " + cells.map(escape).join(" | ") + " |\n", width = table.heads[0].length;
  const head = table.heads[table.heads.length - 1].map((text, k) => (table.heads.length > 1 ? table.heads[0][k] + " " + text : text).trim());
  const rows = table.rows.map((row) => line([row[0] === "i" ? row[1] : "**" + row[1] + "**", ...row[3]]));
  save(fileName(table.title) + ".md", "# " + escape(table.title) + "\n\n" + (table.told ? table.told + "\n\n" : "") + line(["", ...head]) + "|---|" + "--:|".repeat(width) + "\n" + rows.join(""), "text/markdown");
}

const xml = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const columnName = (n) => (n < 26 ? "" : columnName(Math.floor(n / 26) - 1)) + String.fromCharCode(65 + (n % 26));
const NUMBER = /^([^\d(.,\s-]{1,4} )?(\()?(\d{1,3}(?:,\d{3})*|\d+)(\.\d+)?(%)?(\))?$/;
/* What a text means to a workbook: the number with its format, or null for words and what it could not hold exactly. */
function numberIn(text) {
  const m = NUMBER.exec(text);
  if (!m || Boolean(m[2]) !== Boolean(m[6])) return null;
  const digits = m[3].replace(/,/g, "") + (m[4] || "");
  if (digits.replace(/\D/g, "").replace(/^0+/, "").length > 15) return null;
  const value = m[5] ? String(Number((Number(digits) / 100).toPrecision(15))) : digits;
  const form = "#,##0" + (m[4] ? "." + "0".repeat(m[4].length - 1) : "") + (m[5] ? "%" : ""), sign = m[1] ? '"' + m[1].replace(/"/g, "") + '"' : "";
  return [(m[2] ? "-" : "") + value, sign + form + "_);" + sign + "\\(" + form + "\\)"];
}
/* The workbook of the tables; each sheet keeps its heads in sight and on every printed page. */
function workbook(tables) {
  const formats = [], names = [], sheets = [];
  const style = (format, bold) => { const k = formats.indexOf(format) < 0 ? formats.push(format) - 1 : formats.indexOf(format); return 5 + k * 2 + (bold ? 1 : 0); };
  const word = (place, text, kind) => '<c r="' + place + '" s="' + kind + '" t="inlineStr"><is><t xml:space="preserve">' + xml(text.length > 32700 ? text.slice(0, 32700) + " … (cut)" : text) + "</t></is></c>";
  for (const table of tables) {
    let name = table.title.replace(/[[\]:*?/\\']/g, " ").replace(/\s+/g, " ").trim().slice(0, 31) || "Table";
    for (let k = 2; names.some((n) => n.toLowerCase() === name.toLowerCase()); k += 1) name = name.slice(0, 27).trim() + " " + k;
    names.push(name);
    const lines = [], put = (cells, high) => lines.push('<row r="' + (lines.length + 1) + '"' + (high > 1 ? ' ht="' + Math.min(409, 13 * high) + '" customHeight="1"' : "") + ">" + cells.join("") + "</row>");
    const linesOf = (text, width) => String(text).split("\n").reduce((n, part) => n + Math.max(1, Math.ceil(part.length / width)), 0);
    const here = (column) => columnName(column) + (lines.length + 1);
    put([word(here(0), table.title, 2)]);
    put([word(here(0), table.told, 0)]);
    for (const head of table.heads) put([word(here(0), "", 1), ...head.map((text, k) => word(here(k + 1), text, 3))], Math.max(...head.map((text) => linesOf(text, 16))));
    const frozen = lines.length, wide = table.heads[0].length === 1 ? 70 : 17;
    for (const row of table.rows) {
      const bold = row[0] !== "i" || row[4];
      put([word(here(0), "   ".repeat(row[0] === "i" ? Math.min(row[2], 5) : 0) + row[1], bold ? 1 : 0), ...row[3].map((text, k) => {
        const found = text ? numberIn(text) : null;
        if (!text) return "";
        return found ? '<c r="' + here(k + 1) + '" s="' + style(found[1], bold) + '"><v>' + found[0] + "</v></c>" : word(here(k + 1), text, 4);
      })], Math.max(linesOf(row[1], 54), ...row[3].map((text) => (text && !numberIn(text) ? linesOf(text, wide) : 1))));
    }
    sheets.push('<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0" showGridLines="0"><pane xSplit="1" ySplit="' + frozen + '" topLeftCell="B' + (frozen + 1) + '" activePane="bottomRight" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="1" width="58" customWidth="1"/><col min="2" max="' + Math.max(2, table.heads[0].length + 1) + '" width="' + (wide + 1) + '" customWidth="1"/></cols><sheetData>' + lines.join("") + '</sheetData><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>');
    table.frozen = frozen;
  }
  const formatOf = (k) => 164 + k, cell = (format, font, more) => '<xf numFmtId="' + format + '" fontId="' + font + '" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"' + (more ? ' applyAlignment="1">' + more + "</xf>" : "/>");
  const styles = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + (formats.length ? '<numFmts count="' + formats.length + '">' + formats.map((f, k) => '<numFmt numFmtId="' + formatOf(k) + '" formatCode="' + xml(f) + '"/>').join("") + "</numFmts>" : "") + '<fonts count="3"><font><sz val="10"/><name val="Arial"/></font><font><b/><sz val="10"/><name val="Arial"/></font><font><b/><sz val="13"/><name val="Arial"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="' + (5 + 2 * formats.length) + '">' + cell(0, 0, '<alignment vertical="top" wrapText="1"/>') + cell(0, 1, '<alignment vertical="top" wrapText="1"/>') + cell(0, 2) + cell(0, 1, '<alignment horizontal="right" wrapText="1"/>') + cell(49, 0, '<alignment horizontal="right" vertical="top" wrapText="1"/>') + formats.map((_, k) => cell(formatOf(k), 0) + cell(formatOf(k), 1)).join("") + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>';
  const numbered = names.map((name, k) => [name, k + 1]), open = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships", parcel = "http://schemas.openxmlformats.org/package/2006/";
  const kind = (part, type) => '<Override PartName="' + part + '" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.' + type + '+xml"/>';
  return zip([
    ["[Content_Types].xml", open + '<Types xmlns="' + parcel + 'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>' + kind("/xl/workbook.xml", "sheet.main") + kind("/xl/styles.xml", "styles") + numbered.map(([, k]) => kind("/xl/worksheets/sheet" + k + ".xml", "worksheet")).join("") + "</Types>"],
    ["_rels/.rels", open + '<Relationships xmlns="' + parcel + 'relationships"><Relationship Id="rId1" Type="' + office + '/officeDocument" Target="xl/workbook.xml"/></Relationships>'],
    ["xl/workbook.xml", open + '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="' + office + '"><sheets>' + numbered.map(([name, k]) => '<sheet name="' + xml(name) + '" sheetId="' + k + '" r:id="rId' + k + '"/>').join("") + "</sheets><definedNames>" + numbered.map(([name, k]) => '<definedName name="_xlnm.Print_Titles" localSheetId="' + (k - 1) + '">\'' + xml(name) + "'!$A:$A,'" + xml(name) + "'!$1:$" + tables[k - 1].frozen + "</definedName>").join("") + "</definedNames></workbook>"],
    ["xl/_rels/workbook.xml.rels", open + '<Relationships xmlns="' + parcel + 'relationships">' + numbered.map(([, k]) => '<Relationship Id="rId' + k + '" Type="' + office + '/worksheet" Target="worksheets/sheet' + k + '.xml"/>').join("") + '<Relationship Id="rId' + (names.length + 1) + '" Type="' + office + '/styles" Target="styles.xml"/></Relationships>'],
    ["xl/styles.xml", styles],
    ...sheets.map((text, k) => ["xl/worksheets/sheet" + (k + 1) + ".xml", text]),
  ]);
}
function exportExcel() { const table = tableOf(shown); save(fileName(table.title) + ".xlsx", workbook([table])); }
function exportAll() { save(fileName(V.title) + ".xlsx", workbook(inMenuOrder().map(tableOf))); }
