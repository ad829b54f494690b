"""Webhooks by the Standard Webhooks specification (github.com/standard-webhooks); home of its library.

A request carries `webhook-id` (the delivery's uid, the same at each try), `webhook-timestamp` and, where the
channel has a secret, `webhook-signature`.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from standardwebhooks.webhooks import Webhook

from worker.alerts.render import webhook_body
from worker.delivery.words import again, broken, said, sentence, url_secrets
from worker.domain.alert import AlertMessage, SendResult, Sent
from worker.domain.http import FetchRequest, FetchResponse, host_key
from worker.errors import AddressRefused, BadUrl, ConfigError, FetchError
from worker.ports import Secrets
from worker.text.html import html_to_text
from worker.text.retry import retry_after

TIMEOUT = 15.0
"""Seconds for the whole request; the specification recommends 15 to 30."""
ANSWER_MAX = 64_000
"""Bytes of an answer read at most; only its first words are shown."""
_GONE = 410
_MESSAGE_REFUSED = frozenset({400, 413, 414, 415, 422})
_SECRETS_MAX = 4
_LOOKED_AT = 8_000
_PATH_SECRET = 12
"""Chat services put the key into the path; words of a path that are shorter are taken for plain words."""


def signing_keys(secret: str) -> tuple[str, ...]:
    """The keys of a channel's secret: one, or several parted by spaces while keys are being rotated.

    Raises ConfigError, without showing the secret, unless each is `whsec_` + base64 of 24 to 64 bytes; the
    library itself would decode anything to some key and sign with it.
    """
    keys = tuple(secret.split())
    fix = "make one with: python -c \"import base64,os; print('whsec_' + base64.b64encode(os.urandom(32)).decode())\""
    if not keys or len(keys) > _SECRETS_MAX:
        raise ConfigError(f"the webhook's secret must be one key, or up to {_SECRETS_MAX} parted by spaces", hint=fix)
    for key in keys:
        if not key.startswith("whsec_"):
            raise ConfigError("the webhook's secret does not begin with whsec_", hint=fix)
        try:
            raw = base64.b64decode(key.removeprefix("whsec_"), validate=True)
        except (binascii.Error, ValueError):
            raise ConfigError("the webhook's secret is not base64 after whsec_", hint=fix) from None
        if not 24 <= len(raw) <= 64:
            raise ConfigError(f"the webhook's secret holds {len(raw)} bytes, it takes 24 to 64", hint=fix)
    return keys


def webhook_headers(body: str, *, uid: str, now: datetime, keys: tuple[str, ...]) -> dict[str, str]:
    """The three headers of the specification; without keys there is no signature. now: aware UTC."""
    headers = {"webhook-id": uid, "webhook-timestamp": str(int(now.timestamp()))}
    if keys:
        headers["webhook-signature"] = " ".join(Webhook(key).sign(uid, now, body) for key in keys)
    return headers


def webhook_target(config: Mapping[str, Any], secrets: Secrets) -> tuple[str, tuple[str, ...]]:
    """The URL and the signing keys of a channel's config, expanded.

    Raises UnsetVariable, BadUrl where it is no http(s) URL, ConfigError where the secret is none.
    """
    url = secrets.expand(str(config.get("url") or "")).strip()
    if not host_key(url) or any(sign.isspace() for sign in url):
        raise BadUrl("the webhook's url is no http or https address", hint="write it as https://host/path")
    secret = config.get("secret")
    return url, signing_keys(secrets.expand(str(secret))) if secret else ()


def webhook_request(
    message: AlertMessage,
    *,
    uid: str,
    config: Mapping[str, Any],
    allow_private: bool,
    secrets: Secrets,
    now: datetime,
) -> FetchRequest:
    """The request for one delivery. Raises as `webhook_target` does."""
    url, keys = webhook_target(config, secrets)
    body = json.dumps(webhook_body(message), ensure_ascii=False, separators=(",", ":"))
    return FetchRequest(
        url=url,
        method="POST",
        headers={
            "content-type": "application/json",
            "accept": "*/*",
            **webhook_headers(body, uid=uid, now=now, keys=keys),
        },
        body=body.encode(),
        max_bytes=ANSWER_MAX,
        timeout=TIMEOUT,
        max_redirects=0,
        allow_private=allow_private,
    )


def _readable(body: bytes) -> str:
    """What a receiver says, of an HTML page its text: the page's markup would fill the sentence."""
    text = body[:_LOOKED_AT].decode("utf-8", "replace")
    return html_to_text(text) if text.lstrip()[:1] == "<" else text


def webhook_result(answer: FetchResponse | FetchError, *, url: str, now: datetime) -> SendResult:
    """What an answer to a request to `url` means.

    2xx: sent. 410: the receiver says it is gone, so the channel is broken. 400, 413, 414, 415, 422: this
    message is refused. A redirect is not followed (it could carry the alert anywhere): again, and the reason
    names the fix. All else, 401, 403, 404 and 405 too: again later; worker.alerts.retry decides when such
    an answer stands for good.
    """
    hide = url_secrets(url, shortest=_PATH_SECRET)
    if isinstance(answer, FetchError):
        if isinstance(answer, AddressRefused | BadUrl):
            return broken(sentence(answer, hide))
        return again(sentence(answer, hide))
    status = answer.status
    words = said(_readable(answer.body), hide=hide)
    reason = f"the receiver answered {status}" + (f": {words}" if words else "")
    if 200 <= status < 300:
        return SendResult(Sent.OK, f"the receiver answered {status}", status)
    if status == _GONE:
        return broken(f"the receiver says that it is gone for good ({reason.removeprefix('the receiver ')})", status)
    if status in _MESSAGE_REFUSED:
        return SendResult(Sent.REFUSED, reason, status)
    if 300 <= status < 400:
        place = said(answer.header("location") or "nowhere", hide=hide)
        reason = f"the receiver answered {status}, redirecting to {place}; give the channel its final address"
    return SendResult(Sent.RETRY, reason, status, retry_after(answer.header("retry-after"), now))
