/* The panel: the fact, what was checked of it, its element, and where else it stands. */
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
  panel.append(fold(t("Definition"), true, make("p", e[2] ? "" : "quiet", e[2] || t("The filing gives no definition."))));
  if (e[3].length) {
    const list = make("ul");
    for (const [role, text] of e[3]) { const item = make("li"); item.append(text + " "); if (role) item.append(make("span", "quiet", role)); list.append(item); }
    panel.append(fold(t("References ({0})", e[3].length), e[3].length < 4, list));
  } else panel.append(fold(t("References"), false, make("p", "quiet", t("None given."))));
  panel.append(fold(t("Details"), true, pairs([[t("Name"), local], [t("Prefix"), prefix], [t("Data type"), e[4]], [t("Balance"), t(e[5])], [t("Period type"), t(e[6])]])));
}
function openPanel() {
  panel.replaceChildren();
  const close = button("✕", closePanel, "close only-small"); close.setAttribute("aria-label", t("Close"));
  panel.append(close); panel.scrollTop = 0;
  body.classList.add("open-panel"); body.classList.remove("open-outline");
}
function closePanel() { body.classList.remove("open-panel"); }

function showElement(number, label) {
  openPanel();
  const e = V.elements[number];
  panel.append(make("h2", "", t("Element")), make("p", "printed", label || e[1] || t("Element without a name")));
  if (label && e[1] && label !== e[1]) panel.append(make("p", "quiet small", t("Standard label: {0}", e[1])));
  drawElement(number);
  const list = make("ul", "hits"), own = V.facts.map((_, k) => k).filter((k) => V.facts[k][0] === number);
  for (const k of own.slice(0, 60)) list.append(factLine(k));
  if (own.length) panel.append(fold(own.length > 60 ? t("Facts of this element ({0}, the first 60)", own.length) : t("Facts of this element ({0})", own.length), own.length < 9, list));
  at("live").textContent = t("Element") + " " + (label || e[1]);
}
function factLine(k) {
  const f = V.facts[k], item = make("li");
  item.append(button([f[2], tellPeriod(f[3]), ...f[5].map((d) => d[1])].filter(Boolean).join(" · "), () => goTo(k), "jump"));
  return item;
}
/* Each check as a small sum that reads from top to bottom. */
function drawChecks(k) {
  const found = V.facts[k][12];
  if (!found.length) { if (V.checked) panel.append(make("p", "quiet small", t("No check tested this value."))); return; }
  const hold = make("div", "checks");
  for (const number of found) {
    const [code, name, state, words, terms] = V.checks[number], part = make("div", "check " + state);
    part.append(make("p", "verdict", SIGNS[state] + " " + WORDS[state] + " · " + (name || t("check")) + " " + code), make("p", "quiet small", words));
    const table = make("table", "sum");
    for (const [sign, text, fact] of terms) {
      const line = make("tr", sign === "=" ? "result" : ""), label = make("td", "of");
      if (fact === k) label.append(make("b", "", V.facts[fact][1]));
      else if (fact >= 0) label.append(button([V.facts[fact][1], ...V.facts[fact][5].map((d) => d[1])].join(" | "), () => goTo(fact), "jump"));
      line.append(make("td", "sign", sign), make("td", "number", text), label); table.append(line);
    }
    part.append(terms.length > 8 ? fold(t("{0} numbers", terms.length), false, table) : table); hold.append(part);
  }
  panel.append(fold(t("Checks ({0})", found.length), true, hold));
}

function showFact(k) {
  current = k; openPanel();
  const f = V.facts[k], onPage = !page.hidden;
  panel.append(make("h2", "", t("Fact {0} of {1}", k + 1, V.facts.length)), make("p", "printed", f[2]), make("p", "", f[1]));
  const acts = make("p", "acts");
  if (f[7] >= 0 && V.chunks.length && !onPage) acts.append(button(t("Show on page"), () => showOnPage(k), "show"));
  if (onPage && placesOf(k)) acts.append(button(t("Show in statement"), () => showInStatement(k), "show"));
  const own = twins.size ? V.facts.map((_, j) => j).filter((j) => V.facts[j][0] === f[0] && f[0] >= 0) : [];
  if (own.length > 1) {
    const here = own.indexOf(k), other = (by) => goTo(own[(here + by + own.length) % own.length]);
    const back = button("◂", () => other(-1), "show"), on = button("▸", () => other(1), "show");
    back.title = t("Previous value of this element ([)"); on.title = t("Next value of this element (])");
    for (const one of [back, on]) one.setAttribute("aria-label", one.title);
    acts.append(back, on, make("span", "quiet small", t("{0} of {1} values", here + 1, own.length)));
  }
  panel.append(acts);
  if (f[10]) panel.append(make("p", "quiet small", t("Hidden in the file: the page does not print it.")));
  const accuracy = f[6] === "" ? "" : Number(f[6]) < 0 ? t("to the nearest {0}", Number("1e" + -Number(f[6])).toLocaleString("en")) : f[6] === "1" ? t("1 decimal") : t("{0} decimals", f[6]);
  panel.append(pairs([[t("Period"), tellPeriod(f[3])], [t("Unit"), f[4]], [t("Accuracy"), accuracy], [t("Printed"), f[9] === f[2] ? "" : f[9]], ...f[5]]));
  for (const note of f[11]) panel.append(make("p", "remark r", note));
  drawChecks(k);
  const list = make("ul"), seen = new Set(), same = twinsOf(k);
  for (const j of same) for (const [s, r, c] of places.get(j) || []) {
    const item = make("li"), told = V.statements[s][0] + ": " + V.statements[s][5][r][1];
    if (seen.has(told + c)) continue;
    seen.add(told + c);
    item.append(button(told, () => { drawStatement(s); selectTab("statements"); mark(r + "," + c); current = j; remember("s=" + s + "&at=" + r + "," + c); }, "jump")); list.append(item);
  }
  for (const j of same) if (j !== k && V.facts[j][7] >= 0) {
    const item = make("li"); item.append(button(t("Tagged again on the page: {0}", V.facts[j][9]), () => showOnPage(j), "jump")); list.append(item);
  }
  if (list.childElementCount) panel.append(fold(t("Where it appears ({0})", list.childElementCount), true, list));
  if (f[0] >= 0) drawElement(f[0]);
  at("live").textContent = f[1] + ", " + f[2] + (worst(k) ? ", " + WORDS[worst(k)] : "");
}

function mark(place, fact) {
  document.querySelectorAll(".here[data-fact]").forEach((n) => n.classList.remove("here"));
  const wanted = place !== undefined ? sheet.querySelector('[data-at="' + place + '"]') : sheet.querySelector('[data-fact="' + fact + '"]');
  if (wanted) { wanted.classList.add("here"); wanted.scrollIntoView({ block: "center", inline: "nearest" }); }
  return wanted;
}
function showInStatement(k) {
  const where = placesOf(k);
  if (!where) { drawStatement("none"); selectTab("statements"); mark(undefined, k); remember("s=none&fact=" + k); return; }
  const best = where.find((w) => w[0] === shown) || where[0];
  drawStatement(best[0]);
  selectTab("statements"); showFact(k); mark(best[1] + "," + best[2]); remember("s=" + best[0] + "&at=" + best[1] + "," + best[2]);
}
/* Opens a fact where it is best seen: on the page while that is shown, else in a statement. */
function goTo(k) {
  if (!page.hidden && V.facts[k][7] >= 0) { showOnPage(k); return; }
  showFact(k); showInStatement(k);
}
