/* The panel of a file that stands alone: one number or finding at a time. */
const addressOf = (chunk, offset) => "#doc=" + encodeURIComponent(W.documents[chunk.d].id) + (chunk.p === undefined ? "" : "&page=" + chunk.p) + "&at=" + offset;
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
