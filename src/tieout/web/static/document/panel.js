/* The panel: tabs, and under "number" whatever was clicked. */
const tabs = [...document.querySelectorAll("#tabs [role=tab]")];
const openers = { findings: showFindings, ticks: showTicks, facts: showFacts, policies: showPolicies, summary: showSummary };
function choose(name) {
  for (const tab of tabs) {
    const on = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", on);
    tab.tabIndex = on ? 0 : -1;
    if (on) { tab.hidden = false; panel.setAttribute("aria-labelledby", tab.id); }
  }
}
for (const tab of tabs) {
  tab.onclick = () => { if (tab.dataset.tab === "number") { if (current >= 0) showMark(current); else choose("number"); } else openers[tab.dataset.tab](); };
  tab.onkeydown = (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    const there = tabs.filter((t) => !t.hidden), next = there[(there.indexOf(tab) + by + there.length) % there.length];
    next.focus();
    next.click();
    event.preventDefault();
  };
}
function addressOf(chunk, offset) {
  const query = new URLSearchParams();
  if (W.documents.length > 1) query.set("doc", W.documents[chunk.d].id);
  if (chunk.p !== undefined) query.set("page", chunk.p);
  query.set("at", offset);
  return location.pathname + "?" + query;
}
let filled = 0;
function fill(nodes, open = true) {
  filled += 1;
  panel.replaceChildren(...nodes);
  at("side").scrollTop = 0;
  if (open) { body.classList.add("open-panel"); body.classList.remove("open-outline"); }
}
function showMark(mark) {
  if (body.classList.contains("footing")) { takeForFooting(mark); return; }
  choose("number");
  if (body.classList.contains("show-filed")) at("filed").contentWindow.postMessage({ mark }, "*");
  const nodes = markNodes(mark);
  const link = make("a", "quiet small", T("Link to this place"));
  link.href = addressOf(W.chunks[chunkOf(mark)], M.at[mark]);
  fill([...nodes, ...(remarks.get(mark) || []).flatMap(elsewhereNodes), ...reviewNodes(mark), link]);
}
function showFinding(k) {
  choose("number");
  const f = W.findings[k], nodes = [make("p", "printed", f.quote), remarkNode(f)];
  for (const p of f.partners) { const row = make("p"); row.append(jump(p, clean(words(p).quote)), " " + label(p), " ", beside(row, p)); nodes.push(row); }
  fill([...nodes, ...elsewhereNodes(k), ...reviewNodes(-1, [k])]);
}
/* What a finding is compared with in other documents: each opens at the place. */
function elsewhereNodes(k) {
  return ((page.elsewhere || {})[W.findings[k].id] || []).map((p) => {
    const row = make("p"), link = make("a", "", p.quote);
    link.href = p.address;
    row.append(link, make("span", "quiet small", " " + p.title + (p.page ? ", " + say("p. {n}", p.page) : "")));
    return row;
  });
}
function showWelcome() { openers.findings(false); }
