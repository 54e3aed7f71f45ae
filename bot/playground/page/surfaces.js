// Where blocks stand: a message, a modal, the Home tab. A surface holds what stands in its inputs.

import { act } from "./live.js";

/**
 * Make the surface of a view. What a person put in stays over an update where block id and action id stay the same,
 * whatever the new initial value says: that is Slack's rule.
 */
export function viewSurface(view, before) {
  const values = structuredClone(view.values);
  if (before?.id === view.id) {
    for (const [block, held] of Object.entries(values)) {
      for (const action of Object.keys(held)) {
        const old = before.values[block];
        if (old && action in old) held[action] = old[action];
      }
    }
  }
  return {
    id: view.id,
    values,
    errors: view.errors,
    value: (block, one) => values[block.block_id]?.[one.action_id],
    keep: (block, one, value) => keep(values, block, one, value),
    use: (block, one, value, moment) =>
      act("use", { view: view.id, block: block.block_id, action: one.action_id, value, values, moment }),
    suggest: async (block, one, typed) =>
      (await act("suggest", { view: view.id, block: block.block_id, action: one.action_id, typed }))?.options,
  };
}

/** Make the surface of a message. */
export function messageSurface(message) {
  const values = structuredClone(message.values);
  return {
    errors: {},
    value: (block, one) => values[block.block_id]?.[one.action_id],
    keep: (block, one, value) => keep(values, block, one, value),
    use: (block, one, value) =>
      act("use", {
        channel: message.channel,
        ts: message.ts,
        block: block.block_id,
        action: one.action_id,
        value,
      }),
    suggest: async (block, one, typed) =>
      (
        await act("suggest", {
          channel: message.channel,
          ts: message.ts,
          block: block.block_id,
          action: one.action_id,
          typed,
        })
      )?.options,
  };
}

function keep(values, block, one, value) {
  (values[block.block_id] ??= {})[one.action_id] = value;
}
