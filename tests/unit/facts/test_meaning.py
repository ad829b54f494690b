"""What a figure means: one sentence of our own a case."""

from datetime import date

import pytest

from worker.domain.reading import PERCENT_OF_GDP, Fact, Kind, Status
from worker.facts.reading import read

PUBLISHED = date(2025, 6, 9)


def facts(text: str) -> list[Fact]:
    return list(read(text, published=PUBLISHED).facts)


def only(text: str) -> Fact:
    (fact,) = facts(text)
    return fact


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Inflation rose 2 percent in May.", Kind.INCREASE),
        ("Inflation rose by 2 percent in May.", Kind.INCREASE),
        ("Inflation rose to 2 percent in May.", Kind.LEVEL),
        ("Exports fell about 12 percent last year.", Kind.DECREASE),
        ("The firm reported a 12 percent drop in exports.", Kind.DECREASE),
        ("The ministry saw a rise of 12 percent in exports.", Kind.INCREASE),
        ("Exports were 12 percent higher than a year ago.", Kind.INCREASE),
        ("Shares in the bank were down 3 percent on Monday.", Kind.DECREASE),
        ("The city will cut emissions 26 percent.", Kind.DECREASE),
        ("Allies must spend 5 percent of GDP on defence.", Kind.TARGET),
        ("The government plans to raise the tax to 21 percent.", Kind.TARGET),
        ("The alliance has a target of 2 percent.", Kind.TARGET),
        ("Turnout was 44 percent.", Kind.LEVEL),
        ("The bank raised its rate by 25 basis points.", Kind.INCREASE),
        ("She leads her rival by three percentage points.", Kind.LEVEL),
        ("The state will spend $30 million on roads.", Kind.AMOUNT),
        ("The club has debts of 30 million euros.", Kind.LEVEL),
        ("Thefts have tripled since 2022.", Kind.INCREASE),
        ("The price was halved in May.", Kind.DECREASE),
        ("Four people were injured.", Kind.COUNT),
        ("He was jailed for nine years.", Kind.LEVEL),
        ("The bank will cut 1,200 jobs.", Kind.DECREASE),
    ],
)
def test_a_figure_has_its_kind(text: str, kind: Kind) -> None:
    assert only(text).kind is kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The union demanded a 12 percent rise.", Status.DEMANDED),
        ("The minister urged allies to spend 5 percent of GDP on arms.", Status.DEMANDED),
        ("Members must spend 5 percent of GDP on arms.", Status.DEMANDED),
        ("Nurses want an 11 percent rise.", Status.DEMANDED),
        ("The commission proposed a cut of 60 percent.", Status.PROPOSED),
        ("The airline is in talks to buy 40 jets.", Status.PROPOSED),
        ("The plan would cost $4 billion.", Status.PROPOSED),
        ("Japan plans to give 2 trillion yen to the firm.", Status.PLANNED),
        ("Germany will spend 10 billion euros on tanks.", Status.PLANNED),
        ("Denmark has set aside 16 billion crowns.", Status.PLANNED),
        ("The council approved a package of $50 million.", Status.AGREED),
        ("The two sides agreed to cut output by 3 percent.", Status.AGREED),
        ("The firm denied that it had paid $3 million.", Status.DENIED),
        ("The ministry rejected reports that it would pull 4,500 soldiers out.", Status.DENIED),
        ("Profit rose 11 percent.", Status.REPORTED),
        ("Growth is expected to reach 3 percent.", Status.REPORTED),
        ("Each monitor will cost $95,000 a year.", Status.REPORTED),
        ("The bank wants a smaller board after a fraud that cost $3 million.", Status.REPORTED),
        ("The club refused to deny that it is weighing the sale. It made $3 million in May.", Status.REPORTED),
    ],
)
def test_a_figure_has_its_status(text: str, status: Status) -> None:
    assert facts(text)[-1].status is status


def test_a_denial_does_not_reach_back_over_what_stood_before_it() -> None:
    lift, pull = facts(
        "Germany will lift its budget by 12 percent, while denying that it would pull 4,500 soldiers out."
    )
    assert (lift.status, pull.status) == (Status.PLANNED, Status.DENIED)


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Allies must spend 5 percent of GDP on defence.", "defence spending"),
        ("Inflation rose to 2 percent in May.", "Inflation"),
        ("The bank raised its cash rate by 25 basis points.", "cash rate"),
        ("We need a 400-percent increase in air and missile defence.", "air and missile defence"),
        ("The union wants a 12 percent pay rise.", "pay"),
        ("The grant covers 40 percent of the cost.", "share of cost covered"),
        ("The court imposed a fine of $3 million.", "fine"),
        ("The council approved a $50 million package for schools.", "package for schools"),
        ("A new bridge would cost $3 billion.", "cost of new bridge"),
        ("Four people were injured.", "people injured"),
        ("Turnout was 44 percent.", "Turnout"),
        ("The university doubled fees for science.", "fees for science"),
    ],
)
def test_a_figure_is_of_something(text: str, about: str) -> None:
    assert only(text).about == about


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("The minister urged allies to spend 5 percent of GDP on arms.", "allies"),
        ("Japan plans to give 2 trillion yen to the firm.", "Japan"),
        ("Norway's aid stands at $400 million.", "Norway"),
        ("The two sides agreed to cut output by 3 percent.", "The two sides"),
        ("The owner, Norrland Metals, has offered nine percent.", "Norrland Metals"),
        ("Profit at Tolland & Sons rose 11 percent.", "Tolland & Sons"),
        ("Inflation rose to 2 percent in May.", None),
        ("Analysts put the loss at $30 million.", None),
        ("94 percent of members voted for a strike.", "members"),
    ],
)
def test_a_figure_is_of_somebody_or_of_nobody(text: str, actor: str | None) -> None:
    assert only(text).actor == actor


@pytest.mark.parametrize(
    ("text", "value", "previous"),
    [
        ("Aid will rise to 5 percent, up from 2 percent.", 5, 2),
        ("The levy goes up from 3 percent to 5 percent.", 5, 3),
        ("Profit fell to $30 million from $45 million.", 30_000_000, 45_000_000),
        ("Arrivals rose to 4,200, compared with 5,900 in May.", 4_200, 5_900),
    ],
)
def test_an_earlier_value_belongs_to_the_later_one(text: str, value: float, previous: float) -> None:
    fact = only(text)
    assert (fact.quantity.value, fact.previous) == (value, previous)


def test_two_ranges_side_by_side_are_not_each_others_past() -> None:
    assert [fact.previous for fact in facts("He took a pay cut of 3 percent and 5 percent of his shares.")] == [
        None,
        None,
    ]


def test_a_bare_target_means_gdp_as_the_one_before() -> None:
    text = "Allies must spend 5 percent of GDP on defence. Spain said the 5 percent target was too high."
    assert [fact.quantity.unit for fact in facts(text)] == [PERCENT_OF_GDP, PERCENT_OF_GDP]


def test_a_bare_target_is_of_what_the_one_before_was() -> None:
    text = "Allies must spend 5 percent of GDP on defence. Spain said the 5 percent target was too high."
    assert [fact.about for fact in facts(text)] == ["defence spending", "defence spending"]


def test_a_rise_of_military_spending_in_percent_is_none_of_gdp() -> None:
    text = "Allies must spend 5 percent of GDP on defence. Russia's military spending rose 38 percent."
    assert facts(text)[1].quantity.unit == "percent"


def test_a_deadline_binds_the_figure_before_it() -> None:
    fact = only("Allies must spend 5 percent of GDP on defence by 2035.")
    assert (fact.deadline, fact.deadline_date) == ("by 2035", date(2035, 12, 31))


def test_a_deadline_that_opens_the_sentence_binds_what_follows() -> None:
    assert only("By 2035, allies must spend 5 percent of GDP on defence.").deadline_date == date(2035, 12, 31)


def test_a_year_that_only_tells_when_is_no_deadline() -> None:
    assert only("Exports fell 12 percent in 2025.").deadline is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Profit rose 11 percent, Hannah Reed said.", "Hannah Reed"),
        ("“Profit rose 11 percent,” said Hannah Reed.", "Hannah Reed"),
        ("According to the institute, exports fell 12 percent.", "the institute"),
        ("Nigeria demanded $40 million.", "Nigeria"),
        ("Profit rose 11 percent.", None),
    ],
)
def test_a_figure_is_said_by_somebody_or_by_the_text(text: str, speaker: str | None) -> None:
    assert only(text).speaker == speaker


def test_a_sentence_is_where_the_figure_stands() -> None:
    text = "Nothing here. Profit rose 11 percent."
    assert only(text).sentence == (14, len(text))


@pytest.mark.parametrize("text", ["$1 " * 3_000, "5 percent of " * 3_000, "must spend 5 percent and " * 2_000])
def test_a_text_of_nothing_but_figures_is_read_in_linear_time(text: str) -> None:
    assert facts(text)
