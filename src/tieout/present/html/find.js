/* Finding one's way: search within the documents, and the outline. */
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
    hit.append(make("span", "quiet small", [W.chunks[c].p === undefined ? "" : say("p. {n}", W.chunks[c].p), ""].filter(Boolean).join(" ") + " "), text.slice(Math.max(0, found - 40), found), make("mark", "", text.slice(found, found + wanted.length)), text.slice(found + wanted.length, found + wanted.length + 60));
    hit.onclick = () => { goToBlock(c, b); if (innerWidth <= 1080) body.classList.remove("open-panel"); };
    list.append(hit);
  }
  fill([make("h2", "", (hits.length >= 200 ? "200+" : hits.length) + " " + (hits.length === 1 ? T("place") : T("places"))), list]);
}

/* ---- outline ---- */
const places = [];
function drawOutline() {
  const list = at("outline-list");
  let document_ = -1;
  const few = W.outline.length < 400;
  const add = (kind, title, counts, go, chunk, block) => {
    const item = make("li"), link = make("a", kind);
    link.href = "#";
    link.append(make("span", "", title));
    for (const [letter, count] of counts) if (count) { const c = make("span", "count " + letter, SIGN[letter] + " " + count); c.title = count + " " + WORD[letter]; link.append(c); }
    link.onclick = (event) => { event.preventDefault(); go(); };
    item.append(link);
    list.append(item);
    if (chunk >= 0) places.push([link, chunk, block]);
  };
  const begin = (d) => {
    let differs = 0, asks = 0;
    for (const c of W.chunks) if (c.d === d) for (let m = c.f; m < c.f + c.n; m += 1) { if ("du".includes(M.state[m])) differs += 1; if (M.state[m] === "q") asks += 1; }
    const first = W.chunks.findIndex((c) => c.d === d);
    add("document", W.documents[d].title, [["d", differs], ["q", asks]], () => { at("document-" + d).scrollIntoView(); if (first >= 0) build(first); body.classList.remove("open-outline"); }, first, 0);
  };
  for (const [level, title, d, chunk, block, , differs, asks] of W.outline) {
    while (document_ < d) begin(++document_);
    if (level === 1 && title === W.documents[d].title) continue;
    if (few || level <= 2 || differs || asks) add("l" + Math.min(level, 4), title, [["d", differs], ["q", asks]], () => goToBlock(chunk, block), chunk, block);
  }
  while (document_ < W.documents.length - 1) begin(++document_);
}

/* The heading one reads under is marked in the outline while scrolling. */
let waiting = false;
function follow() {
  waiting = false;
  const main = document.querySelector("main").getBoundingClientRect();
  const node = document.elementFromPoint(main.left + main.width / 2, 110)?.closest(".chunk[data-chunk]");
  if (!node) return;
  const index = +node.dataset.chunk, parts = W.chunks[index].parts || [];
  let block = 0;
  parts.forEach((part, b) => { if (part.getBoundingClientRect().top < 140 && part.offsetParent !== null) block = b; });
  let best = null;
  for (const [link, chunk, at_] of places) if (chunk < index || (chunk === index && at_ <= block)) best = link;
  if (best === here) return;
  here?.classList.remove("here");
  here = best;
  here?.classList.add("here");
  here?.scrollIntoView({ block: "nearest" });
}
let here = null;
addEventListener("scroll", () => { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
