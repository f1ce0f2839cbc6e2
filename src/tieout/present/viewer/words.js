/* The page's own words: English, or Chinese where the reader asked for it or reads in it. Words of the filing stay as they are. */
const at = (id) => document.getElementById(id);
const CHINESE = JSON.parse(at("words").textContent);
function readLanguage() { try { return localStorage.getItem("tieout-language"); } catch { return null; } }
const inChinese = (readLanguage() || navigator.language).startsWith("zh");
const fill = (text, values) => text.replace(/\{(\d)\}/g, (_, n) => values[n]);
const t = (text, ...values) => fill((inChinese && CHINESE[text]) || text, values);

/* What the file itself says: texts, titles, labels and hints; a number in a text takes the place of {0}, {1}. */
function tellStatic(text) {
  const values = [], key = text.trim().replace(/\d[\d,.]*\d|\d/g, (n) => "{" + (values.push(n) - 1) + "}");
  return CHINESE[key] ? fill(CHINESE[key], values) : text;
}
if (inChinese) {
  document.documentElement.lang = "zh-Hans";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest("script, option, .name") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  while (texts.nextNode()) texts.currentNode.data = tellStatic(texts.currentNode.data);
  for (const node of document.querySelectorAll("[title], [placeholder], [aria-label]")) for (const name of ["title", "placeholder", "aria-label"]) if (node.hasAttribute(name)) node.setAttribute(name, tellStatic(node.getAttribute(name)));
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/* A column's heading as Chinese statements write it: the date in order, the length of the period before it. */
function tellHeading(text) {
  if (!inChinese) return text;
  return text.replace(/^(\d+) Months? Ended$/, "截至下列日期止$1个月").replace(/\b([A-Z][a-z]{2})\.? (\d{1,2}), (\d{4})\b/g, (all, month, day, year) => (MONTHS.includes(month) ? year + "年" + (MONTHS.indexOf(month) + 1) + "月" + day + "日" : all));
}
const tellPeriod = (text) => text.replace("/", t(" to "));
