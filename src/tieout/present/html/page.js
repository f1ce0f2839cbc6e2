"use strict";
(() => {
  const W = JSON.parse(document.getElementById("workpaper").textContent);
  const M = W.marks, S = W.strings, body = document.body;
  const WORD = { t: "ties", r: "rounding only", d: "differs", q: "question", u: "unsupported", n: "not tested" };
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
  const remarks = new Map();
  W.findings.forEach((f, k) => remarks.set(f.m, [...(remarks.get(f.m) || []), k]));

  /* ---- pages ---- */
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
    if (block[4]) { const also = make("p", "gap"); also.append("Also in this table: "); for (const [text, marks] of block[4]) { runs(also, text, marks); also.append("  "); } box.append(also); }
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
    if (chunk.p !== undefined) node.append(make("span", "folio", "page " + chunk.p));
    if (chunk.image) node.append(imageNode(chunk));
    const text = chunk.image ? node.appendChild(make("div", "page-text")) : node;
    chunk.parts = chunk.b.map((block) => { const part = blockNode(block, chunk.p === undefined); text.append(part); return part; });
    if (current >= 0) light();
  }
  function imageNode(chunk) {
    chunk.node.classList.add("has-image");
    const frame = make("div", "page-image"), image = make("img"), [width, height] = chunk.size;
    image.src = chunk.image;
    image.alt = "page " + chunk.p;
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

  /* ---- going places ---- */
  function nodesOf(mark) { return document.querySelectorAll('.m[data-m="' + mark + '"]'); }
  function light() {
    document.querySelectorAll(".m.on, .m.with").forEach((n) => n.classList.remove("on", "with"));
    for (const k of touching.get(current) || []) for (const t of [W.relations[k][3], ...W.relations[k][4]]) nodesOf(Array.isArray(t) ? t[0] : t).forEach((n) => n.classList.add("with"));
    nodesOf(current).forEach((n) => n.classList.add("on"));
  }
  function shown(nodes) { for (const n of nodes) if (n.offsetParent !== null) return n; return nodes[0]; }
  function goTo(mark, scroll = true, record = true) {
    if (mark < 0 || mark >= M.state.length) return;
    current = mark;
    const index = chunkOf(mark), chunk = W.chunks[index];
    build(index);
    light();
    const node = shown(nodesOf(mark));
    const spot = { block: innerWidth <= 640 ? "start" : "center", inline: "nearest" };
    if (node && scroll) { node.scrollIntoView(spot); requestAnimationFrame(() => node.scrollIntoView(spot)); }
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
    part.scrollIntoView({ block: "start" });
    requestAnimationFrame(() => part.scrollIntoView({ block: "start" }));
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

  /* ---- the panel ---- */
  function jump(mark, text) { const b = make("button", "jump", text); b.onclick = () => goTo(mark); return b; }
  function where(mark, from) {
    const c = W.chunks[chunkOf(mark)], own = from < 0 ? null : W.chunks[chunkOf(from)];
    const parts = [];
    if (!own || own.d !== c.d) parts.push(W.documents[c.d].title);
    if (c.p !== undefined && (!own || own.d !== c.d || own.p !== c.p)) parts.push("page " + c.p);
    return parts.join(", ");
  }
  function line(table, op, mark, amount, text, from, kind) {
    const row = make("tr", kind || (mark === from && mark >= 0 ? "self" : "")), number = make("td"), told = make("td");
    row.append(make("td", "", op), number, told);
    if (mark >= 0) { number.append(jump(mark, clean(words(mark).quote))); const place = where(mark, from); told.append(text || label(mark)); if (place) told.append(make("span", "small", " — " + place)); }
    else { number.textContent = amount; told.textContent = text; }
    table.append(row);
  }
  const OPERATIONS = { growth: ["", "−", "÷"], ratio: ["", "÷"], multiple: ["", "÷"], difference: ["", "−"], points: ["", "−"], direction: ["", "from"] };
  function sumNode(k, from) {
    const [code, formula, letter, result, terms, why, computed, difference, tolerance] = W.relations[k];
    const node = make("section", "sum"), title = make("h3"), table = make("table");
    title.append(sign(letter), " " + WORD[letter] + " ", make("span", "quiet", S[code]));
    node.append(title, make("p", "small quiet", S[why]), table);
    const name = S[formula], signs = OPERATIONS[name];
    terms.forEach((term, i) => {
      const [mark, weight] = Array.isArray(term) ? [term[0], term[1]] : [term, "1"];
      let op = signs ? signs[i] || "" : i ? "+" : "";
      if (weight === "-1") op = "−"; else if (weight !== "1") op = weight + " ×";
      line(table, op, mark, "", "", from);
    });
    if (name === "growth" && terms.length === 2) line(table, "÷", Array.isArray(terms[1]) ? terms[1][0] : terms[1], "", "the earlier value", from);
    if (computed && name !== "equal") line(table, "=", -1, computed, "computed", from, "line");
    if (result >= 0) line(table, "", result, "", "printed: " + label(result), from, name === "equal" ? "line" : "");
    if (difference && letter !== "t") line(table, "", -1, difference, "difference" + (tolerance ? " (rounding explains up to " + tolerance + ")" : ""), from, "line");
    return node;
  }
  function remarkNode(f) { const node = make("div", "remark " + f.v); node.append(make("b", "", SIGN[f.v] + " " + WORD[f.v]), make("span", "quiet small", "  " + f.code + " " + f.check), make("p", "", f.message)); return node; }
  function showMark(mark) {
    const letter = M.state[mark], c = W.chunks[chunkOf(mark)], state = make("p", "state");
    state.append(sign(letter), " " + WORD[letter]);
    const nodes = [make("p", "printed", clean(words(mark).quote)), make("p", "", label(mark))];
    if (M.value[mark]) nodes.push(make("p", "quiet small", "exactly " + M.value[mark]));
    nodes.push(make("p", "quiet small", [W.documents[c.d].title, c.p === undefined ? "" : "page " + c.p].filter(Boolean).join(", ")));
    const told = remarks.get(mark) || [];
    if (!told.length) nodes.push(state);
    if (S[M.reason[mark]] && !told.length) nodes.push(make("p", "quiet", S[M.reason[mark]]));
    for (const k of told) nodes.push(remarkNode(W.findings[k]));
    const rank = (k) => "duqrtn".indexOf(W.relations[k][2]) * 2 + (W.relations[k][3] === mark ? 0 : 1);
    const sums = [...(touching.get(mark) || [])].sort((a, b) => rank(a) - rank(b) || a - b);
    if (sums.length) nodes.push(make("h2", "", sums.length === 1 ? "Tested in one relation" : "Tested in " + sums.length + " relations"));
    sums.slice(0, 40).forEach((k) => nodes.push(sumNode(k, mark)));
    const pointed = told.flatMap((k) => W.findings[k].partners);
    if (!sums.length && pointed.length) { nodes.push(make("h2", "", "Compared with")); for (const p of pointed) { const row = make("p"); row.append(jump(p, clean(words(p).quote)), make("span", "quiet small", " " + label(p) + " " + where(p, mark))); nodes.push(row); } }
    fill(nodes);
  }
  function showFinding(k) { const f = W.findings[k], nodes = [make("p", "printed", f.quote), remarkNode(f)]; for (const p of f.partners) { const row = make("p"); row.append(jump(p, clean(words(p).quote)), " " + label(p)); nodes.push(row); } fill(nodes); }
  function fill(nodes, open = true) {
    const close = make("button", "close only-small", "Close");
    close.onclick = () => body.classList.remove("open-panel");
    panel.replaceChildren(close, ...nodes);
    panel.scrollTop = 0;
    if (open) { body.classList.add("open-panel"); body.classList.remove("open-outline"); }
  }
  function showWelcome() {
    const n = W.findings.length, nodes = [make("h2", "", "Details")];
    nodes.push(make("p", "quiet", "Click a number to see what it was tested against: the sum, the numbers that go into it and where they stand."));
    if (n) { const b = make("button", "", "First finding"); b.onclick = () => goToFinding(0); b.setAttribute("aria-pressed", "true"); nodes.push(b); }
    fill(nodes, false);
  }

  /* ---- search ---- */
  function search() {
    const wanted = clean(box.value).toLowerCase();
    if (!wanted) { showWelcome(); return; }
    const hits = [];
    W.chunks.forEach((chunk, c) => chunk.b.forEach((block, b) => eachText(block, (text) => {
      const found = hits.length < 200 ? text.toLowerCase().indexOf(wanted) : -1;
      if (found >= 0) hits.push([c, b, text, found]);
    })));
    const list = make("div", "hits");
    for (const [c, b, text, found] of hits) {
      const hit = make("button");
      hit.append(make("span", "quiet small", [W.chunks[c].p === undefined ? "" : "p. " + W.chunks[c].p, ""].filter(Boolean).join(" ") + " "), text.slice(Math.max(0, found - 40), found), make("mark", "", text.slice(found, found + wanted.length)), text.slice(found + wanted.length, found + wanted.length + 60));
      hit.onclick = () => { goToBlock(c, b); if (innerWidth <= 1080) body.classList.remove("open-panel"); };
      list.append(hit);
    }
    fill([make("h2", "", hits.length >= 200 ? "200 places and more" : hits.length === 1 ? "1 place" : hits.length + " places"), list]);
  }

  /* ---- outline ---- */
  function drawOutline() {
    const list = at("outline-list");
    let document_ = -1;
    const few = W.outline.length < 400;
    const add = (kind, title, counts, go) => {
      const item = make("li"), link = make("a", kind);
      link.href = "#";
      link.append(make("span", "", title));
      for (const [letter, count] of counts) if (count) { const c = make("span", "count " + letter, SIGN[letter] + " " + count); c.title = count + " " + WORD[letter]; link.append(c); }
      link.onclick = (event) => { event.preventDefault(); go(); };
      item.append(link);
      list.append(item);
    };
    const begin = (d) => {
      let differs = 0, asks = 0;
      for (const c of W.chunks) if (c.d === d) for (let m = c.f; m < c.f + c.n; m += 1) { if ("du".includes(M.state[m])) differs += 1; if (M.state[m] === "q") asks += 1; }
      const first = W.chunks.findIndex((c) => c.d === d);
      add("document", W.documents[d].title, [["d", differs], ["q", asks]], () => { at("document-" + d).scrollIntoView(); if (first >= 0) build(first); body.classList.remove("open-outline"); });
    };
    for (const [level, title, d, chunk, block, , differs, asks] of W.outline) {
      while (document_ < d) begin(++document_);
      if (level === 1 && title === W.documents[d].title) continue;
      if (few || level <= 2 || differs || asks) add("l" + Math.min(level, 4), title, [["d", differs], ["q", asks]], () => goToBlock(chunk, block));
    }
    while (document_ < W.documents.length - 1) begin(++document_);
  }

  /* ---- doors ---- */
  const toggle = (name, button) => { const on = body.classList.toggle(name); if (button) button.setAttribute("aria-pressed", on); if (current >= 0) shown(nodesOf(current))?.scrollIntoView({ block: "center" }); };
  const actions = {
    j: () => goToFinding(finding + 1), k: () => goToFinding(finding < 0 ? -1 : finding - 1), n: () => step(1), p: () => step(-1),
    o: () => { if (innerWidth <= 1080) body.classList.toggle("open-outline"); else at("outline").querySelector("a")?.focus(); },
    u: () => toggle("show-untested", at("untested")), v: () => toggle("show-text", at("view")),
    "/": () => { box.focus(); box.select(); }, "?": () => (at("help").open ? at("help").close() : at("help").showModal()),
    Enter: () => { if (current >= 0) { showMark(current); panel.focus(); } },
    Escape: () => { body.classList.remove("open-panel", "open-outline"); },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = event.target;
    if (node === box) { if (event.key === "Escape") box.blur(); if (event.key === "Enter") search(); return; }
    if (event.key === "Enter") { if (node.classList?.contains("m")) { goTo(+node.dataset.m, false); event.preventDefault(); return; } if (node.closest?.("a, button")) return; }
    if (at("help").open && event.key !== "?") return;
    const action = actions[event.key];
    if (action) { event.preventDefault(); action(); }
  });
  addEventListener("click", (event) => {
    const mark = event.target.closest?.(".m[data-m]");
    if (mark) { goTo(+mark.dataset.m, false); return; }
    const row = event.target.closest?.("tr[data-finding]");
    if (row) { event.preventDefault(); goToFinding(+row.dataset.finding); }
  });
  addEventListener("popstate", goToAddress);
  addEventListener("hashchange", goToAddress);
  addEventListener("beforeprint", () => W.chunks.forEach((_, k) => build(k)));
  box.addEventListener("input", () => { clearTimeout(box.wait); box.wait = setTimeout(search, 180); });
  at("next").onclick = actions.j; at("previous").onclick = actions.k; at("keys").onclick = actions["?"];
  at("untested").onclick = actions.u; at("view").onclick = actions.v; at("menu").onclick = () => { body.classList.toggle("open-outline"); body.classList.remove("open-panel"); };
  at("theme").onclick = () => { const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches; root.dataset.theme = dark ? "light" : "dark"; };
  if (!W.chunks.some((c) => c.image)) at("view").hidden = true;
  document.querySelectorAll(".strip i").forEach((i) => { i.style.flexGrow = i.dataset.share; });
  layOut();
  drawOutline();
  showWelcome();
  goToAddress();
})();
