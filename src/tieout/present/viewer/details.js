/* The panel: the fact, its element, and where else it stands. */
function pairs(list) {
  const node = make("dl");
  for (const [name, value] of list) if (value !== "" && value !== undefined) node.append(make("dt", "", name), make("dd", "", value));
  return node;
}
function fold(title, open, ...content) {
  const node = make("details"); node.open = open;
  node.append(make("summary", "", title), ...content);
  return node;
}
function drawElement(number) {
  const e = V.elements[number];
  if (!e) return;
  const [prefix, local] = e[0].includes(":") ? e[0].split(/:(.*)/s) : ["", e[0]];
  panel.append(fold("Definition", true, make("p", e[2] ? "" : "quiet", e[2] || "The filing gives no definition.")));
  if (e[3].length) {
    const list = make("ul");
    for (const [role, text] of e[3]) { const item = make("li"); item.append(text + " "); if (role) item.append(make("span", "quiet", role)); list.append(item); }
    panel.append(fold("References (" + e[3].length + ")", e[3].length < 4, list));
  } else panel.append(fold("References", false, make("p", "quiet", "None given.")));
  panel.append(fold("Details", true, pairs([["Name", local], ["Prefix", prefix], ["Data type", e[4]], ["Balance", e[5]], ["Period type", e[6]]])));
}
function openPanel() {
  panel.replaceChildren();
  const close = button("✕", closePanel, "close only-small"); close.setAttribute("aria-label", "Close");
  panel.append(close); panel.scrollTop = 0;
  body.classList.add("open-panel"); body.classList.remove("open-outline");
}
function closePanel() { body.classList.remove("open-panel"); }

function showElement(number, label) {
  openPanel();
  const e = V.elements[number];
  panel.append(make("h2", "", "Element"), make("p", "printed", label || e[1] || "Element without a name"));
  if (label && e[1] && label !== e[1]) panel.append(make("p", "quiet small", "Standard label: " + e[1]));
  drawElement(number);
  const list = make("ul", "hits");
  V.facts.forEach((f, k) => { if (f[0] === number && list.childElementCount < 60) list.append(factLine(k)); });
  if (list.childElementCount) panel.append(fold("Facts of this element (" + V.facts.filter((f) => f[0] === number).length + ")", false, list));
}
function factLine(k) {
  const f = V.facts[k], item = make("li");
  item.append(button([f[2], f[3], ...f[5].map((d) => d[1])].filter(Boolean).join(" · "), () => goTo(k), "jump"));
  return item;
}
const keyOf = (f) => JSON.stringify([f[0], f[3], f[4], f[5]]);

function showFact(k) {
  current = k; openPanel();
  const f = V.facts[k];
  panel.append(make("h2", "", "Fact " + (k + 1) + " of " + V.facts.length), make("p", "printed", f[2]), make("p", "", f[1]));
  if (f[7] >= 0 && V.chunks.length) panel.append(button("Show on page", () => showOnPage(k), "show"));
  if (f[10]) panel.append(make("p", "quiet small", "Hidden in the file: the page does not print it."));
  const accuracy = f[6] === "" ? "" : Number(f[6]) < 0 ? "to the nearest 1" + "000".repeat(9).slice(0, -Number(f[6])).replace(/\B(?=(\d{3})+$)/g, ",") : f[6] + " decimals";
  panel.append(pairs([["Period", f[3]], ["Unit", f[4]], ["Accuracy", accuracy], ["Printed", f[9] === f[2] ? "" : f[9]], ...f[5]]));
  for (const note of f[11]) panel.append(make("p", "remark r", note));
  const list = make("ul"), seen = new Set();
  const twins = V.facts.map((_, j) => j).filter((j) => j === k || keyOf(V.facts[j]) === keyOf(f));
  for (const j of twins) for (const [s, r, c] of places.get(j) || []) {
    const item = make("li"), told = V.statements[s][0] + ": " + V.statements[s][5][r][1];
    if (seen.has(told + c)) continue;
    seen.add(told + c);
    item.append(button(told, () => { drawStatement(s); selectTab("statements"); mark(r + "," + c); current = j; }, "jump")); list.append(item);
  }
  for (const j of twins) if (j !== k && V.facts[j][7] >= 0) {
    const item = make("li"); item.append(button("Tagged again on the page: " + V.facts[j][9], () => showOnPage(j), "jump")); list.append(item);
  }
  if (list.childElementCount) panel.append(fold("Where it appears (" + list.childElementCount + ")", true, list));
  if (f[0] >= 0) drawElement(f[0]);
  at("live").textContent = f[1] + ", " + f[2];
}

function mark(place, fact) {
  document.querySelectorAll(".here[data-fact]").forEach((n) => n.classList.remove("here"));
  const wanted = place !== undefined ? sheet.querySelector('[data-at="' + place + '"]') : sheet.querySelector('[data-fact="' + fact + '"]');
  if (wanted) { wanted.classList.add("here"); wanted.scrollIntoView({ block: "center", inline: "nearest" }); }
  return wanted;
}
/* Opens a fact where it is best seen: in the statement shown, else in the first that has it. */
function goTo(k) {
  showFact(k);
  if (!page.hidden && V.facts[k][7] >= 0) { showOnPage(k); return; }
  const where = places.get(k);
  if (!where) { drawStatement("none"); selectTab("statements"); mark(undefined, k); return; }
  const best = where.find((w) => w[0] === shown) || where[0];
  if (best[0] !== shown) drawStatement(best[0]);
  selectTab("statements"); mark(best[1] + "," + best[2]);
}
