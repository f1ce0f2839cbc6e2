/* Search, keys, export and what a click does. */
function step(by) {
  if (!V.facts.length) return;
  if (page.hidden && shown !== "none" && V.statements.length) {
    const cells = [...sheet.querySelectorAll("td[data-fact]")];
    if (!cells.length) return;
    const here = cells.findIndex((c) => c.classList.contains("here"));
    const next = cells[here < 0 ? (by > 0 ? 0 : cells.length - 1) : (here + by + cells.length) % cells.length];
    showFact(Number(next.dataset.fact)); mark(next.dataset.at);
    return;
  }
  let k = current;
  for (let tries = 0; tries < V.facts.length; tries += 1) {
    k = (k + by + V.facts.length) % V.facts.length;
    if (page.hidden ? !places.has(k) : V.facts[k][7] >= 0) break;
  }
  if (page.hidden) { showFact(k); mark(undefined, k); } else showOnPage(k);
}
function turn(by) {
  if (!V.statements.length) return;
  const order = GROUPS.flatMap((g) => V.statements.map((s, k) => [s, k]).filter(([s]) => s[1] === g).map(([, k]) => k));
  const next = order[(Math.max(0, order.indexOf(shown)) + by + order.length) % order.length];
  location.hash = "s=" + next;
}
const plain = (text) => text.toLowerCase().replace(/[,\s$()]/g, "");
function search(text) {
  openPanel();
  const wanted = text.trim().toLowerCase(), digits = plain(text), list = make("div", "hits");
  panel.append(make("h2", "", "Search"));
  if (!wanted) return;
  let found = 0;
  const add = (told, quiet, act) => {
    found += 1;
    if (found > 80) return;
    const hit = button(told, act); if (quiet) hit.append(make("br"), make("span", "quiet small", quiet));
    list.append(hit);
  };
  V.statements.forEach((s, k) => {
    if (s[0].toLowerCase().includes(wanted)) add(s[0], s[1], () => { location.hash = "s=" + k; });
    s[5].forEach((row, r) => {
      if (row[1].toLowerCase().includes(wanted)) {
        const c = row[5].findIndex((x) => x && x[1] >= 0);
        add(row[1], s[0], () => { drawStatement(k); selectTab("statements"); if (c >= 0) { showFact(row[5][c][1]); mark(r + "," + c); } else if (row[2] >= 0) showElement(row[2], row[1]); });
      } else if (digits) row[5].forEach((cell, c) => {
        if (cell && !cell[2] && plain(cell[0]).includes(digits)) add(cell[0] + "  " + row[1], s[0] + ", " + s[4][c].filter(Boolean).join(" "), () => { drawStatement(k); selectTab("statements"); showFact(cell[1]); mark(r + "," + c); });
      });
    });
  });
  V.facts.forEach((f, k) => {
    if (places.has(k)) return;
    if (f[1].toLowerCase().includes(wanted) || (digits && plain(f[2]).includes(digits))) add(f[2] + "  " + f[1], "in no statement, " + f[3], () => goTo(k));
  });
  V.elements.forEach((e, k) => { if (e[0].toLowerCase().includes(wanted)) add(e[1], e[0], () => showElement(k)); });
  panel.append(make("p", "quiet small", found ? found + (found > 80 ? " places, the first 80 shown" : found === 1 ? " place" : " places") : "Nothing found."), list);
}

/* The table shown as rows of text. */
function tableText() {
  const rows = [];
  for (const line of sheet.querySelectorAll("table.report > thead > tr, table.report > tbody > tr")) {
    const cells = [];
    for (const cell of line.children) { cells.push(cell.textContent.trim().replace(/\s+/g, " ")); for (let k = 1; k < cell.colSpan; k += 1) cells.push(line.className.startsWith("m") ? "" : cell.textContent); }
    rows.push(cells);
  }
  return rows;
}
function save(name, text, type) {
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([text], { type })); link.download = name; link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 2000);
}
const fileName = () => (sheet.querySelector("h1").textContent.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60) || "table");
function exportCsv() {
  /* A text that a spreadsheet would take for a formula gets an apostrophe before it. */
  const safe = (t) => (/^[=+@\t\r]|^-(?![\d.])/.test(t) ? "'" + t : t);
  const text = tableText().map((row) => row.map((t) => '"' + safe(t).replace(/"/g, '""') + '"').join(",")).join("\r\n");
  save(fileName() + ".csv", "\ufeff" + text + "\r\n", "text/csv");
}
function exportMarkdown() {
  const escape = (t) => t.replace(/\\/g, "\\\\").replace(/\|/g, "\\|").replace(/</g, "&lt;");
  const rows = tableText().map((row) => "| " + row.map(escape).join(" | ") + " |");
  const width = tableText()[0].length;
  rows.splice(1, 0, "|" + " --- |".repeat(width));
  save(fileName() + ".md", "# " + escape(sheet.querySelector("h1").textContent) + "\n\n" + rows.join("\n") + "\n", "text/markdown");
}

sheet.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-fact]");
  if (!cell) return;
  showFact(Number(cell.dataset.fact));
  document.querySelectorAll(".here[data-fact]").forEach((n) => n.classList.remove("here")); cell.classList.add("here");
});
page.addEventListener("click", (event) => { const span = event.target.closest(".f"); if (span) { showFact(Number(span.dataset.fact)); document.querySelectorAll(".f.here").forEach((n) => n.classList.remove("here")); span.classList.add("here"); } });
sheet.addEventListener("keydown", (event) => { const cell = event.target.closest("[data-fact]"); if (cell && event.key === "Enter") cell.click(); });
at("previous").addEventListener("click", () => step(-1)); at("next").addEventListener("click", () => step(1));
at("tab-page").addEventListener("click", () => selectTab("page")); at("tab-statements").addEventListener("click", () => selectTab("statements"));
at("keys").addEventListener("click", () => at("help").showModal());
at("menu-button").addEventListener("click", () => body.classList.toggle("open-outline"));
at("theme").addEventListener("click", () => {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
at("menu").addEventListener("click", () => body.classList.remove("open-outline"));
let waiting = 0;
box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => search(box.value), 120); });
box.addEventListener("keydown", (event) => { if (event.key === "Enter") { const first = panel.querySelector(".hits button"); if (first) { first.click(); box.blur(); } } });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { box.blur(); closePanel(); body.classList.remove("open-outline"); return; }
  if (event.target.closest("input, textarea, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = { n: () => step(1), p: () => step(-1), j: () => turn(1), k: () => turn(-1), "/": () => box.focus(), "?": () => at("help").showModal(), o: () => body.classList.toggle("open-outline"), v: () => selectTab(page.hidden ? "page" : "statements"), s: () => { if (current >= 0 && V.facts[current][7] >= 0) showOnPage(current); } }[event.key];
  if (act) { event.preventDefault(); act(); }
});
function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1)), s = wanted.get("s"), fact = wanted.get("fact");
  if (fact !== null && V.facts[Number(fact)]) { goTo(Number(fact)); return; }
  if (s === "none") { drawStatement("none"); selectTab("statements"); return; }
  if (s !== null && V.statements[Number(s)]) { drawStatement(Number(s)); selectTab("statements"); scrollTo(0, 0); }
}
addEventListener("hashchange", follow);
drawMenu();
if (V.statements.length) {
  const first = V.statements.findIndex((s) => s[1] === "Statements");
  drawStatement(first >= 0 ? first : 0);
} else if (unplaced.length) drawStatement("none");
if (!V.statements.length && V.chunks.length) selectTab("page");
if (!V.chunks.length) at("tab-page").hidden = true;
if (!V.statements.length && !unplaced.length) at("tab-statements").hidden = true;
panel.append(make("h2", "", "Details"), make("p", "quiet", "Click a value, a label or an element: definition, references, details, and every place where the fact stands."));
follow();
