"""What an article says, by worker.facts, for every stage that needs it; and what happens where a reader fails.

A reading that fails takes nothing along. The article is stored, held against the watches and told as ever, without
figures and persons; its note says so, the log says why, `wirewatch status` counts it, and `wirewatch reprocess` reads
it again. The opposite, giving the article back as work, would hold an alert back for a fault in what it only adds.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from worker.domain.article import Article
from worker.domain.reading import Reading
from worker.facts import reading as reader
from worker.log import get_logger
from worker.pipeline.services import Services

log = get_logger(__name__)

FAILED_NOTE = "its figures and persons could not be read, because of an error of Wirewatch itself"


@dataclass(frozen=True, slots=True)
class Understood:
    """A reading and the version of the readers. failed: the error that one met, or ""; the reading is empty then."""

    reading: Reading
    version: int
    failed: str = ""


def understand(services: Services, article: Article, first_seen: datetime) -> Understood:
    """Read an article. first_seen: what relative dates count from where it bears no date. Raises nothing."""
    version = reader.EXTRACTOR_VERSION
    try:
        found = reader.read(
            article.text,
            title=article.title,
            language=article.language,
            published=(article.published or first_seen).date(),
            registry=services.book.registry,
            names=services.names,
        )
    except Exception as error:
        log.exception(
            "reading failed by a bug",
            error=repr(error),
            consequence="the article goes on without figures and persons",
            fix="report it; after the next version, `wirewatch reprocess` reads it again",
        )
        return Understood(Reading(), version, repr(error)[:300])
    return Understood(found, version)


def with_note(article: Article, understood: Understood) -> Article:
    """The article, its note saying that reading failed where it did, and not saying so where it did not."""
    said = [part for part in article.note.split("; ") if part and part != FAILED_NOTE]
    if understood.failed:
        said.append(FAILED_NOTE)
    note = "; ".join(said)
    return article if note == article.note else replace(article, note=note)
