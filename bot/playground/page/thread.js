// The thread beside the channel: a message, the replies to it, and a box for another.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { makeComposer } from "./composer.js";
import { showMessages } from "./messages.js";

const aside = document.getElementById("thread");

/** The thread's message box; `send` is set by the page. */
export const threadComposer = {
  send: () => {},
  ...makeComposer("thread-input", { send: (text) => threadComposer.send(text), commands: () => [] }),
};
threadComposer.box.setAttribute("aria-label", "Reply");
threadComposer.box.placeholder = "Reply…";

const list = h("div", { class: "list", role: "log", "aria-label": "Replies", tabindex: "0" });
let shut = () => {};
aside.append(
  h(
    "div",
    { class: "panel-head" },
    h("h2", {}, "Thread"),
    h(
      "button",
      { type: "button", class: "bare", "aria-label": "Close the thread", onclick: () => shut() },
      icon("close"),
    ),
  ),
  list,
  threadComposer.form,
);

/** Show a thread; without a parent there is none. */
export function drawThread(parent, answers, onShut) {
  shut = onShut;
  showMessages(list, parent ? [parent, ...answers] : [], { replies: () => [], openThread: null });
  list.scrollTop = list.scrollHeight;
}
