// Light, dark, or as the machine has it; remembered by the browser.

import { h } from "./dom.js";
import { icon } from "./icons.js";

const THEMES = { auto: "as the machine has it", light: "light", dark: "dark" };
const KEPT = "frontdesk-theme";

/** Make the button that goes through the themes. */
export function buildTheme(button) {
  const names = Object.keys(THEMES);
  let theme = names.includes(localStorage.getItem(KEPT)) ? localStorage.getItem(KEPT) : "auto";
  const show = () => {
    document.documentElement.dataset.theme = theme;
    button.replaceChildren(icon(theme), h("span", { class: "unseen" }, `Colours: ${THEMES[theme]}`));
    button.title = `Colours: ${THEMES[theme]}`;
  };
  button.addEventListener("click", () => {
    theme = names[(names.indexOf(theme) + 1) % names.length];
    localStorage.setItem(KEPT, theme);
    show();
  });
  show();
}
