// The modal on top of the screen, and the Home tab: views, which the app changes while they are open.

import { drawBlock } from "./blocks.js";
import { h, lay } from "./dom.js";
import { icon } from "./icons.js";
import { act } from "./live.js";
import { viewSurface } from "./surfaces.js";

const dialog = document.getElementById("modal");
const form = document.getElementById("view");
const said = document.getElementById("said"); // inside of the dialog: all outside of it is silent while it is open
let shown = null; // the view that is drawn
let surface = null;
let leaving = null; // the id of the view that one is closing: a second Escape must not close the one below

/** Show the view on top, or none. */
export function showModal(view) {
  if (!view) return close();
  const fresh = view.id !== shown?.id;
  const wasForm = Boolean(shown?.submit);
  surface = viewSurface(view, fresh ? null : surface);
  if (fresh) {
    leaving = null;
    form.replaceChildren(...frame());
  }
  drawFrame(view);
  lay(dialog.querySelector(".dialog-body"), blocksOf(view, surface));
  const faults = Object.keys(view.errors).length;
  const before = shown;
  shown = view;
  if (!dialog.open) dialog.showModal();
  if (fresh) focusFirst();
  else if (faults && !Object.keys(before.errors).length)
    dialog.querySelector("[aria-invalid], .input:has(.fault) input")?.focus();
  else if (wasForm && !view.submit) dialog.querySelector(".dialog-foot button").focus();
  said.textContent = view.submit ? "" : `${view.title}. ${dialog.querySelector(".dialog-body").textContent}`;
}

let homeSurface = null;

/** Show the Home tab in its place. */
export function showHome(place, view, app) {
  if (!view) {
    place.replaceChildren(h("p", { class: "empty" }, `${app} has nothing on its Home tab for you yet.`));
    return;
  }
  homeSurface = viewSurface(view, homeSurface);
  lay(place, blocksOf(view, homeSurface));
}

function blocksOf(view, on) {
  return view.blocks.map((block) => ({
    key: block.block_id,
    sign: JSON.stringify([block, view.errors[block.block_id], view.id]),
    draw: () => drawBlock(block, holding(on, view.id)),
  }));
}

/** A block that stays on the page must use the values of today's surface, not those of the one it was drawn for. */
function holding(on, id) {
  const today = () => (surface?.id === id ? surface : homeSurface?.id === id ? homeSurface : on);
  return {
    errors: on.errors,
    value: (...told) => today().value(...told),
    keep: (...told) => today().keep(...told),
    use: (...told) => today().use(...told),
    suggest: (...told) => today().suggest(...told),
  };
}

function frame() {
  const body = h("div", { class: "dialog-body", tabindex: "-1" });
  const head = h(
    "div",
    { class: "dialog-head" },
    h(
      "button",
      { type: "button", class: "bare back", "aria-label": "Back", onclick: () => leave(false) },
      icon("back"),
    ),
    h("h2", { id: "modal-title" }),
    h(
      "button",
      { type: "button", class: "bare shut", "aria-label": "Close this window", onclick: () => leave(true) },
      icon("close"),
    ),
  );
  return [
    head,
    body,
    h("p", { class: "notice", role: "alert", hidden: true }),
    h("div", { class: "dialog-foot" }),
  ];
}

function drawFrame(view) {
  dialog.querySelector("#modal-title").textContent = view.title;
  dialog.querySelector(".back").hidden = view.depth < 2;
  const notice = dialog.querySelector(".notice");
  notice.hidden = !view.notice;
  notice.textContent = view.notice ?? "";
  const label = (name, words, draw) => ({ key: name, sign: `${words} ${view.submit_disabled}`, draw });
  const foot = [
    label("close", view.close, () =>
      h(
        "button",
        { type: "button", class: "button", "data-focus": "close", onclick: () => leave(false) },
        view.close ?? "Cancel",
      ),
    ),
  ];
  if (view.submit) {
    foot.push(
      label("submit", view.submit, () =>
        h(
          "button",
          { type: "submit", class: "button primary", "data-focus": "submit", disabled: view.submit_disabled },
          view.submit,
        ),
      ),
    );
  }
  lay(dialog.querySelector(".dialog-foot"), foot);
}

async function submit(event) {
  event.preventDefault();
  const button = dialog.querySelector("button[type=submit]");
  if (!button || button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  await act("submit", { view: shown.id, values: surface.values });
  button.removeAttribute("aria-busy");
}

async function leave(everything) {
  if (leaving === shown.id) return;
  leaving = shown.id;
  if (!(await act("close", { view: shown.id, everything }))) leaving = null;
}

function focusFirst() {
  const body = dialog.querySelector(".dialog-body");
  const first =
    body.querySelector("[data-first]") ?? body.querySelector("input, textarea, select, button, a[href]");
  (first ?? dialog.querySelector(".dialog-foot button")).focus();
}

function close() {
  shown = surface = leaving = null;
  if (dialog.open) dialog.close();
}

form.addEventListener("submit", submit);
dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  if (shown) leave(false);
});
// A browser lets nobody be held by a dialog: at the second Escape it closes without asking.
dialog.addEventListener("close", () => {
  if (shown) leave(false);
});
