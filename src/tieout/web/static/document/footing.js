/* Footing by hand: click the total, then its parts; Shift takes a part away. The server adds, with the printed digits. */
let footing = { total: -1, parts: new Map() };
const placeOf = (mark) => { const p = W.chunks[chunkOf(mark)].p; return (p === undefined ? "" : p) + ":" + M.at[mark]; };
function toggleFooting() {
  const on = body.classList.toggle("footing");
  at("foot").setAttribute("aria-pressed", on);
  clearFooting();
  if (on) drawFooting(); else showWelcome();
}
function clearFooting() { footing = { total: -1, parts: new Map() }; at("documents").querySelectorAll(".foot-total, .foot-part, .foot-minus").forEach((n) => n.classList.remove("foot-total", "foot-part", "foot-minus")); }
function takeForFooting(mark, minus = false) {
  if (footing.total < 0) footing.total = mark;
  else if (mark === footing.total) footing.total = -1;
  else if (footing.parts.has(mark)) footing.parts.delete(mark);
  else footing.parts.set(mark, minus);
  at("documents").querySelectorAll(".foot-total, .foot-part, .foot-minus").forEach((n) => n.classList.remove("foot-total", "foot-part", "foot-minus"));
  if (footing.total >= 0) nodesOf(footing.total).forEach((n) => n.classList.add("foot-total"));
  for (const [m, less] of footing.parts) nodesOf(m).forEach((n) => n.classList.add(less ? "foot-minus" : "foot-part"));
  drawFooting();
}
async function drawFooting() {
  choose("number");
  const nodes = [make("h2", "", T("Footing by hand"))];
  if (footing.total < 0) { fill([...nodes, note(T("Click the total, then its parts. Shift and click takes a part away. Esc ends it."))]); return; }
  const table = make("table"), box = make("section", "sum");
  box.append(table);
  for (const [m, less] of footing.parts) line(table, less ? "−" : "+", m, "", "", -1);
  const answer = make("div");
  answer.setAttribute("aria-live", "polite");
  line(table, "", footing.total, "", T("printed") + ": " + label(footing.total), -1, "line");
  const again = make("button", "button", T("Start again"));
  again.onclick = () => { clearFooting(); drawFooting(); };
  fill([...nodes, box, answer, again]);
  if (!footing.parts.size) return;
  const query = new URLSearchParams({ total: placeOf(footing.total) });
  for (const [m, less] of footing.parts) query.append(less ? "minus" : "part", placeOf(m));
  try {
    const told = await get(page.base + "/footing.json?" + query), row = (op, amount, text) => line(table, op, -1, amountText(amount), text, -1, "line");
    row("=", told.computed, T("computed"));
    if (told.difference !== "0") row("", told.difference, T("difference") + " (" + T("rounding explains up to") + " " + told.tolerance + ")");
    const letter = { agrees: "t", rounding: "r", differs: "d" }[told.verdict], state = make("p", "state");
    state.append(sign(letter), " " + WORD[letter]);
    answer.replaceChildren(state);
  } catch (error) { answer.replaceChildren(note(error.message)); }
}
