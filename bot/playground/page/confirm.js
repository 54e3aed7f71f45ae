// The dialog that asks first.

import { h } from "./dom.js";
import { text } from "./text.js";

/** Ask what a `confirm` object asks; answers whether the person agreed. */
export function askFirst(question) {
  const dialog = document.getElementById("confirm");
  return new Promise((answer) => {
    const close = (agreed) => () => {
      answer(agreed);
      dialog.close();
    };
    dialog.replaceChildren(
      h("h2", { id: "confirm-title" }, text(question.title)),
      h("div", { id: "confirm-text" }, text(question.text)),
      h(
        "div",
        { class: "dialog-foot" },
        h("button", { type: "button", class: "button", onclick: close(false) }, text(question.deny)),
        h(
          "button",
          {
            type: "button",
            class: `button ${question.style ?? "primary"}`,
            autofocus: true,
            onclick: close(true),
          },
          text(question.confirm),
        ),
      ),
    );
    dialog.onclose = () => answer(false);
    dialog.showModal();
  });
}
