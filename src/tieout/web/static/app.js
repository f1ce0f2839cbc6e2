"use strict";
(() => {
  const root = document.documentElement;
  const $ = (id) => document.getElementById(id);

  // Light or dark: as chosen here, else as the system says.
  const stored = localStorage.getItem("tieout-theme");
  if (stored) root.dataset.theme = stored;
  const theme = $("theme");
  if (theme) {
    theme.hidden = false;
    theme.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      localStorage.setItem("tieout-theme", root.dataset.theme);
    });
  }

  // Keys: / to the search box, j and k through what is listed, Enter opens it.
  const rows = [...document.querySelectorAll(".hits a, .findings tbody a, .documents .title, .companies a")];
  let at = -1;
  const step = (by) => {
    if (!rows.length) return;
    at = Math.min(rows.length - 1, Math.max(0, at + by));
    rows[at].focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  if (!document.body.classList.contains("reading")) addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "/") { event.preventDefault(); $("site-search").focus(); $("site-search").select(); }
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
  });

  // Adding: each file is sent by itself, so that one that is refused stops no other, and what became of it is told.
  const form = $("add");
  if (!form) return;
  const words = form.dataset;
  const tell = (item, outcome, parts) => { item.className = outcome; item.replaceChildren(...parts); };
  const bold = (text) => { const b = document.createElement("b"); b.textContent = text; return b; };
  const send = async (file) => {
    const item = document.createElement("li");
    $("outcomes").append(item);
    if (file.size > Number(words.limit)) { tell(item, "refused", [bold(file.name), `: ${words.tooLarge}`]); return; }
    tell(item, "reading", [bold(file.name), `: ${words.reading}`]);
    const body = new FormData();
    body.append("form", form.elements.form.value);
    body.append("file", file);
    try {
      const reply = await fetch("/add.json", { method: "POST", body });
      const value = await reply.json();
      if (!reply.ok) { tell(item, "refused", [bold(file.name), `: ${value.error}`]); return; }
      for (const outcome of value.outcomes) {
        const parts = [bold(outcome.name), `: ${words[outcome.outcome]}`];
        for (const found of outcome.documents) {
          const link = document.createElement("a");
          link.href = found.address;
          link.textContent = found.title;
          parts.push(" · ", link);
        }
        if (outcome.reason) parts.push(document.createElement("br"), outcome.reason);
        tell(item, outcome.outcome, parts);
      }
    } catch {
      tell(item, "refused", [bold(file.name), `: ${words.failed}`]);
    }
  };
  const sendAll = async (files) => { for (const file of files) await send(file); };
  form.addEventListener("submit", (event) => { event.preventDefault(); sendAll([...form.elements.file.files]).then(() => { form.elements.file.value = ""; }); });
  for (const name of ["dragenter", "dragover"]) addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); sendAll([...event.dataTransfer.files]); });
})();
