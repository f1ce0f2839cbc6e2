/* The document page: what it needs to know, and the drawing, fetched before anything else is done. */
const page = JSON.parse(document.getElementById("page").textContent);
const T = (text) => page.words[text] || text;
const get = async (address) => {
  const reply = await fetch(address, { headers: { Accept: "application/json" } });
  const value = await reply.json();
  if (!reply.ok) throw new Error(value.error);
  return value;
};
let W;
try {
  W = (await get(page.drawing))[0];
} catch (error) {
  document.getElementById("documents").textContent = T("The document could not be fetched:") + " " + error.message;
  return;
}
for (const f of W.findings) { f.message = T(f.message); f.check = T(f.check); }
for (const k of new Set(W.relations.map((relation) => relation[0]))) W.strings[k] = W.strings[k].replace(/^(\S+) (.+)$/, (_, code, name) => code + " " + T(name));
document.getElementById("waiting").hidden = true;
const home = (d) => "/document/" + encodeURIComponent(W.documents[d].id);
for (const chunk of W.chunks) if (chunk.image) chunk.image = home(chunk.d) + "/" + chunk.image;
