"""Traces: one from a press to the card, sent where it was said; nothing personal in them, and nobody waits for whoever takes them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status
from sqlalchemy import select

from bot.observe import traces
from bot.storage.desk_tables import outbox
from bot.storage.engine import open_engine
from tests.stories.scene import book, scene


@dataclass
class Collector:
    """Takes traces as they are sent over HTTP; one that `hangs` never answers."""

    hangs: bool = False
    spans: list[Span] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if self.hangs:
            await asyncio.sleep(60)
        self.bodies.append(body)
        told = ExportTraceServiceRequest.FromString(body)
        self.spans += [
            span for one in told.resource_spans for scope in one.scope_spans for span in scope.spans
        ]
        return web.Response()

    def whole(self, name: str) -> dict[str, Span]:
        """The spans of the trace that a span of this name belongs to, by their names."""
        trace = next(span.trace_id for span in self.spans if span.name == name)
        return {span.name: span for span in self.spans if span.trace_id == trace}


@asynccontextmanager
async def collecting(collector: Collector) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/v1/traces", collector.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def test_a_booking_is_one_trace_from_the_press_to_the_card(tmp_path: Path) -> None:
    collector = Collector()
    async with collecting(collector) as url:
        async with scene(tmp_path, otel_exporter_otlp_endpoint=url) as story:
            await book(story, "Jane Doe tomorrow 3pm")
        told = collector.whole("job card")
    pressed, card = told["slack view_submission"], told["job card"]
    assert pressed.parent_span_id == b""
    assert (pressed.kind, card.kind) == (Span.SPAN_KIND_SERVER, Span.SPAN_KIND_CONSUMER)
    assert told["POST /api/v1/appointments"].kind == Span.SPAN_KIND_CLIENT
    assert told["slack chat.postMessage"].parent_span_id == card.span_id
    assert {one.key: one.value.string_value for one in pressed.attributes} == {"outcome": "200"}
    opened = collector.whole("slack command")
    assert "slack views.open" in opened
    assert opened["slack command"].trace_id != pressed.trace_id
    sent = b"".join(collector.bodies)
    for personal in (b"Jane", b"Doe", story.asha.user.id.encode(), story.slack.bot_token.encode()):
        assert personal not in sent


async def test_what_fails_says_so_by_its_kind_alone(tmp_path: Path) -> None:
    collector = Collector()
    async with collecting(collector) as url, traces.traces_sent(url):
        with pytest.raises(ValueError, match="Jane"), traces.asked("slack command"):
            raise ValueError("Jane Doe")
    (span,) = collector.spans
    assert span.status.code == Status.STATUS_CODE_ERROR
    assert [one.value.string_value for one in span.attributes] == ["ValueError"]
    assert b"Jane" not in b"".join(collector.bodies)


async def test_nothing_is_kept_where_nobody_takes_traces(tmp_path: Path) -> None:
    async with scene(tmp_path) as story:
        with traces.asked("slack command") as work, traces.asking("slack views.open") as call:
            assert work is call, "one object for all, that does nothing"
            assert traces.present() is None
        await book(story, "Jane Doe tomorrow 3pm")
        engine = open_engine(story.settings.database_url)
        async with engine.connect() as connection:
            rows = (await connection.execute(select(outbox.c.data))).scalars().all()
        await engine.dispose()
    assert rows
    assert [row for row in rows if "traceparent" in row] == []


async def test_nobody_waits_for_a_collector_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traces, "PATIENCE", 0.3)
    async with collecting(Collector(hangs=True)) as url:
        async with traces.traces_sent(url):
            with traces.asked("slack command"):
                pass
            begun = time.monotonic()
        assert time.monotonic() - begun < 5
