"""Is a channel fit to send? Asked when it is declared, and when somebody tests it. Nothing is sent."""

import ipaddress
from urllib.parse import urlsplit

from worker.delivery.email import read_recipients, read_sender, read_server
from worker.delivery.guard import Guard
from worker.delivery.webhook import webhook_target
from worker.delivery.words import sentence
from worker.domain.alert import ChannelKind, DeclaredChannel
from worker.errors import ConfigError, FetchError, UnsetVariable
from worker.ports import Secrets


def channel_problem(
    channel: DeclaredChannel, *, secrets: Secrets, guard: Guard, smtp_url: str | None, mail_from: str | None
) -> str | None:
    """What keeps a channel from working, in one sentence with its fix, or None.

    Looks at everything that can be seen without connecting or looking up a name: variables that are not
    set, URLs, secrets, addresses, an address written out that the guard refuses.
    """
    try:
        match channel.kind:
            case ChannelKind.WEBHOOK:
                url, _ = webhook_target(channel.config, secrets)
                _check_host(urlsplit(url).hostname, guard, allow_private=channel.allow_private)
            case ChannelKind.EMAIL:
                server, allow_private = read_server(
                    channel.config, secrets, smtp_url=smtp_url, allow_private=channel.allow_private
                )
                read_sender(channel.config, secrets, server=server, mail_from=mail_from)
                read_recipients(channel.config, secrets)
                _check_host(server.host, guard, allow_private=allow_private)
            case ChannelKind.APPRISE:
                # imported where it is needed: Apprise's two hundred plugins cost memory in every process
                from worker.delivery.apprise_channel import url_problem

                url = secrets.expand(str(channel.config.get("url") or ""))
                problem = url_problem(url)
                if problem is not None:
                    return problem
                _check_host(_host_of(url), guard, allow_private=channel.allow_private)
    except (ConfigError, FetchError, UnsetVariable) as error:
        return sentence(error)
    return None


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:  # a form of Apprise's own, that is no URL to others
        return None


def _check_host(host: str | None, guard: Guard, *, allow_private: bool) -> None:
    """Raise AddressRefused where the host is an IP address that the guard refuses."""
    try:
        ipaddress.ip_address(host or "")
    except ValueError:
        return
    guard.check(host or "", allow_private=allow_private)
