"""What a host's robots.txt lets us fetch (RFC 9309); the one home of protego.

The file is cut down to the one group that speaks to us before anything else is done with it: a file may hold
thousands of groups, and protego multiplies groups by rules. What is left is short enough for a Host's row.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import islice
from math import isfinite

from protego import Protego

from worker.domain.http import FetchResponse, host_key
from worker.errors import FetchError, TooManyRedirects
from worker.log import redact

PRODUCT = "Wirewatch"
MAX_BYTES = 500_000
"""RFC 9309, section 2.5, asks to read at least 500 KiB; news sites that have more repeat themselves."""
MAX_FETCHED = 2_000_000
"""Bytes to accept, so that a file above MAX_BYTES is still read as far as it counts."""
MAX_RULES = 5_000
"""Rules kept of our group, the first ones. 24,000 wildcard rules took 0.7 s to hold against one long URL."""
KEPT = timedelta(days=1)
KEPT_DENIED = timedelta(minutes=5)
"""An outage is mostly over in minutes, and until then pages are left alone (RFC 9309, section 2.3.1.4)."""
_DENY = "deny "
MAX_CRAWL_DELAY = 60.0
"""Seconds. A longer delay is mostly a mistake in the unit, and would keep news for hours."""

_AGENT = frozenset({"user-agent", "useragent", "user agent"})
_RULE = {"allow": "Allow", "disallow": "Disallow", "dissallow": "Disallow", "disalow": "Disallow"}
_DELAY = "crawl-delay"


def robots_url(key: str) -> str:
    """In: a host key, `scheme://host:port`. Out: where its robots.txt is, or "" for no host."""
    return f"{key}/robots.txt" if key and host_key(key) == key else ""


class Robots:
    """The rules of one host for Wirewatch. Make it with `parse`, `unreachable` or `from_text`."""

    def __init__(self, *, rules: str = "", denied: str = "") -> None:
        """rules: lines of one group for us, or "". denied: why nothing at all may be fetched, or ""."""
        self._rules = rules
        self._denied = denied
        self._reader: Protego | None = None

    @classmethod
    def parse(cls, status: int, body: bytes) -> "Robots":
        """In: the status and body that robots.txt was answered with, after redirects.

        2xx: the rules in it, of the first 500 kB. 4xx, and 3xx that lead nowhere: there are none, all is
        allowed. Anything else: the host is in trouble, nothing is (RFC 9309, section 2.3.1).
        """
        if 200 <= status < 300:
            return cls(rules=_our_group(body))
        if 300 <= status < 500:
            return cls()
        return cls(denied=f"its robots.txt answers {status}, so nothing is fetched until that is over")

    @classmethod
    def unreachable(cls, reason: str) -> "Robots":
        """robots.txt could not be had at all; reason: a sentence, as a FetchError has it."""
        return cls(denied=" ".join(f"its robots.txt cannot be read: {redact(reason)}".split())[:300])

    def refusal(self, url: str) -> str | None:
        """None where the URL may be fetched, else the reason in words."""
        if self._denied:
            return self._denied
        if not self._rules or self._protego().can_fetch(url, PRODUCT):
            return None
        return "its robots.txt does not allow this address"

    def allows(self, url: str) -> bool:
        """Whether the URL, of this host, may be fetched."""
        return self.refusal(url) is None

    @property
    def crawl_delay(self) -> float | None:
        """Seconds that the host wants between two requests, at most 60; None where it says nothing."""
        if not self._rules:
            return None
        delay = self._protego().crawl_delay(PRODUCT)
        return None if delay is None else min(float(delay), MAX_CRAWL_DELAY)

    def to_text(self) -> str:
        """A short text that `from_text` understands; "" where all is allowed."""
        return f"{_DENY}{self._denied}" if self._denied else self._rules

    @classmethod
    def from_text(cls, text: str) -> "Robots":
        """What `to_text` gave."""
        if text.startswith(_DENY):
            return cls(denied=text.removeprefix(_DENY))
        return cls(rules=text)

    def _protego(self) -> Protego:
        if self._reader is None:
            self._reader = Protego.parse(f"User-agent: *\n{self._rules}")
        return self._reader


@lru_cache(maxsize=256)
def _from_text(text: str) -> Robots:
    return Robots.from_text(text)


class RobotsTxt:
    """`worker.ports.RobotsReader`: robots.txt as the pipeline keeps it, as text in a Host's row."""

    max_bytes = MAX_FETCHED

    def url(self, host: str) -> str:
        """Where a Host (its key) keeps its robots.txt."""
        return robots_url(host)

    def read(self, answer: FetchResponse | FetchError) -> tuple[str, float | None]:
        """In: what the request for robots.txt came to. Out: (text for the Host's row, crawl delay in seconds).

        More redirects than allowed count as no robots.txt (RFC 9309, section 2.3.1.2).
        """
        if isinstance(answer, FetchResponse):
            robots = Robots.parse(answer.status, answer.body)
        elif isinstance(answer, TooManyRedirects):
            robots = Robots()
        else:
            robots = Robots.unreachable(str(answer))
        return robots.to_text(), robots.crawl_delay

    def keep(self, text: str) -> timedelta:
        """How long the rules kept as `text` hold: a day (RFC 9309, section 2.4), an outage for minutes."""
        return KEPT_DENIED if self.passing(text) else KEPT

    def passing(self, text: str) -> bool:
        """Whether `text` refuses only because robots.txt could not be read just now."""
        return text.startswith(_DENY)

    def refusal(self, text: str, url: str) -> str | None:
        """Why `url` may not be fetched under the rules kept as `text`, in words; None where it may."""
        return _from_text(text).refusal(url)


def _our_group(body: bytes) -> str:
    """The rules for us: of all groups that name Wirewatch, else of all groups for `*` (RFC 9309, section 2.2.1)."""
    ours: dict[str, None] = {}
    everyones: dict[str, None] = {}
    named = False
    agents: set[str] = set()
    in_rules = False
    for field, value in _lines(body):
        if field in _AGENT:
            if in_rules:
                agents = set()
                in_rules = False
            agent = value.lower().split("/")[0].strip()
            if agent in ("*", PRODUCT.lower()):
                agents.add(agent)
                named = named or agent != "*"
            continue
        in_rules = True
        line = f"{_RULE.get(field, 'Crawl-delay')}: {value}"
        if not value or (field == _DELAY and not _is_delay(value)):
            continue
        if PRODUCT.lower() in agents:
            ours[line] = None
        if "*" in agents:
            everyones[line] = None
    return "\n".join(islice(ours if named else everyones, MAX_RULES))


def _lines(body: bytes) -> Iterator[tuple[str, str]]:
    """(field in lower case, value) of each line that is one of a group; a line that the bound cut is dropped."""
    cut = len(body) > MAX_BYTES
    text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
    lines = text.splitlines()
    for line in lines[:-1] if cut else lines:
        field, colon, value = line.partition("#")[0].partition(":")
        field = field.strip().lower()
        if colon and (field in _AGENT or field in _RULE or field == _DELAY):
            yield field, value.strip()


def _is_delay(value: str) -> bool:
    try:
        delay = float(value)
    except ValueError:
        return False
    return isfinite(delay) and delay >= 0
