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

  // A menu closes when something else is clicked, or by Escape.
  const menus = [...document.querySelectorAll(".menu")];
  addEventListener("click", (event) => menus.forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
  addEventListener("keydown", (event) => { if (event.key === "Escape") menus.forEach((menu) => { if (menu.open) { menu.open = false; menu.querySelector("summary").focus(); } }); });

  // A summary is fetched when it is unfolded; it is the part of its own page.
  for (const fold of document.querySelectorAll(".summary-fold")) fold.addEventListener("toggle", async () => {
    if (!fold.open || fold.dataset.read) return;
    fold.dataset.read = "yes";
    const reply = await fetch(fold.dataset.address, { headers: { Accept: "text/html" } });
    const told = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("summary");
    if (told) fold.lastElementChild.replaceChildren(told);
  });

  // A form whose answer takes a while says so, and how long it has been.
  for (const asking of document.querySelectorAll("form[data-busy]")) asking.addEventListener("submit", () => {
    const said = document.createElement("p"), bar = document.createElement("progress"), began = Date.now();
    said.className = "busy"; said.setAttribute("role", "status");
    const tell = () => { said.firstChild.textContent = `${asking.dataset.busy} ${Math.round((Date.now() - began) / 1000)} s`; };
    said.append("", bar); asking.after(said); asking.setAttribute("aria-busy", "true");
    tell(); setInterval(tell, 1000);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) { document.querySelectorAll("[aria-busy]").forEach((n) => n.removeAttribute("aria-busy")); document.querySelectorAll(".busy").forEach((n) => n.remove()); } });

  // A list of entries grows: writing in its last row makes another.
  for (const table of document.querySelectorAll(".entries")) table.addEventListener("input", (event) => {
    const body = table.tBodies[0], last = body.rows[body.rows.length - 1];
    if (event.target.closest("tr") !== last || body.rows.length >= 500) return;
    const next = last.cloneNode(true);
    for (const box of next.querySelectorAll("input, select")) { const [field, row, cell] = box.name.split("."); box.name = box.id = `${field}.${+row + 1}.${cell}`; box.value = ""; }
    body.append(next);
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
    const bar = document.createElement("progress"), said = document.createElement("span");
    tell(item, "reading", [bold(file.name), ": ", said, bar]);
    const body = new FormData();
    body.append("form", form.elements.form.value);
    body.append("file", file);
    let began = 0;
    const clock = setInterval(() => { if (began) said.textContent = `${words.reading} ${Math.round((Date.now() - began) / 1000)} s`; }, 500);
    const [status, value] = await new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/add.json");
      request.upload.onprogress = (event) => { bar.max = event.total; bar.value = event.loaded; said.textContent = `${words.sending} ${Math.round((100 * event.loaded) / event.total)} %`; };
      request.upload.onload = () => { began = Date.now(); bar.removeAttribute("value"); said.textContent = words.reading; };
      request.onloadend = () => { let value = null; try { value = JSON.parse(request.responseText); } catch { /* no answer */ } done([request.status, value]); };
      request.send(body);
    });
    clearInterval(clock);
    if (!value) { tell(item, "refused", [bold(file.name), `: ${words.failed}`]); return; }
    if (status !== 200) { tell(item, "refused", [bold(file.name), `: ${value.error}`]); return; }
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
  };
  // One file after the other; what is done of how many is said while there is more than one.
  const count = $("count");
  let done = 0, all = 0;
  // The time left is what the bytes still to come take at the rate of those done.
  let bytes = 0, left = 0, spent = 0;
  const clock = (seconds) => (seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`);
  const counted = () => { count.textContent = all > 1 ? `${done} / ${all}` + (bytes && left ? ` · ${words.left.replace("{time}", clock((spent / bytes) * left))}` : "") : ""; };
  const sendAll = async (files) => {
    all += files.length;
    for (const file of files) left += file.size;
    counted();
    for (const file of files) {
      const began = Date.now();
      await send(file);
      spent += (Date.now() - began) / 1000; bytes += file.size; left -= file.size; done += 1;
      counted();
    }
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); sendAll([...form.elements.file.files]).then(() => { form.elements.file.value = ""; }); });
  for (const name of ["dragenter", "dragover"]) addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  addEventListener("dragleave", (event) => { if (!event.relatedTarget) form.classList.remove("over"); });
  addEventListener("drop", (event) => { event.preventDefault(); form.classList.remove("over"); sendAll([...event.dataTransfer.files]); });
})();
