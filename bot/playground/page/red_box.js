// What the page has no drawing for is shown as just that, never left out.

import { h } from "./dom.js";

/** Show what the page has no drawing for. */
export function redBox(what, source) {
  return h(
    "div",
    { class: "cannot-draw", role: "note", "aria-label": "Can't be drawn" },
    h("strong", {}, `The playground can't draw ${what}.`),
    h("pre", { tabindex: "0" }, JSON.stringify(source, null, 1)),
  );
}
