"""What stands between us and a service: each kind of trouble has its name in the log and for the doctor, and one sentence for people."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from structlog.testing import capture_logs

from bot.apis.sqod.api import SqodApi
from bot.appointments.errors import AppointmentError, NoAnswer, TooBusy, Unreachable, Unreadable
from bot.serve.ports import listening
from tests.apis.story import SESSION, Connect, failure
from tests.standins.sqod import StandInSqod

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def certificate(folder: Path, *, ip: str = "127.0.0.1", ended: bool = False) -> Path:
    """A certificate that signs itself, with its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "acme.example")])
    begins = now - timedelta(days=9)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(now + timedelta(days=-1 if ended else 1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(ip))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(key.private_bytes(*form) + made.public_bytes(serialization.Encoding.PEM))
    return file


@asynccontextmanager
async def server(handler: Handler, tls: Path | None = None) -> AsyncIterator[str]:
    """Serve on a free port; gives host and port."""
    context = None
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls)
    runner = web.ServerRunner(web.Server(handler))
    await runner.setup()
    with listening("127.0.0.1", 0) as sock:
        await web.SockSite(runner, sock, ssl_context=context).start()
        host, port = sock.getsockname()
        yield f"{host}:{port}"
        await runner.cleanup()


async def nothing(request: web.BaseRequest) -> web.StreamResponse:
    return web.json_response({"data": {"id": SESSION}})


async def told(connect: Connect, url: str) -> tuple[AppointmentError, str]:
    """What a read fails with, and what the log says of why."""
    with capture_logs() as logs:
        failed = await failure(connect(url=url).get(SESSION))
    said = next(one for one in reversed(logs) if one["event"] == "api_exchange")
    return failed, str(said.get("why") or said.get("moved_to"))


async def test_a_certificate_that_nobody_signed(connect: Connect, tmp_path: Path) -> None:
    async with server(nothing, certificate(tmp_path)) as there:
        failed, log = await told(connect, f"https://{there}")
    assert type(failed) is Unreachable
    assert log.startswith("its certificate is not accepted: self")
    assert "SSL_CERT_FILE" in failed.mend


async def test_a_certificate_that_has_ended(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, ended=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with server(nothing, file) as there:
        failed, log = await told(connect, f"https://{there}")
    assert (type(failed), log) == (
        Unreachable,
        "its certificate is not accepted: certificate has expired",
    )


async def test_a_certificate_for_another_host(
    connect: Connect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, ip="10.9.8.7")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    async with server(nothing, file) as there:
        failed, log = await told(connect, f"https://{there}")
    assert (type(failed), log) == (Unreachable, "its certificate is for another host name")


async def test_tls_at_a_port_that_speaks_none(connect: Connect) -> None:
    async with server(nothing) as there:
        failed, log = await told(connect, f"https://{there}")
    assert (type(failed), log) == (Unreachable, "it does not speak TLS at that port")


@pytest.mark.parametrize(
    "url", ["http://no-such-host.invalid", "https://no-such-host.invalid", "http://no-such-host.invalid:81"]
)
async def test_no_such_name(connect: Connect, url: str) -> None:
    failed, log = await told(connect, url)
    assert (type(failed), log) == (Unreachable, "no such host name")
    assert "DNS" in failed.mend


@pytest.mark.parametrize("scheme", ["http", "https"])
async def test_a_port_at_which_nobody_listens(connect: Connect, unused_tcp_port: int, scheme: str) -> None:
    failed, log = await told(connect, f"{scheme}://127.0.0.1:{unused_tcp_port}")
    assert (type(failed), log) == (Unreachable, "nothing listens at that port")


@pytest.mark.parametrize("status", [301, 307, 308])
async def test_an_address_that_has_moved(connect: Connect, status: int) -> None:
    async def moved(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(status=status, headers={"Location": f"https://new.example/Jane%20Doe?{status}"})

    async with server(moved) as there:
        failed, log = await told(connect, f"http://{there}")
    assert (type(failed), log) == (Unreachable, "https://new.example")
    assert str(failed) == f"GET /api/v1/appointments/{{id}}: {status}, moved to https://new.example"


async def test_plain_http_at_a_port_of_https(connect: Connect) -> None:
    async def as_nginx_does(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(
            status=400,
            text="<h1>400</h1> The plain HTTP request was sent to HTTPS port",
            content_type="text/html",
        )

    async with server(as_nginx_does) as there:
        failed = await failure(connect(url=f"http://{there}").get(SESSION))
    assert (type(failed), failed.words) == (Unreachable, "The appointment service can't be reached.")
    assert "plain http at a port of https" in str(failed)


async def test_what_speaks_no_http_at_all(connect: Connect) -> None:
    async def alert(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\x15\x03\x01\x00\x02\x02\x46")
        writer.close()

    listener = await asyncio.start_server(alert, "127.0.0.1", 0)
    async with listener:
        failed, log = await told(connect, f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}")
    assert (type(failed), log) == (NoAnswer, "it answered something that is no HTTP")


def packed(packing: str, body: bytes) -> bytes:
    if packing == "gzip":
        return gzip.compress(body)
    bare = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return zlib.compress(body) if packing == "deflate" else bare.compress(body) + bare.flush()


@pytest.mark.parametrize("packing", ["gzip", "deflate", "bare"])
async def test_an_answer_is_unpacked_up_to_a_bound(connect: Connect, packing: str) -> None:
    """A small answer that unpacks to a whole memory is no answer; and what it would be is never held."""
    bodies = [b'{"data":{"id":"' + SESSION.encode() + b'"}}', b" " * 40_000_000]

    async def pack(request: web.BaseRequest) -> web.StreamResponse:
        said = {"Content-Encoding": "gzip" if packing == "gzip" else "deflate"}
        return web.Response(body=packed(packing, bodies.pop(0)), headers=said)

    async with server(pack) as there:
        api = connect(url=f"http://{there}")
        assert (await api.get(SESSION)).id == SESSION
        failed = await failure(api.get(SESSION))
    assert type(failed) is Unreadable
    assert str(failed) == "GET /api/v1/appointments/{id}: 200, more than 8 MB"


async def test_an_answer_that_never_ends_is_read_up_to_a_bound(connect: Connect) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Type": "application/json"})
        await answer.prepare(request)
        while True:
            await answer.write(b" " * 1_000_000)

    async with server(endless) as there:
        failed = await failure(connect(url=f"http://{there}").get(SESSION))
    assert "more than 8 MB" in str(failed)


@pytest.mark.parametrize("said", [b"not gzip at all", b"\x1f\x8b\x08\x00broken"])
async def test_what_is_badly_packed_is_no_answer(connect: Connect, said: bytes) -> None:
    async def pack(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=said, headers={"Content-Encoding": "gzip"})

    async with server(pack) as there:
        assert isinstance(await failure(connect(url=f"http://{there}").get(SESSION)), NoAnswer)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (30, "Try again in 30 seconds."),
        (300, "Try again in 5 minutes."),
        (3600, "Try again in an hour."),
        (7000, "Try again in 2 hours."),
        (90_000, "Try again in a day."),
        (1, "Try again in a moment."),
    ],
)
async def test_how_long_to_wait_is_said_as_one_says_it(
    api: SqodApi, sqod: StandInSqod, seconds: int, words: str
) -> None:
    sqod.fails("get", 429, times=None, retry_after=seconds)
    failed = await failure(api.get(SESSION))
    assert (type(failed), failed.advice) == (TooBusy, words)


async def test_a_service_that_is_shut_for_a_while_says_for_how_long(api: SqodApi, sqod: StandInSqod) -> None:
    sqod.fails("get", 503, times=None, retry_after=3600)
    failed = await failure(api.get(SESSION))
    assert (type(failed), failed.advice) == (NoAnswer, "Try again in an hour.")
