// What all fields have in common: the attributes that they are found and described by, and what a new value sets going.

/** Fields that are several things to press, under one name. */
export const GROUPS = new Set(["radio_buttons", "checkboxes", "multi_static_select"]);

/** The attributes that every field has. */
export function about(one, block, names) {
  return {
    id: names.id ?? null,
    "aria-label": names.label ?? null,
    "aria-describedby": names.described ?? null,
    "aria-invalid": names.invalid ? "true" : null,
    "aria-required": names.required && !GROUPS.has(one.type) ? "true" : null,
    "data-focus": `${block.block_id}/${one.action_id}`,
    "data-first": one.focus_on_load ? "yes" : null,
  };
}

/** Keep a new value, and tell the app where it asks for changes. */
export function changed(one, block, surface, value) {
  surface.keep(block, one, value);
  if (block.type !== "input" || block.dispatch_action) surface.use(block, one, value, "change");
}
