"""What asking for an article's page came to: the page, or why the feed's own text has to do. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from worker.articles.read import read_page
from worker.domain.article import ArticleWork, Page
from worker.domain.http import FetchResponse
from worker.domain.policy import Policy
from worker.errors import FetchError, PageError
from worker.text.retry import retry_after

AGAIN_AFTER = (timedelta(minutes=1), timedelta(minutes=6), timedelta(minutes=30))
"""Waits before a page is asked for again. Meanwhile the feed's own text has been matched already, so these
decide only how soon the full text is; most 5xx of news sites are over within minutes."""

LONGEST_SILENCE = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PageOutcome:
    """page: as read, or None. note: why there is none, or "". again_at: when to ask once more, or None.

    host_blocked_until: the host asked for silence until then.
    """

    page: Page | None
    note: str = ""
    failures: int = 0
    again_at: datetime | None = None
    host_blocked_until: datetime | None = None


def page_outcome(
    work: ArticleWork, answer: FetchResponse | FetchError, *, now: datetime, policy: Policy
) -> PageOutcome:
    """Judge the answer to a page request. Raises nothing for what a publisher may send."""
    if isinstance(answer, FetchError):
        return _missing(work, f"the page could not be fetched: {answer}", now, policy, again=not answer.permanent)
    if answer.status == 200:
        try:
            page = read_page(answer.body, url=answer.url, content_type=answer.header("content-type"))
        except PageError as error:
            return _missing(work, f"the page could not be read: {error}", now, policy, again=False)
        return PageOutcome(page)
    again = answer.status in (408, 425, 429) or answer.status >= 500
    blocked = None
    if answer.status in (429, 503):
        asked = retry_after(answer.header("retry-after"), now)
        if asked is not None:
            blocked = now + min(asked, LONGEST_SILENCE)
    return _missing(work, f"the page answered HTTP {answer.status}", now, policy, again=again, blocked=blocked)


def robots_refusal(work: ArticleWork, reason: str, *, passing: bool, now: datetime, policy: Policy) -> PageOutcome:
    """The outcome where robots.txt keeps us from the page. passing: only because it could not be read just now."""
    return _missing(work, f"the page was left alone: {reason}", now, policy, again=passing)


def _missing(
    work: ArticleWork,
    note: str,
    now: datetime,
    policy: Policy,
    *,
    again: bool,
    blocked: datetime | None = None,
) -> PageOutcome:
    failures = work.page_failures + 1
    again_at = None
    if again and failures < policy.page_tries:
        again_at = now + AGAIN_AFTER[min(work.page_failures, len(AGAIN_AFTER) - 1)]
        if blocked is not None:
            again_at = max(again_at, blocked)
    return PageOutcome(None, note, failures, again_at, blocked)
