/* Keys and buttons; then everything is started. */
const toggle = (name, button) => { const on = body.classList.toggle(name); button?.setAttribute("aria-pressed", on); if (current >= 0) shown(nodesOf(current))?.scrollIntoView({ block: "center" }); };
const press = (verdict) => panel.querySelector('.review button[data-verdict="' + verdict + '"]')?.click();
const actions = {
  j: () => goToFinding(finding + 1), k: () => goToFinding(finding < 0 ? -1 : finding - 1), n: () => step(1), p: () => step(-1),
  o: () => { if (innerWidth <= 1080) body.classList.toggle("open-outline"); else at("outline").querySelector("a")?.focus(); },
  u: () => toggle("show-untested", at("untested")), v: () => at("view").hidden || showText(!body.classList.contains("show-text")),
  b: () => { const first = panel.querySelector(".open-beside"); if (body.classList.contains("split")) pane.querySelector(".beside-bar .button:last-child").click(); else first?.click(); },
  f: () => page.reviewed && toggleFooting(), c: () => press("confirmed"), r: () => { const reason = panel.querySelector(".review textarea"); if (reason?.value.trim()) press("rejected"); else reason?.focus(); }, m: () => panel.querySelector(".review textarea")?.focus(),
  "/": () => { box.focus(); box.select(); }, "?": () => (at("help").open ? at("help").close() : at("help").showModal()),
  Enter: () => { if (current >= 0) { showMark(current); panel.focus(); } },
  Escape: () => { if (body.classList.contains("footing")) toggleFooting(); body.classList.remove("open-panel", "open-outline"); },
};
/* The printed page or its text; a filing in HTML also as it was filed, in a frame that has no rights. */
function showText(on) {
  body.classList.toggle("show-text", on);
  for (const [id, pressed] of [["view-pages", !on], ["view-text", on]]) at(id)?.setAttribute("aria-pressed", pressed);
  if (current >= 0) { light(); shown(nodesOf(current))?.scrollIntoView({ block: "center" }); }
}
function showFiled(on) {
  const frame = at("filed");
  body.classList.toggle("show-filed", on);
  at("view-filed").setAttribute("aria-pressed", on);
  at("view-text").setAttribute("aria-pressed", !on);
  if (on && !frame.src) frame.src = page.filed;
  if (on && current >= 0) frame.contentWindow?.postMessage({ mark: current }, "*");
}
/* In the frame a heading is found by its words; whatever else is no mark is shown in the text. */
at("outline").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || !body.classList.contains("show-filed")) return;
  event.preventDefault();
  event.stopPropagation();
  at("filed").contentWindow.postMessage({ heading: link.firstChild.textContent }, "*");
  body.classList.remove("open-outline");
}, true);
at("documents").addEventListener("travel", () => { if (body.classList.contains("show-filed")) { showFiled(false); showText(true); } });
addEventListener("message", (event) => {
  const frame = at("filed");
  if (!frame || event.source !== frame.contentWindow) return;
  const mark = event.data?.mark;
  if (event.data?.ready && current >= 0) frame.contentWindow.postMessage({ mark: current }, "*");
  if (Number.isInteger(mark) && mark >= 0 && mark < M.state.length) goTo(mark, false);
});
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const node = event.target;
  if (node === box) { if (event.key === "Escape") box.blur(); if (event.key === "Enter") search(); return; }
  if (node.closest?.("input, textarea, select")) { if (event.key === "Escape") node.blur(); return; }
  if (event.key === "Enter") { if (node.classList?.contains("m")) { goTo(+node.dataset.m, false); event.preventDefault(); return; } if (node.closest?.("a, button, summary")) return; }
  if (at("help").open && event.key !== "?") return;
  const action = actions[event.key];
  if (action) { event.preventDefault(); action(); }
});
addEventListener("click", (event) => {
  const mark = event.target.closest?.(".m[data-m]");
  if (!mark) return;
  if (body.classList.contains("footing")) { takeForFooting(+mark.dataset.m, event.shiftKey); return; }
  goTo(+mark.dataset.m, Boolean(mark.closest("#beside")));
});
addEventListener("popstate", goToAddress);
addEventListener("beforeprint", () => W.chunks.forEach((_, k) => build(k)));
box.addEventListener("input", () => { clearTimeout(box.wait); box.wait = setTimeout(search, 180); });
at("next").onclick = actions.j; at("previous").onclick = actions.k; at("keys").onclick = actions["?"];
at("untested").onclick = actions.u; at("foot").onclick = toggleFooting; at("foot").hidden = !page.reviewed;
at("menu").onclick = () => { body.classList.toggle("open-outline"); body.classList.remove("open-panel"); };
at("close-panel").onclick = () => body.classList.remove("open-panel");
if (at("view-filed")) at("view-filed").onclick = () => showFiled(true);
if (at("view-pages")) at("view-pages").onclick = () => showText(false);
at("view-text").onclick = () => { if (at("view-filed")) showFiled(false); showText(true); };
const pictured = W.chunks.some((c) => c.image);
at("view").hidden = !pictured && !at("view-filed");
if (at("view-pages")) at("view-pages").hidden = !pictured;
if (!pictured) body.classList.add("show-text");
for (const [name, there] of [["ticks", W.relations.length], ["facts", page.reviewed], ["policies", page.reviewed], ["summary", page.reviewed]]) tabs.find((t) => t.dataset.tab === name).hidden = !there;
at("tab-findings").append(" " + W.findings.length);
layOut();
drawOutline();
showWelcome();
if (at("view-filed")) showFiled(true);
goToAddress();
loadDecisions();
document.body.dataset.ready = "yes";
