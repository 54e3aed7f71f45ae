// The message box: it completes slash commands and shows how each is used.

import { h, freshId } from "./dom.js";
import { icon } from "./icons.js";

/** Make a message box. `send(text)` takes what is typed; `commands` answers what can be completed, none in a thread. */
export function makeComposer(id, { send, commands }) {
  const listId = freshId("commands");
  const list = h("ul", {
    id: listId,
    role: "listbox",
    "aria-label": "Commands",
    class: "completions",
    hidden: true,
  });
  const usage = h("p", { class: "usage", id: `${listId}-usage`, hidden: true });
  const box = h("input", {
    id,
    type: "text",
    autocomplete: "off",
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": listId,
    "aria-autocomplete": "list",
    "aria-describedby": `${listId}-usage`,
  });
  const form = h(
    "form",
    { class: "composer" },
    list,
    usage,
    h(
      "div",
      { class: "box" },
      box,
      h("button", { type: "submit", class: "send", "aria-label": "Send" }, icon("send")),
    ),
  );
  const past = [];
  let offered = [];
  let chosen = -1;
  let recalled = 0;

  function complete() {
    const typed = box.value.toLowerCase();
    const found = typed.startsWith("/") ? commands().filter((one) => one.name.startsWith(typed)) : [];
    offered = found.length === 1 && found[0].name === typed ? [] : found;
    chosen = -1;
    const best = commands()
      .filter((one) => typed === one.name || typed.startsWith(`${one.name} `))
      .at(-1);
    usage.hidden = !best || offered.length > 0;
    usage.replaceChildren(...(best ? [h("code", {}, best.usage), ` ${best.says}`] : []));
    draw();
  }

  function draw() {
    list.hidden = !offered.length;
    box.setAttribute("aria-expanded", String(Boolean(offered.length)));
    list.replaceChildren(
      ...offered.map((one, index) =>
        h(
          "li",
          {
            role: "option",
            id: `${listId}-${index}`,
            "aria-selected": String(index === chosen),
            onmousedown: (event) => (event.preventDefault(), take(index)),
          },
          h("code", {}, one.usage),
          h("span", {}, one.says),
        ),
      ),
    );
    if (chosen >= 0) {
      box.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    } else box.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    fill(`${offered[index].name} `);
  }

  function fill(words) {
    box.value = words;
    box.focus();
    complete();
  }

  function hide() {
    offered = [];
    draw();
  }

  function recall(step) {
    recalled = Math.max(0, Math.min(past.length, recalled + step));
    box.value = past[recalled] ?? "";
  }

  box.addEventListener("input", complete);
  box.addEventListener("blur", hide);
  box.addEventListener("keydown", (event) => {
    const open = offered.length > 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && open) {
      chosen = (chosen + step + offered.length + (chosen < 0 && step < 0 ? 1 : 0)) % offered.length;
      draw();
    } else if (step && (!box.value || past.includes(box.value))) recall(step);
    else if (event.key === "Escape" && open) hide();
    else if (event.key === "Tab" && open && !event.shiftKey) take(Math.max(chosen, 0));
    else if (event.key === "Enter" && open && chosen >= 0) take(chosen);
    else return;
    event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = box.value.trim();
    if (!words) return;
    if (past.at(-1) !== words) past.push(words);
    recalled = past.length;
    box.value = "";
    complete();
    send(words);
  });
  return { form, box, fill };
}
