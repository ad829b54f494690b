"""The numbers that steer the stages, as one value; bootstrap fills it from the settings."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Policy:
    """All times are durations. Defaults are what production runs with; tests shorten them.

    lease must exceed batch_deadline by what one slow article may take, or a row is worked twice (harmless,
    a stale worker changes nothing, but wasteful).
    """

    poll_interval: timedelta = timedelta(minutes=10)
    poll_interval_min: timedelta = timedelta(minutes=1)
    poll_interval_max: timedelta = timedelta(hours=24)
    tell_first_poll: bool = False
    max_age: timedelta = timedelta(days=7)
    host_gap: timedelta = timedelta(seconds=1)
    fetch_timeout: timedelta = timedelta(seconds=20)
    batch_deadline: timedelta = timedelta(seconds=45)
    lease: timedelta = timedelta(seconds=120)
    hint_hold: timedelta = timedelta(seconds=60)
    hint_cap: int = 2_000
    max_attempts: int = 5
    page_tries: int = 3
    delivery_max_age: timedelta = timedelta(days=2)
    keep_pages: timedelta = timedelta(days=30)
    keep_articles: timedelta = timedelta(days=365)
