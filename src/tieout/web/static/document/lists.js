/* The lists of the panel: findings, ticks, facts, policies, the summary. */
const SEVERITY = "duqrt";
function note(text) { return make("p", "quiet", text); }
function counted(count, one, many) { return count.toLocaleString("en") + " " + T(count === 1 ? one : many); }
function findingRow(k) {
  const f = W.findings[k], row = make("button", "row " + f.v), decision = lastDecision(f.id);
  row.dataset.finding = k;
  row.append(sign(f.v), make("span", "told", f.message));
  const chunk = f.m >= 0 ? W.chunks[chunkOf(f.m)] : null;
  const place = chunk && chunk.p !== undefined ? say("p. {n}", chunk.p) + " · " : "";
  row.append(make("span", "quiet small", place + f.code + " " + f.check));
  if (decision) { row.classList.add("decided"); row.append(make("span", "decision " + decision.verdict, decisionText(decision))); }
  row.onclick = () => goToFinding(k);
  return row;
}
function showFindings(open = true) {
  choose("findings");
  const nodes = [make("p", "lead", page.lead)];
  const list = make("div", "rows");
  W.findings.forEach((_, k) => list.append(findingRow(k)));
  if (W.findings.length) nodes.push(list); else nodes.push(note(page.nothing));
  const reasons = Object.entries(page.reasons).sort((a, b) => b[1] - a[1]);
  if (reasons.length) {
    const box = make("details"), table = make("table", "reasons");
    box.append(make("summary", "", T("What could not be tested, and why")), table);
    for (const [reason, count] of reasons) { const row = make("tr"); row.append(make("td", "", count.toLocaleString("en")), make("td", "", T(reason))); table.append(row); }
    nodes.push(box);
  }
  const orphans = decisions.filter((d) => d.mark === null);
  if (orphans.length) {
    nodes.push(make("h2", "", T("Decisions about what is no longer there")));
    for (const d of orphans) nodes.push(make("p", "small", decisionText(d) + (d.quote ? " · " + d.quote : "")));
  }
  fill(nodes, open);
}
function showTicks() {
  choose("ticks");
  const groups = new Map();
  W.relations.forEach((r, k) => { if (r[2] === "t" || r[2] === "r") groups.set(S[r[0]], [...(groups.get(S[r[0]]) || []), k]); });
  const total = [...groups.values()].reduce((sum, g) => sum + g.length, 0), nodes = [note(counted(total, "relation holds", "relations hold"))];
  for (const [name, members] of [...groups].sort((a, b) => b[1].length - a[1].length)) {
    const box = make("details"), list = make("div", "rows");
    const count = make("summary", "", name + " ");
    count.append(make("span", "quiet", members.length.toLocaleString("en")));
    box.append(count, list);
    box.ontoggle = () => {
      if (!box.open || list.children.length) return;
      for (const k of members.slice(0, 300)) {
        const r = W.relations[k], first = r[3] >= 0 ? r[3] : [].concat(r[4][0])[0], row = make("button", "row");
        if (first < 0) continue;
        const chunk = W.chunks[chunkOf(first)];
        row.append(sign(r[2]), make("b", "", clean(words(first).quote)), make("span", "told", label(first)), make("span", "quiet small", chunk.p === undefined ? "" : say("p. {n}", chunk.p)));
        row.onclick = () => goTo(first);
        list.append(row);
      }
    };
    nodes.push(box);
  }
  fill(nodes);
}
/* A list the server holds: fetched when its tab is opened, searched there. */
async function showPart(name, draw, empty) {
  choose(name);
  const search_ = make("input"), list = make("div", "rows"), said = note("…");
  search_.type = "search";
  search_.placeholder = T("Search this list");
  search_.setAttribute("aria-label", T("Search this list"));
  let wanted = "", timer;
  const load = async (from) => {
    const asked = wanted;
    try {
      const value = await get(page.base + "/" + name + ".json?" + new URLSearchParams({ q: asked, from }));
      if (asked !== wanted) return;
      if (!from) list.replaceChildren();
      for (const row of value[name]) list.append(draw(row));
      said.textContent = value.found ? value.found.toLocaleString("en") : T(empty);
      const next = from + value[name].length;
      if (next < value.found) { const more = make("button", "button", T("Show more")); more.onclick = () => { more.remove(); load(next); }; list.append(more); }
    } catch (error) { said.textContent = error.message; }
  };
  search_.oninput = () => { clearTimeout(timer); timer = setTimeout(() => { wanted = search_.value; load(0); }, 200); };
  fill([search_, said, list]);
  await load(0);
}
/* A place that holds a number goes to it, any other to where it begins. */
function goToPlace(place) {
  if (!place) return;
  for (const chunk of W.chunks) {
    if (place.page && chunk.p !== undefined && chunk.p !== place.page) continue;
    for (let m = chunk.f; m < chunk.f + chunk.n; m += 1) if (M.at[m] >= place.start && M.at[m] < place.end) { goTo(m); return; }
  }
  history.pushState(null, "", location.pathname + "?" + new URLSearchParams({ ...(place.page ? { page: place.page } : {}), at: place.start }));
  goToAddress();
}
function showFacts() {
  return showPart("facts", (fact) => {
    const row = make("button", "row fact"), period = fact.period || {};
    row.append(make("span", "told", fact.label || fact.concept || ""), isAmount(fact) ? make("b", "amount", amountText(fact.value)) : make("b", "words", cutText(fact.value || "")), make("span", "quiet small", [fact.unit, period.instant || [period.start, period.end].filter(Boolean).join(" – "), fact.concept, T(fact.origin)].filter(Boolean).join(" · ")));
    row.onclick = () => goToPlace(fact.place);
    return row;
  }, "No facts were found.");
}
const LONGEST_WORDS = 160, cutText = (text) => (text.length > LONGEST_WORDS ? text.slice(0, LONGEST_WORDS) + " …" : text);
/* A year, a register number or a yes of a filing's cover is no amount. */
const isAmount = (fact) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(fact.value || "") && !(fact.concept || "").startsWith("dei:");
function amountText(value) {
  if (value === null || value === undefined || !/^-?\d+(\.\d+)?$/.test(value)) return value || "";
  const [whole, part] = value.replace("-", "").split("."), grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",") + (part ? "." + part : "");
  return value.startsWith("-") ? "(" + grouped + ")" : grouped;
}
function showPolicies() {
  return showPart("policies", (policy) => {
    const box = make("details", "policy"), head = make("summary", "", [policy.label, policy.title].filter(Boolean).join(" "));
    if (policy.standards.length) head.append(make("span", "quiet small", " " + policy.standards.join(", ")));
    box.append(head);
    const table = make("table");
    for (const p of policy.parameters) { const row = make("tr"); row.append(make("th", "", p.name.replaceAll("_", " ")), make("td", "", [p.value, p.unit].filter((x) => x !== null && x !== undefined).join(" "))); row.title = p.quote; table.append(row); }
    if (policy.parameters.length) box.append(table);
    for (const r of policy.references || []) box.append(make("p", "small quiet", "→ " + r.text + (r.resolves ? "" : " (" + T("leads outside the document") + ")")));
    const go = make("button", "jump", T("Open in the document"));
    go.onclick = () => goToPlace({ start: policy.start, page: policy.page || (policy.pages && policy.pages[0] && policy.pages[0].page) });
    box.append(go);
    return box;
  }, "No accounting policies were found in it.");
}
/* The summary is the same page that stands by itself; its links to this document move within it. */
async function showSummary() {
  choose("summary");
  fill([note("…")]);
  const own = filled;
  const reply = await fetch(page.base + "/summary", { headers: { Accept: "text/html" } });
  const text = await reply.text();
  if (own !== filled) return;
  const told = new DOMParser().parseFromString(text, "text/html");
  fill([told.getElementById("summary") || told.querySelector(".lead") || note(T("No summary is kept of this document."))]);
}
panel.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || link.pathname !== location.pathname || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  history.pushState(null, "", link.pathname + link.search);
  goToAddress();
});
