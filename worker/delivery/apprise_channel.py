"""The long tail of channels by Apprise; home of that library.

Apprise's plugins do their own networking, so each send runs confined (worker.delivery.confine): the guard
decides on every address, in this very thread. A plugin is called directly: Apprise's own `notify` would hand
it to a thread pool, which the confinement does not reach. Apprise says only yes or no, what it logs is
the reason.
"""

import contextlib
import logging
import re
import threading
import time
import warnings
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any
from urllib.request import getproxies_environment

from apprise import Apprise, AppriseAsset, NotifyFormat, NotifyType, PersistentStoreMode
from apprise.manager_plugins import NotificationManager
from apprise.plugins import url_to_dict

from worker.alerts.render_short import short_text
from worker.delivery.confine import Confinement, confined
from worker.delivery.guard import Guard
from worker.delivery.words import again, broken, said, sentence, url_secrets
from worker.domain.alert import AlertMessage, SendResult, Sent
from worker.domain.watch import Severity
from worker.errors import AddressRefused, ConfigError

SEND_TIMEOUT = 20.0
"""Seconds one send may take before its connections are cut."""
_CONNECT_TIMEOUT = 5.0
_READ_TIMEOUT = 10.0

ALLOWED = frozenset(
    """
    46elks atalk azure bark barks betterstack bluesky brevo bsky bulksms bulkvs burstsms chanify clickatell
    clicksend cliq cm d7sms dapnet deltachat deltachats dingtalk discord dot eight00com elks emby embys enigma2
    enigma2s evolution evolutions exotel feishu firehydrant flock flowtriq flowtriqs fluxer fluxers form forms
    freemobile gchat github goalert goalerts gorush gorushs gotify gotifys groundmail groupme guilded gupshup
    hassio hassios httpsms humhub humhubs ifttt ilert incidentio infobip jellyfin jellyfins jira join json jsons
    kakao kakaotalk kaleyra kavenegar klr kodi kodis kook kudosity kumulos lametric lametrics lark lauther lfg
    line mailersend mailgun mailto mailtos mastodon mastodons matrix matrixs misskey misskeys mmost mmosts
    mobilemessage mobilemsg msg91 msgbird ncloud nclouds nctalk nctalks nexmo notica noticas notifiarr notifico
    notificos notifyre ntfy ntfys o365 octopush onebot onebots onesignal opsgenie pagerduty pagertree parsep
    parseps pbul pinglet pinglets pingram pjet pjets plivo postmark pover prowl psafer psafers push pushdeer
    pushdeers pushed pushme pushplus pushward pushy qq reddit resend revolt ringc rocket rockets ryver schan
    sendgrid sendpulse serwersms ses seven sfr signal signalgrid signals signl4 simplepush sinch slack smsc
    smseagle smseagles smsmanager smsmgr smstunnel smtp2go sns sparkpost spike splunk spugpush spush squadcast
    stackfield strmlabs synology synologys telesign telnyx tgram threema toot toots trigv trigvs twilio twist
    viber victorops voipms vonage webex wechat wecom wecombot whapi whatsapp workflow workflows wpush wxpusher
    wxteams xbmc xbmcs xmatters xml xmls youlmk zalo zcliq zohocliq zoom zulip
    """.split()  # noqa: SIM905 reads as the table it is
)
"""Services that were looked at: each sends by HTTP or SMTP and needs no file. Left out, with their reason: those
that act on this machine (syslog, dbus, windows, macosx, gnome, glib, blink1), read local files (fcm, vapid, twitter),
open sockets of their own kind or start threads (amqp, aprs, growl, irc, mqtt, nostr, rsyslog, smpp, sogs, xmpp), or
pass on to more of the same (apprise). A new one of a later release is not allowed until it was looked at."""

REFUSED_OPTIONS = frozenset(
    {"template", "keyfile", "subfile", "file", "filename", "attach", "pgp", "pgppub", "pgpprv", "wkd", "redirect"}
)
"""Options that name a local file, fetch something else than the message, or follow redirects. Slack's
`?template=/path` was seen to send that file."""

_HTTP_STATUS = re.compile(r"\berror=(\d{3})\b")
_load_lock = threading.Lock()
_loaded = False


def _load() -> None:
    """Switch off, in the whole process, every plugin that is not allowed; and keep Apprise's log to ourselves."""
    global _loaded  # Apprise keeps its plugins in a singleton
    with _load_lock:
        if not _loaded:
            logger = logging.getLogger("apprise")
            logger.addHandler(logging.NullHandler())
            logger.propagate = False  # its lines can hold what a channel's URL holds
            logger.setLevel(logging.WARNING)  # whatever level the operator chose: a failure's reason is in them
            manager: Any = NotificationManager()  # type: ignore[no-untyped-call]  # the library has no types here
            with warnings.catch_warnings():
                # its plugins import what Python 3.11 says it will drop; nothing an operator could act on
                warnings.simplefilter("ignore", DeprecationWarning)
                manager.enable_only(*ALLOWED)
            _loaded = True


def _asset() -> AppriseAsset:
    return AppriseAsset(
        plugin_paths=[],
        storage_mode=PersistentStoreMode.MEMORY,
        async_mode=False,
        http_redirects=False,
        secure_logging=True,
        pgp_autogen=False,
        pem_autogen=False,
        interpret_escapes=False,
        interpret_emojis=False,
        app_id="Wirewatch",
        app_desc="Wirewatch",
        app_url="",
        image_url_mask="",
        image_url_logo="",
        image_path_mask="",
        timezone="UTC",
    )


class _Lines(logging.Handler):
    """What Apprise logs in the thread that made this."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._thread = threading.get_ident()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread and len(self.lines) < 20:
            self.lines.append(record.getMessage())


@contextlib.contextmanager
def _listening() -> Iterator[_Lines]:
    lines = _Lines()
    logger = logging.getLogger("apprise")
    logger.addHandler(lines)
    try:
        yield lines
    finally:
        logger.removeHandler(lines)


def read_apprise_url(url: str) -> dict[str, Any]:
    """What Apprise reads in a URL, its own form or a service's (`https://discord.com/api/webhooks/…`).

    Raises ConfigError, without showing the URL, where it is none, its service is not allowed here, or an
    option is.
    """
    _load()
    with _listening():
        parts: dict[str, Any] | None = url_to_dict(url.strip(), secure_logging=True)  # type: ignore[no-untyped-call]  # as above
    if not parts:
        scheme = url.partition("://")[0].strip().lower()
        # what stands before :// is shown where it is a service's name: else it may be the secret, misplaced
        shown = f" ({scheme}://…)" if scheme in ALLOWED else ""
        raise ConfigError(
            f"the channel's url{shown} is not one that Apprise can read",
            hint="see appriseit.com/services for how each service is written",
        )
    service = str(parts.get("schema") or "").lower()
    if service not in ALLOWED:
        raise ConfigError(f"channels by {said(service, 30)}:// are not allowed", hint="use another kind of channel")
    options = parts.get("qsd") or {}
    wrong = sorted(REFUSED_OPTIONS & {str(name).lower() for name in [*options, *parts]})
    if wrong:
        raise ConfigError(
            f"the channel's url has the option {wrong[0]}=, which is not allowed", hint="leave it out of the url"
        )
    return dict(parts)


def url_problem(url: str) -> str | None:
    """What is wrong with an Apprise URL, in a sentence, or None. Makes the plugin; connects to nothing."""

    def refuse(address: str) -> None:
        raise AddressRefused(f"{address}: nothing is sent while a channel is being checked")

    try:
        parts = read_apprise_url(url)
    except ConfigError as error:
        return sentence(error)
    with _listening() as lines, confined(refuse, seconds=5):
        plugin = Apprise.instantiate(parts, asset=_asset())
    return None if plugin is not None else _no_plugin(lines, url)


def _no_plugin(lines: _Lines, url: str) -> str:
    detail = _reason(lines, url)
    return "Apprise cannot use the channel's url" + (f": {detail}" if detail else "")


def _reason(lines: _Lines, url: str) -> str:
    """The first thing Apprise complained of, without any part of the URL that could be a secret."""
    return said(lines.lines[0], hide=url_secrets(url, shortest=6)) if lines.lines else ""


def send_apprise(
    message: AlertMessage, *, url: str, guard: Guard, allow_private: bool, zone: tzinfo, ends: float
) -> SendResult:
    """Send one alert to one Apprise URL (expanded); ends: the moment of time.monotonic() by which to be done.

    A refused address or URL is BROKEN. Everything else that fails is RETRY: Apprise tells no more than that,
    but where its log names an HTTP status the result carries it.
    """
    if getproxies_environment().keys() & {"http", "https", "all"}:
        # its plugins would go through it, and the guard would judge the proxy's address, not the receiver's
        return broken("a proxy is set, and no address can be judged behind one; unset HTTP_PROXY and HTTPS_PROXY")
    try:
        parts = read_apprise_url(url)
    except ConfigError as error:
        return broken(sentence(error))
    shown = short_text(message, zone)
    # a plugin makes its connections in the same thread, so the guard is asked in it too
    seconds = max(min(SEND_TIMEOUT, ends - time.monotonic()), 0.1)
    with (
        _listening() as lines,
        confined(lambda it: guard.check(it, allow_private=allow_private), seconds=seconds) as on,
    ):
        try:
            plugin = Apprise.instantiate(parts, asset=_asset())
            if plugin is None:
                return _refusal(on) or broken(_no_plugin(lines, url))
            plugin.redirects = False
            plugin.socket_connect_timeout = min(_CONNECT_TIMEOUT, seconds)
            plugin.socket_read_timeout = min(_READ_TIMEOUT, seconds)
            # its pause between targets would sleep through any deadline
            plugin.request_rate_per_sec = 0
            sent = plugin.notify(
                body=shown.body,
                title=shown.title,
                notify_type=NotifyType.WARNING if message.severity is Severity.HIGH else NotifyType.INFO,
                # with no format given, markup in a headline would reach HTML mail and Slack as markup
                body_format=NotifyFormat.TEXT,
            )
        except Exception as error:  # noqa: BLE001 a plugin raises what it likes; the kind is all that is safe to show
            return _refusal(on) or again(f"the service's plugin failed ({type(error).__name__})")
    if sent:
        return SendResult(Sent.OK, f"Apprise handed it to {plugin.service_name}")
    refused = _refusal(on)
    if refused is not None:
        return refused
    if on.cut:
        return again(f"{plugin.service_name} did not answer in time")
    return _failed(lines, url, str(plugin.service_name))


def _refusal(on: Confinement) -> SendResult | None:
    return broken(sentence(on.refused)) if on.refused is not None else None


def _failed(lines: _Lines, url: str, service: str) -> SendResult:
    detail = _reason(lines, url)
    found = _HTTP_STATUS.search(detail)
    return again(f"{service}: {detail or 'it did not say why'}", int(found.group(1)) if found else None)
