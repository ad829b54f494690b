"""What a run came to: gathered once, then told to people or to programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from worker.cli.inert import clean, iso, iso_or_none
from worker.cli.times import due, span
from worker.cli.words import count
from worker.domain.work import Queue, State
from worker.log import redact

if TYPE_CHECKING:
    from worker.cli.screen import Screen
    from worker.domain.feed import FeedView
    from worker.storage import Storage
    from worker.storage.views import Activity


ENDED = ("sent", "failed", "skipped")
"""Results of deliveries that this run brought to an end."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished `run --once`. began, ended: aware UTC. inside: rows that errors of Wirewatch itself stopped."""

    began: datetime
    ended: datetime
    feeds: Sequence[FeedView]
    activity: Activity
    inside: Sequence[tuple[Queue, int, str]]

    @property
    def polled(self) -> list[FeedView]:
        """The feeds polled in this run."""
        return [feed for feed in self.feeds if feed.last_polled_at is not None and feed.last_polled_at >= self.began]

    @property
    def failed(self) -> list[FeedView]:
        """Those of them that failed."""
        return [feed for feed in self.polled if feed.last_error is not None]

    @property
    def unchanged(self) -> int:
        """How many feeds answered with nothing new."""
        return len([feed for feed in self.polled if feed.last_error is None and not self._new(feed)])

    @property
    def idle(self) -> bool:
        """Whether nothing was due at all."""
        return not self.polled and not self.activity.articles and not self._finished()

    @property
    def next_feed(self) -> FeedView | None:
        """The feed that is due next, or None where no feed is going to be polled."""
        waiting = [feed for feed in self.feeds if feed.state == State.PENDING]
        return min(waiting, key=lambda feed: feed.next_at, default=None)

    def _new(self, feed: FeedView) -> int:
        return sum(self.activity.entries.get(feed.id, (0, 0)))

    def _finished(self) -> int:
        return sum(how_many for _, result, _, how_many in self.activity.deliveries if result in ENDED)

    def firsts(self) -> list[FeedView]:
        """The feeds whose first poll this was, and whose entries became history."""
        first = [feed for feed in self.polled if feed.id in self.activity.first_polled]
        return [feed for feed in first if self.activity.entries.get(feed.id, (0, 0))[1]]

    def results(self) -> dict[str, int]:
        """Deliveries by result."""
        found = {"sent": 0, "waiting": 0, "failed": 0, "skipped": 0, "dead": 0}
        for _, result, _, how_many in self.activity.deliveries:
            found[result] = found.get(result, 0) + how_many
        return found

    def as_dict(self) -> dict[str, Any]:
        """The run as JSON; keys are stable."""
        following = self.next_feed
        return {
            "began": iso(self.began),
            "seconds": round((self.ended - self.began).total_seconds(), 3),
            "feeds": {
                "polled": len(self.polled),
                "unchanged": self.unchanged,
                "with_news": len(self.polled) - self.unchanged - len(self.failed),
                "failed": [{"url": redact(f.url), "name": f.name, "error": f.last_error} for f in self.failed],
                "first_polls": [
                    {
                        "url": redact(feed.url),
                        "name": feed.name,
                        "history": self.activity.entries[feed.id][1],
                        "would_have_told": feed.would_have_told,
                    }
                    for feed in self.firsts()
                ],
            },
            "articles": {"read": sum(self.activity.articles.values()), "by_source": dict(self.activity.articles)},
            "alerts": [
                {"outcome": outcome, "reason": reason, "count": how_many}
                for (outcome, reason), how_many in sorted(self.activity.alerts.items())
            ],
            "deliveries": [
                {"channel": channel, "result": result, "reason": reason, "count": how_many}
                for channel, result, reason, how_many in self.activity.deliveries
            ],
            "next_delivery": iso_or_none(self.activity.next_delivery_at),
            "internal_errors": [{"queue": queue, "id": row, "why": why} for queue, row, why in self.inside],
            "next_poll": None
            if following is None
            else {"url": redact(following.url), "name": following.name, "at": iso(following.next_at)},
        }

    def show(self, screen: Screen) -> None:
        """The run for people."""
        if not self.feeds:
            screen.line("No feed is configured, so there is nothing to poll.")
            screen.line("fix: `wirewatch init` writes sample files, `wirewatch feeds add URL` adds a feed", indent=2)
        elif self.idle:
            screen.line("Nothing was due.")
        else:
            self._show_work(screen)
        for queue, row, why in self.inside:
            screen.line(f"{queue} {row} stopped at {why}; -v shows where", indent=2)
        self._show_next(screen)

    def _show_work(self, screen: Screen) -> None:
        from worker.cli.screen import BAD, GOOD, WARN, Text, joined, text

        some_new = len(self.polled) - self.unchanged - len(self.failed)
        bad = text(f"{len(self.failed)} failed", BAD) if self.failed else text("")
        kinds = [
            f"{some_new} with new entries" if some_new else "",
            f"{self.unchanged} unchanged" if self.unchanged else "",
        ]
        lines: list[tuple[str, Text | str]] = []
        if self.polled:
            lines.append(("Feeds", joined(f"{len(self.polled)} polled", *kinds, bad)))
        articles = self.activity.articles
        lines.append(
            (
                "Articles",
                joined(
                    f"{sum(articles.values()) or 'none'} read",
                    *(f"{number} from the {source}" for source, number in sorted(articles.items()) if source),
                ),
            )
        )
        told = sum(number for (outcome, _), number in self.activity.alerts.items() if outcome == "told")
        untold = [
            f"{number} not told: {reason}"
            for (outcome, reason), number in sorted(self.activity.alerts.items())
            if outcome != "told"
        ]
        lines.append(("Alerts", joined(text(f"{told} told", GOOD) if told else "none told", *untold)))
        colours = {"sent": GOOD, "failed": BAD, "dead": BAD, "skipped": WARN, "waiting": WARN}
        results = [text(f"{number} {name}", colours[name]) for name, number in self.results().items() if number]
        if results:
            lines.append(("Deliveries", joined(*results)))
        lines.append(("Time", span_words(self.began, self.ended)))
        screen.pairs(lines)
        self._show_details(screen)

    def _show_details(self, screen: Screen) -> None:
        from worker.cli.screen import BAD, WARN, text, together

        blank = True
        for said in self._sentences():
            if blank:
                screen.line()
                blank = False
            head, rest = said
            style = {"failed": BAD, "dead": BAD, "waiting": WARN, "skipped": WARN}.get(head, "")
            screen.line(together(text(rest[0], style), text(rest[1]), by=": "))

    def _sentences(self) -> list[tuple[str, tuple[str, str]]]:
        said: list[tuple[str, tuple[str, str]]] = [
            ("failed", (feed_name(feed), _failure(feed))) for feed in self.failed
        ]
        for feed in self.firsts():
            would = (
                f"would have told {feed.would_have_told}" if feed.would_have_told else "none of them holds a watch"
            )
            more = " (`wirewatch alerts --all` lists them)" if feed.would_have_told else ""
            history = self.activity.entries[feed.id][1]
            stored = f"{count(history, 'entry', 'entries')} stored as history of a new feed"
            said.append(("", (feed_name(feed), f"{stored}; {would}{more}")))
        for channel, result, reason, number in self.activity.deliveries:
            if result != "sent":
                fix = "; `wirewatch retry deliver --all` tries again" if result == "dead" else ""
                said.append((result, (f"{channel}, {number} {result}", (reason or "on its way") + fix)))
        return said

    def _show_next(self, screen: Screen) -> None:
        again = self.activity.next_delivery_at
        if again is not None:
            screen.line()
            when = due(again, self.ended)
            screen.line(f"Deliveries wait for another try by the next `wirewatch run`; the first is due {when}.")
        following = self.next_feed
        if following is None:
            return
        when = due(following.next_at, self.ended)
        more = "; `wirewatch feeds poll --all` makes them all due now" if self.idle else ""
        screen.line()
        screen.line(f"The next feed, {feed_name(following)}, is due {when}{more}.")


def _failure(feed: FeedView) -> str:
    """Why a poll failed, and what follows where the error does not say so itself."""
    error = redact(feed.last_error or "")
    gone = feed.state == State.DEAD and feed.why_then.startswith("gone")
    return error if gone else f"{error}; {feed.why_then}"


def feed_name(feed: FeedView) -> str:
    """How a feed is called: its name, or its URL without secrets."""
    return clean(feed.name) or redact(feed.url)


def span_words(began: datetime, ended: datetime) -> str:
    """How long a run took: tenths of a second below a minute."""
    seconds = (ended - began).total_seconds()
    return f"{seconds:.1f} s" if seconds < 60 else span(ended - began)


def gather(storage: Storage, *, began: datetime, ended: datetime) -> Ran:
    """Look up what was done since `began`."""
    views = storage.views
    return Ran(began, ended, views.feeds(), views.activity(began), views.failing_inside())
