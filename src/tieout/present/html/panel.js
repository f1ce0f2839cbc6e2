/* The panel of a file that stands alone: one number or finding at a time. */
const addressOf = (chunk, offset) => "#doc=" + encodeURIComponent(W.documents[chunk.d].id) + (chunk.p === undefined ? "" : "&page=" + chunk.p) + "&at=" + offset;
/* The block a mark stands in, drawn small beside the sum. */
function excerpt(mark) {
  const chunk = W.chunks[chunkOf(mark)];
  let found = null;
  for (const block of chunk.b) eachText(block, (_, marks) => { for (let k = 2; k < marks.length; k += 3) if (marks[k] === mark) found = block; });
  if (!found) return null;
  const box = make("div", "beside chunk");
  box.append(blockNode(found, chunk.p === undefined));
  for (const n of box.querySelectorAll('.m[data-m="' + mark + '"]')) n.classList.add("on");
  return box;
}
function beside(row, mark) {
  const button = make("button", "open-beside", T("open beside"));
  button.setAttribute("aria-expanded", "false");
  button.onclick = () => {
    const next = row.nextElementSibling;
    if (next && next.classList.contains("excerpt")) { next.remove(); button.setAttribute("aria-expanded", "false"); return; }
    const box = excerpt(mark);
    if (!box) return;
    const line = make("tr", "excerpt"), cell = make("td");
    cell.colSpan = 3;
    cell.append(box);
    line.append(cell);
    row.after(line);
    button.setAttribute("aria-expanded", "true");
    box.querySelector(".m.on")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  return button;
}
function showMark(mark) { fill(markNodes(mark)); }
function showFinding(k) { const f = W.findings[k], nodes = [make("p", "printed", f.quote), remarkNode(f)]; for (const p of f.partners) { const row = make("p"); row.append(jump(p, clean(words(p).quote)), " " + label(p)); nodes.push(row); } fill(nodes); }
function fill(nodes, open = true) {
  const close = make("button", "close only-small", T("Close"));
  close.onclick = () => body.classList.remove("open-panel");
  panel.replaceChildren(close, ...nodes);
  panel.scrollTop = 0;
  if (open) { body.classList.add("open-panel"); body.classList.remove("open-outline"); }
}
function showWelcome() {
  const n = W.findings.length, nodes = [make("h2", "", T("Details"))];
  nodes.push(make("p", "quiet", "Click a number to see what it was tested against: the sum, the numbers that go into it and where they stand."));
  if (n) { const b = make("button", "", T("First finding")); b.onclick = () => goToFinding(0); b.setAttribute("aria-pressed", "true"); nodes.push(b); }
  fill(nodes, false);
}
