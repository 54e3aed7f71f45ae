"""What Prometheus may read of a process: how many and how long, by kinds that are known beforehand; nothing of anybody's.

With several workers each writes into files that all of them can read, so that whichever is asked tells of all.
https://prometheus.github.io/client_python/multiprocess/
"""

from __future__ import annotations

import os

from prometheus_client.metrics import Counter, Gauge, Histogram
from prometheus_client.registry import REGISTRY, CollectorRegistry

from bot.observe.counted import COUNTED_IN

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

ACKNOWLEDGED = Histogram(
    "frontdesk_slack_request_seconds",
    "Seconds until Slack had its acknowledgement; it gives up after three.",
    ["kind", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 2.0, 3.0),
)
CALLED = Histogram(
    "frontdesk_slack_call_seconds",
    "Seconds that one call of Slack's Web API took, with its repetitions; outcome is ok, or what failed.",
    ["method", "outcome"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0),
)
EXCHANGED = Histogram(
    "frontdesk_api_request_seconds",
    "Seconds that one request to the appointment service took; outcome is its status, or what failed.",
    ["method", "path", "outcome"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
CARRIED = Counter(
    "frontdesk_jobs",
    "Jobs of the outbox by how they ended: done, later, dropped, failed (it is tried again), lost, or unread.",
    ["kind", "ending"],
)
LATE = Gauge(
    "frontdesk_outbox_late_seconds",
    "For how long the job that is due longest has waited; asked for when this is read.",
    multiprocess_mode="mostrecent",
)
FAULTS = Counter("frontdesk_faults", "Faults that nobody foresaw; the log has each under its number.")


def written() -> bytes:
    """Write all of it as Prometheus reads it."""
    # Here: with it come a server of its own, and what else it tells of a process.
    from prometheus_client import generate_latest

    if COUNTED_IN not in os.environ:
        return generate_latest(REGISTRY)
    from prometheus_client.multiprocess import MultiProcessCollector

    everybodys = CollectorRegistry()
    MultiProcessCollector(everybodys)  # type: ignore[no-untyped-call]
    return generate_latest(everybodys)
