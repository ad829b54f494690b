"""HTML from templates: the one home of Jinja. Everything that is put into a page is escaped."""

import hashlib
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from worker.standing import Standing
from worker.web.cards import cards_of, near
from worker.web.look import Listed
from worker.web.places import write_place

_HERE = Path(__file__).parent
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load. version: changes with its content, so that browsers may keep it for ever."""

    body: bytes
    content_type: str
    version: str


def read_assets() -> dict[str, Asset]:
    """The files of worker/web/static, by name."""
    found = {}
    for path in sorted((_HERE / "static").iterdir()):
        if path.suffix in _TYPES:
            body = path.read_bytes()
            found[path.name] = Asset(body, _TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:12])
    return found


class Pages:
    """Renders the pages. zone: for times that people read."""

    def __init__(self, assets: dict[str, Asset], zone: tzinfo) -> None:
        self._zone = zone
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals["asset"] = lambda name: f"/static/{name}?v={assets[name].version}"

    def alerts(self, listed: Listed, standing: Standing, *, told_only: bool, first: bool, untold: int) -> str:
        """The list. first: it is the first page, which is kept up to date. untold: how many were not told."""
        return self._environment.get_template("alerts.html").render(
            cards=cards_of(listed.alerts, self._zone),
            older=write_place(listed.older) if listed.older else None,
            newest=write_place(listed.newest),
            told_only=told_only,
            first=first,
            untold=untold,
            **self._state(standing),
        )

    def fragment(self, listed: Listed, standing: Standing, *, stamp: str) -> str | None:
        """What changed since a page was made: new alerts and the state; None where neither did.

        stamp: that of the state the page shows.
        """
        state = self._state(standing)
        if not listed.alerts and stamp == state["stamp"]:
            return None
        return self._environment.get_template("fragment.html").render(
            cards=cards_of(listed.alerts, self._zone), newest=write_place(listed.newest), **state
        )

    def error(self, status: int, headline: str, sentence: str) -> str:
        """A page that says what went wrong."""
        return self._environment.get_template("error.html").render(
            status=status, headline=headline, sentence=sentence
        )

    def _state(self, standing: Standing) -> dict[str, Any]:
        """What the line above the alerts is made of. stamp: the same as long as it says the same."""
        last = standing.last_poll
        polled = near(last, standing.at, self._zone) if last else None
        said = "\n".join(
            [
                *standing.counts,
                polled.words if polled else "",
                *(line for want in standing.wants for line in (want.said, *want.details)),
            ]
        )
        return {
            "state": standing,
            "last_poll": polled,
            "stamp": hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12],
        }
