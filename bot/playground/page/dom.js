// The one way in which elements are made, and the one way in which lists of them are kept up to date.

/** Make an element: `on…` are listeners, true and false set and leave out an attribute, null children are skipped. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else if (name === "class" && value) node.className = value.trim();
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

const drawnAs = new WeakMap();

/**
 * Show `wanted` inside `parent`, each `{key, sign, draw}`. A node stays the same as long as its sign does, so that
 * what is typed, scrolled and focused in it stays too; where it is drawn anew, the focus goes to its like.
 */
export function lay(parent, wanted) {
  const focus = focused(parent);
  const before = new Map([...parent.children].map((node) => [drawnAs.get(node)?.key, node]));
  const nodes = wanted.map(({ key, sign, draw }) => {
    const kept = before.get(key);
    if (kept && drawnAs.get(kept).sign === sign) return kept;
    const node = draw();
    drawnAs.set(node, { key, sign });
    return node;
  });
  const staying = new Set(nodes);
  for (const node of [...parent.children]) if (!staying.has(node)) node.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  restore(parent, focus);
}

function focused(parent) {
  const node = document.activeElement;
  const named = node?.closest?.("[data-focus]");
  if (!named || !parent.contains(named)) return null;
  return { name: named.dataset.focus, start: node.selectionStart, end: node.selectionEnd };
}

function restore(parent, focus) {
  if (!focus || parent.contains(document.activeElement)) return;
  const like = parent.querySelector(`[data-focus="${CSS.escape(focus.name)}"]`);
  like?.focus();
  if (focus.start != null && like?.setSelectionRange) like.setSelectionRange(focus.start, focus.end);
}

let number = 0;

/** Make an id that nothing else on the page has. */
export function freshId(what) {
  number += 1;
  return `${what}-${number}`;
}
