/* Going from number to number and place to place; every place has an address. */
function nodesOf(mark) { return at("documents").querySelectorAll('.m[data-m="' + mark + '"]'); }
function light() {
  at("documents").querySelectorAll(".m.on, .m.with").forEach((n) => n.classList.remove("on", "with"));
  at("documents").querySelectorAll(".row-on, .column-on").forEach((n) => n.classList.remove("row-on", "column-on"));
  at("documents").querySelectorAll(".band").forEach((n) => n.remove());
  nodesOf(current).forEach((n) => cross(n));
  for (const k of touching.get(current) || []) for (const t of [W.relations[k][3], ...W.relations[k][4]]) nodesOf(Array.isArray(t) ? t[0] : t).forEach((n) => n.classList.add("with"));
  nodesOf(current).forEach((n) => n.classList.add("on"));
}
/* The row and the column a number stands in: cells of a table, or bands over the picture of a page. */
function cross(node) {
  const cell = node.closest("td, th"), frame = node.closest(".page-image");
  if (frame && M.row[current]) {
    const lying = make("div", "band"), standing = make("div", "band"), own = parseFloat(node.style.left) + parseFloat(node.style.width);
    lying.style.top = node.style.top; lying.style.height = node.style.height; lying.style.left = "3%"; lying.style.right = "3%";
    const column = [...frame.querySelectorAll(".m")].filter((n) => Math.abs(parseFloat(n.style.left) + parseFloat(n.style.width) - own) < 1.2);
    const tops = column.map((n) => parseFloat(n.style.top)), feet = column.map((n) => parseFloat(n.style.top) + parseFloat(n.style.height));
    standing.style.top = Math.min(...tops) + "%"; standing.style.height = Math.max(...feet) - Math.min(...tops) + "%";
    standing.style.left = Math.min(...column.map((n) => parseFloat(n.style.left))) + "%"; standing.style.right = 100 - own + "%";
    frame.prepend(lying, standing);
  }
  if (!cell || !cell.closest(".chunk")) return;
  cell.parentElement.classList.add("row-on");
  const { left, right } = cell.getBoundingClientRect(), middle = (left + right) / 2;
  for (const row of cell.closest("table").rows) for (const other of row.cells) {
    const edges = other.getBoundingClientRect();
    if (other.colSpan === 1 && edges.left <= middle && middle <= edges.right) other.classList.add("column-on");
  }
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
    const address = addressOf(chunk, M.at[mark]);
    if (!location.href.endsWith(address)) history.pushState(null, "", address);
  }
  announce(mark);
}
function announce(mark) { at("live").textContent = clean(words(mark).quote) + ": " + WORD[M.state[mark]]; }
function goToBlock(index, block) {
  at("documents").dispatchEvent(new Event("travel"));
  build(index);
  const chunk = W.chunks[index], part = chunk.image && !body.classList.contains("show-text") ? chunk.node : chunk.parts[block] || chunk.node;
  settle(part, { block: "start" });
  body.classList.remove("open-outline");
}
function goToAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1) || location.search.slice(1));
  const page = wanted.get("page"), offset = parseInt(wanted.get("at"), 10);
  const d = wanted.has("doc") ? W.documents.findIndex((x) => x.id === wanted.get("doc")) : page === null && Number.isNaN(offset) ? -1 : 0;
  if (d < 0) return;
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
