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
addEventListener("message", (event) => { if (event.source === parent && Number.isInteger(event.data?.mark)) show(event.data.mark); });
parent.postMessage({ ready: true }, "*");
