/* Side by side: the page of a partner opened next to the one being read. */
const pane = at("beside");
let besideChunk = -1;
function beside(row, mark) {
  const button = make("button", "open-beside", T("open beside"));
  button.onclick = () => openBeside(mark);
  return button;
}
function openBeside(mark) {
  const index = chunkOf(mark);
  drawBeside(index);
  const there = [...pane.querySelectorAll('.m[data-m="' + mark + '"]')], node = shown(there);
  there.forEach((n) => n.classList.add("on"));
  body.classList.add("split");
  if (node) requestAnimationFrame(() => node.scrollIntoView({ block: "center", inline: "nearest" }));
  if (current >= 0) shown(nodesOf(current))?.scrollIntoView({ block: "center" });
}
function drawBeside(index) {
  besideChunk = index;
  const chunk = W.chunks[index], bar = make("div", "beside-bar"), copy = make("section", "sheet chunk" + (chunk.p === undefined ? "" : " paged"));
  const turn = (by, text, name) => { const b = make("button", "button", text); b.setAttribute("aria-label", name); const to = index + by; b.disabled = !W.chunks[to]; b.onclick = () => drawBeside(to); return b; };
  const close = make("button", "button", "✕");
  close.setAttribute("aria-label", T("Close"));
  close.onclick = () => { body.classList.remove("split"); pane.replaceChildren(); };
  bar.append(turn(-1, "‹", T("Page before")), make("span", "name", [W.documents.length > 1 ? W.documents[chunk.d].title : "", chunk.p === undefined ? T("beside") : say("page {n}", chunk.p)].filter(Boolean).join(", ")), turn(1, "›", T("Next page")), close);
  if (chunk.image) copy.append(imageNode({ ...chunk, node: copy }));
  const text = chunk.image ? copy.appendChild(make("div", "page-text")) : copy;
  for (const block of chunk.b) text.append(blockNode(block, chunk.p === undefined));
  copy.lang = W.documents[chunk.d].language;
  pane.replaceChildren(bar, copy);
}
