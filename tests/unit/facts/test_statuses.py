"""How far a figure has come: one sentence of our own a case."""

from datetime import date

import pytest

from worker.domain.reading import Fact, Status
from worker.facts.reading import read

PUBLISHED = date(2025, 6, 9)


def last(text: str) -> Fact:
    return read(text, published=PUBLISHED).facts[-1]


@pytest.mark.parametrize(
    "text",
    [
        "Voters favoured the mayor, 51 percent to 24 percent.",
        "Older voters back the senator by 9 percentage points.",
        "Nearly 10 percent of them voted for the doctor.",
        "A third said they would vote for the mayor, compared with 39 percent for her rival.",
        "To secure the nomination, a candidate must win 53 percent of the delegates.",
        "The guards should have made 120 checks.",
        "The agency announced the discovery of 715 worlds.",
        "The agency announced that it had met its goal of 6 percent.",
        "The police insisted they were ready for 3,000 visitors.",
        "The firm required 250 workers to train their successors.",
        "It will require 5 billion euros.",
        "The listing would raise 88 million euros.",
        "The van will start at $44,000.",
        "The dealer expects that 16 million cars will be sold.",
        "The date was endorsed by 60 percent.",
        "The council has not agreed to spend 40 million euros.",
        "Beijing wants the ministry to scrap the 15 percent levies.",
        "The envoy will try to end the 18-year insurgency.",
        "Campaigners were targeted by $4 million in advertisements.",
    ],
)
def test_what_only_is_or_may_be_is_reported(text: str) -> None:
    assert last(text).status is Status.REPORTED


@pytest.mark.parametrize(
    "text",
    [
        "The minister threatened to impose a 35 percent tax.",
        "The committee is working to raise 60 million euros.",
        "The maker announced it was laying off 600 bakers.",
        "The plan includes steps to cut dust by 90 percent.",
        "The roads will be kept by 600 volunteers.",
        "The city has put in place a 7 million euro ($9 million) plan.",
    ],
)
def test_what_somebody_means_to_do_is_planned(text: str) -> None:
    assert last(text).status is Status.PLANNED


@pytest.mark.parametrize(
    "text",
    [
        "The airline announced an order of 50 jets.",
        "The two states co-signed an agreement to dispose of hundreds of kilograms of uranium.",
        "The law requires 5 percent of the fleet to be electric.",
        "Value added tax goes up to 21 percent.",
    ],
)
def test_what_is_signed_or_law_is_agreed(text: str) -> None:
    assert last(text).status is Status.AGREED


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The bill calls for a levy of 5 percent.", Status.PROPOSED),
        ("The plan calls for a levy of 5 percent.", Status.PLANNED),
        ("The party calls for a levy of 5 percent.", Status.DEMANDED),
    ],
)
def test_a_paper_is_as_far_as_it_is_itself(text: str, status: Status) -> None:
    assert last(text).status is status
