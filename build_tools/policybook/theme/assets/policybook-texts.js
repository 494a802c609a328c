/* What the search worker looks through, and what it looks for. */

const [OTHER, DIGIT, SMALL, CAPITAL] = [0, 1, 2, 3]; // kinds of characters

const STOP_WORDS = new Set(
  "a an and are as at by for from in is it of on or that the to with".split(" "),
);

/* Scripts that put no space between words. */
const UNSPACED = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/* Strings that are looked through together. */
class Texts {
  constructor(strings) {
    this.whole = strings.join("\n");
    // The one letter that would become longer is replaced, so that places stay the same.
    this.lower = this.whole.replace(/\u0130/g, "I").toLowerCase();
    this.starts = [];
    let at = 0;
    for (const { length } of strings) {
      this.starts.push(at);
      at += length + 1;
    }
  }

  /* Tell, in their order, all places where a word begins with a term, or one within a name, as
     `Read` in `AmazonS3ReadOnlyAccess`: in which string, from where to where, and 0 if the word
     ends there, 1 otherwise. */
  find({ pattern, isAnywhere }, tell) {
    let index = 0;
    pattern.lastIndex = 0;
    for (let match; (match = pattern.exec(this.lower)); ) {
      const from = match.index;
      if (!isAnywhere && !this.begins(from)) continue;
      const to = from + match[0].length;
      while (this.starts[index + 1] <= from) index++;
      const start = this.starts[index];
      tell(index, from - start, to - start, +!this.begins(to));
    }
  }

  /* Whether a word begins or has ended here, or one within a name, and this is no markup. */
  begins(at) {
    const { whole } = this;
    const kind = kindAt(whole, at);
    const before = kindAt(whole, at - 1);
    if (kind === OTHER) return true;
    if (before !== OTHER) {
      return kind === CAPITAL && (before !== CAPITAL || kindAt(whole, at + 1) === SMALL);
    }
    const mark = whole[at - 1];
    return mark !== "<" && mark !== "&" && !(mark === "/" && whole[at - 2] === "<");
  }
}

/* The kind of the character here. */
function kindAt(text, at) {
  const code = text.charCodeAt(at);
  if (code >= 97 && code <= 122) return SMALL;
  if (code >= 65 && code <= 90) return CAPITAL;
  if (code >= 48 && code <= 57) return DIGIT;
  if (!(code > 127)) return OTHER;
  if (/\p{Lu}/u.test(text[at])) return CAPITAL;
  return /[\p{L}\p{M}\p{N}]/u.test(text[at]) ? SMALL : OTHER;
}

/* The terms of a query, as the theme's own search has them: `+` before one that must be there, `-`
   before one that must not, the name of a field and a colon before one of that field, quotes
   around words that stand together. An action stays one term. */
function parsed(query) {
  const terms = [];
  const parts = query.matchAll(/([+-]?)(?:(title|text|tags):)?(?:"([^"]*)"?|(\S+))/g);
  for (const [, sign, field, phrase, word] of parts) {
    const isOne = phrase !== undefined || word.includes(":");
    for (const said of isOne ? [phrase ?? word] : word.split("-")) {
      const shown = said.trim().replace(/[~^]\d*$|[,;.]+$/, "");
      const name = escaped(shown.replace(/\u0130/g, "I").toLowerCase());
      const bare = name.replace(/^\*+|\*+$/g, "");
      if (!/[\p{L}\p{N}]/u.test(bare)) continue;
      const source = bare.split(/\*+/).map(literally).join("[^\\s<]*");
      terms.push({
        shown: shown.toLowerCase(),
        name,
        sign,
        field,
        pattern: new RegExp(source, "g"),
        isAnywhere: name.startsWith("*") || UNSPACED.test(bare),
      });
    }
  }
  const telling = terms.filter(({ name, sign }) => sign || !STOP_WORDS.has(name));
  const kept = (telling.length ? telling : terms).slice(0, 30); // as many as there are bits
  kept.forEach((term, index) => (term.bit = 1 << index));
  return kept;
}

/* Text as HTML. */
function escaped(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/* A pattern of the very text. */
function literally(text) {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/* The outermost elements of HTML, each as a string. */
function* blocks(html) {
  let depth = 0;
  let start = 0;
  for (const { 0: tag, 1: isEnd, index } of html.matchAll(/<(\/?)[^>]*>/g)) {
    if (tag.endsWith("/>")) continue;
    depth += isEnd ? -1 : 1;
    if (!depth) {
      const end = index + tag.length;
      yield html.slice(start, end);
      start = end;
    }
  }
  if (start < html.length) yield html.slice(start);
}

/* HTML in which all that terms find is marked. */
function marked(html, terms) {
  if (!terms.length) return html;
  const texts = new Texts([html]);
  const places = [];
  for (const term of terms) texts.find(term, (_, from, to) => places.push([from, to]));
  places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  let text = "";
  let done = 0;
  for (const [from, to] of places) {
    if (from < done) continue;
    text += `${html.slice(done, from)}<mark>${html.slice(from, to)}</mark>`;
    done = to;
  }
  return text.replaceAll("</mark><mark>", "") + html.slice(done);
}
