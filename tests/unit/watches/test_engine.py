"""The engine against the reference: the same queries hold on the same articles."""

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.watches.reference import Reference
from worker.domain.article import Article, TextSource
from worker.domain.reading import Fact, Form, Kind, Mention, Quantity, Quote, Reading, Speech, Status
from worker.watches import tree as q
from worker.watches.index import WatchIndex
from worker.watches.subject import Subject

WORDS = ("air", "defence", "Defense", "NATO", "us", "US", "U.S.", "5.5", "percent", "armour", "armored", "Ann", "Roe")
GAPS = (" ", " ", " ", "-", ". ", ", ", "\n\n", " “")
WILD = ("def*", "arm*", "armo?r*", "d?fense", "nato*", "per*", "?ir")
NAMES = ("Ann Roe", "Ole Lund", "Roe", "NATO", "the alliance")
DAYS = (date(2030, 1, 1), date(2032, 6, 30), date(2035, 12, 31))
UNITS = ("percent", "percent_of_gdp", "EUR", "count")

texts = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GAPS)), max_size=30).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)
names = st.sampled_from(NAMES)
numbers = st.sampled_from((1.0, 2.0, 3.5, 5.0, 400.0))
compares = st.sampled_from(list(q.Compare))


def _facts() -> st.SearchStrategy[Fact]:
    quantities = st.builds(
        Quantity,
        start=st.just(0),
        end=st.just(1),
        surface=st.just("5"),
        value=numbers | st.none(),
        unit=st.sampled_from(UNITS),
        value_max=st.sampled_from((None, None, 500.0)),
    )
    return st.builds(
        Fact,
        quantity=quantities,
        kind=st.sampled_from(list(Kind)),
        status=st.sampled_from(list(Status)),
        sentence=st.just((0, 1)),
        about=st.sampled_from((None, "air defence", "spending")),
        actor=names | st.none(),
        deadline_date=st.sampled_from(DAYS) | st.none(),
        speaker=names | st.none(),
    )


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, Reading]:
    text = "x " + draw(texts)
    title = draw(texts)
    published = draw(st.none() | st.sampled_from([datetime(day.year, 1, 2, tzinfo=UTC) for day in DAYS]))
    url = draw(st.none() | st.sampled_from(("https://news.bbc.co.uk/a", "https://x.org/b")))
    spots = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), names, st.booleans()), max_size=3))
    mentions = tuple(
        Mention(at, min(len(text), at + 4), "", Form.NAME, name, title="minister" if role else None)
        for at, name, role in spots
    )
    quotes = tuple(Quote(0, 1, Speech.DIRECT, speaker) for speaker in draw(st.lists(names | st.none(), max_size=2)))
    facts = tuple(draw(st.lists(_facts(), max_size=3)))
    article = Article(url, title, text, draw(names | st.none()), "Test Wire", published, "en", TextSource.PAGE)
    return article, Reading(mentions, facts, quotes)


terms = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda row: q.Term(" ".join(row))),
    st.sampled_from(WILD).map(lambda text: q.Term(text, wild=True)),
    st.tuples(st.sampled_from(WILD), st.sampled_from(WORDS[:2])).map(lambda p: q.Term(" ".join(p), wild=True)),
    st.sampled_from(("US", "us", "NATO", "Defense", "air")).map(lambda text: q.Term(text, exact_case=True)),
    st.tuples(st.sampled_from(("air defence", "US percent", "Ann Roe air")), st.integers(1, 4)).map(
        lambda pair: q.Term(pair[0], slop=pair[1])
    ),
)
persons = names.map(lambda name: q.Party(q.Who.PERSON, name))
placed = st.recursive(
    terms | terms | persons,
    lambda inner: st.one_of(
        st.builds(q.Near, inner, inner, st.integers(0, 5), st.booleans()),
        st.builds(q.Together, inner, inner),
        st.tuples(inner, inner).map(q.Or),
    ),
    max_leaves=3,
)
fact_tests = st.one_of(
    st.builds(q.Figure, st.none() | st.sampled_from(list(Kind)), compares, numbers, st.sampled_from(UNITS)),
    st.builds(q.Figure, st.none(), st.just(q.Compare.EQUAL), st.just(2.0), st.sampled_from(UNITS), st.just(5.0)),
    st.sampled_from(("air", "defence", "spending")).map(q.About),
    st.builds(q.Deadline, compares, st.just(date(2032, 1, 1)), st.just(date(2032, 12, 31))),
    st.sampled_from(list(Status)).map(q.InStatus),
    st.builds(q.Party, st.sampled_from((q.Who.SPEAKER, q.Who.ACTOR)), names),
)
fact_groups = st.recursive(
    fact_tests,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: q.And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: q.Or(tuple(parts))),
        inner.map(q.Not),
    ),
    max_leaves=4,
).map(q.OneFact)
plain_groups = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: q.And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: q.Or(tuple(parts))),
        inner.map(q.Not),
    ),
    max_leaves=4,
)
leaves = st.one_of(
    terms,
    terms,
    placed,
    fact_tests,
    fact_groups,
    st.builds(q.Within, st.sampled_from(list(q.Place)), plain_groups | placed),
    st.builds(q.Party, st.sampled_from((q.Who.PERSON, q.Who.ROLE)), st.sampled_from((*NAMES, "minister"))),
    st.sampled_from(("bbc.co.uk", "co.uk", "x.org")).map(lambda value: q.Meta(q.Field.SITE, value)),
    st.sampled_from(("Test", "wire test", "Ann")).map(lambda value: q.Meta(q.Field.SOURCE, value)),
    names.map(lambda value: q.Meta(q.Field.AUTHOR, value)),
    st.sampled_from(("en", "de")).map(lambda value: q.Meta(q.Field.LANG, value)),
    st.sampled_from(("/a", "org")).map(lambda value: q.Meta(q.Field.URL, value)),
    st.builds(q.Published, st.booleans(), st.sampled_from(DAYS)),
    st.builds(q.Origins, compares, st.integers(1, 3)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: q.And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: q.Or(tuple(parts))),
        inner.map(q.Not),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=300)
@given(queries=st.lists(trees, min_size=1, max_size=5), read=articles(), origins=st.integers(1, 3))
def test_what_holds_is_what_the_reference_says(
    queries: list[q.Node], read: tuple[Article, Reading], origins: int
) -> None:
    article, reading = read
    reference = Reference(article, reading, origins)
    expected = [number for number, tree in enumerate(queries) if reference.holds(tree)]
    index = WatchIndex(dict(enumerate(queries)))
    assert index.holding(Subject(article, reading, origins=origins)) == expected


@settings(deadline=None, max_examples=150)
@given(queries=st.lists(trees, min_size=1, max_size=4), read=articles())
def test_each_match_has_evidence_from_the_article(queries: list[q.Node], read: tuple[Article, Reading]) -> None:
    article, reading = read
    index = WatchIndex(dict(enumerate(queries)))
    for match in index.match(Subject(article, reading)):
        assert match.evidence
        for piece in match.evidence:
            whole = article.title if piece.part == "title" else article.text
            assert whole[piece.start : piece.start + len(piece.text)] == piece.text
            assert all(0 <= start < end <= len(piece.text) for start, end in piece.spans)
        assert set(match.facts) <= set(reading.facts)


@settings(deadline=None, max_examples=100)
@given(
    queries=st.lists(trees, min_size=2, max_size=6),
    changes=st.lists(st.tuples(st.integers(0, 7), st.none() | trees), max_size=8),
    read=articles(),
)
def test_a_changed_index_holds_what_a_new_one_does(
    queries: list[q.Node], changes: list[tuple[int, q.Node | None]], read: tuple[Article, Reading]
) -> None:
    index, live = WatchIndex(dict(enumerate(queries))), dict(enumerate(queries))
    for number, tree in changes:
        if tree is None:
            index.remove(number)
            live.pop(number, None)
        else:
            index.add(number, tree)
            live[number] = tree
    subject = Subject(*read)
    assert index.holding(subject) == WatchIndex(live).holding(subject)
    assert len(index) == len(live)
