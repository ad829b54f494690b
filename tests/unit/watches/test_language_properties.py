"""What holds for every query: it reads back as itself, and whatever is wrong is said with a place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.domain.reading import (
    BASIS_POINTS,
    COUNT,
    FACTOR,
    PERCENT,
    PERCENT_OF_GDP,
    PERCENTAGE_POINTS,
    Kind,
    Status,
)
from worker.watches.language import MOST_CHARS, QueryError, parse, read_back
from worker.watches.language.checks import negative
from worker.watches.tree import (
    About,
    And,
    Compare,
    Deadline,
    Field,
    Figure,
    InStatus,
    Meta,
    Near,
    Node,
    Not,
    OneFact,
    Or,
    Origins,
    Party,
    Place,
    Published,
    Regex,
    Saved,
    Term,
    Together,
    Who,
    Within,
    children,
    walk,
)

WORDS = (
    "NATO",
    "or",
    "Near",
    "sentence",
    "fact",
    "cs",
    "F-35",
    "O'Brien",
    "'90s",
    "l’OTAN",
    "defen*",
    "wom?n",
    "50%",
    "$5",
    "a:b",
    "title:x",
    "-x",
    "/a/",
    "C++",
    "a\\",
    'say "hi"',
    "x”y",
    "~5",
    "U.S.",
    "北約",
    "צה״ל",
    "(a)",
    "a|b",
    ">=5%",
    "and/or",
    "&&",
    "w/5",
    "a,",
    "x'",
)
words = st.sampled_from(WORDS)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join).filter(lambda text: any(map(str.isalnum, text)))
names = texts.filter(lambda text: not set("*?") & set(text) and text[0] not in "<>=-")


@st.composite
def terms(draw: st.DrawFn) -> Term:
    text = draw(texts)
    slop = draw(st.integers(0, 100)) if " " in text else 0
    return Term(text, "*" in text or "?" in text, draw(st.booleans()), slop)


def joined(kind: type[And] | type[Or], parts: list[Node]) -> Node:
    flat: list[Node] = []
    for part in parts:
        flat.extend(children(part) if isinstance(part, kind) else [part])
    return kind(tuple(flat))


def denied(part: Node) -> Node:
    return part.part if isinstance(part, Not) else Not(part)


def combined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.builds(joined, st.just(And), several), st.builds(joined, st.just(Or), several), inner.map(denied)
    )


persons = st.builds(Party, st.just(Who.PERSON), names)
placed = st.recursive(
    st.one_of(terms(), terms(), persons),
    lambda inner: st.one_of(
        st.builds(Near, inner, inner, st.integers(0, 100), st.booleans()),
        st.builds(joined, st.just(Or), st.lists(inner, min_size=2, max_size=3)),
    ),
    max_leaves=5,
)
dates = st.dates(date(1, 1, 1), date(9999, 12, 31))
compares = st.sampled_from(Compare)
units = st.sampled_from(
    (
        PERCENT,
        PERCENT_OF_GDP,
        PERCENTAGE_POINTS,
        BASIS_POINTS,
        COUNT,
        FACTOR,
        "EUR",
        "USD",
        "ALL",
        "MNT",
        "KES",
        "TRY",
    )
)
values = st.one_of(
    st.integers(-(10**18), 10**18).map(float),
    st.integers(-(10**12), 10**12).map(lambda number: number / 1000),
    st.sampled_from((0.0, 1e6, 1.5e6, 35000.0, 1.2e9, 0.25, 1e-9)),
)
kinds = st.sampled_from((None, *(kind for kind in Kind if kind is not Kind.AMOUNT)))
figures = st.builds(Figure, kinds, compares, values, units)
ranges = st.builds(
    lambda kind, ends, unit: Figure(kind, Compare.EQUAL, min(ends), unit, max(ends)),
    kinds,
    st.lists(values, min_size=2, max_size=2, unique=True),
    units,
)
deadlines = st.one_of(
    st.builds(lambda compare, day: Deadline(compare, day, day), compares, dates),
    st.builds(lambda days: Deadline(Compare.EQUAL, min(days), max(days)), st.tuples(dates, dates)),
    st.builds(
        lambda compare, year: Deadline(compare, date(year, 1, 1), date(year, 12, 31)), compares, st.integers(1, 9999)
    ),
)
tests_of_facts = st.one_of(
    figures,
    ranges,
    deadlines,
    st.builds(About, names),
    st.builds(InStatus, st.sampled_from(Status)),
    st.builds(Party, st.sampled_from((Who.SPEAKER, Who.ACTOR)), names),
)
leaves = st.one_of(
    terms(),
    placed,
    st.builds(Together, placed, placed),
    st.builds(Within, st.sampled_from(Place), st.recursive(terms(), combined, max_leaves=3)),
    st.builds(Regex, st.sampled_from(("a+", "a/b", r"\.\/x".replace("\\/", "/"), r"\\/a", "(a|b) c")), st.booleans()),
    st.builds(Meta, st.sampled_from((Field.AUTHOR, Field.SOURCE, Field.URL)), names),
    st.builds(Meta, st.just(Field.SITE), st.sampled_from(("bbc.co.uk", "x-y.example"))),
    st.builds(Meta, st.just(Field.LANG), st.sampled_from(("en", "fr"))),
    st.builds(Published, st.booleans(), dates),
    st.builds(Saved, texts),
    st.builds(Origins, compares, st.integers(1, 1000)),
    st.builds(Party, st.sampled_from(Who), names),
    tests_of_facts,
    st.builds(OneFact, st.recursive(tests_of_facts, combined, max_leaves=4)),
)


trees = st.recursive(leaves, combined, max_leaves=8).filter(lambda node: negative(node) is None)

tokens = st.sampled_from(
    (
        *(
            "AND",
            "or",
            "Not",
            "NEAR/5",
            "oneAR",
            "SENTENCE",
            "w/3",
            "NEAR/x",
            "(",
            ")",
            "|",
            "||",
            "&&",
            "-",
            "--",
            "—",
        ),
        *('"', "'", "“", "”", "‘", "’", "«", "/", "~5", "*", "?", ":", ",", ";", "..", "…", "\\", "%", "€", "\u200b"),
        *(
            "title:",
            "author:",
            "person:(",
            "target:",
            "deadline:",
            "site:",
            "lang:",
            "FACT(",
            "fact (",
            "cs(",
            "watch:",
        ),
        *("amount:>=", "status:", "origins:", "after:", "foo:", ">=5%gdp", "1bn_eur", "5", "2032-06", "m", "of gdp"),
        *(
            "NATO",
            "defen*",
            "wom?n",
            "air defence",
            "'90s",
            "agreed",
            "en",
            "a/b/",
            "\ud800",
            "\x00",
            "（",
            "）",
            "　",
        ),
    )
)
soups = st.lists(st.tuples(tokens, st.sampled_from(("", " ", " "))), max_size=14).map(
    lambda pairs: "".join(token + space for token, space in pairs)
)


@settings(deadline=None, max_examples=150)
@given(trees)
def test_a_tree_reads_back_as_itself(tree: Node) -> None:
    assert parse(read_back(tree)) == tree


def read(query: str) -> Node | QueryError:
    try:
        return parse(query)
    except QueryError as error:
        return error


def well_told(query: str) -> None:
    """A query is read, and its reading reads the same; or it is refused with a place, a sentence and a fix."""
    result = read(query)
    if isinstance(result, QueryError):
        told = f"{result.pointed()}\n{result}\n{result.hint}"
        assert 0 <= result.start <= result.end <= len(query)
        assert result.message
        assert result.hint
        assert told.count("\n") == 3
        assert told.replace("\n", "").isprintable()
        return
    again = read_back(result)
    assert parse(again) == result
    assert read_back(parse(again)) == again
    assert all(0 <= below.start < below.end <= len(query) for below in walk(result))


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_its_place(query: str) -> None:
    well_told(query)


@settings(deadline=None, max_examples=400)
@given(soups)
def test_any_soup_of_tokens_is_read_or_refused_with_its_place(query: str) -> None:
    well_told(query)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 100_000,
        ")" * 5_000,
        "(" * 5_000,
        "(" * 49 + "a" + ")" * 49,
        "a " * 5_000,
        "-" * 10_000,
        "NOT " * 2_400 + "a",
        "-(" * 5_000,
        "a NEAR " * 1_400,
        "a SENTENCE " * 60 + "b",
        '"' * 10_000,
        "'" * 10_000,
        "'a " * 3_000,
        "/" * 10_000,
        "\\" * 10_000,
        '"' + "\\" * 9_999,
        "title:(" * 1_400,
        "author:(" * 1_000,
        "FACT(" * 2_000,
        "1" * 10_000,
        "amount:" + "1" * 9_000,
        "amount:>" + "1," * 4_000,
        "a" * 1_000_000,
        "a b " * 250_000,
        "\x00" * 100,
        "\ud800",
        "\n\n\n",
        "amount:5" + " " * 9_000 + "m",
        "x" + "~" * 9_000,
        "a|" * 5_000,
        "FACT(" + "amount:>5 " * 600 + ")",
        "/" + "(" * 900 + "a" + ")" * 900 + "/",
        "/" + "a{1000}" * 100 + "/",
        "\u00ad" * 10_000,
        "صفحة " * 1_500,
        "𝒜" * 9_999,
        "NEAR/" + "9" * 9_000 + " a",
        '"a b"~' + "9" * 9_000,
        "deadline:" + "2" * 9_000,
    ],
)
def test_hostile_queries_are_read_or_refused(query: str) -> None:
    well_told(query)


def test_a_query_that_would_read_back_too_long_is_refused() -> None:
    query = " ".join(["person:abcdefghijk"] * 500)
    assert len(query) < MOST_CHARS
    with pytest.raises(QueryError, match=r"read back with every AND, has 11,\d{3} characters"):
        parse(query)
