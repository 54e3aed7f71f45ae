// The side bar: the conversations that a person is in, and the app's Home.

import { h, lay } from "./dom.js";
import { icon } from "./icons.js";

const ICONS = { private: "lock", public: "hash", shared: "shared", dm: "message", home: "home" };
const KINDS = {
  private: "private channel",
  public: "public channel",
  shared: "channel shared with another organisation",
  dm: "direct messages with the app",
  home: "the app's Home tab",
};

/** Show all places; `go(id)` is called with the one that is chosen. */
export function showSidebar(nav, world, place, go) {
  const channels = world.channels.filter((one) => one.kind !== "dm");
  const app = [
    ...world.channels.filter((one) => one.kind === "dm"),
    { id: "home", name: `${world.app} Home`, kind: "home" },
  ];
  const group = (title, places) => ({
    key: title,
    sign: JSON.stringify([places, place.id, [...place.unread]]),
    draw: () =>
      h(
        "div",
        {},
        h("h2", {}, title),
        h(
          "ul",
          {},
          places.map((one) => h("li", {}, entry(one, place, go))),
        ),
      ),
  });
  lay(nav, [group("Channels", channels), group("Apps", app)]);
}

function entry(one, place, go) {
  const here = one.id === place.id;
  const unread = !here && place.unread.has(one.id);
  return h(
    "button",
    {
      type: "button",
      class: `place ${unread ? "unread" : ""}`,
      "aria-current": here ? "page" : null,
      "aria-label": `${one.name}, ${KINDS[one.kind]}${unread ? ", unread" : ""}`,
      "data-focus": `place ${one.id}`,
      "data-place": one.name,
      onclick: () => go(one.id),
    },
    icon(ICONS[one.kind]),
    h("span", {}, one.name),
  );
}

const NOTES = {
  private: "Private: cards show names",
  public: "Public: cards show initials and a code",
  shared: "Shared with another organisation: cards show a code only",
  dm: "Only you and the app",
  home: "What the app shows to you alone",
};

/** Say at the head of the middle where one is. */
export function showPlace(head, one) {
  head.replaceChildren(
    h("h1", {}, icon(ICONS[one.kind]), h("span", {}, one.name)),
    h("p", {}, NOTES[one.kind]),
  );
}
