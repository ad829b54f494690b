"""What goes into the database comes out of it the same: times in UTC, messages field by field."""

import string
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.contract.desk import NOW, Desk
from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part, Severity
from worker.storage import Storage
from worker.storage.codec import evidence_from_json, evidence_to_json, message_from_json, message_to_json
from worker.storage.tables import alerts, feeds, hosts, matches

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
moment = st.datetimes(
    min_value=datetime(1970, 1, 1),  # noqa: DTZ001 - Hypothesis wants naive bounds beside a zone strategy
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-9))]),
)
spans = st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), max_size=3).map(tuple)
evidence = st.lists(
    st.builds(Evidence, part=st.sampled_from(Part), text=text, start=st.integers(0, 10**6), spans=spans), max_size=3
).map(tuple)
messages = st.builds(
    AlertMessage,
    uid=st.text(string.hexdigits, min_size=32, max_size=32),
    reason=text,
    watch=text,
    severity=st.sampled_from(Severity),
    title=text,
    url=st.none() | text,
    source=text,
    author=st.none() | text,
    published=st.none() | moment,
    found_at=moment,
    excerpt=text,
    evidence=evidence,
    outlets=st.lists(text, max_size=3).map(tuple),
    language=st.none() | text,
    note=text,
    links=st.dictionaries(text, text, max_size=3),
    test=st.booleans(),
)
in_one_database = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def a_naive_moment() -> datetime:
    """A time without a zone."""
    return datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - it is what is refused


def test_a_naive_time_is_refused(storage: Storage) -> None:
    def insert() -> None:
        with storage.database.write() as connection:
            connection.execute(sa.insert(hosts).values(key="k", next_at=a_naive_moment()))

    with pytest.raises(sa.exc.StatementError, match="a naive datetime has no place in the database"):
        insert()


def test_a_naive_time_is_refused_in_a_comparison(storage: Storage) -> None:
    def select() -> None:
        with storage.database.read() as connection:
            connection.execute(sa.select(hosts).where(hosts.c.next_at < a_naive_moment()))

    with pytest.raises(sa.exc.StatementError, match="a naive datetime has no place in the database"):
        select()


@given(at=moment)
@in_one_database
def test_a_time_comes_back_in_utc_to_the_microsecond(storage: Storage, at: datetime) -> None:
    with storage.database.write() as connection:
        connection.execute(sa.delete(hosts))
        connection.execute(sa.insert(hosts).values(key="k", next_at=at))
        kept = connection.execute(sa.select(hosts.c.next_at)).scalar_one()
    assert kept == at
    assert kept.tzinfo is UTC


@given(one=moment, other=moment)
@in_one_database
def test_times_compare_in_the_database_as_they_do_outside(storage: Storage, one: datetime, other: datetime) -> None:
    with storage.database.write() as connection:
        connection.execute(sa.delete(hosts))
        connection.execute(sa.insert(hosts).values(key="k", next_at=one))
        found = connection.execute(sa.select(hosts.c.key).where(hosts.c.next_at <= other)).all()
    assert bool(found) is (one <= other)


@given(message=messages)
def test_a_message_is_the_same_after_json(message: AlertMessage) -> None:
    assert message_from_json(message_to_json(message)) == message


@given(message=messages)
@in_one_database
def test_a_message_is_the_same_after_the_database(desk: Desk, message: AlertMessage) -> None:
    with desk.storage.database.read() as connection:
        known = connection.execute(sa.select(alerts.c.id)).scalar()
    if known is None:
        desk.declare()
        desk.tell(desk.articles(1)[0])
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(alerts).values(message=message_to_json(message)))
    (view,) = desk.storage.views.alerts()
    assert view.message == message


@given(items=evidence)
def test_evidence_is_the_same_after_json(items: tuple[Evidence, ...]) -> None:
    assert evidence_from_json(evidence_to_json(items)) == items


def test_a_match_keeps_its_evidence(desk: Desk) -> None:
    desk.declare()
    desk.tell(desk.articles(1)[0])
    (match,) = desk.rows(matches)
    (item,) = evidence_from_json(match["evidence"])
    assert [item.text[start:end] for start, end in item.spans] == ["lime trees"]


def test_lists_and_missing_values_in_json_columns_come_back_as_they_were(desk: Desk) -> None:
    plain = desk.feed("Plain")
    rich = desk.feed("Rich", tags=("défense", "ports"), auth={"basic": "desk:${PASS}"})
    assert (desk.row(feeds, plain)["tags"], desk.row(feeds, plain)["auth"]) == ([], None)
    assert (desk.row(feeds, rich)["tags"], desk.row(feeds, rich)["auth"]) == (
        ["défense", "ports"],
        {"basic": "desk:${PASS}"},
    )
    with desk.storage.database.read() as connection:
        assert connection.scalars(sa.select(feeds.c.id).where(feeds.c.auth.is_(None))).all() == [plain]


def test_a_read_transaction_waits_for_no_writer(desk: Desk, other: Desk) -> None:
    feed = desk.feed()
    with desk.storage.database.write() as connection:
        connection.execute(sa.update(feeds).values(name="under way", next_at=NOW))
        assert other.row(feeds, feed)["name"] == "Gazette"
