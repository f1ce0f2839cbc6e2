/* Review: confirm, reject with a reason, comment; by whom and when. */
let decisions = [];
const MADE = { confirmed: T("confirmed"), rejected: T("rejected"), comment: T("comment") };
const lastDecision = (anchor) => decisions.filter((d) => d.anchor === anchor && d.verdict !== "comment").pop();
const cookie = (name) => decodeURIComponent((document.cookie.split("; ").find((c) => c.startsWith(name + "=")) || "=").split("=")[1] || "");
function decisionText(d) { return [MADE[d.verdict] + " " + T("by") + " " + d.reviewer, new Date(d.decided_at).toLocaleString(page.lang, { dateStyle: "medium", timeStyle: "short" }), d.reason].filter(Boolean).join(" · "); }
async function decide(subject, verdict, reason, reviewer) {
  const reply = await fetch(page.base + "/decisions.json", { method: "POST", headers: { "Content-Type": "application/json", "X-Form": page.form }, body: JSON.stringify({ ...subject, verdict, reason, reviewer }) });
  const value = await reply.json();
  if (!reply.ok) throw new Error(value.error);
  decisions = value.decisions;
  markDecided();
}
/* A finding that was rejected is struck quietly; a confirmed one keeps its mark and gains a sign. */
function markDecided() {
  const marks = new Map();
  for (const d of decisions) if (d.mark !== null && d.mark >= 0 && d.verdict !== "comment") marks.set(d.mark, d.verdict);
  at("documents").querySelectorAll(".m.confirmed, .m.rejected").forEach((n) => n.classList.remove("confirmed", "rejected"));
  for (const [mark, verdict] of marks) nodesOf(mark).forEach((n) => n.classList.add(verdict));
}
function reviewNodes(mark, list = remarks.get(mark) || []) {
  if (!page.reviewed) return [];
  const subjects = list.length ? list.map((k) => ({ finding: W.findings[k].id, quote: W.findings[k].quote })) : [{ mark, quote: clean(words(mark).quote) }];
  return subjects.map((subject) => reviewNode(subject, mark, list.length > 0));
}
function reviewNode(subject, mark, isFinding) {
  const box = make("section", "review"), history_ = make("ul"), form = make("form"), buttons = make("div", "buttons"), said = make("p", "error");
  said.setAttribute("role", "alert");
  const own = decisions.filter((d) => (subject.finding ? d.anchor === subject.finding : d.mark === mark && mark >= 0));
  for (const d of own) history_.append(make("li", d.verdict, decisionText(d)));
  const reason = make("textarea"), name = make("input");
  reason.rows = 2; reason.maxLength = 2000; reason.placeholder = T("Reason or remark"); reason.setAttribute("aria-label", T("Reason or remark"));
  name.maxLength = 80; name.placeholder = T("Your name"); name.setAttribute("aria-label", T("Your name")); name.value = cookie("tieout_name"); name.autocomplete = "name";
  const chunk = mark >= 0 ? W.chunks[chunkOf(mark)] : null;
  const send = async (verdict) => {
    if (!name.value.trim()) { said.textContent = T("Write your name first: a decision says whose it is."); name.hidden = false; name.focus(); return; }
    if (verdict !== "confirmed" && !reason.value.trim()) { said.textContent = T("Say why."); reason.focus(); return; }
    try {
      await decide({ ...subject, ...(chunk && chunk.p ? { page: chunk.p } : {}) }, verdict, reason.value, name.value);
      document.cookie = "tieout_name=" + encodeURIComponent(name.value.trim()) + "; path=/; max-age=31536000; samesite=strict";
      if (mark >= 0) showMark(mark); else showFindings();
    } catch (error) { said.textContent = error.message; }
  };
  const button = (verdict, text, key) => { const b = make("button", "button", text); b.type = "button"; b.dataset.verdict = verdict; b.append(" ", make("kbd", "", key)); b.onclick = () => send(verdict); return b; };
  buttons.append(...(isFinding ? [button("confirmed", T("Confirm"), "c"), button("rejected", T("Reject"), "r")] : []), button("comment", T("Comment"), "m"));
  form.onsubmit = (event) => event.preventDefault();
  form.append(reason, name, buttons, said);
  box.append(make("h2", "", T("Review")), ...(own.length ? [history_] : []), form);
  return box;
}
async function loadDecisions() {
  if (!page.reviewed) return;
  try { decisions = (await get(page.base + "/decisions.json")).decisions; } catch { return; }
  if (decisions.length) { markDecided(); if (current < 0 && tabs.find((t) => t.getAttribute("aria-selected") === "true")?.dataset.tab === "findings") showFindings(false); }
}
