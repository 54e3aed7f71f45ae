// The side panel: the playground's knobs, things to try, and what goes over the wire.

import { h, lay } from "./dom.js";
import { icon } from "./icons.js";
import { set } from "./live.js";

const LEAPS = [
  [5, "5 min"],
  [15, "15 min"],
  [60, "1 hour"],
  [1440, "1 day"],
];
const panel = document.getElementById("panel");

let clock = null;

/** Build the panel once. `fill(words)` puts words into the message box, `shut()` closes the panel. */
export function buildPanel({ fill, shut }) {
  panel.replaceChildren(
    h(
      "div",
      { class: "panel-head" },
      h("h2", {}, "Behind the scenes"),
      h(
        "button",
        { type: "button", class: "bare", "aria-label": "Close the panel", onclick: shut },
        icon("close"),
      ),
    ),
    part(
      "Try it",
      h("div", {
        class: "tries",
        onclick: (event) => event.target.dataset.try && fill(event.target.dataset.try),
      }),
    ),
    part(
      "Clock",
      h("p", { class: "clock" }),
      h(
        "div",
        { class: "leaps" },
        LEAPS.map(([minutes, words]) =>
          h(
            "button",
            { type: "button", class: "button small", onclick: () => set("clock", { minutes }) },
            `+ ${words}`,
          ),
        ),
      ),
    ),
    part(
      "Appointment service",
      h("label", { for: "sky", class: "unseen" }, "How the appointment service does"),
      h("select", {
        id: "sky",
        class: "typed",
        onchange: (event) => set("sky", { sky: event.target.value }),
      }),
    ),
    h(
      "section",
      { class: "told" },
      h("h3", {}, "What claimants are sent"),
      h("p", { class: "hint" }, "Nothing yet. Book somebody with a mobile number, such as 07911 123456."),
      h("ol", { "aria-label": "Messages to claimants, newest first" }),
    ),
    part(
      "Everything",
      h("button", { type: "button", class: "button small danger", onclick: reset }, "Reset"),
      h("p", { class: "hint" }, "Throws all messages and sessions away and begins anew."),
    ),
    part(
      "On the wire",
      h("p", { class: "complaints", role: "status" }),
      h("ol", { class: "calls", "aria-label": "Requests, newest first" }),
    ),
  );
  setInterval(tick, 1000);
}

function part(title, ...inner) {
  return h("section", {}, h("h3", {}, title), inner);
}

async function reset(event) {
  const button = event.currentTarget;
  button.setAttribute("aria-busy", "true");
  await set("reset");
  button.removeAttribute("aria-busy");
}

/** Show the knobs and the wire as they are. */
export function showPanel(world) {
  clock = {
    ...world.clock,
    heard: performance.now(),
    tz: world.people.find((one) => one.id === world.me).tz,
  };
  tick();
  const sky = panel.querySelector("#sky");
  if (!sky.options.length)
    sky.append(...world.skies.map((one) => h("option", { value: one.value }, one.label)));
  sky.value = world.sky;
  sky.classList.toggle("bad", world.sky !== "fine");
  lay(
    panel.querySelector(".tries"),
    world.tries.map((one) => ({
      key: one,
      sign: one,
      draw: () => h("button", { type: "button", "data-try": one }, one),
    })),
  );
  showTold(world.told);
  showWire(world);
}

/** Show what claimants were sent, newest first; nothing at all where the service tells them itself. */
function showTold(told) {
  const section = panel.querySelector(".told");
  section.hidden = told == null;
  section.querySelector(".hint").hidden = Boolean(told?.length);
  lay(
    section.querySelector("ol"),
    (told ?? []).map((one) => ({
      key: one.id,
      sign: one.id,
      draw: () => h("li", {}, h("h4", {}, `${one.way} to ${one.to}`), h("p", {}, one.body)),
    })),
  );
}

/** Show the requests, newest first, and what Slack would hold against the app. */
export function showWire(world) {
  panel.querySelector(".complaints").textContent = world.complaints
    .map((one) => `Slack would complain: ${one.about}, ${one.why}.`)
    .join(" ");
  const calls = [...world.calls].sort((one, other) => other.number - one.number);
  lay(
    panel.querySelector(".calls"),
    calls.map((call) => ({ key: call.number, sign: String(call.took), draw: () => drawCall(call) })),
  );
}

function drawCall(call) {
  const fine = !call.error && call.status === 200;
  const incoming = call.way === "in";
  const details = h(
    "details",
    { class: `call ${call.way}` },
    h(
      "summary",
      {},
      h(
        "span",
        { class: "way", role: "img", "aria-label": incoming ? "Slack to the bot" : "The bot to Slack" },
        incoming ? "→" : "←",
      ),
      h("code", {}, call.what),
      fine ? null : h("span", { class: "bad" }, call.error ?? String(call.status)),
      h("span", { class: "took" }, `${Math.max(1, Math.round(call.took * 1000))} ms`),
    ),
  );
  details.addEventListener("toggle", () => {
    if (!details.open || details.children.length > 1) return;
    const signed = call.signature && h("p", { class: "signature" }, `Signed ${call.signature.slice(0, 22)}…`);
    details.append(
      h("div", { class: "exchange" }, signed, json("Sent", call.sent), json("Answer", call.answer)),
    );
  });
  return h("li", {}, details);
}

function json(title, thing) {
  if (thing == null || thing === "") return null;
  const words = typeof thing === "string" ? thing : JSON.stringify(thing, null, 2);
  return [h("h4", {}, title), h("pre", { tabindex: "0", "aria-label": title }, words)];
}

function tick() {
  if (!clock) return;
  const now = new Date(Date.parse(clock.now) + performance.now() - clock.heard);
  const words = now.toLocaleString("en-GB", {
    timeZone: clock.tz,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
  const ahead = clock.ahead ? `, moved on by ${spell(clock.ahead)}` : "";
  const shown = panel.querySelector(".clock");
  const said = `${words} in ${clock.tz.split("/").at(-1)}${ahead}`;
  if (shown.textContent !== said) shown.textContent = said; // else the page is laid out and drawn each second
}

function spell(seconds) {
  const minutes = Math.round(seconds / 60);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor((minutes % 1440) / 60), "h"],
    [minutes % 60, "min"],
  ];
  return parts
    .filter(([count]) => count)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}
