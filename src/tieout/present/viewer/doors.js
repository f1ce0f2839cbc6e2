/* Keys, and what a click does. */
sheet.addEventListener("click", (event) => { const cell = event.target.closest("[data-fact]"); if (cell && !String(getSelection())) openCell(cell); });
page.addEventListener("click", (event) => { const span = event.target.closest(".f"); if (span && !String(getSelection())) { showFact(Number(span.dataset.fact)); document.querySelectorAll(".f.here").forEach((n) => n.classList.remove("here")); span.classList.add("here"); remember("page=" + span.dataset.fact); } });
sheet.addEventListener("keydown", (event) => {
  const cell = event.target.closest("[data-fact]");
  if (!cell) return;
  if (event.key === "Enter") openCell(cell);
  if (event.key.startsWith("Arrow")) { event.preventDefault(); moveTo(cell, event.key); }
});
at("previous").addEventListener("click", () => step(-1)); at("next").addEventListener("click", () => step(1));
at("tab-page").addEventListener("click", () => selectTab("page")); at("tab-statements").addEventListener("click", () => selectTab("statements"));
at("keys").addEventListener("click", () => at("help").showModal());
at("menu-button").addEventListener("click", () => { body.classList.toggle("open-outline"); closePanel(); });
at("theme").addEventListener("click", () => {
  const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
at("language").textContent = inChinese ? "English" : "中文";
at("language").addEventListener("click", () => { try { localStorage.setItem("tieout-language", inChinese ? "en" : "zh"); location.reload(); } catch { /* the browser keeps nothing for files: its own language decides */ } });
at("menu").addEventListener("click", (event) => { if (event.target.closest("a")) body.classList.remove("open-outline"); });
if (choice) {
  choice.value = String(chosen);
  choice.addEventListener("change", () => { location.hash = "d=" + choice.value; location.reload(); });
  document.querySelectorAll("[data-counts]").forEach((line) => { line.hidden = line.dataset.counts !== String(chosen); });
}
let waiting = 0;
box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => search(box.value), 120); });
box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  clearTimeout(waiting); search(box.value);
  const first = panel.querySelector(".hits button"); if (first) { first.click(); box.blur(); }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { box.blur(); closePanel(); body.classList.remove("open-outline"); return; }
  if (event.target.closest("input, textarea, select, dialog") || event.ctrlKey || event.metaKey || event.altKey) return;
  const sibling = (name) => { const one = [...panel.querySelectorAll(".acts button")].find((b) => b.textContent === name); if (one) one.click(); };
  const act = {
    n: () => step(1), p: () => step(-1), j: () => turn(1), k: () => turn(-1), "[": () => sibling("◂"), "]": () => sibling("▸"), "/": () => box.focus(), "?": () => at("help").showModal(),
    o: () => body.classList.toggle("open-outline"), v: () => selectTab(page.hidden ? "page" : "statements"),
    s: () => { if (current < 0) return; if (!page.hidden) showInStatement(current); else if (V.facts[current][7] >= 0) showOnPage(current); },
  }[event.key];
  if (act) { event.preventDefault(); act(); }
});
function follow() {
  const wanted = new URLSearchParams(location.hash.slice(1)), s = wanted.get("s"), fact = Number(wanted.get("fact") ?? -1), onPage = Number(wanted.get("page") ?? -1), place = wanted.get("at");
  if (wanted.get("d") !== null && Number(wanted.get("d")) !== chosen && at("filing" + wanted.get("d"))) { location.reload(); return; }
  if (V.facts[onPage]) { showOnPage(onPage); return; }
  if (s === "none") { drawStatement("none"); selectTab("statements"); if (V.facts[fact]) { showFact(fact); mark(undefined, fact); } return; }
  if (s !== null && V.statements[Number(s)]) {
    drawStatement(Number(s)); selectTab("statements"); scrollTo(0, 0);
    const cell = place && sheet.querySelector('[data-at="' + CSS.escape(place) + '"]'); if (cell) { openCell(cell); cell.scrollIntoView({ block: "center" }); }
    return;
  }
  if (V.facts[fact]) goTo(fact);
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
panel.append(make("h2", "", t("Details")), make("p", "quiet", t("Click a value, a label or an element: definition, references, details, what was checked, and every place where the fact stands.")));
follow();
