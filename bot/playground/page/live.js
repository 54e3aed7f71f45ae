// The line to the playground: what happens comes as server-sent events, what is done goes as JSON posts.

const KINDS = ["screen", "message", "view", "call", "complaint", "controls"];

let source = null;
let me = null;

/** Be someone: `hear(kind, thing)` is called with all that changes on her screen, first with the whole of it. */
export function watchAs(person, hear) {
  me = person;
  source?.close();
  source = new EventSource(`/live?as=${encodeURIComponent(person ?? "")}`);
  const lost = document.getElementById("lost");
  source.onerror = () => (lost.hidden = false);
  source.onopen = () => (lost.hidden = true);
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const thing = JSON.parse(event.data);
      if (kind === "screen") me = thing.me;
      hear(kind, thing);
    });
  }
}

/** Do something as the person that one is; answers what came of it, or null where it could not be done. */
export async function act(deed, told = {}) {
  return post(`/do/${deed}`, { ...told, as: me });
}

/** Turn one of the playground's own knobs. */
export async function set(knob, told = {}) {
  return post(`/set/${knob}`, told);
}

async function post(path, told) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(told),
  }).catch(() => null);
  return answer?.ok ? answer.json() : null;
}
