// Messages: a channel's, and those of a thread.

import { drawBlock } from "./blocks.js";
import { h, lay } from "./dom.js";
import { icon } from "./icons.js";
import { act } from "./live.js";
import { shortcutMenu } from "./shortcuts.js";
import { messageSurface } from "./surfaces.js";
import { runs } from "./text.js";

const TOGETHER = 300; // seconds within which messages of one author stand under one name

/** Draw a picture of someone: initials on a colour of her own, or the app's bell. */
export function avatar(author) {
  if (author.kind === "app") return h("img", { class: "avatar", src: "/page/bell.svg", alt: "" });
  const initials = author.name
    .split(" ")
    .map((word) => word[0])
    .slice(0, 2)
    .join("");
  const colour = [...author.name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 0) % 7;
  return h("span", { class: `avatar colour-${colour}`, "aria-hidden": "true" }, initials);
}

/** Show messages in a list, with the day above the first of each. `openThread` is null inside of a thread. */
export function showMessages(list, messages, { replies, openThread }) {
  const wanted = [];
  let before = null;
  for (const message of messages) {
    if (message.day !== before?.day) {
      const day = message.day;
      wanted.push({
        key: `day ${day}`,
        sign: day,
        draw: () => h("h2", { class: "day" }, h("span", {}, day)),
      });
      before = null;
    }
    const follows = isSameBreath(before, message);
    const answers = replies(message);
    wanted.push({
      key: message.ts,
      sign: JSON.stringify([message, follows, answers.length, answers.at(-1)?.time]),
      draw: () => drawMessage(message, { follows, answers, openThread }),
    });
    before = message;
  }
  lay(list, wanted);
}

function isSameBreath(before, message) {
  return (
    before !== null &&
    before.author.id === message.author.id &&
    before.ephemeral === message.ephemeral &&
    Number(message.ts) - Number(before.ts) < TOGETHER
  );
}

function drawMessage(message, { follows, answers, openThread }) {
  const surface = messageSurface(message);
  const body = message.blocks.length
    ? message.blocks.map((block) => drawBlock(block, surface))
    : [h("div", { class: "said" }, runs(message.spans))];
  const when = h("span", { class: "time" }, message.time);
  const head = h(
    "div",
    { class: "head" },
    h("span", { class: "author" }, message.author.name),
    message.author.kind === "app" ? h("span", { class: "badge" }, "APP") : null,
    when,
  );
  return h(
    "article",
    {
      class: `message ${follows ? "follows" : ""} ${message.ephemeral ? "ephemeral" : ""}`,
      "aria-label": `${message.author.name}, ${message.time}`,
      "data-ts": message.ts,
    },
    h(
      "div",
      { class: "gutter" },
      follows ? h("span", { class: "time" }, message.time) : avatar(message.author),
    ),
    h(
      "div",
      { class: "body" },
      message.ephemeral ? h("div", { class: "only-you" }, "Only visible to you") : null,
      follows ? null : head,
      body,
      (message.files ?? []).map((file) => fileLink(file)),
      message.edited ? h("span", { class: "edited" }, "(edited)") : null,
      answers.length && openThread ? threadLink(message, answers, openThread) : null,
    ),
    openThread && !message.ephemeral ? replyButton(message, openThread) : null,
    message.menu?.length ? menuOf(message) : null,
  );
}

function fileLink(file) {
  const me = new URLSearchParams(location.search).get("as");
  return h(
    "a",
    { class: "file", href: `/file/${file.id}?as=${me}`, download: file.name },
    icon("file"),
    file.name,
  );
}

function menuOf(message) {
  const { channel, ts } = message;
  return shortcutMenu(
    { label: `More of the message of ${message.author.name}, ${message.time}`, sign: "⋮", focus: `${ts}/menu` },
    message.menu,
    (name) => act("choose", { name, channel, ts }),
  );
}

function threadLink(message, answers, openThread) {
  const words = answers.length === 1 ? "1 reply" : `${answers.length} replies`;
  return h(
    "button",
    {
      type: "button",
      class: "thread-link",
      "data-focus": `${message.ts}/replies`,
      onclick: () => openThread(message),
    },
    h("strong", {}, words),
    h("span", {}, `Last reply ${answers.at(-1).time}`),
  );
}

function replyButton(message, openThread) {
  const names = {
    class: "reply",
    title: "Reply in thread",
    "aria-label": `Reply in thread to ${message.author.name}, ${message.time}`,
  };
  return h(
    "button",
    { type: "button", ...names, "data-focus": `${message.ts}/reply`, onclick: () => openThread(message) },
    icon("message"),
  );
}
