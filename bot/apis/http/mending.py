"""Why nothing came back, in the words of whoever has to mend it: the kinds of a network's failures."""

from __future__ import annotations

import errno
import ssl
from typing import NamedTuple

import aiohttp


class Why(NamedTuple):
    """`kind` says what was found, and holds nothing of ours or of a stranger's; `mend` says what to look at."""

    kind: str
    mend: str = ""


NO_NAME = Why(
    "no such host name", "Check the spelling of the host in its address, this machine's DNS and HTTPS_PROXY."
)
REFUSED = Why(
    "nothing listens at that port", "Check the port in its address, and that the service runs there."
)
NO_WAY = Why("no way to that host", "Check this machine's network and its firewall.")
SLOW = Why(
    "no connection in time", "Check this machine's network, its firewall, and whether a proxy is needed."
)
OTHER_NAME = Why(
    "its certificate is for another host name",
    "Write the host in its address as the certificate has it, or have the certificate mended.",
)
NOT_TLS = Why(
    "it does not speak TLS at that port", "Check the port in its address, or whether http:// is meant."
)
NOT_HTTP = Why(
    "it answered something that is no HTTP", "Check the port in its address, or whether https:// is meant."
)
PROXY_AWAY = Why(
    "the proxy can't be reached", "Check HTTPS_PROXY, HTTP_PROXY or ALL_PROXY, or name the host in NO_PROXY."
)
_BY_NUMBER = {
    errno.ECONNREFUSED: REFUSED,
    errno.EHOSTUNREACH: NO_WAY,
    errno.ENETUNREACH: NO_WAY,
    errno.ENETDOWN: NO_WAY,
    errno.ETIMEDOUT: SLOW,
}
_TLS_TO_NO_TLS = {
    "WRONG_VERSION_NUMBER",
    "RECORD_LAYER_FAILURE",
    "PACKET_LENGTH_TOO_LONG",
    "UNKNOWN_PROTOCOL",
}


def why(error: BaseException) -> Why:
    """Tell the kind of a failure of aiohttp's."""
    match error:
        case aiohttp.ClientHttpProxyError():
            return Why(
                f"the proxy refused: {error.status}",
                "Have the host allowed at the proxy, or name it in NO_PROXY.",
            )
        case aiohttp.ClientProxyConnectionError():
            return PROXY_AWAY
        case aiohttp.ClientConnectorCertificateError():
            return _certificate(error.certificate_error)
        case aiohttp.ClientConnectorDNSError():
            return NO_NAME
        case aiohttp.ClientConnectorSSLError():
            return _tls(error.os_error)
        case aiohttp.ClientConnectorError():
            return _BY_NUMBER.get(error.os_error.errno or 0, Why(type(error).__name__))
        case aiohttp.ConnectionTimeoutError():
            return SLOW
        case aiohttp.ClientResponseError() if not isinstance(error, aiohttp.ContentTypeError):
            return NOT_HTTP
    return Why(type(error).__name__)


def _certificate(error: BaseException) -> Why:
    told = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else ""
    if "mismatch" in told or "doesn't match" in told:
        return OTHER_NAME
    return Why(
        f"its certificate is not accepted: {told or 'no reason told'}",
        "Have the certificate renewed or mended; one of your own authority goes into SSL_CERT_FILE.",
    )


def _tls(error: OSError) -> Why:
    reason = getattr(error, "reason", None) or ""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error)
    return (
        NOT_TLS
        if reason in _TLS_TO_NO_TLS
        else Why(f"TLS could not be agreed on ({reason or 'closed'})", NOT_TLS.mend)
    )
