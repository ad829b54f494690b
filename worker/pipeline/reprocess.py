"""Reprocessing: reading stored articles again after an upgrade, from their stored pages, and telling nobody.

It does not go through the process queue: an article that is work again would be matched, decided and told again. Here
only what was read is replaced. Nobody waits for it, so it runs in the process of whoever asked for it, one
transaction an article; it can be stopped at any moment, and goes on where it was, because what is done is no longer
outdated.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from worker.articles.assemble import assemble
from worker.articles.read import read_page
from worker.domain.article import Article, TextSource
from worker.domain.ledger import Found, Readable
from worker.errors import PageError
from worker.facts import reading as reader
from worker.facts.registry import Registry
from worker.log import bound, get_logger
from worker.pipeline.services import Services
from worker.pipeline.understand import understand, with_note

log = get_logger(__name__)

BATCH = 100
"""Ids that are looked up at a time."""


NOTHING = Found()


@dataclass(frozen=True, slots=True)
class Reread:
    """What reprocessing came to, in articles. before, after: how much was found in them.

    pages: read from their stored pages, texts: from their stored text. changed: with another text or title.
    skipped: read by a worker meanwhile, or gone. failed: those at which a reader failed.
    """

    done: int = 0
    pages: int = 0
    texts: int = 0
    changed: int = 0
    skipped: int = 0
    failed: int = 0
    before: Found = NOTHING
    after: Found = NOTHING


def reprocess(
    services: Services,
    *,
    since: datetime | None = None,
    limit: int | None = None,
    everything: bool = False,
    on_article: Callable[[Reread, int], bool] = lambda _done, _all: True,
) -> Reread:
    """Read again the articles whose reading is older than this version, failed or is missing, the newest first.

    since: those first seen since then. limit: so many at most. everything: whatever version they were read with.
    on_article: called after each with what was done and how many there are in all; False stops. Safe beside workers.
    """
    services.book.registry = Registry(services.storage.declared.officials())
    readings = services.storage.readings
    number = readings.count_outdated(version=reader.EXTRACTOR_VERSION, since=since, everything=everything)
    total = number if limit is None else min(number, limit)
    sums, seen, below = Reread(), 0, None
    while seen < total:
        ids = readings.outdated(
            version=reader.EXTRACTOR_VERSION,
            since=since,
            below=below,
            limit=min(BATCH, total - seen),
            everything=everything,
        )
        if not ids:
            break
        for article_id in ids:
            with bound(article=article_id):
                sums = _reread(services, article_id, sums)
            seen += 1
            if not on_article(sums, total):
                return sums
        below = ids[-1]
    return sums


def _reread(services: Services, article_id: int, sums: Reread) -> Reread:
    readings = services.storage.readings
    stored = readings.readable(article_id)
    if stored is None:
        return replace(sums, skipped=sums.skipped + 1)
    article = _article_again(stored)
    from_page = article is not None
    article = article or stored.article
    understood = understand(services, article, stored.work.first_seen)
    article = with_note(article, understood)
    now = services.clock.now()
    with readings.rewriting(stored, version=understood.version, now=now) as transaction:
        if transaction is None:
            return replace(sums, skipped=sums.skipped + 1)
        before = transaction.before()
        transaction.store(article, understood.reading, version=understood.version, failed=understood.failed)
    found = understood.reading
    old = stored.article
    return replace(
        sums,
        done=sums.done + 1,
        pages=sums.pages + from_page,
        texts=sums.texts + (not from_page),
        changed=sums.changed + ((article.text, article.title) != (old.text, old.title)),
        failed=sums.failed + bool(understood.failed),
        before=sums.before + before,
        after=sums.after + Found(len(found.mentions), len(found.facts), len(found.quotes)),
    )


def _article_again(stored: Readable) -> Article | None:
    """The article as its stored page gives it now; None where the page is gone, or gives no article any more.

    An article whose text came from a feed, because its page was never had, stays as it is.
    """
    if stored.page is None or stored.article.text_source is not TextSource.PAGE:
        return None
    try:
        body = zlib.decompress(stored.page.body)
        page = read_page(body, url=stored.page.url, content_type=stored.page.content_type)
    except (PageError, zlib.error) as error:
        log.warning("stored page not read", error=str(error), consequence="its stored text is read")
        return None
    except Exception as error:
        # as when it was fetched: one page must not end the work on all others
        log.exception("stored page not read, by a bug", error=repr(error), consequence="its stored text is read")
        return None
    again = assemble(stored.work, page, note="")
    # a feed that was removed took its dates along
    return again if again.published else replace(again, published=stored.article.published)
