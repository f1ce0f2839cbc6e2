/* The page: the document's own text with its facts marked; a part is drawn when it is first wanted. */
let drawn = false;
function drawMarked(node, text, marks) {
  let k = 0;
  const fill = (into, from, to) => {
    let place = from;
    while (k < marks.length && marks[k] < to) {
      const start = Math.max(marks[k], place), end = Math.min(marks[k] + marks[k + 1], to), fact = marks[k + 2];
      k += 3;
      into.append(text.slice(place, start));
      const span = make("span", "f"); span.dataset.fact = fact;
      fill(span, start, end); into.append(span); place = end;
    }
    into.append(text.slice(place, to));
  };
  fill(node, 0, text.length);
  return node;
}
function drawBlock(block) {
  if (block[0] !== "T") {
    const kind = { h: "h3", p: "p", i: "p", t: "p", g: "p" }[block[0]] || "p";
    return drawMarked(make(kind), block[2], block[3]);
  }
  const table = make("table"), hold = make("div", "scroll");
  if (block[1]) { const caption = make("caption"); if (Array.isArray(block[1])) drawMarked(caption, block[1][0], block[1][1]); else caption.textContent = block[1]; table.append(caption); }
  block[3].forEach((row, r) => {
    const line = make("tr");
    for (const cell of row) {
      if (cell === 0) continue;
      const node = make(r < block[2] ? "th" : "td");
      if (Array.isArray(cell)) { drawMarked(node, cell[0], cell[1]); if (cell[2] > 1) node.colSpan = cell[2]; if (cell[3] > 1) node.rowSpan = cell[3]; } else node.textContent = cell;
      line.append(node);
    }
    table.append(line);
  });
  hold.append(table);
  for (const rest of block[4] || []) hold.append(drawMarked(make("p"), rest[0], rest[1]));
  return hold;
}
function drawPage() {
  if (drawn) return;
  drawn = true;
  V.chunks.forEach((blocks, k) => {
    const part = make("section", "part"); part.id = "part" + k;
    for (const block of blocks) part.append(drawBlock(block));
    page.append(part);
  });
}
function selectTab(name) {
  const onPage = name === "page";
  if (onPage) drawPage();
  page.hidden = !onPage; sheet.hidden = onPage;
  at("tab-page").setAttribute("aria-selected", onPage); at("tab-statements").setAttribute("aria-selected", !onPage);
}
function showOnPage(k) {
  selectTab("page"); showFact(k); remember("page=" + k);
  document.querySelectorAll(".here").forEach((n) => { if (!n.closest("#menu")) n.classList.remove("here"); });
  const [part, block] = [V.facts[k][7], V.facts[k][8]];
  const place = page.querySelector('[data-fact="' + k + '"]') || (at("part" + part) && at("part" + part).children[block]) || at("part" + part);
  if (place) { place.classList.add("here"); place.scrollIntoView({ block: "center" }); }
  if (matchMedia("(max-width: 1080px)").matches) closePanel();
}
