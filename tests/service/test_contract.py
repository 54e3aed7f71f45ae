"""The service does what its OpenAPI description says, whatever is sent to it: JSON, forms, nonsense."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue, SecretStr
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bot.service.app import create_service
from bot.storage.engine import open_engine
from tests.service.running import TOKEN, Running, running

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SIGNED_IN = {"Authorization": f"Bearer {TOKEN}"}
BOOKING: dict[str, JsonValue] = {
    "appointment_at": "2030-03-26T15:00:00Z",
    "duration_in_minutes": 45,
    "claimant": {"name": "Jane Doe"},
}
SENSIBLE: dict[str, dict[str, JsonValue]] = {
    "POST /api/v1/appointments": BOOKING,
    "PATCH /api/v1/appointments/{appointment}": {"duration_in_minutes": 20},
    "POST /api/v1/appointments/{appointment}": {"duration_in_minutes": 20},
    "POST /api/v1/appointments/{appointment}/cancel": {"cancellation_reason": "Ill"},
}
"""What will do for each operation, so that its success is seen too, and not only by chance."""
FRAMING = ("content-length", "transfer-encoding", "connection", "upgrade", "expect")
"""Made-up headers that make of a request none: no service sees it, and `tests/edges/test_raw_requests.py` tries them."""


OPERATIONS = (
    "GET /api/v1/appointments",
    "POST /api/v1/appointments",
    "GET /api/v1/appointments/{appointment}",
    "PATCH /api/v1/appointments/{appointment}",
    "POST /api/v1/appointments/{appointment}",
    "POST /api/v1/appointments/{appointment}/cancel",
)


@cache
def described() -> dict[str, APIOperation[Any, Any, Any, Any]]:
    """What the service says of each operation. It takes a while: not where tests are only collected."""
    service = create_service(
        open_engine("sqlite://"), token=SecretStr(TOKEN), clock=lambda: datetime.now(UTC)
    )
    schema = schemathesis.openapi.from_dict(service.openapi())
    return {found.ok().label: found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("contract")
    with running(f"sqlite:///{folder}/contract.sqlite3") as started:
        yield started


def test_every_operation_is_described() -> None:
    assert set(described()) == set(OPERATIONS)


def kinds(label: str) -> list[str | None]:
    """The kinds of body that an operation takes; None: it takes none."""
    return list(described()[label].definition.raw.get("requestBody", {}).get("content", {})) or [None]


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_keeps_its_contract(label: str, service: Running) -> None:
    for kind in kinds(label):
        keeps_its_contract(label, kind, service)


def keeps_its_contract(label: str, kind: str | None, service: Running) -> None:
    operation = described()[label]
    cases = st.one_of(
        operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
        operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
    )
    answered: Counter[int] = Counter()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @example(
        case=operation.Case(path_parameters={"appointment": ""}), sense="all"
    )  # of each, whatever chance brings
    @given(case=cases, sense=st.sampled_from(["none", "address", "all"]))
    def keeps_it(case: schemathesis.Case[Any], sense: str) -> None:
        for name in FRAMING:
            case.headers.pop(name, None)
        if sense != "none" and "appointment" in case.path_parameters:
            case.path_parameters["appointment"] = booked(service.url)
        if sense == "all" and label in SENSIBLE:
            case.body, case.media_type, case.query = SENSIBLE[label], "application/json", {"_method": "PATCH"}
        elif kind is not None and isinstance(case.body, dict):
            case.media_type = kind
        response = case.call(base_url=service.url, headers=SIGNED_IN)
        answered[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    keeps_it()
    assert any(status < 300 for status in answered), (kind, answered)
    assert any(400 <= status < 500 for status in answered), (kind, answered)


def booked(url: str) -> str:
    # Certificates are not needed here, and to read all that there are takes longer than to book.
    answer = httpx.post(f"{url}/api/v1/appointments", json=BOOKING, headers=SIGNED_IN, verify=False)
    return str(answer.json()["data"]["id"])
