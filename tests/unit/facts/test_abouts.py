"""What a figure is of: the measured thing with what restricts it."""

import pytest

from worker.facts.reading import read


def abouts(text: str) -> list[str | None]:
    return [fact.about for fact in read(text).facts]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("47 lawmakers who refused the oath were absent.", "lawmakers who refused the oath"),
        ("There were 12 cases reported in schools.", "cases reported in schools"),
        ("Police arrested 40 protesters.", "protesters arrested"),
        ("The company plans to cut 400 jobs.", "jobs to be cut"),
        ("The firm sold 5,000 tractors last year.", "tractors sold"),
        ("He tried to kill two men.", "men"),
        ("Norway has 200 soldiers in Mali.", "soldiers in Mali"),
        ("Some 13,000 have fled the town.", "people who have fled the town"),
        ("Millions died.", "people killed"),
    ],
)
def test_a_count_is_of_what_is_counted_and_what_became_of_it(text: str, about: str) -> None:
    assert abouts(text) == [about]


def test_a_bare_count_with_a_participle_is_of_those_who_suffered_that() -> None:
    text = "Four soldiers were killed and at least 30 injured in the clash."
    assert abouts(text) == ["soldiers killed", "soldiers injured"]


def test_others_are_of_the_sort_that_was_counted_before() -> None:
    assert abouts("A blast killed 15 people and injured 30 others.") == ["people killed", "people injured"]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Customs seized two tonnes of cocaine.", "tonnes of cocaine seized"),
        ("Installed capacity reached 4 GW in May.", "Installed capacity"),
        ("Officials announced a 3 GW solar park.", "capacity of solar park"),
    ],
)
def test_a_measure_is_of_what_is_measured(text: str, about: str) -> None:
    assert abouts(text) == [about]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Thirty percent of teachers say they will leave the union.", "teachers who will leave the union"),
        ("One in eight graduates left within two years.", "graduates who left within two years"),
        ("Among women, 40 percent stayed at home.", "women who stayed at home"),
        ("Of the wells, 20 percent are older than a century.", "wells older than a century"),
        ("94 percent of the planets are smaller than Neptune.", "planets smaller than Neptune"),
        ("Half of the patients were female.", "female patients"),
        ("Half of the delegates backed Mrs. Ortega.", "delegates who backed Mrs. Ortega"),
        ("One team in five had no boat.", "teams which had no boat"),
        ("Nearly eight in 10 villages have no clinic.", "villages which have no clinic"),
    ],
)
def test_a_share_is_of_those_who_do_what_is_said(text: str, about: str) -> None:
    assert abouts(text) == [about]


def test_a_share_without_a_group_is_of_the_group_before() -> None:
    assert (
        abouts("Forty percent of nurses want to leave. Thirty percent said they were tired.")[1]
        == "nurses who were tired"
    )


def test_a_share_that_is_only_judged_is_of_nobody() -> None:
    assert "who" not in (abouts("Five percent is too much.")[0] or "")


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("In the poll, voters preferred Larsen, 52 percent to 40 percent.", ["support for Larsen", "support"]),
        (
            "The poll found Larsen leading Ortiz by 15 points, 52 percent to 37 percent.",
            ["lead over Ortiz"] + ["support"] * 2,
        ),
        ("In the poll, Larsen won 42 percent and Ortiz 34 percent.", ["support for Larsen", "support for Ortiz"]),
        ("Polls show that Larsen leads Ortiz by 8 points.", ["lead over Ortiz"]),
        ("Polls show Larsen within 5 points of Ortiz.", ["gap to Ortiz"]),
    ],
)
def test_a_share_in_a_poll_is_of_the_support_for_a_side(text: str, about: list[str]) -> None:
    assert abouts(text) == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The shares were down 5 percent in early trading.", "share price"),
        ("The dealer sold 300 boats in May, down 10 percent from April.", "sales of boats"),
        ("Nickel futures added 0.4 percent.", "Nickel futures price"),
    ],
)
def test_up_and_down_are_of_what_moved(text: str, about: str) -> None:
    assert abouts(text)[-1] == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The council has paid the agency $9,000.", "payment to agency"),
        ("He gave $500 to a dealer.", "money given to dealer"),
        ("She reported $5,000 in interest income.", "interest income"),
        ("The charity is $2 million short of its goal.", "shortfall"),
        ("They worked on a $600 million bridge over the strait.", "cost of bridge over the strait"),
        ("The city agreed on a 7 million euro ($8 million) plan for visitors.", "cost of plan for visitors"),
        ("The fund raised $3 million in a listing.", "funds raised"),
        ("He took $3 million from pensioners.", "money taken from pensioners"),
        ("The bank paid $3 million to settle a lawsuit.", "payment to settle a lawsuit"),
        ("They have investments in Norrland Metals worth $3 million.", "investments in Norrland Metals"),
        ("The firm earned $2 a share on revenue of $9 million.", "revenue"),
    ],
)
def test_money_is_of_what_it_is_paid_for(text: str, about: str) -> None:
    assert abouts(text)[-1] == about


def test_a_factor_is_of_what_it_multiplies() -> None:
    assert abouts("The moon is four times the size of its planet.") == ["size of its planet"]


def test_a_margin_of_error_is_named_whole() -> None:
    assert abouts("The poll has a margin of error of three percentage points.") == ["margin of error"]


def test_a_share_that_a_noun_has_is_of_the_noun_and_not_of_those_who_do_something() -> None:
    assert abouts("Its 32 percent stake gives the fund a veto.") == ["stake"]


def test_a_phrase_ends_before_another_share() -> None:
    assert abouts("She took 57 percent of the vote to her rival's 43 percent.")[0] == "share of vote"


def test_a_share_that_goes_somewhere_is_of_that_and_the_whole_stays_what_it_was() -> None:
    text = (
        "Allies must spend 5 percent of GDP on defence. Of that, 3.5 percent should go to weapons. "
        "Spain said 5 percent was too much."
    )
    assert abouts(text) == ["defence spending", "weapons", "defence spending"]


def test_what_is_done_to_a_share_stands_with_it() -> None:
    assert abouts("The clinics vaccinated 60 percent of adults.") == ["share of adults vaccinated"]


def test_a_pronoun_takes_over_what_the_figure_before_was_of() -> None:
    text = "The council approved a $50 million package for schools. It should bring in $9 million."
    assert abouts(text) == ["package for schools", "package for schools"]


def test_what_a_figure_is_compared_with_is_of_the_same() -> None:
    text = "The bank cut its cash rate by 50 basis points, more than the 25 basis points analysts had forecast."
    assert abouts(text)[-1] == "cash rate"


def test_a_share_of_output_is_of_output_where_it_is_none_of_gdp() -> None:
    assert abouts("The region makes a third of the country's industrial output.") == [
        "share of country's industrial output"
    ]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("He was sentenced to 25 years in prison.", "prison sentence"),
        ("She was jailed for three years.", "jail term"),
        ("It ended a 12-day siege.", "length of siege"),
        ("The judge gave him a 10-year prison sentence.", "prison sentence"),
        ("Roe pleaded guilty and has to pay $250,000.", "fine"),
        ("Ms Roe has a net worth of $17 million.", "net worth"),
        ("It gave her a $17 million net worth.", "net worth"),
        ("Analysts expected $2.52 a share.", "earnings per share"),
        ("The company raised its dividend to $1.20 a share.", "dividend per share"),
        ("The ship has a 275-horsepower motor.", "power of motor"),
        ("It put tariffs on $125 billion worth of goods.", "goods"),
        ("The country built a $140 million jail.", "cost of jail"),
        ("Switch Lite for $200", "price of Switch Lite"),
        ("The minister has committed over $7 million.", "money committed"),
        ("It wants to expand by five the pool of bidders.", "pool of bidders"),
    ],
)
def test_what_a_figure_is_by_its_own_words_is_said(text: str, about: str) -> None:
    assert abouts(text) == [about]


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("The S&P 500 fell 0.5 percent.", "S&P 500 index"),
        ("The Kospi (KOSPI) fell 0.5 percent.", "Kospi index"),
        ("The Nikkei 225 .N225 fell 0.5 percent.", "Nikkei 225 index"),
        ("Spot gold rose 0.5 percent.", "Spot gold price"),
        ("The euro was up 0.5 percent.", "euro exchange rate"),
        ("Imports of copper are 12 percent of the total.", "Imports of copper"),
    ],
)
def test_what_is_quoted_has_a_price_an_index_or_an_exchange_rate(text: str, about: str) -> None:
    assert abouts(text)[0] == about


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Five companies bid. They join nine others selected by the agency.", "companies selected by the agency"),
        ("It told of the discovery of 700 worlds.", "worlds discovered"),
        ("He was convicted of the attempted murders of two nurses.", "nurses"),
        ("Farmers marched, and hundreds of them blocked a road.", "Farmers"),
        ("Roe led by about 1,500 votes.", "lead in votes"),
        ("Roe won by 300 votes.", "margin in votes"),
        ("There were thousands of people fleeing the town.", "people fleeing the town"),
        ("The pot will hold ten jars depending on their size.", "jars"),
        ("It raised the total of members to 14.", "members"),
        ("It sent a 15-strong British team.", "members of British team"),
    ],
)
def test_a_count_tells_what_became_of_whom(text: str, about: str) -> None:
    assert abouts(text)[-1] == about


def test_an_increase_behind_a_sale_is_of_sales() -> None:
    text = "Dealers sold 17 million cars last year, an increase of 3 percent from 2017."
    assert abouts(text) == ["cars sold", "sales of cars"]
