"""Say in one sentence for a person why there was no answer; the other half of aiohttp's home.

The library's own texts name classes, sockets and SSL source lines; an operator wants to know which host and what.
"""

import ssl

import aiohttp
from aiohttp.http_exceptions import PayloadEncodingError

from worker.errors import BadResponse, BadUrl, ConnectionFailed, FetchError
from worker.fetch.url import shown
from worker.text.system import errno_words

# OpenSSL's X509_V_ERR_* codes (openssl-verification-options(1)).
_CERTIFICATE = {
    9: "is not valid yet",
    10: "has expired",
    18: "is signed by itself",
    19: "comes from an authority that is not trusted",
    20: "comes from an authority that is not trusted",
    21: "comes without the certificate of its authority",
    23: "has been revoked",
    62: "is for another name",
    64: "is for another address",
}


def explained(error: Exception, host: str) -> FetchError:
    """In: what aiohttp, asyncio or the system raised while asking `host`. Out: the FetchError that says so."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return _certificate(error.certificate_error, host)
    if isinstance(error, aiohttp.ClientConnectorError):  # aiohttp's TLS errors are of this kind too
        error = error.os_error
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error, host)
    if isinstance(error, ssl.SSLError):
        plain = error.reason == "WRONG_VERSION_NUMBER"  # what came back was no TLS at all
        hint = "it may speak http:// at this port, not https://" if plain else ""
        return ConnectionFailed(f"{host}: no TLS connection ({_ssl_reason(error)})", hint=hint)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return ConnectionFailed(f"{host}: closed the connection without an answer")
    if isinstance(error, aiohttp.ClientPayloadError):
        return _payload(error, host)
    if isinstance(error, aiohttp.ClientResponseError):
        return BadResponse(f"{host} does not answer in proper HTTP: {_first_line(error.message)}")
    if isinstance(error, OSError):
        return ConnectionFailed(f"{host}: {_errno_words(error)}")
    if isinstance(error, ValueError):
        return BadUrl(f"the request to {host} cannot be written down: {_first_line(str(error))}")
    return ConnectionFailed(f"{host}: {_first_line(str(error)) or type(error).__name__}")


def _certificate(error: Exception, host: str) -> FetchError:
    code = getattr(error, "verify_code", None)
    why = _CERTIFICATE.get(code) if isinstance(code, int) else None
    if why is None:
        why = f"is not accepted ({getattr(error, 'verify_message', '') or _first_line(str(error))})"
    return ConnectionFailed(f"the TLS certificate of {host} {why}")


def _payload(error: aiohttp.ClientPayloadError, host: str) -> FetchError:
    cause = error.__cause__
    if isinstance(cause, PayloadEncodingError):
        if cause.message.lstrip().startswith("Not enough data"):  # a reset, or a length that was wrong
            return ConnectionFailed(f"{host}: the connection ended in the middle of the body")
        return BadResponse(f"the body from {host} does not have the form or length that was announced")
    if isinstance(cause, OSError):
        return ConnectionFailed(f"{host}: {_errno_words(cause)} in the middle of the body")
    return ConnectionFailed(f"{host}: the connection ended in the middle of the body")


def _errno_words(error: OSError) -> str:
    return errno_words(error) or _first_line(error.strerror or str(error)) or "connection lost"


def _ssl_reason(error: ssl.SSLError) -> str:
    reason = error.reason or ""
    return reason.lower().replace("_", " ") if reason else "handshake failed"


def _first_line(text: str) -> str:
    line = text.strip().partition("\n")[0].rstrip(":.")
    return shown(line)
