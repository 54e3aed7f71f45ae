// The least that Bolt for JavaScript can do for a list: acknowledge, ask once, reply once. No features.
import bolt from "@slack/bolt";

const { SLACK_BOT_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = process.env;
const { APPOINTMENTS_API_URL, APPOINTMENTS_API_TOKEN } = process.env;

const app = new bolt.App({
  token: SLACK_BOT_TOKEN,
  signingSecret: SLACK_SIGNING_SECRET,
  clientOptions: { slackApiUrl: `${SLACK_API_URL}/` },
});
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit" });

app.command("/appt", async ({ ack, respond, command }) => {
  await ack();
  const day = command.text.replace("list ", "");
  const start = midnight(day);
  const span = { start_at: start.toISOString(), end_at: midnight(day, 1).toISOString(), page: 1, per_page: 50 };
  const answer = await fetch(`${APPOINTMENTS_API_URL}/api/v1/appointments?${new URLSearchParams(span)}`, {
    headers: { Authorization: `Bearer ${APPOINTMENTS_API_TOKEN}` },
  });
  const { data } = await answer.json();
  data.sort((one, other) => (one.appointment_at < other.appointment_at ? -1 : 1));
  await respond(data.map((s) => `${clock.format(new Date(s.appointment_at))} ${s.claimant.name}`).join("\n"));
});

// London's midnight: the one of UTC or the hour before it.
function midnight(day, later = 0) {
  const utc = new Date(`${day}T00:00:00Z`);
  utc.setUTCDate(utc.getUTCDate() + later);
  const hour = Number(clock.format(utc).slice(0, 2));
  return new Date(utc.getTime() - hour * 3_600_000);
}

await app.start(Number(process.argv[2]));
