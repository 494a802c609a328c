/* The search worker of the site: it stands where Material for MkDocs has its own, speaks the same
   messages, and finds pages by names, actions and words.

   There is no index that would have to be built first. For each query all words are looked through,
   which takes milliseconds even with thousands of pages, so that the first answer comes as soon as
   the words are there. */

const SETUP = 0;
const READY = 1;
const QUERY = 2;
const RESULT = 3;

/* How much it says about a page that a term stands there, in a title, an action or the text. The
   second of each two is for the beginning of a word. */
const TITLE = [10, 7];
const ACTION = [8, 3];
const TEXT = [2, 1];

const TOGETHER = 12; // actions that are shown of a page
const PARAGRAPHS = 2; // that are shown of a page
const TEASERS = 100; // pages of which more than the title is shown
const ALL_TERMS = 1e4; // more than anything else weighs
const EXACT = 1e3;

/* How much more than a section a policy weighs, and any other page. */
const POLICY = 1.4;
const PAGE = 1.2;

const NO_ACTIONS = { actions: {}, pages: {} };

const actions = fetch(new URL("../search/actions.json", location))
  .then((response) => (response.ok ? response.json() : NO_ACTIONS))
  .catch(() => NO_ACTIONS);
let search;
let asked = null;

importScripts("policybook-texts.js");

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    search = new Search(data, await actions);
    postMessage({ type: READY });
  } else if (type === QUERY) {
    // Who types fast has asked again by the time that this is answered.
    if (asked === null) setTimeout(answer);
    asked = data;
  }
});

function answer() {
  const query = asked;
  asked = null;
  postMessage({ type: RESULT, data: search.answer(query) });
}

class Search {
  constructor({ docs, options }, { actions, pages }) {
    this.options = options;
    this.docs = docs;
    this.titles = new Texts(docs.map(({ title, tags }) => [title, ...(tags ?? [])].join("\t")));
    this.texts = new Texts(docs.map(({ text }) => text));
    this.names = Object.entries(actions).flatMap(([prefix, operations]) =>
      operations.map((operation) => prefix + operation),
    );
    this.actions = new Texts(this.names);
    this.named = new Map(); // the actions of a page, by its document
    this.articles = []; // the document of the page that each document is of
    const steps = new Map(Object.entries(pages));
    const byPath = new Map();
    docs.forEach(({ location }, index) => {
      const [path] = location.split("#");
      if (!byPath.has(path)) byPath.set(path, index);
      this.articles.push(byPath.get(path));
      let id = 0;
      const named = steps.get(location)?.map((step) => (id += step));
      if (named) this.named.set(index, named);
    });
  }

  answer(query) {
    const all = parsed(query);
    const groups = this.groups(this.hits(all, escaped(query.trim().toLowerCase())), all);
    const terms = all.filter(({ sign }) => sign !== "-");
    const items = groups.map(({ hits }, place) =>
      hits.map((hit) => this.item(hit, place < TEASERS ? terms : [])),
    );
    if (!this.options.suggest) return { items };
    return { items, suggest: groups.length ? this.suggested(groups[0], query, terms) : [] };
  }

  /* What is found, by document. */
  hits(terms, query) {
    const hits = new Map();
    for (const term of terms) {
      const weights = this.weights(term);
      const rarity = Math.log(1 + this.docs.length / weights.size);
      for (const [index, weight] of weights) {
        let hit = hits.get(index);
        if (!hit) hits.set(index, (hit = { index, found: 0, score: 0 }));
        hit.found |= term.bit;
        hit.score += rarity * weight;
      }
    }
    for (const hit of hits.values()) {
      const { title, boost } = this.docs[hit.index];
      const isPage = this.articles[hit.index] === hit.index;
      hit.score *= (boost ?? 1) * (this.named.has(hit.index) ? POLICY : isPage ? PAGE : 1);
      if (title.toLowerCase() === query) hit.score += EXACT;
    }
    return hits;
  }

  /* How much a term says about each document in which it stands. */
  weights(term) {
    const weights = new Map();
    const weigh = (index, weight) => {
      if (weight > (weights.get(index) ?? 0)) weights.set(index, weight);
    };
    if (!term.field || term.field === "text") {
      this.texts.find(term, (index, from, to, isPart) => weigh(index, TEXT[isPart]));
      term.levels = this.levels(term);
      for (const [index, named] of this.named) {
        let best = 0;
        for (const id of named) if (term.levels[id] > best) best = term.levels[id];
        // Who names few actions is more about this one.
        if (best) weigh(index, best + 1 / (1 + named.length));
      }
    }
    if (term.field !== "text") {
      this.titles.find(term, (index, from, to, isPart) => {
        const { length } = this.docs[index].title;
        const field = from < length ? "title" : "tags";
        if ((term.field ?? field) !== field) return;
        const covered = field === "title" ? (to - from) / length : 0;
        weigh(index, TITLE[isPart] + TITLE[0] * covered);
      });
    }
    return weights;
  }

  /* How well each action fits a term. */
  levels(term) {
    const levels = new Float32Array(this.names.length);
    this.actions.find(term, (index, from, to, isPart) => {
      const { length } = this.names[index];
      const isWhole = to === length && (!from || this.names[index][from - 1] === ":");
      const isExact = isWhole || this.names[index].toLowerCase() === term.name;
      levels[index] = Math.max(levels[index], isExact ? ACTION[0] : ACTION[1] - isPart);
    });
    return levels;
  }

  /* What is found on each page, the best first: pages with all terms before those with any. */
  groups(hits, terms) {
    const signed = (sign) => terms.reduce((all, term) => all | (term.sign === sign && term.bit), 0);
    const [must, mustNot] = [signed("+"), signed("-")];
    const groups = new Map();
    for (const hit of hits.values()) {
      const article = this.articles[hit.index];
      let group = groups.get(article);
      if (!group) groups.set(article, (group = { article, found: 0, hits: [], score: 0 }));
      group.found |= hit.found;
      group.hits.push(hit);
      group.score = Math.max(group.score, hit.score);
    }
    const kept = [...groups.values()].filter(
      ({ found }) => (found & must) === must && !(found & mustNot),
    );
    for (const group of kept) {
      group.score += ALL_TERMS * terms.filter(({ bit }) => group.found & bit).length;
      for (const hit of group.hits) hit.ofPage = group.found;
      group.hits.sort((a, b) => b.score - a.score || a.index - b.index);
      if (!group.hits.some(({ index }) => index === group.article)) {
        group.hits.push({ index: group.article, found: 0, ofPage: group.found, score: 0 });
      }
    }
    return kept.sort((a, b) => b.score - a.score || a.article - b.article);
  }

  /* What the theme shows of a hit. */
  item({ index, found, ofPage, score }, terms) {
    const { location, title, text, tags } = this.docs[index];
    const here = (name) =>
      terms.filter(({ field, bit }) => found & bit && (field ?? name) === name);
    return {
      location,
      title: marked(title, here("title")),
      text: this.teaser(index, text, here("text")),
      ...(tags && { tags: tags.map((tag) => marked(tag, here("tags"))) }),
      score,
      terms: Object.fromEntries(terms.map(({ shown, bit }) => [shown, !!(ofPage & bit)])),
    };
  }

  /* The actions and paragraphs in which terms stand. */
  teaser(index, text, terms) {
    if (!terms.length) return "";
    const named = (this.named.get(index) ?? [])
      .map((id) => [id, Math.max(...terms.map((term) => term.levels[id]))])
      .filter(([, level]) => level)
      .sort((a, b) => b[1] - a[1])
      .slice(0, TOGETHER)
      .map(([id]) => escaped(this.names[id]));
    const paragraphs = named.length ? [`<p>${marked(named.join(" "), terms)}</p>`] : [];
    for (const block of blocks(text)) {
      if (paragraphs.length === PARAGRAPHS) break;
      const shown = marked(block, terms);
      if (shown !== block) paragraphs.push(shown);
    }
    return paragraphs.join("");
  }

  /* How the last word of a query may go on, going by the best page. */
  suggested({ hits: [{ index }] }, query, terms) {
    const term = terms.at(-1);
    const typed = query.split(/[\s-]+/).at(-1);
    const named = (this.named.get(index) ?? []).filter((id) => term.levels?.[id]);
    const texts = new Texts([this.docs[index].title, ...named.map((id) => this.names[id])]);
    const words = [];
    texts.find(term, (place, from, to) => {
      const text = texts.whole.slice(texts.starts[place]);
      const [rest] = text.slice(to).match(/^[^\s-]*/);
      const shown = typed === typed.toLowerCase() ? rest.toLowerCase() : rest;
      if (!from || /[\s:-]/.test(text[from - 1])) words.push(typed + shown);
    });
    return words.slice(0, 1);
  }
}
