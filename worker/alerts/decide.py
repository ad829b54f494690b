"""What becomes of a match: told or not told, and why. Pure; the caller holds the decision lock."""

import hashlib
from datetime import datetime, timedelta

from worker.domain.alert import AlertMessage, Decision, Outcome, Reason
from worker.domain.article import Article, Sighting
from worker.domain.feed import Dated
from worker.domain.watch import Match, Watch

EXCERPT = 400
"""Characters of the article that a message carries beside its evidence: about what a preview pane shows."""


def decide(*, history: bool, sightings: tuple[Sighting, ...], now: datetime, max_age: timedelta) -> Decision:
    """Decide about a new match of an article.

    history: the article is known from first polls of new feeds only. The age that counts is the feed's word: a
    page's own date is often that of its template, and a wrong guess would swallow an alert. An entry without a
    date, or dated in the future, is as new as its sighting.
    """
    if history:
        feed = sightings[0].feed_name if sightings else "its feed"
        return Decision(Outcome.NOT_TOLD, Reason.HISTORY, f"it was in {feed} already when that feed was new")
    dates = [s.published for s in sightings if s.published is not None and s.dated != Dated.FUTURE]
    if dates and now - max(dates) > max_age:
        return Decision(
            Outcome.NOT_TOLD,
            Reason.TOO_OLD,
            f"the feed dates it {max(dates):%Y-%m-%d}, more than {_words(max_age)} before it was found",
        )
    return Decision(Outcome.TOLD, Reason.NEW_STORY, "the first article that holds this watch")


def alert_uid(*, watch: str, article_uid: str, reason: Reason) -> str:
    """Identity of an alert, 32 hex digits.

    Made of what it says, not of row numbers, so that a database made anew gives the same id to the same alert,
    and never an old id to another one.
    """
    return _hash("alert", watch, article_uid, reason.value)


def delivery_uid(*, alert: str, channel: str) -> str:
    """Identity of a delivery, 32 hex digits: the webhook-id and the Message-ID."""
    return _hash("delivery", alert, channel)


def message_of(
    *,
    watch: Watch,
    match: Match,
    article: Article,
    article_uid: str,
    decision: Decision,
    outlets: tuple[str, ...],
    found_at: datetime,
) -> AlertMessage:
    """All that channels may say of this alert."""
    return AlertMessage(
        uid=alert_uid(watch=watch.name, article_uid=article_uid, reason=decision.reason),
        reason=decision.reason.value,
        watch=watch.name,
        severity=watch.severity,
        title=article.title,
        url=article.url,
        source=article.source,
        author=article.author,
        published=article.published,
        found_at=found_at,
        excerpt=excerpt(article.text),
        evidence=match.evidence,
        outlets=outlets,
        language=article.language,
        note=article.note,
    )


def excerpt(text: str, limit: int = EXCERPT) -> str:
    """The beginning of `text` on one line, at most `limit` characters, cut between words."""
    line = " ".join(text[: limit * 4].split())
    if len(line) <= limit:
        return line
    return line[:limit].rsplit(" ", 1)[0].rstrip(",;:-\u2013\u2014") + " …"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _words(age: timedelta) -> str:
    days = age / timedelta(days=1)
    return f"{days:g} days" if days >= 1 else f"{age / timedelta(hours=1):g} hours"
