"""Work Objects in the stand-in: as strict as Slack where that says no, as silent where that says nothing, as careless with the unfurl."""

from __future__ import annotations

from typing import Any

import pytest

from tests.playground.conftest import Stage
from tests.playground.office import Office

ITEM = "slack#/entities/item"
MARK = {"event_type": "card", "event_payload": {"key": "k1"}}


def entity(ref: str = "T1-abc", title: str = "J.D.", **attributes: Any) -> dict[str, Any]:
    return {
        "entity_type": ITEM,
        "url": "https://slack.com/app_redirect?app=A1",
        "external_ref": {"id": ref},
        "entity_payload": {
            "attributes": {"title": {"text": title}, **attributes},
            "custom_fields": [
                {"key": "status", "label": "Status", "type": "string", "value": "Confirmed"},
                {
                    "key": "starts",
                    "label": "Starts",
                    "type": "slack#/types/timestamp",
                    "value": 1_795_186_800,
                },
            ],
        },
    }


async def posted(office: Office, *entities: dict[str, Any]) -> str:
    office.workspace.entity_types = frozenset({ITEM})
    metadata = {**MARK, "entities": list(entities)}
    sent = await office.web.chat_postMessage(channel=office.desk.id, text="card", metadata=metadata)
    return str(sent["ts"])


async def test_a_posted_message_shows_its_work_object(office: Office) -> None:
    ts = await posted(office, entity())
    seen = office.asha.last(office.desk)
    assert seen.object_text.splitlines() == ["J.D.", "Status: Confirmed", "Starts: 20 Nov 2026, 15:00"]
    await office.web.chat_update(channel=office.desk.id, ts=ts, text="card, redrawn")
    assert office.asha.last(office.desk).objects, "what is not named stays"
    await office.web.chat_update(channel=office.desk.id, ts=ts, text="card", metadata=MARK)
    assert office.asha.last(office.desk).objects == []
    assert office.workspace.messages.seen_in(office.desk.id)[0].metadata == MARK


@pytest.mark.parametrize("ref", ["a.b", '{"id": 1}', "", "ä", "a b"])
async def test_a_bad_name_drops_the_object_without_a_word(office: Office, ref: str) -> None:
    await posted(office, entity(ref))
    assert office.asha.last(office.desk).objects == []
    assert office.workspace.messages.seen_in(office.desk.id)[0].metadata == MARK
    assert office.workspace.complaints == []


async def test_a_kind_that_is_not_picked_is_dropped_too(office: Office) -> None:
    metadata = {**MARK, "entities": [entity()]}
    await office.web.chat_postMessage(channel=office.desk.id, text="card", metadata=metadata)
    assert office.asha.last(office.desk).objects == []


BROKEN: dict[str, Any] = {
    "no url": lambda one: one.pop("url"),
    "no external_ref": lambda one: one.pop("external_ref"),
    "no title": lambda one: one["entity_payload"].pop("attributes"),
    "a title that is a bare text": lambda one: one["entity_payload"]["attributes"].update(title="J.D."),
    "fields of an item": lambda one: one["entity_payload"].update(display_order=["nothing"]),
    "another kind": lambda one: one.update(entity_type="slack#/entities/event"),
    "a moment that is text": lambda one: one["entity_payload"]["custom_fields"][1].update(value="now"),
    "a key twice": lambda one: one["entity_payload"]["custom_fields"][1].update(key="status"),
    "a misspelt key": lambda one: one.update(entityPayload={}),
}


@pytest.mark.parametrize("fault", BROKEN)
async def test_what_is_no_work_object_is_refused(office: Office, fault: str) -> None:
    office.workspace.entity_types = frozenset({ITEM})
    broken = entity()
    BROKEN[fault](broken)
    metadata = {"entities": [broken]}
    sent = {"channel": office.desk.id, "text": "card", "metadata": metadata}
    assert await office.refusal("chat.postMessage", **sent) == "invalid_metadata_format"


async def test_too_many_are_refused(office: Office) -> None:
    many = {"entities": [entity(title="x" * 900) for _ in range(20)]}
    sent = {"channel": office.desk.id, "text": "card", "metadata": many}
    assert await office.refusal("chat.postMessage", **sent) == "error_processing_metadata"


async def trigger(office: Office) -> str:
    """Open the object with nobody listening, and have the trigger of that."""
    await posted(office, entity(metadata_last_modified=5))
    await office.asha.opens_object(office.asha.last(office.desk))
    pane = office.workspace.flexpanes[office.asha.user.id]
    return office.workspace.tickets.trigger(office.asha.user.id, flexpane=pane)


async def test_the_trigger_is_looked_at_first_and_takes_one_answer(office: Office) -> None:
    say: dict[str, Any] = {"error": {"status": "not_found"}}
    assert await office.refusal("entity.presentDetails", trigger_id="1.2.3") == "invalid_trigger_id"
    of_command = office.trigger()
    assert await office.refusal("entity.presentDetails", trigger_id=of_command, **say) == "invalid_trigger_id"
    once = await trigger(office)
    await office.web.entity_presentDetails(trigger_id=once, **say)
    assert await office.refusal("entity.presentDetails", trigger_id=once, **say) == "exchanged_trigger_id"
    late = await trigger(office)
    office.clock.move(seconds=4)
    assert await office.refusal("entity.presentDetails", trigger_id=late, **say) == "expired_trigger_id"


UNFIT: dict[str, tuple[dict[str, Any], str]] = {
    "nothing": ({}, "invalid_arguments"),
    "both": ({"metadata": entity(), "error": {"status": "not_found"}}, "invalid_arguments"),
    "no url": ({"metadata": {**entity(), "url": ""}}, "invalid_arguments"),
    "another one": ({"metadata": entity("T1-other")}, "entity_metadata_does_not_match_trigger"),
    "an unfurl": ({"metadata": {**entity(), "app_unfurl_url": "https://a.example"}}, "invalid_metadata"),
    "no such status": ({"error": {"status": "forbidden"}}, "invalid_arguments"),
    "words that are not shown": (
        {"error": {"status": "restricted", "custom_message": "No."}},
        "invalid_arguments",
    ),
    "a sign-in that leads nowhere": ({"user_auth_required": True}, "user_auth_url_missing"),
}


@pytest.mark.parametrize("what", UNFIT)
async def test_what_does_not_fit_is_refused(office: Office, what: str) -> None:
    said, error = UNFIT[what]
    assert await office.refusal("entity.presentDetails", trigger_id=await trigger(office), **said) == error


async def test_what_is_presented_is_read_by_one_person_alone_if_it_is_no_newer(office: Office) -> None:
    """Slack draws the message anew, for everybody, with what is newer than that, or does not say how old it is."""
    age: dict[str, Any] = {"metadata_last_modified": 1}
    for told, everybody_reads in ((age, "J.D."), ({}, "Jane Doe")):
        once = await trigger(office)
        await office.web.entity_presentDetails(trigger_id=once, metadata=entity(title="Jane Doe", **told))
        pane = office.asha.flexpane
        assert pane is not None
        assert (pane.title, pane.is_refused) == ("Jane Doe", False)
        assert "Starts: 20 Nov 2026, 15:00" in pane.text
        assert office.asha.last(office.desk).object_text.startswith(everybody_reads)


async def test_the_event_names_what_was_opened_and_where(stage: Stage) -> None:
    office = stage
    office.workspace.entity_types = frozenset({ITEM})
    office.workspace.subscriptions |= {"entity_details_requested"}
    channel = office.workspace.channel("front-desk")
    message = office.workspace.messages.post(
        channel, office.workspace.bot.id, "card", metadata={"entities": [entity()]}
    )
    await office.asha.opens_object(office.asha.last(channel))
    event = office.heard["event_callback"]["event"]
    assert event["user"] == office.asha.user.id
    assert (event["entity_url"], event["external_ref"]) == (entity()["url"], {"id": "T1-abc"})
    assert (event["channel"], event["message_ts"]) == (channel.id, message.ts)
    assert event["link"]["domain"] == "slack.com"
    office.workspace.complaints.clear()
