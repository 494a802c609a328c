/* The search worker of Material for MkDocs, told how IAM writes actions.

   It stands where the theme names a worker of its own, and loads the one that the theme brings,
   whose address is behind the question mark. By itself that takes `iam:PassRole` for any of two
   words. Here an action is one word, which is found by its operation too. */

const SETUP = 0;
const QUERY = 2;

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) {
    const { config, docs } = message.data;
    // Nothing within an action separates words: neither its colon nor a hyphen before it.
    config.separator = `(?!-[\\w\\\\-]*:[\\w*])(?!:[\\w*])(?:${config.separator})`;
    for (const doc of docs) {
      doc.text = doc.text.replace(/<li>([^ ]+): ([^<]+)<\/li>/g, withPrefix);
    }
  } else if (message.type === QUERY) {
    // A colon would name a field. The theme and Lunr each take a backslash away.
    message.data = message.data
      .replace(/(?<![\w-])(?!(?:title|text|tags):)[\w-]+:(?=[\w*])/g, escaped)
      .replace(/:(?=\s|$)/g, "");
  }
});

importScripts(location.search.slice(1));

const { ref } = lunr.Builder.prototype;
lunr.Builder.prototype.ref = function (...names) {
  this.pipeline.add(withOperation);
  return ref.apply(this, names);
};
lunr.Pipeline.registerFunction(withOperation, "withOperation");

function escaped(prefix) {
  return prefix.replace(/[-:]/g, "\\\\\\$&");
}

/* Actions of a service as the index has them, `s3: Get* PutObject` in an item, as they are. */
function withPrefix(_, prefix, operations) {
  return `<p>${operations.replace(/\S+/g, `${prefix}:$&`)}</p>`;
}

/* An action is found by what stands behind its colon, too. */
function withOperation(token) {
  const operation = token.toString().split(":")[1];
  return operation ? [token, token.clone(() => operation)] : token;
}
