"""What the service says when it will not: in Laravel's shapes, in words, never as a fault of its own."""

import asyncio
import json
from collections import Counter
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service.app import create_service
from bot.service.bodies import AppointmentChange, Options
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from tests.service.conftest import APPOINTMENTS, BOOKING, Clock, problems

NOBODY = f"{APPOINTMENTS}/9fac14a0-4829-4b7b-b3d6-d2b189290409"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ({}, 401),
        ({"Authorization": "Bearer wrong"}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Basic cmlnaHQ="}, 401),
        ({"Authorization": b"Bearer \xff\xfe"}, 401),
        ({"Authorization": "Bearer right"}, 200),
        ({"Authorization": "bearer right"}, 200),
    ],
)
async def test_only_who_has_the_token_gets_in(
    engine: AsyncEngine, clock: Clock, header: dict[str, Any], status: int
) -> None:
    service = create_service(engine, token=SecretStr("right"), clock=clock)
    transport = httpx.ASGITransport(service)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as somebody:
        answer = await somebody.get(APPOINTMENTS, headers=header)
        assert answer.status_code == status
        if status == 401:
            assert answer.json() == {"message": "Unauthenticated."}
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert (await somebody.post(APPOINTMENTS, json=BOOKING, headers=header)).status_code == 401
            assert (await somebody.post(f"{NOBODY}/cancel", headers=header)).status_code == 401


async def test_an_empty_token_lets_nobody_in(engine: AsyncEngine, clock: Clock) -> None:
    transport = httpx.ASGITransport(create_service(engine, token=SecretStr(""), clock=clock))
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as somebody:
        for header in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer x"}):
            assert (await somebody.get(APPOINTMENTS, headers=header)).status_code == 401


async def test_who_forgets_everything_is_told_everything(desk: httpx.AsyncClient) -> None:
    answer = await desk.post(APPOINTMENTS, json={})
    assert answer.status_code == 422
    assert answer.json() == {
        "message": "The appointment at field is required. (and 2 more errors)",
        "errors": {
            "appointment_at": ["The appointment at field is required."],
            "duration_in_minutes": ["The duration in minutes field is required."],
            "claimant.name": ["The claimant.name field is required."],
        },
    }


@pytest.mark.parametrize(
    ("wrong", "sentences"),
    [
        ({"appointment_at": "2026-02-31T10:00:00Z"}, {"appointment_at": "must be a valid date"}),
        ({"appointment_at": 1774537200}, {"appointment_at": "must be a valid date"}),
        ({"appointment_at": "0001-01-01T00:00:00+14:00"}, {"appointment_at": "must be a valid date"}),
        ({"appointment_at": "9999-12-31T23:59:59Z"}, {"appointment_at": "must be a date between 1970 and 2099"}),
        ({"appointment_at": ""}, {"appointment_at": "is required"}),
        ({"duration_in_minutes": 0}, {"duration_in_minutes": "must be at least 1"}),
        ({"duration_in_minutes": 1441}, {"duration_in_minutes": "must not be greater than 1440"}),
        ({"duration_in_minutes": "half an hour"}, {"duration_in_minutes": "must be an integer"}),
        ({"duration_in_minutes": True}, {"duration_in_minutes": "must be an integer"}),
        ({"duration_in_minutes": "1_0"}, {"duration_in_minutes": "must be an integer"}),
        ({"duration_in_minutes": 30.5}, {"duration_in_minutes": "must be an integer"}),
        ({"duration_in_minutes": "9" * 5000}, {"duration_in_minutes": "must be an integer"}),
        ({"reference": "R" * 256}, {"reference": "must not be greater than 255 characters"}),
        ({"reference": 10**4000}, {"reference": "must be a string"}),
        ({"is_interpreter_needed": "perhaps"}, {"is_interpreter_needed": "must be true or false"}),
        ({"features_messages_chat_enable": 2}, {"features_messages_chat_enable": "must be true or false"}),
        ({"interpreter_language": "p" * 101}, {"interpreter_language": "must not be greater than 100 characters"}),
        ({"department": "d" * 256}, {"department": "must not be greater than 255 characters"}),
        ({"department": True}, {"department": "must be a string"}),
        ({"custom_user_post_call_redirect_url": "javascript:alert(1)"}, {"custom_user_post_call_redirect_url": "must be a valid URL"}),
        ({"claimant": "Jane"}, {"claimant": "must be an array"}),
        ({"claimant": {"name": "   "}}, {"claimant.name": "is required"}),
        ({"claimant": {"name": "J" * 5000}}, {"claimant.name": "must not be greater than 255 characters"}),
        ({"claimant": {"name": "J\0e"}}, {"claimant.name": "must be a string"}),
        ({"claimant": {"name": "J", "phone_number": "0" * 41}}, {"claimant.phone number": "must not be greater than 40 characters"}),
        ({"claimant": {"name": "J", "phone_number": 447700900123}}, {"claimant.phone number": "must be a string"}),
        ({"claimant": {"name": "J", "email": "jane at home"}}, {"claimant.email": "must be a valid email address"}),
        ({"claimant": {"name": "J", "date_of_birth": "2026-03-24"}}, {"claimant.date of birth": "must be a date before today"}),
        ({"claimant": {"name": "J", "date_of_birth": "26/03/1990"}}, {"claimant.date of birth": "must be a valid date"}),
    ],
)  # fmt: skip
async def test_a_field_that_breaks_its_rule_is_named(
    desk: httpx.AsyncClient, wrong: dict[str, Any], sentences: dict[str, str]
) -> None:
    told = problems(await desk.post(APPOINTMENTS, json={**BOOKING, **wrong}))
    assert told == {
        field.replace(" ", "_"): [f"The {field.replace('_', ' ')} field {words}."]
        for field, words in sentences.items()
    }
    assert (await desk.get(APPOINTMENTS)).json()["meta"]["total"] == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [({"status": "cancelled"}, "status"), ({"status": 7}, "status"), ({"features_bandwidth": "huge"}, "features_bandwidth")],
)  # fmt: skip
async def test_a_word_that_is_none_of_the_choices_is_refused(
    desk: httpx.AsyncClient, change: dict[str, Any], field: str
) -> None:
    booked = (await desk.post(APPOINTMENTS, json=BOOKING)).json()["data"]
    told = problems(await desk.patch(f"{APPOINTMENTS}/{booked['id']}", json=change))
    assert told == {field: [f"The selected {field.replace('_', ' ')} is invalid."]}


async def test_what_is_not_there_is_not_found(desk: httpx.AsyncClient) -> None:
    for address in (NOBODY, f"{APPOINTMENTS}/none", f"{APPOINTMENTS}/%00", f"{APPOINTMENTS}/123456789"):
        for answer in (
            await desk.get(address),
            await desk.patch(address, json={"duration_in_minutes": 20}),
            await desk.post(f"{address}/cancel"),
        ):
            assert (answer.status_code, answer.json()) == (404, {"message": "There is no such appointment."})
    nowhere = await desk.get("/api/v1/nowhere")
    assert (nowhere.status_code, nowhere.json()) == (
        404,
        {"message": "The route api/v1/nowhere could not be found."},
    )


async def test_a_method_that_is_not_supported_is_told_with_those_that_are(desk: httpx.AsyncClient) -> None:
    route = NOBODY[1:]
    told = {
        "DELETE": f"The DELETE method is not supported for route {route}. Supported methods: GET, PATCH, POST.",
        "POST": f"The POST method is not supported for route {route}. Supported methods: GET, PATCH.",
    }
    for method, message in told.items():
        answer = await desk.request(method, NOBODY)
        assert (answer.status_code, answer.json()) == (405, {"message": message})
    listing = await desk.put(APPOINTMENTS)
    assert (listing.status_code, listing.headers["Allow"]) == (405, "GET, POST")


@pytest.mark.parametrize(
    ("method", "headers", "body", "status", "message"),
    [
        ("POST", {"Content-Type": "application/json"}, b"{", 400, "The body is not valid JSON."),
        ("POST", {"Content-Type": "application/json"}, b'"\\ud800"', 400, "The body is not valid JSON."),
        ("POST", {"Content-Type": "application/json"}, b"[" * 100_000, 400, "The body is not valid JSON."),
        ("POST", {"Content-Type": "application/json"}, b"[1]", 400, "The body must be a JSON object."),
        ("POST", {"Content-Type": "multipart/form-data"}, b"x", 400, "Missing boundary in multipart."),
        ("POST", {"Content-Type": "text/plain"}, b"x", 415, "The body must be application/json, application/x-www-form-urlencoded or multipart/form-data."),
        ("POST", {}, b"x", 415, "The body must be application/json, application/x-www-form-urlencoded or multipart/form-data."),
        ("PATCH", {"Content-Type": "multipart/form-data; boundary=b"}, b"--b--", 415, "PATCH takes no multipart form: use POST with ?_method=PATCH."),
        ("POST", {"Content-Type": "application/json"}, b" " * 1_000_001, 413, "The POST data is too large."),
        ("POST", FORM, b"claimant[name]=J%F6rg", 400, "The form's text can't be decoded: it must be UTF-8."),
        ("POST", FORM, "claimant[name]=Jörg".encode("latin-1"), 400, "The form's text can't be decoded: it must be UTF-8."),
        ("POST", FORM, b"%ff=1", 400, "The form's text can't be decoded: it must be UTF-8."),
        ("POST", FORM, b"a=1&" * 201, 400, "Too many fields. Maximum number of fields is 200."),
        ("POST", {"Content-Type": "multipart/form-data; boundary=b"}, b'--b\r\nContent-Disposition: form-data; name="claimant[name]"\r\n\r\nJ\xf6rg\r\n--b--\r\n', 400, "The form's text can't be decoded: it must be UTF-8."),
        ("POST", FORM, b"a=" + b"b" * 1_000_000, 413, "The POST data is too large."),
    ],
)  # fmt: skip
async def test_a_body_that_cant_be_read_is_refused_in_words(
    desk: httpx.AsyncClient, method: str, headers: dict[str, str], body: bytes, status: int, message: str
) -> None:
    address = NOBODY if method == "PATCH" else APPOINTMENTS
    answer = await desk.request(method, address, headers=headers, content=body)
    assert (answer.status_code, answer.json()) == (status, {"message": message})


async def test_of_ten_who_book_one_reference_at_once_one_does(desk: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(
        *(desk.post(APPOINTMENTS, json={**BOOKING, "department": "Leeds"}) for _ in range(10))
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: 9}
    assert (await desk.get(APPOINTMENTS)).json()["meta"]["total"] == 1


async def test_of_ten_who_open_a_department_at_once_all_are_in_the_same(desk: httpx.AsyncClient) -> None:
    asked = ({**BOOKING, "reference": None, "department": name} for name in ("Leeds", "leeds") * 5)
    answers = await asyncio.gather(*(desk.post(APPOINTMENTS, json=one) for one in asked))
    assert len({answer.json()["data"]["department"]["id"] for answer in answers}) == 1


async def test_a_database_that_fails_is_not_blamed_on_the_caller(
    desk: httpx.AsyncClient, engine: AsyncEngine, request: pytest.FixtureRequest
) -> None:
    if engine.dialect.name == "postgresql":
        await request.getfixturevalue("postgres").drop(engine.url.database)
    else:
        async with engine.begin() as connection:
            await connection.execute(text("DROP TABLE service_appointments"))
    answer = await desk.get(APPOINTMENTS)
    assert (answer.status_code, answer.json()) == (503, {"message": "Service Unavailable"})


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(
    [*Options.__annotations__, *AppointmentChange.__annotations__, "reference", "cancellation_reason"]
)
CLAIMANTS = st.dictionaries(
    st.sampled_from(["name", "email", "phone_number", "date_of_birth", "data"]), ANYTHING
)
TIMES = st.datetimes().map(lambda moment: moment.isoformat()) | st.dates().map(lambda day: day.isoformat())
NONSENSE = st.dictionaries(FIELDS, ANYTHING | CLAIMANTS | TIMES, max_size=6)


@given(nonsense=NONSENSE, sensible=st.booleans(), as_form=st.booleans())
def test_whatever_is_sent_is_done_or_refused_in_words(
    nonsense: dict[str, Any], sensible: bool, as_form: bool
) -> None:
    """Each time with an empty book: create, change and cancel never fail, and what is shown can be read again."""

    async def story() -> None:
        engine = open_engine("sqlite://")
        await migrate(engine)
        transport = httpx.ASGITransport(create_service(engine, token=None, clock=Clock()))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk.example") as desk:
            there = (await desk.post(APPOINTMENTS, json={**BOOKING, "reference": "THERE"})).json()["data"][
                "id"
            ]
            body = {**BOOKING, **nonsense} if sensible else nonsense
            sent: dict[str, Any] = {
                "content": json.dumps(body),
                "headers": {"Content-Type": "application/json"},
            }
            if as_form:
                sent = {"data": {name: str(value).encode("utf-8", "replace") for name, value in body.items()}}
            for method, address in (
                ("POST", APPOINTMENTS),
                ("PATCH", f"{APPOINTMENTS}/{there}"),
                ("POST", f"{APPOINTMENTS}/{there}?_method=PATCH"),
                ("POST", f"{APPOINTMENTS}/{there}/cancel"),
            ):
                answer = await desk.request(method, address, **sent)
                assert answer.status_code in {200, 201, 400, 422}, (method, body, answer.text)
                assert (
                    answer.json().get("message") if answer.status_code >= 400 else answer.json()["data"]["id"]
                )
            assert (await desk.get(APPOINTMENTS)).status_code == 200
        await engine.dispose()

    asyncio.run(story())
