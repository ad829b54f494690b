"""The configuration that makes Wirewatch read the newsroom and tell the sinks."""

import json
from pathlib import Path
from typing import Protocol

from worker.demo.outlets import WATCHES
from worker.demo.server import OutletSite
from worker.demo.sinks import SinkUrls

EVERY = "2s"
"""How often the demo's feeds are asked; an alert is there within about four seconds then."""
SECRET_NAME = "HOOK_SECRET"  # noqa: S105  the variable's name, not the secret
_GAP = "0.2s"
_LOOPBACK = "127.0.0.0/8"
_MAIL_FROM = "Wirewatch <wirewatch@newsroom.example>"
_MAIL_TO = "desk@newsroom.example"


class HasOutlets(Protocol):
    """A newsroom, running or to be."""

    @property
    def outlets(self) -> tuple[OutletSite, ...]:
        """Where its outlets are."""
        ...


class HasUrls(Protocol):
    """Sinks, running or to be."""

    @property
    def urls(self) -> SinkUrls:
        """Where they are."""
        ...


def write_files(folder: Path, server: HasOutlets, sinks: HasUrls) -> dict[str, str]:
    """Write feeds.yaml, watches.yaml and channels.yaml into a folder, which is made where it is missing.

    Files of these names are overwritten. Out: the environment variables that Wirewatch needs beside its own data
    folder and broker. Raises OSError where a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("feeds", feeds_yaml(server)),
        ("watches", watches_yaml()),
        ("channels", channels_yaml(sinks)),
    ):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return {
        "WIREWATCH_CONFIG_DIR": str(folder),
        "WIREWATCH_ALLOW_PRIVATE": _LOOPBACK,
        "WIREWATCH_POLL_INTERVAL": EVERY,
        "WIREWATCH_HOST_GAP": _GAP,
        "WIREWATCH_SMTP_URL": sinks.urls.smtp,
        "WIREWATCH_MAIL_FROM": _MAIL_FROM,
        SECRET_NAME: sinks.urls.secret,
    }


def feeds_yaml(server: HasOutlets) -> str:
    """feeds.yaml for all outlets."""
    lines = [
        "# The feeds of the demo's newsroom. Its outlets are invented, and live on this machine only.",
        "# Each is asked every two seconds; outside of a demo ten minutes are polite.",
        "",
        "feeds:",
    ]
    for outlet in server.outlets:
        for name, url in outlet.feeds:
            label = outlet.name if name == "all" else f"{outlet.name}, {name.capitalize()}"
            lines += [
                f"  - url: {_quoted(url)}",
                f"    name: {_quoted(label)}",
                f"    tags: [{outlet.language}]",
                f"    every: {EVERY}",
                "",
            ]
    return "\n".join(lines)


def watches_yaml() -> str:
    """watches.yaml: the demo's watches."""
    lines = [
        "# What to be told about. keywords: any of these; all: every one; none: not one of these.",
        "# Change a word, save, and it is in force within seconds.",
        "",
        "watches:",
    ]
    for watch in WATCHES:
        lines.append(f"  - name: {_quoted(watch.name)}")
        for key, words in (("keywords", watch.keywords), ("all", watch.all_of), ("none", watch.none_of)):
            if words:
                lines.append(f"    {key}: {_list(words)}")
        lines.append(f"    channels: {_list(watch.channels)}")
        lines.append(f"    severity: {watch.severity.value}")
        lines.append("")
    return "\n".join(lines)


def channels_yaml(sinks: HasUrls) -> str:
    """channels.yaml: mail to the demo's own server, webhooks to its receiver."""
    return (
        "# Where alerts go. ${HOOK_SECRET} is taken from the environment when an alert is sent.\n\n"
        "channels:\n"
        "  # a mail, through the server that WIREWATCH_SMTP_URL names\n"
        f"  desk: {{email: {{to: {_MAIL_TO}}}}}\n\n"
        "  # a webhook, signed by the Standard Webhooks rules\n"
        f'  hook: {{webhook: {_quoted(sinks.urls.hook)}, secret: "${{{SECRET_NAME}}}"}}\n'
    )


def _quoted(text: str) -> str:
    """A text as YAML reads it whatever is in it: JSON's quotes."""
    return json.dumps(text, ensure_ascii=False)


def _list(words: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"
