/* The documents: what the JSON holds (W), drawn a part at a time when it is seen; T puts words into the reader's language. */
const M = W.marks, S = W.strings, body = document.body;
const say = (text, n) => T(text).replace("{n}", n);
const WORD = { t: T("ties"), r: T("rounding only"), d: T("differs"), q: T("question"), u: T("unsupported"), n: T("not tested") };
const SIGN = { t: "✓", r: "≈", d: "✗", q: "?", u: "∅", n: "·" };
const at = (id) => document.getElementById(id);
const panel = at("panel"), box = at("search");
let current = -1, finding = -1;

function make(tag, kind, text) {
  const node = document.createElement(tag);
  if (kind) node.className = kind;
  if (text !== undefined) node.textContent = text;
  return node;
}
const sign = (letter) => make("span", "sign " + letter, SIGN[letter]);

/* Which relations speak of a mark, and as what. */
const touching = new Map();
W.relations.forEach((r, k) => {
  for (const m of new Set([r[3], ...r[4].map((t) => (Array.isArray(t) ? t[0] : t))])) {
    if (m < 0) continue;
    if (!touching.has(m)) touching.set(m, []);
    touching.get(m).push(k);
  }
});
const tagged = new Map();
for (const tag of W.tags) tagged.set(tag[0], [...(tagged.get(tag[0]) || []), tag]);
const remarks = new Map();
W.findings.forEach((f, k) => remarks.set(f.m, [...(remarks.get(f.m) || []), k]));

function chunkOf(mark) {
  let low = 0, high = W.chunks.length - 1, best = 0;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (W.chunks[middle].f <= mark) { best = middle; low = middle + 1; } else high = middle - 1;
  }
  while (best > 0 && W.chunks[best].n === 0) best -= 1;
  return best;
}
function eachText(block, visit) {
  if (block[0] !== "T") { visit(block[2], block[3]); return; }
  if (Array.isArray(block[1])) visit(block[1][0], block[1][1]);
  for (const row of block[3]) for (const cell of row) if (Array.isArray(cell)) visit(cell[0], cell[1]); else if (cell) visit(cell, []);
  for (const rest of block[4] || []) visit(rest[0], rest[1]);
}
const quotes = new Map();
function readChunk(index) {
  const chunk = W.chunks[index];
  if (chunk.read) return;
  chunk.read = true;
  for (const block of chunk.b) eachText(block, (text, marks) => {
    for (let k = 0; k < marks.length; k += 3) {
      const old = quotes.get(marks[k + 2]);
      const piece = text.slice(marks[k], marks[k] + marks[k + 1]);
      quotes.set(marks[k + 2], old ? { ...old, quote: old.quote + " " + piece } : { quote: piece, text, start: marks[k], end: marks[k] + marks[k + 1], cell: block[0] === "T" });
    }
  });
}
function words(mark) { readChunk(chunkOf(mark)); return quotes.get(mark) || { quote: "", text: "", start: 0, end: 0 }; }
const clean = (text) => text.replace(/\*\*/g, "").replace(/\s+/g, " ").trim();
function label(mark) {
  const row = S[M.row[mark]], head = S[M.head[mark]];
  if (row || head) return [row, head].filter(Boolean).join(" · ");
  const w = words(mark);
  let before = w.text.slice(Math.max(0, w.start - 64), w.start), after = w.text.slice(w.end, w.end + 28);
  if (w.start > 64) before = "…" + before.replace(/^[^\s\u2e80-\uffff]*\s/, "");
  if (w.end + 28 < w.text.length) after = after.replace(/\s[^\s\u2e80-\uffff]*$/, "") + " …";
  return clean(before + "[" + clean(w.quote) + "]" + after);
}

/* Text with its marks. Where a text without pages sets words in bold with two stars, the stars are not shown. */
function runs(parent, text, marks, starred = false) {
  let position = 0;
  const stars = starred && /\*\*[^*]+\*\*/.test(text);
  const cut = (from, to) => (stars ? text.slice(from, to).replace(/\*\*/g, "") : text.slice(from, to));
  const open = [];
  const put = (to) => {
    while (open.length && open[open.length - 1].end <= to) {
      const top = open[open.length - 1];
      if (top.end > position) top.node.append(cut(position, top.end));
      position = Math.max(position, top.end);
      open.pop();
    }
    if (to > position) { (open.length ? open[open.length - 1].node : parent).append(cut(position, to)); position = to; }
  };
  for (let k = 0; k < marks.length; k += 3) {
    put(marks[k]);
    const node = markNode(marks[k + 2]);
    (open.length ? open[open.length - 1].node : parent).append(node);
    open.push({ node, end: marks[k] + marks[k + 1] });
  }
  put(text.length);
  while (open.length) open.pop();
}
function markNode(mark) {
  const letter = M.state[mark];
  const node = make("span", "m " + letter);
  node.dataset.m = mark;
  const told = [WORD[letter], M.value[mark]].filter(Boolean).join(" · ");
  node.title = told;
  if (letter === "d" || letter === "q" || letter === "u") { node.tabIndex = 0; node.setAttribute("role", "button"); node.setAttribute("aria-description", told); }
  return node;
}
function tableNode(block, starred) {
  const wrap = make("div", "scroll"), table = make("table"), headers = block[2];
  if (block[1]) { const caption = make("caption"); if (Array.isArray(block[1])) runs(caption, block[1][0], block[1][1]); else caption.textContent = block[1]; table.append(caption); }
  const head = make("thead"), rest = make("tbody");
  block[3].forEach((row, r) => {
    const line = make("tr");
    for (const cell of row) {
      if (cell === 0) continue;
      const [text, marks, across, down, indent, bold] = Array.isArray(cell) ? cell : [cell, []];
      const node = make(r < headers ? "th" : "td");
      if (across > 1) node.colSpan = across;
      if (down > 1) node.rowSpan = down;
      const first = cell === row[0];
      if (!first && (marks.length && r >= headers && text.length < 28 || /^[\s$€£¥(（−–—-]*[\d,.，]*\s*[)）%％]*$/.test(text) || r < headers)) node.classList.add("num");
      if (/[)）]\s*$/.test(text) && r >= headers) node.classList.add("hang");
      if (indent) node.style.paddingLeft = 0.15 + 1.1 * indent + "rem";
      runs(bold ? node.appendChild(make("b")) : node, text, marks, starred);
      line.append(node);
    }
    (r < headers ? head : rest).append(line);
  });
  if (head.children.length) table.append(head);
  table.append(rest);
  wrap.append(table);
  const box = make("div");
  box.append(wrap);
  if (block[4]) { const also = make("p", "gap"); also.append(T("Also in this table:") + " "); for (const [text, marks] of block[4]) { runs(also, text, marks); also.append("  "); } box.append(also); }
  return box;
}
function blockNode(block, starred) {
  if (block[0] === "T") return tableNode(block, starred);
  const [kind, level, text, marks, number] = block;
  const tag = kind === "h" ? (level <= 1 ? "h3" : level === 2 ? "h4" : "h5") : "p";
  const node = make(tag, kind === "i" ? "item" : kind === "g" ? "gap" : "");
  if (kind === "i" && level > 1) node.style.marginLeft = 1.3 * (level - 1) + "em";
  if (number) node.append(number + " ");
  runs(node, text, marks, starred);
  if (kind !== "t" || !level) return node;
  const turn = make("div");
  turn.append(make("p", "speaker", level), node);
  return turn;
}
function build(index) {
  const chunk = W.chunks[index], node = chunk.node;
  if (chunk.built) return;
  chunk.built = true;
  node.style.minHeight = "";
  if (chunk.p !== undefined) node.append(make("span", "folio", say("page {n}", chunk.p)));
  if (chunk.image) node.append(imageNode(chunk));
  const text = chunk.image ? node.appendChild(make("div", "page-text")) : node;
  chunk.parts = chunk.b.map((block) => { const part = blockNode(block, chunk.p === undefined); text.append(part); return part; });
  if (current >= 0) light();
}
function imageNode(chunk) {
  chunk.node.classList.add("has-image");
  const frame = make("div", "page-image"), image = make("img"), [width, height] = chunk.size;
  image.src = chunk.image;
  image.alt = say("page {n}", chunk.p);
  frame.style.aspectRatio = width + " / " + height;
  frame.append(image);
  for (const [mark, left, top, right, bottom] of chunk.boxes) {
    const node = markNode(mark);
    node.style.left = (100 * left) / width + "%"; node.style.top = (100 * top) / height + "%";
    node.style.width = (100 * (right - left)) / width + "%"; node.style.height = (100 * (bottom - top)) / height + "%";
    frame.append(node);
  }
  return frame;
}
const seen = new IntersectionObserver((entries) => { for (const e of entries) if (e.isIntersecting) { build(+e.target.dataset.chunk); seen.unobserve(e.target); } }, { rootMargin: "1200px" });
function layOut() {
  const home = at("documents");
  let document_ = -1;
  W.chunks.forEach((chunk, k) => {
    if (chunk.d !== document_) {
      document_ = chunk.d;
      const d = W.documents[document_], head = make("header", "document-head");
      head.id = "document-" + document_;
      head.append(make("h2", "", d.title), make("p", "quiet small", [d.line, d.input].filter(Boolean).join(" · ")));
      home.append(head);
    }
    const node = make("section", "sheet chunk" + (chunk.p === undefined ? "" : " paged"));
    const next = W.chunks[k + 1], last = W.chunks[k - 1];
    if (!next || next.d !== chunk.d) node.classList.add("last");
    if (last && last.d === chunk.d) node.classList.add("next");
    node.dataset.chunk = k;
    node.lang = W.documents[chunk.d].language;
    let size = 0;
    for (const b of chunk.b) size += b[0] === "T" ? 24 * b[3].length + 40 : 22 * Math.ceil(b[2].length / 88) + 12;
    node.style.minHeight = chunk.image ? "50rem" : size + "px";
    chunk.node = node;
    home.append(node);
    seen.observe(node);
  });
}
