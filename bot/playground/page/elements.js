// What can be pressed: buttons, links that look like buttons, overflow menus. Anything that holds a value is in inputs.js.

import { askFirst } from "./confirm.js";
import { h, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { field, HOLDS } from "./inputs.js";
import { redBox } from "./red_box.js";
import { text, words } from "./text.js";

const UNNAMED = { datepicker: "Date", timepicker: "Time", datetimepicker: "Date and time" };

/** Draw an element that stands in an actions block or beside a section. */
export function element(one, block, surface) {
  if (one.type === "button") return one.url ? linkButton(one, block, surface) : button(one, block, surface);
  if (one.type === "overflow") return overflow(one, block, surface);
  if (one.type === "image") return h("img", { src: one.image_url, alt: one.alt_text });
  if (HOLDS.has(one.type))
    return field(one, block, surface, {
      label: words(one.placeholder) || words(block.text) || UNNAMED[one.type] || "Choose",
    });
  return redBox(`an element of type “${one.type}”`, one);
}

function looks(one, block) {
  return {
    class: `button ${one.style ?? ""}`,
    "aria-label": one.accessibility_label ?? null,
    "data-focus": `${block.block_id}/${one.action_id}`,
  };
}

function button(one, block, surface) {
  const press = async (event) => {
    const node = event.currentTarget;
    if (node.getAttribute("aria-busy") === "true") return;
    if (one.confirm && !(await askFirst(one.confirm))) return;
    await whileBusy(node, () => surface.use(block, one, null, "press"));
  };
  return h("button", { ...looks(one, block), type: "button", onclick: press }, text(one.text));
}

function linkButton(one, block, surface) {
  const press = (event) => warnUnlessHeard(event.currentTarget, surface.use(block, one, null, "press"));
  const aims = { href: one.url, target: "_blank", rel: "noopener noreferrer" };
  return h("a", { ...looks(one, block), ...aims, onclick: press }, text(one.text));
}

function overflow(one, block, surface) {
  const id = freshId("menu");
  const menu = h("div", { id, class: "menu", popover: "auto", role: "menu", "aria-label": "More" });
  const opener = h(
    "button",
    {
      ...looks(one, block),
      type: "button",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      popovertarget: id,
    },
    icon("more"),
  );
  const choose = async (option) => {
    menu.hidePopover();
    if (one.confirm && !(await askFirst(one.confirm))) return;
    await whileBusy(opener, () => surface.use(block, one, option.value, "press"));
  };
  const items = one.options.map((option) =>
    option.url
      ? h(
          "a",
          {
            role: "menuitem",
            href: option.url,
            target: "_blank",
            rel: "noopener noreferrer",
            onclick: () => choose(option),
          },
          text(option.text),
        )
      : h("button", { type: "button", role: "menuitem", onclick: () => choose(option) }, text(option.text)),
  );
  menu.append(...items);
  menu.addEventListener("toggle", (event) => event.newState === "open" && placeUnder(menu, opener, items));
  menu.addEventListener("keydown", (event) => moveWithin(event, items));
  return h("span", { class: "overflow" }, opener, menu);
}

function placeUnder(menu, opener, items) {
  const place = opener.getBoundingClientRect();
  const room = innerHeight - place.bottom > menu.offsetHeight + 8;
  menu.style.left = `${Math.max(8, Math.min(place.left, innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${room ? place.bottom + 4 : place.top - menu.offsetHeight - 4}px`;
  items[0].focus();
}

function moveWithin(event, items) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const here = items.indexOf(document.activeElement);
  items[(here + step + items.length) % items.length].focus();
}

/** Show that something is under way, and a warning sign where the app did not answer in time, as Slack does. */
export async function whileBusy(node, work) {
  node.setAttribute("aria-busy", "true");
  await warnUnlessHeard(node, work());
  node.removeAttribute("aria-busy");
}

async function warnUnlessHeard(node, answer) {
  const told = await answer;
  node.nextElementSibling?.classList.contains("unheard") && node.nextElementSibling.remove();
  if (told && told.heard === false) {
    node.after(
      h(
        "span",
        {
          class: "unheard",
          role: "img",
          "aria-label": "The app did not answer",
          title: "The app did not answer",
        },
        "⚠",
      ),
    );
  }
}
