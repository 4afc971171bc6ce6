// Find words in the pages as they are typed, Chinese ones as well. Case, accents and the width of
// letters make no difference. The search that comes with MkDocs needs blanks between words.

const LONGEST_SUMMARY = 160;
const MOST_RESULTS = 50;
const BEFORE = 40;
let pages = [];

function folded(text) {
  return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();
}

function summary(page, words) {
  const at = Math.max(0, folded(page.text).indexOf(words[0]) - BEFORE);
  return (at > 0 ? "…" : "") + page.text.slice(at, at + LONGEST_SUMMARY);
}

function weight(page, words) {
  return words.filter((word) => page.foldedTitle.includes(word)).length;
}

function search(query) {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return pages
    .filter((page) => words.every((word) => (page.foldedTitle + page.foldedText).includes(word)))
    .sort((one, other) => weight(other, words) - weight(one, words))
    .slice(0, MOST_RESULTS)
    .map((page) => ({ location: page.location, title: page.title, summary: summary(page, words) }));
}

async function init() {
  const found = await (await fetch("search_index.json")).json();
  pages = found.docs.map((page) => ({
    ...page,
    foldedTitle: folded(page.title),
    foldedText: folded(page.text),
  }));
  postMessage({ config: found.config });
  postMessage({ allowSearch: true });
}

onmessage = (event) => {
  if (event.data.init) init();
  else if (event.data.query) postMessage({ results: search(event.data.query) });
};
