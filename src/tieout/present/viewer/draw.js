/* The menu and the statement shown: drawn from what the JSON holds. */
const body = document.body, panel = at("panel"), box = at("search"), sheet = at("statement"), page = at("page"), choice = at("choice");
const asked = new URLSearchParams(location.hash.slice(1)), chosen = at("filing" + asked.get("d")) ? Number(asked.get("d")) : 0;
const V = JSON.parse(at("filing" + chosen).textContent);
const GROUPS = ["Cover", "Statements", "Notes", "Policies", "Tables", "Details", "Uncategorized"];
const SIGNS = { t: "✓", r: "≈", d: "✗", q: "?", u: "∅" }, WORDS = { t: t("ties"), r: t("rounding only"), d: t("differs"), q: t("question"), u: t("unsupported") };
let shown = -1, current = -1;

function make(tag, kind, text) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}
function button(text, act, kind) {
  const node = make("button", kind, text);
  node.addEventListener("click", act);
  return node;
}
/* Every place has an address: filing, statement and cell, or fact. */
const address = (told) => "#" + (chosen ? "d=" + chosen + "&" : "") + told;
function remember(told) { try { history.replaceState(null, "", address(told)); } catch { /* some browsers refuse it for files */ } }

/* Where each fact is shown, [statement, row, column], and which facts report the same. */
const places = new Map(), twins = new Map();
V.statements.forEach((s, k) => s[5].forEach((row, r) => row[5].forEach((cell, c) => {
  if (!cell || cell[1] < 0) return;
  if (!places.has(cell[1])) places.set(cell[1], []);
  places.get(cell[1]).push([k, r, c]);
})));
const keyOf = (f) => (f[0] < 0 ? "" : JSON.stringify([f[0], f[3], f[4], f[5]]));
V.facts.forEach((f, k) => { const key = keyOf(f); if (!key) return; if (twins.has(key)) twins.get(key).push(k); else twins.set(key, [k]); });
const twinsOf = (k) => twins.get(keyOf(V.facts[k])) || [k];
const placesOf = (k) => places.get(k) || twinsOf(k).map((j) => places.get(j)).find(Boolean);
const unplaced = V.facts.map((_, k) => k).filter((k) => !placesOf(k));
const factLabel = (k) => [V.facts[k][1], ...V.facts[k][5].map((d) => d[1])].join(" | ");
const worst = (k) => V.facts[k][13];
const inMenuOrder = () => GROUPS.flatMap((g) => V.statements.map((s, k) => [s, k]).filter(([s]) => s[1] === g).map(([, k]) => k));

function drawMenu() {
  const menu = at("menu");
  for (const group of GROUPS) {
    const members = V.statements.map((s, k) => [s, k]).filter(([s]) => s[1] === group);
    if (!members.length) continue;
    const part = make("details");
    part.open = ["Cover", "Statements"].includes(group) || members.length < 9 || group === "Uncategorized";
    const summary = make("summary"), heading = make("h2", "", t(group === "Uncategorized" ? "Other" : group));
    summary.append(heading, make("span", "count n", " " + members.length));
    const list = make("ol");
    for (const [s, k] of members) {
      const item = make("li"), link = make("a");
      link.href = address("s=" + k); link.dataset.statement = k; link.append(make("span", "", s[0]));
      const findings = new Set(s[5].flatMap((row) => row[5].filter((c) => c && c[1] >= 0 && worst(c[1]) === "d").map((c) => c[1]))).size;
      if (findings) { const mark = make("span", "count d", findings + " ✗"); mark.title = t("{0} that differ", findings); link.append(mark); }
      item.append(link); list.append(item);
    }
    part.append(summary, list); menu.append(part);
  }
  if (unplaced.length && V.statements.length) {
    const tail = make("p", "menu-tail"), link = make("a");
    link.href = address("s=none"); link.dataset.statement = "none";
    link.append(make("span", "", t("Facts in no statement")), make("span", "count n", String(unplaced.length)));
    tail.append(link); menu.append(tail);
  }
  if (!V.statements.length) drawOutline(menu);
}
/* Without statements the menu holds the headings of the page and the elements it describes. */
function drawOutline(menu) {
  const add = (list, text, act) => {
    const item = make("li"), link = make("a"); link.tabIndex = 0; link.role = "button"; link.append(make("span", "", text));
    link.addEventListener("click", act); link.addEventListener("keydown", (event) => { if (event.key === "Enter") act(); });
    item.append(link); list.append(item);
  };
  const headings = make("ol"), elements = make("ol");
  V.chunks.forEach((blocks, k) => blocks.forEach((block, n) => {
    if (block[0] === "h") add(headings, (block[4] ? block[4] + " " : "") + block[2], () => { selectTab("page"); at("part" + k).children[n].scrollIntoView({ block: "start" }); });
  }));
  V.elements.forEach((e, k) => add(elements, e[1] || (e[2] ? e[2].slice(0, 70) + (e[2].length > 70 ? "…" : "") : t("Element {0}", k + 1)), () => showElement(k)));
  if (elements.childElementCount) menu.append(make("h2", "", t("Elements")), elements);
  if (headings.childElementCount) menu.append(make("h2", "", t("Page")), headings);
}

function drawHead(title, told) {
  const tools = make("div", "tools no-print"), all = button(t("Excel, all"), exportAll);
  all.title = t("Every statement and note, a sheet each");
  tools.append(button("Excel", exportExcel), button("CSV", exportCsv), button("Markdown", exportMarkdown));
  if (V.statements.length > 1) tools.append(all);
  sheet.append(tools, make("h1", "", title), make("p", "quiet small", told));
}

function drawStatement(number) {
  if (shown === number && sheet.childElementCount) return;
  shown = number; sheet.replaceChildren();
  document.querySelectorAll("#menu a").forEach((a) => {
    const here = a.dataset.statement === String(number);
    a.classList.toggle("here", here); if (here) a.setAttribute("aria-current", "true"); else a.removeAttribute("aria-current");
    if (here) { const part = a.closest("details"); if (part) part.open = true; a.scrollIntoView({ block: "nearest" }); }
  });
  if (number === "none") { drawUnplaced(); return; }
  const s = V.statements[number];
  if (!s) return;
  drawHead(s[0], [s[2], s[3]].filter(Boolean).join(" · "));
  const blocks = s[4].length === 1 && s[5].some((row) => row[5][0] && row[5][0][2]);
  const notes = footnotesOf(s);
  const table = make("table", "report" + (s[4].length === 1 ? " single" : "") + (blocks ? " blocks" : "") + (V.checked ? " checked" : "") + (notes.size ? " noted" : "")), head = make("thead"), rows = make("tbody");
  table.append(make("caption", "unseen", s[0]));
  if (s[4].some((c) => c[0])) {
    const line = make("tr"); if (!blocks) line.append(make("td"));
    for (let k = 0; k < s[4].length;) {
      let n = 1;
      while (k + n < s[4].length && s[4][k + n][0] === s[4][k][0]) n += 1;
      const cell = make("th", s[4][k][0] ? "over" : "", tellHeading(s[4][k][0])); cell.colSpan = n; cell.scope = "colgroup"; line.append(cell); k += n;
    }
    head.append(line);
  }
  const line = make("tr"); if (!blocks) line.append(make("td"));
  for (const c of s[4]) { const cell = make("th", "", tellHeading(c[1])); cell.scope = "col"; line.append(cell); }
  head.append(line);
  s[5].forEach((row, r) => rows.append(...(blocks ? splitRow(s, row, r, notes) : [drawRow(s, row, r, notes)])));
  table.append(head, rows);
  const scroll = make("div", "scroll"); scroll.append(table); sheet.append(scroll);
  drawFootnotes(notes);
  at("live").textContent = s[0];
}

/* The footnotes of a statement's facts by their text, numbered in the order in which the rows print their marks. */
function footnotesOf(s) {
  const found = new Map();
  for (const row of s[5]) for (const cell of row[5]) if (cell && cell[1] >= 0) for (const text of V.facts[cell[1]][11]) if (!found.has(text)) found.set(text, found.size + 1);
  return found;
}
function drawFootnotes(found) {
  if (!found.size) return;
  const list = make("ol", "footnotes");
  for (const [text, n] of found) { const item = make("li", "", text); item.id = "note" + n; list.append(item); }
  sheet.append(list);
}
function drawMarks(node, texts, found) {
  if (!texts.length) return;
  const marks = make("sup", "marks", texts.map((text) => "[" + found.get(text) + "]").join(""));
  marks.title = texts.join("\n");
  node.append(marks);
}

/* A text block gets the whole width: its label stands above it. */
function splitRow(s, row, r, notes) {
  const line = drawRow(s, row, r, notes), [label, cell] = line.children;
  if (!cell) return [line];
  const above = make("tr", row[0] + " of-block"); above.append(label);
  if (!cell.textContent.trim()) return [above];
  return [above, line];
}
const FIGURE = /^[$€£¥(\s\d.,)%—–-]+$/;
function fillBlock(cell) {
  const block = make("div", "block"); block.innerHTML = cell[0];
  for (const td of block.querySelectorAll("td")) {
    if (FIGURE.test(td.textContent) && /[\d—–]/.test(td.textContent)) td.className = "number";
    else if (/^[$€£¥]$/.test(td.textContent.trim())) td.className = "sign";
  }
  for (const table of block.querySelectorAll("table")) if (!table.parentElement.closest("table")) { const hold = make("div", "scroll"); table.before(hold); hold.append(table); }
  return block;
}
function drawRow(s, row, r, notes) {
  const line = make("tr", row[0] + (row[4] ? " total" : ""));
  const label = make(row[0] === "i" ? "th" : "td", "label" + (row[3] ? " d" + Math.min(row[3], 5) : ""));
  if (row[0] === "i") label.scope = "row";
  if (row[2] >= 0) label.append(button(row[1], () => showElement(row[2], row[1]))); else label.append(row[1]);
  line.append(label);
  if (row[0] !== "i") { label.colSpan = s[4].length + 1; return line; }
  const alone = row[5][0] && row[5][0][2] && row[5].slice(1).every((cell) => !cell);
  (alone ? row[5].slice(0, 1) : row[5]).forEach((cell, c) => {
    const node = make("td");
    if (alone) node.colSpan = row[5].length;
    if (cell) {
      if (cell[2]) { node.append(fillBlock(cell)); node.className = "has-block"; }
      else {
        node.textContent = cell[0];
        const number = /^[^A-Za-z]{0,4}\(?[\d,.]+\)?%?\)?$/.test(cell[0]);
        node.className = number ? (cell[0].endsWith(")") ? "number" : "number pad") : "words";
      }
      if (cell[1] >= 0) {
        node.dataset.fact = cell[1]; node.dataset.at = r + "," + c; node.tabIndex = 0;
        const state = worst(cell[1]); if (state) node.dataset.state = state;
        drawMarks(node, V.facts[cell[1]][11], notes);
        if (!cell[2]) node.title = V.facts[cell[1]][2] + (state ? " · " + WORDS[state] : "");
      }
    }
    line.append(node);
  });
  return line;
}

function drawUnplaced() {
  drawHead(t("Facts in no statement"), t("{0} facts that no statement, note or detail shows", unplaced.length));
  const table = make("table", "report"), head = make("thead"), rows = make("tbody"), line = make("tr");
  for (const name of ["", t("Period"), t("Value")]) line.append(make("th", "", name));
  head.append(line);
  for (const k of unplaced) {
    const f = V.facts[k], row = make("tr", "i"), label = make("th", "label"), value = make("td", "words", f[2]);
    label.scope = "row"; label.append(button(factLabel(k), () => showFact(k)));
    value.dataset.fact = k; value.tabIndex = 0;
    row.append(label, make("td", "number", tellPeriod(f[3])), value); rows.append(row);
  }
  table.append(head, rows); const scroll = make("div", "scroll"); scroll.append(table); sheet.append(scroll);
  at("live").textContent = t("Facts in no statement");
}
