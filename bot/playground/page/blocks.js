// Block Kit's blocks. What stands in them (buttons, menus, inputs) is in elements.js and inputs.js.
//
// A surface is where blocks stand, a message or a view: it knows what its inputs hold and how they are used.

import { chart } from "./chart.js";
import { h, freshId } from "./dom.js";
import { element } from "./elements.js";
import { input } from "./inputs.js";
import { redBox } from "./red_box.js";
import { link, styled, text } from "./text.js";

const DRAWERS = {
  actions,
  alert: (block) => h("div", { class: `alert ${block.level ?? "default"}` }, text(block.text)),
  card,
  carousel: (block, surface) =>
    h(
      "div",
      { class: "carousel", role: "group", "aria-label": "Cards", tabindex: "0" },
      block.elements.map((one) => card(one, surface, block)),
    ),
  data_visualization: chart,
  context: (block) => h("div", { class: "context" }, block.elements.map(contextPart)),
  divider: () => h("hr"),
  header: (block) => h("h3", { class: "header" }, text(block.text)),
  image,
  input,
  rich_text: (block) => h("div", { class: "rich" }, block.elements.map(richPart)),
  section,
  table,
};

/** Draw one block. What can't be drawn is a red box, never silently nothing. */
export function drawBlock(block, surface) {
  try {
    const drawer = DRAWERS[block.type];
    if (!drawer) return redBox(`a block of type “${block.type}”`, block);
    const node = drawer(block, surface);
    node.classList.add("block");
    return node;
  } catch (fault) {
    console.warn("a block could not be drawn", fault);
    return redBox(`this “${block?.type}” block`, block);
  }
}

function section(block, surface) {
  const body = h("div", { class: "section-body" });
  if (block.text) body.append(h("div", { class: "section-text" }, text(block.text)));
  if (block.fields) {
    body.append(
      h(
        "div",
        { class: "fields" },
        block.fields.map((field) => h("div", { class: "field" }, text(field))),
      ),
    );
  }
  const beside =
    block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, surface));
  return h("div", { class: "section" }, body, beside);
}

function actions(block, surface) {
  return h(
    "div",
    { class: "actions" },
    block.elements.map((one) => element(one, block, surface)),
  );
}

function contextPart(part) {
  if (part.type === "image") return h("img", { src: part.image_url, alt: part.alt_text });
  return h("span", {}, text(part));
}

function image(block) {
  const title = block.title && h("figcaption", {}, text(block.title));
  return h("figure", { class: "image" }, title, h("img", { src: block.image_url, alt: block.alt_text }));
}

function card(block, surface, within = block) {
  return h(
    "div",
    { class: "card" },
    block.hero_image &&
      h("img", { class: "hero", src: block.hero_image.image_url, alt: block.hero_image.alt_text }),
    block.icon && h("img", { class: "card-icon", src: block.icon.image_url, alt: block.icon.alt_text }),
    block.title && h("div", { class: "card-title" }, text(block.title)),
    block.subtitle && h("div", { class: "card-subtitle" }, text(block.subtitle)),
    block.body && h("div", {}, text(block.body)),
    block.actions &&
      h(
        "div",
        { class: "actions" },
        block.actions.map((one) => element(one, within, surface)),
      ),
  );
}

function table(block) {
  const [head, ...rows] = block.rows;
  const settings = block.column_settings ?? [];
  const cell = (tag) => (one, column) => {
    const { align, is_wrapped: wrapped } = settings[column] ?? {};
    const inner = one.type === "raw_text" ? one.text : one.elements.map(richPart);
    return h(
      tag,
      {
        class: `${align ?? "left"} ${wrapped === false ? "one-line" : ""}`,
        scope: tag === "th" ? "col" : null,
      },
      inner,
    );
  };
  return h(
    "div",
    { class: "table", tabindex: "0", role: "group", "aria-label": "Table" },
    h(
      "table",
      {},
      h("thead", {}, h("tr", {}, head.map(cell("th")))),
      h(
        "tbody",
        {},
        rows.map((row) => h("tr", {}, row.map(cell("td")))),
      ),
    ),
  );
}

function richPart(part) {
  switch (part.type) {
    case "rich_text_section":
      return h("div", {}, part.elements.map(richRun));
    case "rich_text_list":
      return h(
        part.style === "ordered" ? "ol" : "ul",
        { class: part.indent ? `indent-${part.indent}` : null },
        part.elements.map((one) => h("li", {}, one.elements.map(richRun))),
      );
    case "rich_text_quote":
      return h("blockquote", {}, part.elements.map(richRun));
    case "rich_text_preformatted":
      return h("pre", { tabindex: "0", id: freshId("code") }, part.elements.map(richRun));
    default:
      return redBox(`rich text of type “${part.type}”`, part);
  }
}

function richRun(part) {
  if (part.type === "link") return link(part.url, part.text ?? part.url);
  const shown = part.type === "text" ? part.text : part.shown;
  if (shown === undefined) return redBox(`rich text of type “${part.type}”`, part);
  const styles = Object.keys(part.style ?? {}).filter((style) => part.style[style]);
  const node = part.url ? link(part.url, shown) : document.createTextNode(shown);
  return styled(
    ["user", "usergroup", "broadcast"].includes(part.type) ? h("span", { class: "ping" }, node) : node,
    styles,
  );
}
