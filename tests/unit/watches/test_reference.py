"""The index against an evaluator that is slow and obvious."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.article import Article
from worker.domain.watch import Evidence, Part, Watch
from worker.text.tokens import term_keys, term_variants, tokens
from worker.watches.watchlist import Watchlist

MakeArticle = Callable[..., Article]

WORDS = (
    "air",
    "defence",
    "Defense",
    "air strike",
    "NATO's",
    "us",
    "US",
    "U.S.",
    "5",
    "5.5",
    "percent",
    "%",
    "caf\u00e9",
    "\u5317",
)
GAPS = (" ", "-", " \u2014 ", ". ", ", ", "\n", "\n\n", "\u00ad ", " '")
terms = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join) | st.just("--")
texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=25).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
lists = st.lists(terms, max_size=3).map(tuple)
watches = st.lists(st.tuples(lists, lists, lists), max_size=6).map(
    lambda rows: [
        Watch(number, "", any_of, every, none_of, ()) for number, (any_of, every, none_of) in enumerate(rows)
    ]
)


def occurs(term: str, text: str) -> bool:
    keys = tuple(tokens(text).keys)
    return any(
        keys[first : first + len(variant)] == variant for variant in term_variants(term) for first in range(len(keys))
    )


def should_hold(watch: Watch, article: Article) -> bool:
    def has(term: str) -> bool:
        return occurs(term, article.title) or occurs(term, article.text)

    return (
        bool(watch.keywords or watch.all_of)
        and (not watch.keywords or any(has(term) for term in watch.keywords))
        and all(has(term) for term in watch.all_of)
        and not any(has(term) for term in watch.none_of)
    )


@settings(deadline=None)
@given(watches=watches, title=texts, text=texts)
def test_the_same_watches_hold(article: MakeArticle, watches: list[Watch], title: str, text: str) -> None:
    read = article(text, title)
    expected = [watch.id for watch in watches if should_hold(watch, read)]
    assert [match.watch_id for match in Watchlist(watches).match(read)] == expected


@settings(deadline=None)
@given(watches=watches, title=texts, text=texts)
def test_evidence_is_printed_text_that_shows_the_terms(
    article: MakeArticle, watches: list[Watch], title: str, text: str
) -> None:
    read = article(text, title)
    for match in Watchlist(watches).match(read):
        watch = watches[match.watch_id]
        assert match.evidence
        for piece in match.evidence:
            check_place(piece, read)
            check_marks(piece, (*watch.keywords, *watch.all_of))
        shown = [piece.text for piece in match.evidence]
        assert all(any(occurs(term, one) for one in shown) for term in watch.all_of)
        assert not watch.keywords or any(occurs(term, one) for term in watch.keywords for one in shown)
        assert watch.all_of or len(shown) <= 3


def check_place(piece: Evidence, article: Article) -> None:
    part = article.title if piece.part is Part.TITLE else article.text
    assert part[piece.start : piece.start + len(piece.text)] == piece.text


def check_marks(piece: Evidence, terms: tuple[str, ...]) -> None:
    """Each mark begins and ends with a term (overlapping places are one mark); marks are in order and apart."""
    variants = [variant for term in terms for variant in term_variants(term)]
    before = -1
    assert piece.spans
    for start, end in piece.spans:
        assert before <= start < end <= len(piece.text)
        before = end
        keys = term_keys(piece.text[start:end])
        assert any(keys[: len(variant)] == variant for variant in variants)
        assert any(keys[-len(variant) :] == variant for variant in variants)
