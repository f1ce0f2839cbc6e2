/* Going from number to number and place to place; every place has an address. */
function nodesOf(mark) { return at("documents").querySelectorAll('.m[data-m="' + mark + '"]'); }
function light() {
  at("documents").querySelectorAll(".m.on, .m.with").forEach((n) => n.classList.remove("on", "with"));
  for (const k of touching.get(current) || []) for (const t of [W.relations[k][3], ...W.relations[k][4]]) nodesOf(Array.isArray(t) ? t[0] : t).forEach((n) => n.classList.add("with"));
  nodesOf(current).forEach((n) => n.classList.add("on"));
}
function shown(nodes) { for (const n of nodes) if (n.offsetParent !== null) return n; return nodes[0]; }
/* Parts drawn on the way change the heights above: scroll again until the place stays where it is. */
let journey = 0;
function settle(node, spot) {
  const own = (journey += 1);
  let top = NaN, calm = 0, left = 30;
  const step = () => {
    if (own !== journey) return;
    node.scrollIntoView(spot);
    const now = node.getBoundingClientRect().top;
    calm = Math.abs(now - top) < 1 ? calm + 1 : 0;
    top = now;
    if (calm < 4 && (left -= 1) > 0) requestAnimationFrame(step);
  };
  step();
}
function goTo(mark, scroll = true, record = true) {
  if (mark < 0 || mark >= M.state.length) return;
  current = mark;
  const index = chunkOf(mark), chunk = W.chunks[index];
  build(index);
  light();
  const node = shown(nodesOf(mark));
  const spot = { block: innerWidth <= 640 ? "start" : "center", inline: "nearest" };
  if (node && scroll) settle(node, spot);
  showMark(mark);
  if (record) {
    const page = chunk.p === undefined ? "" : "&page=" + chunk.p;
    const address = "#doc=" + encodeURIComponent(W.documents[chunk.d].id) + page + "&at=" + M.at[mark];
    if (location.hash !== address) history.pushState(null, "", address);
  }
  announce(mark);
}
function announce(mark) { at("live").textContent = clean(words(mark).quote) + ": " + WORD[M.state[mark]]; }
function goToBlock(index, block) {
  build(index);
  const chunk = W.chunks[index], part = chunk.image && !body.classList.contains("show-text") ? chunk.node : chunk.parts[block] || chunk.node;
  settle(part, { block: "start" });
  body.classList.remove("open-outline");
}
function goToAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
  const d = W.documents.findIndex((x) => x.id === wanted.get("doc"));
  if (d < 0) return;
  const page = wanted.get("page"), offset = parseInt(wanted.get("at"), 10);
  const chunks = W.chunks.map((c, k) => [c, k]).filter(([c]) => c.d === d && (page === null || String(c.p) === page));
  if (!chunks.length) return;
  for (const [chunk] of chunks) for (let m = chunk.f; m < chunk.f + chunk.n; m += 1) if (M.at[m] === offset) { goTo(m, true, false); return; }
  goToBlock(chunks[0][1], 0);
}
function goToFinding(index) {
  if (!W.findings.length) return;
  finding = (index + W.findings.length) % W.findings.length;
  document.querySelectorAll(".findings tr").forEach((r) => r.classList.toggle("here", r.dataset.finding === String(finding)));
  if (W.findings[finding].m >= 0) goTo(W.findings[finding].m); else showFinding(finding);
}
function step(by) {
  const all = body.classList.contains("show-untested");
  for (let m = current < 0 && by < 0 ? M.state.length - 1 : current + by; m >= 0 && m < M.state.length; m += by) if (all || M.state[m] !== "n") { goTo(m); return; }
}
