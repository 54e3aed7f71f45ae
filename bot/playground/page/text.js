// Text as Slack shows it: the playground has already read mrkdwn into runs that look one way.

import { h } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

/** Draw a text object; plain text stands as it is. */
export function text(part) {
  if (!part) return null;
  return part.type === "mrkdwn" ? runs(part.spans) : lines(part.text);
}

/** The bare words of a text object, for names and labels. */
export function words(part) {
  if (!part) return "";
  return part.type === "mrkdwn" ? part.spans.map((run) => run.text).join("") : part.text;
}

/** Draw runs of text: lines, quotes that may take several of them, and blocks of code. */
export function runs(spans) {
  const all = document.createDocumentFragment();
  let quote = null;
  const rows = rowsOf(spans);
  rows.forEach((row, index) => {
    if (row[0]?.styles.includes("quote")) {
      if (quote) quote.append(h("br"));
      else all.append((quote = h("blockquote")));
      quote.append(...row.map(run));
      return;
    }
    if (index && !quote && !isBlock(rows[index - 1]) && !isBlock(row)) all.append(h("br"));
    quote = null;
    all.append(...row.map(run));
  });
  return all;
}

function rowsOf(spans) {
  const rows = [[]];
  for (const span of spans) {
    if (span.text === "\n" && !span.styles.includes("code")) rows.push([]);
    else rows.at(-1).push(span);
  }
  return rows;
}

const isBlock = (row) => row?.[0]?.styles.includes("block");

function run(span) {
  if (span.styles.includes("block")) return h("pre", {}, span.text);
  let node = span.url ? link(span.url, span.text) : lines(span.text);
  if (span.pings) node = h("span", { class: "ping" }, node);
  return styled(node, span.styles);
}

/** Put marks around a node: bold, italic, strike, code. */
export function styled(node, styles) {
  return styles.reduce((inner, style) => (TAGS[style] ? h(TAGS[style], {}, inner) : inner), node);
}

export function link(url, shown) {
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, shown);
}

function lines(plain) {
  const all = document.createDocumentFragment();
  plain.split("\n").forEach((line, index) => {
    if (index) all.append(h("br"));
    all.append(line);
  });
  return all;
}
