// The page: it holds what the playground last told, where one is, and has each part drawn when its share changes.

import { makeComposer } from "./composer.js";
import { act, watchAs } from "./live.js";
import { avatar, showMessages } from "./messages.js";
import { buildPanel, showPanel, showWire } from "./panel.js";
import { drawThread, threadComposer } from "./thread.js";
import { h, lay } from "./dom.js";
import { icon } from "./icons.js";
import { buildTheme } from "./theme.js";
import { showHome, showModal } from "./modal.js";
import { shortcutMenu } from "./shortcuts.js";
import { showPlace, showSidebar } from "./sidebar.js";

const CALLS_KEPT = 60;
const at = (id) => document.getElementById(id);
const place = { id: null, thread: null, unread: new Set() };
let world = null;

const composer = makeComposer("composer-input", {
  send: (text) => act("say", { channel: place.id, text }),
  commands: () => world?.commands ?? [],
});

function hear(kind, thing) {
  if (kind === "screen") return take(thing);
  if (!world) return;
  if (kind === "message") return takeMessage(thing);
  if (kind === "call") {
    world.calls = [...world.calls, thing].slice(-CALLS_KEPT);
    return showWire(world);
  }
  if (kind === "complaint") {
    world.complaints.push(thing);
    return showWire(world);
  }
  Object.assign(world, thing);
  if (kind === "controls") return showPanel(world);
  showModal(world.modal);
  if (place.id === "home") showHome(at("home"), world.home, world.app);
}

function take(screen) {
  const isNew = world?.me !== screen.me;
  world = screen;
  history.replaceState(null, "", `?as=${world.me}${location.hash}`);
  at("workspace-name").textContent = world.workspace;
  if (isNew) place.unread.clear();
  const known = [...world.channels.map((one) => one.id), "home"];
  const wanted = place.id ?? location.hash.slice(1);
  place.thread = world.messages.find((one) => one.ts === place.thread)?.ts ?? null;
  showPeople();
  showShortcuts();
  showPanel(world);
  showModal(world.modal);
  go(known.includes(wanted) ? wanted : known[0], isNew);
}

function takeMessage(message) {
  const rest = world.messages.filter((one) => one.ts !== message.ts || one.channel !== message.channel);
  const isNew = rest.length === world.messages.length;
  if (!message.gone) rest.push(message);
  world.messages = rest;
  if (isNew && message.channel !== place.id && !message.gone) place.unread.add(message.channel);
  showSidebar(at("sidebar"), world, place, go);
  drawMiddle(isNew && message.author?.id === world.me);
  if (isNew && message.ephemeral) showFromItsTop(message);
}

function go(id, isNew = true) {
  if (id !== place.id) place.thread = null;
  const moved = id !== place.id || isNew;
  place.id = id;
  place.unread.delete(id);
  history.replaceState(null, "", `${location.search}#${id}`);
  at("sidebar").classList.remove("open");
  at("open-sidebar").setAttribute("aria-expanded", "false");
  const here = world.channels.find((one) => one.id === id) ?? { id, name: `${world.app} Home`, kind: "home" };
  showSidebar(at("sidebar"), world, place, go);
  showPlace(at("place"), here);
  document.title = `${here.name} – Frontdesk playground`;
  const home = id === "home";
  at("home").hidden = !home;
  at("messages").hidden = at("composer").hidden = home;
  at("messages").setAttribute("aria-label", `Messages in ${here.name}`);
  composer.box.setAttribute("aria-label", `Message ${here.name}`);
  composer.box.placeholder = `Message ${here.kind === "dm" ? "" : "#"}${here.name}, or / for a command`;
  if (home && moved) act("home");
  if (home) showHome(at("home"), world.home, world.app);
  drawMiddle(moved);
}

function drawMiddle(toTheEnd) {
  const list = at("messages");
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const here = world.messages
    .filter((one) => one.channel === place.id)
    .sort((one, other) => (one.ts < other.ts ? -1 : 1));
  const replies = (message) => here.filter((one) => one.thread === message.ts);
  showMessages(
    list,
    here.filter((one) => !one.thread || one.broadcast),
    { replies, openThread },
  );
  if (toTheEnd || atEnd) list.scrollTop = list.scrollHeight;
  const parent = here.find((one) => one.ts === place.thread);
  drawThread(parent, parent ? replies(parent) : [], shutThread);
  arrange();
}

/** Bring an answer that one asked for into sight, from its first line on. */
function showFromItsTop(message) {
  const list = at("messages");
  const drawn = list.querySelector(`[data-ts="${message.ts}"]`);
  if (drawn) list.scrollTop += drawn.getBoundingClientRect().top - list.getBoundingClientRect().top - 8;
}

function openThread(message) {
  place.thread = message.ts;
  drawMiddle(false);
  threadComposer.box.focus();
}

function shutThread() {
  const ts = place.thread;
  place.thread = null;
  drawMiddle(false);
  at("messages").querySelector(`[data-ts="${ts}"] .reply`)?.focus();
}

function showPeople() {
  lay(
    at("people"),
    world.people.map((one) => ({
      key: one.id,
      sign: `${one.id} ${one.id === world.me}`,
      draw: () =>
        h(
          "button",
          {
            type: "button",
            class: "someone",
            "aria-pressed": String(one.id === world.me),
            "aria-label": `${one.name}, ${one.role}`,
            title: `${one.name}: ${one.role}`,
            "data-focus": `be ${one.id}`,
            onclick: () => be(one.id),
          },
          avatar({ kind: "person", name: one.name }),
          h("span", { class: "who" }, h("strong", {}, one.name), h("span", {}, one.role)),
        ),
    })),
  );
}

function showShortcuts() {
  const names = world.shortcuts ?? [];
  const draw = () =>
    shortcutMenu({ label: "Shortcuts", sign: "⚡", focus: "shortcuts" }, names, (name) => act("choose", { name }));
  lay(at("shortcuts"), names.length ? [{ key: "shortcuts", sign: names.join(), draw }] : []);
}

function be(person) {
  place.thread = null;
  watchAs(person, hear);
}

const wide = matchMedia("(min-width: 75rem)");
let panelOpen = wide.matches;
wide.addEventListener("change", () => world && turnPanel(wide.matches));

/** On the right stands the thread, or else the panel. */
function arrange() {
  at("thread").hidden = !place.thread;
  at("panel").hidden = !panelOpen || Boolean(place.thread);
  at("open-panel").setAttribute("aria-expanded", String(!at("panel").hidden));
}

function turnPanel(open) {
  panelOpen = open;
  if (open && place.thread) shutThread();
  arrange();
}

function build() {
  at("open-sidebar").append(icon("menu"), h("span", { class: "unseen" }, "Conversations"));
  at("open-sidebar").addEventListener("click", () => {
    const open = at("sidebar").classList.toggle("open");
    at("open-sidebar").setAttribute("aria-expanded", String(open));
    if (open) at("sidebar").querySelector("button")?.focus();
  });
  at("open-panel").append(icon("panel"), h("span", { class: "unseen" }, "Behind the scenes"));
  at("open-panel").addEventListener("click", () => turnPanel(at("panel").hidden));
  at("composer").append(composer.form);
  buildTheme(at("theme"));
  buildPanel({
    fill: (words) => {
      if (place.id === "home") go(world.channels[0].id);
      if (!wide.matches) turnPanel(false);
      composer.fill(words);
    },
    shut: () => (turnPanel(false), at("open-panel").focus()),
  });
  threadComposer.send = (text) => act("say", { channel: place.id, text, thread: place.thread });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (at("sidebar").classList.contains("open")) at("open-sidebar").click();
    else if (place.thread && at("thread").contains(document.activeElement)) shutThread();
  });
  watchAs(new URLSearchParams(location.search).get("as"), hear);
}

build();
