/* What a number was tested against, as a sum that reads from top to bottom. */
function jump(mark, text) { const b = make("button", "jump", text); b.onclick = () => goTo(mark); return b; }
function where(mark, from) {
  const c = W.chunks[chunkOf(mark)], own = from < 0 ? null : W.chunks[chunkOf(from)];
  const parts = [];
  if (!own || own.d !== c.d) parts.push(W.documents[c.d].title);
  if (c.p !== undefined && (!own || own.d !== c.d || own.p !== c.p)) parts.push(say("page {n}", c.p));
  return parts.join(", ");
}
function line(table, op, mark, amount, text, from, kind) {
  const row = make("tr", kind || (mark === from && mark >= 0 ? "self" : "")), number = make("td"), told = make("td");
  row.append(make("td", "", op), number, told);
  if (mark >= 0) { number.append(jump(mark, clean(words(mark).quote))); const place = where(mark, from); told.append(text || label(mark)); if (place) told.append(make("span", "small", " — " + place)); if (place || from >= 0 && chunkOf(mark) !== chunkOf(from)) told.append(" ", beside(row, mark)); }
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
  if (name === "growth" && terms.length === 2) line(table, "÷", Array.isArray(terms[1]) ? terms[1][0] : terms[1], "", T("the earlier value"), from);
  if (computed && name !== "equal") line(table, "=", -1, computed, T("computed"), from, "line");
  if (result >= 0) line(table, "", result, "", T("printed") + ": " + label(result), from, name === "equal" ? "line" : "");
  if (difference && letter !== "t") line(table, "", -1, difference, T("difference") + (tolerance ? " (" + T("rounding explains up to") + " " + tolerance + ")" : ""), from, "line");
  return node;
}
function remarkNode(f) { const node = make("div", "remark " + f.v); node.append(make("b", "", SIGN[f.v] + " " + WORD[f.v]), make("span", "quiet small", "  " + f.code + " " + f.check), make("p", "", f.message)); return node; }
/* All that is known of a number, as nodes for the panel. */
function markNodes(mark) {
  const letter = M.state[mark], c = W.chunks[chunkOf(mark)], state = make("p", "state");
  state.append(sign(letter), " " + WORD[letter]);
  const nodes = [make("p", "printed", clean(words(mark).quote)), make("p", "", label(mark))];
  if (M.value[mark]) nodes.push(make("p", "quiet small", T("exactly") + " " + M.value[mark]));
  nodes.push(make("p", "quiet small", [W.documents.length > 1 ? W.documents[c.d].title : "", c.p === undefined ? "" : say("page {n}", c.p)].filter(Boolean).join(", ")));
  const told = remarks.get(mark) || [];
  if (!told.length) nodes.push(state);
  if (S[M.reason[mark]] && S[M.reason[mark]] !== "tested" && !told.length) nodes.push(make("p", "quiet", T(S[M.reason[mark]])));
  for (const k of told) nodes.push(remarkNode(W.findings[k]));
  const rank = (k) => "duqrtn".indexOf(W.relations[k][2]) * 2 + (W.relations[k][3] === mark ? 0 : 1);
  const sums = [...(touching.get(mark) || [])].sort((a, b) => rank(a) - rank(b) || a - b);
  if (sums.length) nodes.push(make("h2", "", sums.length === 1 ? T("Tested in one relation") : T("Tested in") + " " + sums.length + " " + T("relations")));
  sums.slice(0, 40).forEach((k) => nodes.push(sumNode(k, mark)));
  for (const tag of tagged.get(mark) || []) nodes.push(tagNode(tag));
  const pointed = told.flatMap((k) => W.findings[k].partners);
  if (!sums.length && pointed.length) { nodes.push(make("h2", "", T("Compared with"))); for (const p of pointed) { const row = make("p"); row.append(jump(p, clean(words(p).quote)), make("span", "quiet small", " " + label(p) + " " + where(p, mark))); nodes.push(row); } }
  return nodes;
}
/* What a tagged number is tagged as: Definition, References, Details, as in the SEC's viewer. */
function tagNode([, concept, period, unit, decimals, dimensions]) {
  const [title, name, definition, references, type, balance, kind] = W.concepts[concept];
  const node = make("section", "tag");
  node.append(make("h2", "", T("Tagged as")), make("p", "label", title), make("p", "small quiet", name));
  const fold = (heading, body, open) => { const d = make("details"); d.open = open; d.append(make("summary", "", heading), body); node.append(d); };
  fold(T("Definition"), make("p", definition ? "" : "quiet", definition || T("The filing does not say; a taxonomy package would.")), true);
  if (references.length) { const list = make("ul"); for (const r of references) list.append(make("li", "", r)); fold(T("References"), list, false); }
  const table = make("table");
  const facts = [["Period", period], ["Unit", unit], ["Decimals", decimals], ["Dimensions", dimensions], ["Type", type], ["Balance", balance], ["Period type", kind]].map(([what, text]) => [T(what), text]);
  for (const [what, text] of facts) if (text) { const row = make("tr"); row.append(make("th", "", what), make("td", "", text)); table.append(row); }
  fold(T("Details"), table, false);
  return node;
}
