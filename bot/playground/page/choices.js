// Fields to choose from: menus, radio buttons, check boxes, and menus whose options the app suggests.

import { h, freshId } from "./dom.js";
import { about, changed } from "./holding.js";
import { text, words } from "./text.js";

/** A menu of options, of groups of them, or of conversations and people. */
export function menu(one, block, surface, names) {
  const node = h(
    "select",
    {
      ...about(one, block, names),
      class: "typed",
      onchange: () => changed(one, block, surface, node.value || null),
    },
    h("option", { value: "" }, words(one.placeholder) || "Choose an option"),
    (one.options ?? one.choices ?? []).map(entry),
    (one.option_groups ?? []).map((group) =>
      h("optgroup", { label: words(group.label) }, group.options.map(entry)),
    ),
  );
  node.value = surface.value(block, one) ?? "";
  return node;
}

function entry(option) {
  return h("option", { value: option.value }, option.label ?? words(option.text));
}

/** Radio buttons or check boxes; radio buttons that may stay empty can be cleared again. */
export function choice(kind) {
  return (one, block, surface, names) => options(kind, one, one.options, block, surface, names);
}

/** Several out of a long list. */
export function many(one, block, surface, names) {
  const offered = one.options ?? one.option_groups.flatMap((group) => group.options);
  const node = options("checkbox", one, offered, block, surface, names);
  node.classList.add("long");
  return node;
}

function options(kind, one, offered, block, surface, names) {
  const name = freshId("choice");
  const held = [surface.value(block, one) ?? []].flat();
  const boxes = offered.map((option, index) => {
    const id = `${name}-${index}`;
    const box = h("input", {
      type: kind,
      id,
      name,
      value: option.value,
      checked: held.includes(option.value),
      "data-focus": `${block.block_id}/${one.action_id}/${option.value}`,
      "aria-describedby": option.description ? `${id}-more` : (names.described ?? null),
      onchange: told,
    });
    const more =
      option.description && h("span", { class: "description", id: `${id}-more` }, text(option.description));
    return h("div", { class: "choice" }, box, h("label", { for: id }, text(option.text)), more);
  });
  const clear =
    kind === "radio" && block.optional
      ? h("button", { type: "button", class: "quiet", hidden: !held.length, onclick: cleared }, "Clear")
      : null;
  const group = h(
    "div",
    {
      class: `choices ${names.label ? "in-row" : ""}`,
      role: names.label ? "group" : null,
      "aria-label": names.label ?? null,
    },
    boxes,
    clear,
  );

  function told() {
    const ticked = [...group.querySelectorAll("input:checked")].map((box) => box.value);
    if (clear) clear.hidden = !ticked.length;
    changed(one, block, surface, kind === "radio" ? (ticked[0] ?? null) : ticked);
  }

  function cleared() {
    for (const box of group.querySelectorAll("input")) box.checked = false;
    group.querySelector("input").focus();
    told();
  }

  return group;
}

/** A menu that asks the app what it offers while one types. */
export function suggested(one, block, surface, names) {
  const list = freshId("suggestions");
  const least = one.min_query_length ?? 3;
  let offered = new Map();
  const node = h("input", {
    ...about(one, block, names),
    type: "text",
    list,
    class: "typed",
    autocomplete: "off",
    placeholder: words(one.placeholder),
    onfocus: () => !node.value && !least && offer(),
    oninput: () => {
      const chosen = offered.get(node.value);
      if (chosen || !node.value) changed(one, block, surface, chosen ?? null);
      else if (node.value.length >= least) offer();
    },
  });

  async function offer() {
    const found = (await surface.suggest(block, one, node.value)) ?? [];
    offered = new Map(found.map((option) => [label(option, found), option]));
    options.replaceChildren(...[...offered.keys()].map((said) => h("option", { value: said })));
  }

  /** Namesakes are told apart by what else is said of them. */
  function label(option, among) {
    const same = among.filter((other) => other.text.text === option.text.text);
    return same.length > 1 ? `${option.text.text} (${option.description?.text ?? option.value})` : option.text.text;
  }

  const options = h("datalist", { id: list });
  node.value = surface.value(block, one)?.text.text ?? "";
  return h("span", { class: "suggested" }, node, options);
}
