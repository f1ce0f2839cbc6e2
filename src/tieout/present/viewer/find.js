/* Search over labels, values, periods and elements; steps from fact to fact and from statement to statement. */
function step(by) {
  if (!V.facts.length) return;
  if (page.hidden) {
    const cells = [...sheet.querySelectorAll("td[data-fact]")];
    if (!cells.length) return;
    const here = cells.findIndex((c) => c.classList.contains("here"));
    openCell(cells[here < 0 ? (by > 0 ? 0 : cells.length - 1) : (here + by + cells.length) % cells.length]);
    return;
  }
  let k = current;
  for (let tries = 0; tries < V.facts.length; tries += 1) {
    k = (k + by + V.facts.length) % V.facts.length;
    if (V.facts[k][7] >= 0) { showOnPage(k); return; }
  }
}
function openCell(cell) {
  showFact(Number(cell.dataset.fact));
  document.querySelectorAll(".here[data-fact]").forEach((n) => n.classList.remove("here"));
  cell.classList.add("here"); cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  remember(shown === "none" ? "s=none&fact=" + cell.dataset.fact : "s=" + shown + "&at=" + cell.dataset.at);
}
/* The cell beside, above or below: rows without a fact in that column are passed over. */
function moveTo(cell, key) {
  const row = cell.parentElement, column = [...row.children].indexOf(cell);
  let wanted = null;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const along = key === "ArrowLeft" ? "previousElementSibling" : "nextElementSibling";
    for (wanted = cell[along]; wanted && !wanted.dataset.fact;) wanted = wanted[along];
  } else {
    const along = key === "ArrowUp" ? "previousElementSibling" : "nextElementSibling";
    for (let line = row[along]; line && !wanted; line = line[along]) if (line.children[column] && line.children[column].dataset.fact) wanted = line.children[column];
  }
  if (wanted) wanted.focus();
}
function turn(by) {
  const order = inMenuOrder();
  if (order.length) location.hash = address("s=" + order[(Math.max(0, order.indexOf(shown)) + by + order.length) % order.length]).slice(1);
}
const HITS_LIMIT = 80;
const plain = (text) => text.toLowerCase().replace(/[,\s$€£¥()]/g, "");
function search(text) {
  openPanel();
  const wanted = text.trim().toLowerCase(), digits = /\d/.test(text) ? plain(text) : "", list = make("div", "hits");
  panel.append(make("h2", "", t("Search")));
  if (!wanted) return;
  const words = wanted.split(/\s+/), fits = (told) => { const low = told.toLowerCase(); return words.every((w) => low.includes(w)); };
  let found = 0;
  const add = (told, quiet, act) => {
    found += 1;
    if (found > HITS_LIMIT) return;
    const hit = button(told, act); if (quiet) hit.append(make("br"), make("span", "quiet small", quiet));
    list.append(hit);
  };
  V.statements.forEach((s, k) => { if (fits(s[0])) add(s[0], t(s[1]), () => { location.hash = address("s=" + k).slice(1); }); });
  V.statements.forEach((s, k) => s[5].forEach((row, r) => {
    const open = (c) => () => { drawStatement(k); selectTab("statements"); if (c >= 0 && row[5][c][1] >= 0) { showFact(row[5][c][1]); mark(r + "," + c); remember("s=" + k + "&at=" + r + "," + c); } else if (row[2] >= 0) showElement(row[2], row[1]); };
    if (fits(row[1])) add(row[1], s[0], open(row[5].findIndex((x) => x && x[1] >= 0)));
    else row[5].forEach((cell, c) => {
      if (cell && !cell[2] && ((digits && plain(cell[0]).includes(digits)) || (!digits && fits(cell[0])))) add(cell[0] + "  " + row[1], s[0] + ", " + s[4][c].filter(Boolean).join(" "), open(c));
      else if (cell && cell[2] && !digits && fits(plainText(cell[0]))) add("… " + excerpt(plainText(cell[0]), words[0]), s[0], open(c));
    });
  }));
  for (const k of unplaced) { const f = V.facts[k]; if (fits(f[1]) || (digits && plain(f[2]).includes(digits))) add(f[2] + "  " + f[1], t("in no statement, {0}", tellPeriod(f[3])), () => goTo(k)); }
  if (digits) V.facts.forEach((f, k) => { if (placesOf(k) && plain(f[2]) === digits) add(f[2] + "  " + f[1], tellPeriod(f[3]), () => goTo(k)); });
  V.elements.forEach((e, k) => { if (fits(e[0])) add(e[1], e[0], () => showElement(k)); });
  const told = !found ? t("Nothing found.") : found > HITS_LIMIT ? t("{0} places, the first {1} shown", found, HITS_LIMIT) : found === 1 ? t("1 place") : t("{0} places", found);
  panel.append(make("p", "quiet small", told), list);
  at("live").textContent = told;
}
function excerpt(text, word) {
  const from = Math.max(0, text.toLowerCase().indexOf(word) - 30);
  return text.slice(from, from + 110).replace(/\s+/g, " ") + " …";
}
