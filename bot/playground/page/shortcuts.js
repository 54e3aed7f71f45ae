// The app's shortcuts: a menu on each message, and one at the top.

import { h } from "./dom.js";

/** Make a menu that stands at its sign again once something was chosen. */
export function shortcutMenu({ label, sign, focus }, names, choose) {
  return h(
    "select",
    {
      class: "shortcuts",
      "aria-label": label,
      title: "Shortcuts",
      "data-focus": focus,
      onchange: (event) => {
        const name = event.target.value;
        event.target.selectedIndex = 0;
        if (name) choose(name);
      },
    },
    h("option", { value: "" }, sign),
    names.map((name) => h("option", { value: name }, name)),
  );
}
