"""What the demo shows: where to look, and each alert as a card when it has arrived."""

from __future__ import annotations

import os
import signal
import statistics
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from worker.alerts.render_clean import pieces, safe_url
from worker.cli.screen import BAD, FAINT, HIT, STRONG, Screen, Text, joined, text, together
from worker.cli.up_screen import LineScreen
from worker.cli.words import count
from worker.demo.run import ARRIVED
from worker.domain.watch import Evidence, Part
from worker.supervise import ME, Line

if TYPE_CHECKING:
    from pathlib import Path

    from worker.demo.run import Place

BARS = {"high": BAD, "normal": "cyan", "low": FAINT}


class DemoScreen:
    """Cards for alerts, and of the log what wants attention. json: all of it, one object a line.

    stop_after: how many alerts to wait for; then this process asks itself to end.
    """

    def __init__(self, screen: Screen, *, json: bool = False, stop_after: int | None = None) -> None:
        self._screen = screen
        self._lines = LineScreen(screen, json=json)
        self._json = json
        self._stop_after = stop_after
        self._began = datetime.now(UTC)
        self._waits: list[float] = []
        self._alerts = 0
        self._last_url: str | None = None

    @property
    def satisfied(self) -> bool:
        """Whether as many alerts arrived as were asked for."""
        return self._stop_after is not None and self._alerts >= self._stop_after

    def show(self, line: Line) -> None:
        """A card, a line, or nothing."""
        if line.event == ARRIVED:
            self._arrived(line)
        elif self._json or line.part == ME or line.level not in ("info", "debug"):
            if not self._json and line.level != "debug" and not line.raw:
                self._apart("")
            self._lines.show(line)

    def show_start(self, page: str, place: Place, folder: Path) -> None:
        """The first screen; in JSON one line."""
        if self._json:
            values = {"page": page, "inbox": place.urls.inbox, "outlets": [site.url for site in place.outlets]}
            self._lines.show(Line(ME, "info", "the demo is up", values=values))
            return
        screen = self._screen
        screen.line()
        took = (datetime.now(UTC) - self._began).total_seconds()
        screen.line(joined(text("Wirewatch is up", STRONG), text(f"after {took:.1f} s", FAINT), by="  "))
        screen.line(
            "Seven invented outlets publish on this machine, and it reads them as it would read any. "
            "Below, each alert as it arrives; the first within seconds."
        )
        screen.line()
        screen.pairs(
            [
                ("  alerts", text(page, "blue")),
                ("  inbox", joined(text(place.urls.inbox, "blue"), "the mails and webhooks that were sent", by="  ")),
                ("  an outlet", joined(text(f"{place.outlets[0].url}/", "blue"), place.outlets[0].name, by="  ")),
                ("  files", joined(str(folder / "config"), "change a watch: it counts within seconds", by="  ")),
                ("  Ctrl-C", "ends it"),
            ]
        )

    def show_end(self) -> None:
        """Sums, when it is over."""
        if self._json or not self._alerts:
            return
        said = [count(self._alerts, "alert")]
        if self._waits:
            said.append(f"half of them within {statistics.median(self._waits):.1f} s of publication")
        self._screen.line()
        self._screen.line(joined(*said, by=", "))

    def _arrived(self, line: Line) -> None:
        self._alerts += 1
        if self._json:
            self._lines.show(line)
        else:
            self._card(line.values["body"], line.at or datetime.now(UTC))
        if self._alerts == self._stop_after:
            os.kill(os.getpid(), signal.SIGTERM)

    def _card(self, body: Mapping[str, Any], at: datetime) -> None:
        """Watch and time; headline; the sentence with its hits; where it stands, and how soon it was here.

        A further watch that holds on the article just shown adds two lines to its card.
        """
        screen, article = self._screen, body["article"]
        severity = str(body["severity"])
        bar = Text("┃ ", style=BARS.get(severity, ""), end="")  # not `text`, which would cut its blank
        url = safe_url(article["url"] or "")
        again = url is not None and url == self._last_url
        self._apart(url)
        urgent = text("high", BAD) if severity == "high" else text("")
        when = text(f"{at.astimezone(screen.zone):%H:%M:%S}", FAINT)
        screen.line(joined(text(body["watch"], BARS.get(severity, STRONG)), urgent, when), margin=bar)
        proof = _proof(body["evidence"], article["title"])
        if not again:
            said = proof if proof is not None and proof["text"] == article["title"] else None
            screen.line(_marked(said, STRONG) if said else text(article["title"], STRONG), margin=bar)
        if proof is not None and (again or proof["text"] != article["title"]):
            screen.line(together("“", _marked(proof), "”"), margin=bar)
        if again:
            return
        waited = self._waited(article["published"], at)
        screen.line(joined(text(article["source"]), text(waited, FAINT)), margin=bar)
        if url:
            screen.whole(text(url, "blue"), margin=bar)

    def _waited(self, published: str | None, at: datetime) -> str:
        if published is None:
            return ""
        wait = (at - datetime.fromisoformat(published)).total_seconds()
        if not 0 <= wait < 3600:
            return ""  # printed before Wirewatch began, or edited since
        self._waits.append(wait)
        return f"here {wait:.1f} s after it was published"

    def _apart(self, url: str | None) -> None:
        """An empty line between what does not belong together."""
        if url is None or url != self._last_url:
            self._screen.line()
        self._last_url = url


def _proof(evidence: Sequence[Mapping[str, Any]], title: str) -> Mapping[str, Any] | None:
    """The first sentence that is not just the headline, else the first."""
    return next((said for said in evidence if said["text"] != title), evidence[0] if evidence else None)


def _marked(said: Mapping[str, Any], style: str = "") -> Text:
    """A sentence with its hits marked; pieces are clean already."""
    spans = tuple((int(start), int(end)) for start, end in said["spans"])
    line = Text(end="", style=style)
    for piece in pieces(Evidence(Part.BODY, str(said["text"]), 0, spans), 300):
        line.append(piece.text, style=HIT if piece.hit else None)
    return line
