/* Keys and buttons; then everything is started. */
const toggle = (name, button) => { const on = body.classList.toggle(name); if (button) button.setAttribute("aria-pressed", on); if (current >= 0) shown(nodesOf(current))?.scrollIntoView({ block: "center" }); };
const actions = {
  j: () => goToFinding(finding + 1), k: () => goToFinding(finding < 0 ? -1 : finding - 1), n: () => step(1), p: () => step(-1),
  o: () => { if (innerWidth <= 1080) body.classList.toggle("open-outline"); else at("outline").querySelector("a")?.focus(); },
  u: () => toggle("show-untested", at("untested")), v: () => toggle("show-text", at("view")),
  "/": () => { box.focus(); box.select(); }, "?": () => (at("help").open ? at("help").close() : at("help").showModal()),
  Enter: () => { if (current >= 0) { showMark(current); panel.focus(); } },
  Escape: () => { body.classList.remove("open-panel", "open-outline"); },
};
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const node = event.target;
  if (node === box) { if (event.key === "Escape") box.blur(); if (event.key === "Enter") search(); return; }
  if (event.key === "Enter") { if (node.classList?.contains("m")) { goTo(+node.dataset.m, false); event.preventDefault(); return; } if (node.closest?.("a, button")) return; }
  if (at("help").open && event.key !== "?") return;
  const action = actions[event.key];
  if (action) { event.preventDefault(); action(); }
});
addEventListener("click", (event) => {
  const mark = event.target.closest?.(".m[data-m]");
  if (mark) { goTo(+mark.dataset.m, Boolean(mark.closest(".beside"))); return; }
  const row = event.target.closest?.("tr[data-finding]");
  if (row) { event.preventDefault(); goToFinding(+row.dataset.finding); }
});
addEventListener("popstate", goToAddress);
addEventListener("hashchange", goToAddress);
addEventListener("beforeprint", () => W.chunks.forEach((_, k) => build(k)));
box.addEventListener("input", () => { clearTimeout(box.wait); box.wait = setTimeout(search, 180); });
at("next").onclick = actions.j; at("previous").onclick = actions.k; at("keys").onclick = actions["?"];
at("untested").onclick = actions.u; at("view").onclick = actions.v; at("menu").onclick = () => { body.classList.toggle("open-outline"); body.classList.remove("open-panel"); };
at("theme").onclick = () => { const root = document.documentElement, dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches; root.dataset.theme = dark ? "light" : "dark"; };
if (!W.chunks.some((c) => c.image)) at("view").hidden = true;
const table = document.querySelector(".findings"), all = at("all-findings");
if (table && W.findings.length > 30) {
  table.classList.add("short");
  all.hidden = false;
  all.textContent = "Show all " + W.findings.length + " findings";
  all.onclick = () => { table.classList.remove("short"); all.hidden = true; };
}
document.querySelectorAll(".strip i").forEach((i) => { i.style.flexGrow = i.dataset.share; });
layOut();
drawOutline();
showWelcome();
goToAddress();
