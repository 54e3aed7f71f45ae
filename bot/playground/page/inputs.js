// What holds a value: fields to type into, menus, choices, dates. Alone in an actions block, or under a label in an input.

import { h, freshId } from "./dom.js";
import { choice, many, menu, suggested } from "./choices.js";
import { about, changed, GROUPS } from "./holding.js";
import { redBox } from "./red_box.js";
import { text } from "./text.js";

const PAUSE = 350; // milliseconds of quiet after which typing is told to an app that asks for it

const DRAWERS = {
  plain_text_input: typed("text"),
  email_text_input: typed("email"),
  url_text_input: typed("url"),
  number_input: typed("text"),
  datepicker: picker("date"),
  timepicker: picker("time"),
  datetimepicker: picker("datetime-local"),
  static_select: menu,
  conversations_select: menu,
  channels_select: menu,
  users_select: menu,
  external_select: suggested,
  radio_buttons: choice("radio"),
  checkboxes: choice("checkbox"),
  multi_static_select: many,
};

export const HOLDS = new Set(Object.keys(DRAWERS));

/** Draw an input block: label, field, what is wrong with it, hint. */
export function input(block, surface) {
  const one = block.element;
  if (!HOLDS.has(one.type)) return redBox(`an input of type “${one.type}”`, block);
  const id = freshId("field");
  const fault = surface.errors[block.block_id];
  const described = [fault && `${id}-fault`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || null;
  const body = field(one, block, surface, {
    id,
    described,
    invalid: Boolean(fault),
    required: !block.optional,
  });
  const label = [text(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  const below = [
    fault && h("p", { class: "fault", id: `${id}-fault` }, fault),
    block.hint && h("p", { class: "hint", id: `${id}-hint` }, text(block.hint)),
  ];
  return GROUPS.has(one.type)
    ? h("fieldset", { class: "input", "aria-describedby": described }, h("legend", {}, label), body, below)
    : h("div", { class: "input" }, h("label", { for: id }, label), body, below);
}

/** Draw the field alone; `names` says how it is called and described. */
export function field(one, block, surface, names) {
  return DRAWERS[one.type](one, block, surface, names);
}

function typed(kind) {
  return (one, block, surface, names) => {
    const tells = toldOf(one, block);
    let waiting = null;
    const node = h(one.multiline ? "textarea" : "input", {
      ...about(one, block, names),
      type: one.multiline ? null : kind,
      rows: one.multiline ? "4" : null,
      inputmode: one.type === "number_input" ? "decimal" : null,
      placeholder: one.placeholder?.text ?? null,
      autocomplete: "off",
      class: "typed",
      oninput: () => {
        surface.keep(block, one, node.value);
        clearTimeout(waiting);
        if (tells.typing) waiting = setTimeout(() => surface.use(block, one, node.value, "typed"), PAUSE);
      },
      onkeydown: (event) => {
        if (event.key !== "Enter" || one.multiline || !tells.enter) return;
        event.preventDefault();
        clearTimeout(waiting);
        surface.use(block, one, node.value, "enter");
      },
    });
    node.value = surface.value(block, one) ?? "";
    return node;
  };
}

function toldOf(one, block) {
  if (block.type === "input" && !block.dispatch_action) return { typing: false, enter: false };
  const on = one.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  return { typing: on.includes("on_character_entered"), enter: on.includes("on_enter_pressed") };
}

function picker(kind) {
  return (one, block, surface, names) => {
    const node = h("input", {
      ...about(one, block, names),
      type: kind,
      class: "typed short",
      onchange: () => changed(one, block, surface, node.value || null),
    });
    node.value = surface.value(block, one) ?? "";
    return node;
  };
}
