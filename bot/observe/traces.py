"""Traces, where somebody takes them: a request of Slack's, what is asked of Slack and of the service for it, and the jobs that follow are one.

Of what was asked they hold kinds, methods, templates of paths and how it ended; nothing that anybody sent, and of an exception its kind alone.
https://opentelemetry.io/docs/specs/otel/protocol/exporter/
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Self

import structlog

if TYPE_CHECKING:
    from contextvars import Token

    from opentelemetry.context import Context
    from opentelemetry.trace import Span, Tracer

PATIENCE = 3.0
"""Seconds that whoever takes the traces may take for a batch, at the end too: nobody's work waits for them longer."""
log = structlog.get_logger(__name__)
_tracer: Tracer | None = None


class Untold:
    """A stretch of work of which no trace is kept."""

    __slots__ = ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        pass

    def ends(self, outcome: object, *, failed: bool = False) -> None:
        """Say how it ended."""


class Told(Untold):
    """A stretch of work that a trace is kept of."""

    __slots__ = ("_span", "_token")

    def __init__(self, span: Span) -> None:
        self._span = span
        self._token: Token[Context] | None = None

    def __enter__(self) -> Self:
        from opentelemetry import context, trace

        self._token = context.attach(trace.set_span_in_context(self._span))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        from opentelemetry import context

        if kind is not None:
            self.ends(kind.__name__, failed=True)
        if self._token is not None:
            context.detach(self._token)
        self._span.end()

    def ends(self, outcome: object, *, failed: bool = False) -> None:
        from opentelemetry.trace import StatusCode

        self._span.set_attribute("outcome", str(outcome))
        if failed:
            self._span.set_status(StatusCode.ERROR)


_UNTOLD = Untold()


def asked(name: str) -> Untold:
    """Begin what somebody asked of us."""
    return _UNTOLD if _tracer is None else _begin(_tracer, name, "SERVER", None)


def followed(name: str, trace: str | None) -> Untold:
    """Begin what follows from something earlier, perhaps in another process; None: from nothing that a trace was kept of."""
    return _UNTOLD if _tracer is None else _begin(_tracer, name, "CONSUMER", trace)


def asking(name: str) -> Untold:
    """Begin what we ask of others, where a trace is kept of what we do it for."""
    if _tracer is None or present() is None:
        return _UNTOLD
    return _begin(_tracer, name, "CLIENT", None)


def present() -> str | None:
    """Name what is being done now, so that something later can follow from it; None: no trace is kept of it."""
    if _tracer is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    return carrier.get("traceparent")


def _begin(tracer: Tracer, name: str, kind: str, trace: str | None) -> Told:
    from opentelemetry.trace import SpanKind
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    before = TraceContextTextMapPropagator().extract({"traceparent": trace}) if trace else None
    return Told(tracer.start_span(name, context=before, kind=SpanKind[kind]))


@asynccontextmanager
async def traces_sent(endpoint: str | None) -> AsyncIterator[None]:
    """Keep traces and send them to `endpoint` (OTLP over HTTP), in batches and beside all work; None: keep none."""
    global _tracer
    if endpoint is None:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError:
        log.error("traces_not_sent", why="frontdesk[otel] is not installed")
        yield
        return
    named = {} if "OTEL_SERVICE_NAME" in os.environ else {"service.name": "frontdesk"}
    provider = TracerProvider(
        resource=Resource.create({**named, "service.version": _version()}), shutdown_on_exit=False
    )
    exporter = OTLPSpanExporter(endpoint=f"{endpoint}/v1/traces", timeout=PATIENCE)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    _tracer = provider.get_tracer("frontdesk")
    try:
        yield
    finally:
        _tracer = None
        await asyncio.to_thread(provider.shutdown)


def _version() -> str:
    try:
        return version("frontdesk")
    except PackageNotFoundError:  # runs from a checkout
        return "unknown"
