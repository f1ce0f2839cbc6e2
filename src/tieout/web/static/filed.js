"use strict";
/* Inside the frame of a filing: says which mark was clicked, shows the one it is told. */
const show = (mark) => {
  document.querySelectorAll("mark.on").forEach((n) => n.classList.remove("on"));
  const node = document.querySelector(`mark[data-m="${Number(mark)}"]`);
  if (node) { node.classList.add("on"); node.scrollIntoView({ block: "center" }); }
};
addEventListener("click", (event) => {
  const node = event.target.closest("mark[data-m]");
  if (!node) return;
  document.querySelectorAll("mark.on").forEach((n) => n.classList.remove("on"));
  node.classList.add("on");
  parent.postMessage({ mark: Number(node.dataset.m) }, "*");
});
const words = (text) => text.replace(/\s+/g, " ").trim().toLowerCase();
const find = (heading) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT), wanted = words(heading);
  let last = null;
  while (walker.nextNode()) if (walker.currentNode.textContent.length < 4 * wanted.length + 200 && words(walker.currentNode.textContent).includes(wanted)) { if (last && !last.contains(walker.currentNode)) break; last = walker.currentNode; }
  last?.scrollIntoView({ block: "start" });
};
addEventListener("message", (event) => {
  if (event.source !== parent) return;
  if (Number.isInteger(event.data?.mark)) show(event.data.mark);
  if (typeof event.data?.heading === "string" && event.data.heading) find(event.data.heading);
});
parent.postMessage({ ready: true }, "*");
