"""Whose a figure is: one text of our own a case."""

import pytest

from worker.facts.reading import read


def actors(text: str) -> list[str | None]:
    return [fact.actor for fact in read(text).facts]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Thirty percent of nurses say they want to leave.", "nurses"),
        ("Among first-time voters, 61 percent said they had not decided.", "first-time voters"),
        ("Half of the bridges were closed.", None),
    ],
)
def test_a_share_that_says_something_is_of_the_group_that_was_asked(text: str, actor: str | None) -> None:
    assert actors(text) == [actor]


def test_who_is_asked_carries_on_from_the_sentence_before() -> None:
    text = "Some 40 percent of teachers say they are happy. One in five think of leaving."
    assert actors(text) == ["teachers", "teachers"]


def test_each_name_in_a_list_whose_verb_is_said_once_has_its_own_figure() -> None:
    text = "Ann Roe won 42 percent of the vote, Carl Poe 34 percent and Mary Lund 11 percent."
    assert actors(text) == ["Ann Roe", "Carl Poe", "Mary Lund"]


def test_the_second_share_is_the_other_sides() -> None:
    assert actors("Ann Roe leads Carl Poe 50 percent to 44 percent.") == ["Ann Roe", "Carl Poe"]


def test_a_share_of_those_who_favour_somebody_is_theirs_whom_they_favour() -> None:
    assert actors("Ann Roe spoke. Women favored Ann Roe 57 percent.") == ["Ann Roe"]


def test_a_share_in_brackets_is_of_the_group_before_it() -> None:
    assert actors("Hope is highest among Kenyans (34%) and Ghanaians (32%).") == ["Kenyans", "Ghanaians"]


def test_a_figure_set_beside_a_name_is_of_who_is_named() -> None:
    assert actors("Both Florida, 99 delegates, and Ohio, 66 delegates, vote in May.") == ["Florida", "Ohio"]


def test_a_short_name_means_the_organisation_by_its_fullest() -> None:
    text = "Harvok Group Corp was founded in Oslo. Harvok agreed to inject $6.5 billion."
    assert actors(text) == ["Harvok Group Corp"]


def test_a_name_before_a_noun_owns_it() -> None:
    assert actors("The chain Delmont Foods fell. On Monday Delmont Foods shares are up 40%.") == ["Delmont Foods"]


@pytest.mark.parametrize("index", ["The FTSE 100 index", "Brent crude", "The euro", "Spot gold"])
def test_what_is_quoted_on_a_market_is_nobodys(index: str) -> None:
    assert actors(f"{index} rose 0.4%.") == [None]


def test_what_is_done_in_the_passive_is_of_who_does_it() -> None:
    assert actors("Some 300 men were deported by Mexican authorities.") == ["Mexican authorities"]


def test_a_figure_is_not_the_subject_of_a_verb_behind_and() -> None:
    assert actors("The ministry will deploy 2,400 officers and there will be music.") == ["The ministry"]


def test_the_object_that_a_count_is_of_is_had_by_the_subject() -> None:
    assert actors("The airline Norva had a fleet of 270 aircraft.")[0] is not None


def test_a_place_that_only_says_where_owns_nothing() -> None:
    assert actors("He held talks in Geneva, which let 1,400 civilians leave.") == [None]


def test_a_deal_spoken_of_again_is_whose_it_was() -> None:
    text = "Norva Airlines agreed to raise $3 billion. The deal could bring $4 billion in all."
    assert actors(text) == ["Norva Airlines", "Norva Airlines"]


def test_the_stock_is_that_of_the_organisation_the_text_is_about() -> None:
    text = "Norva Airlines met banks. Norva Airlines said it was calm. Norva Airlines lost ground. The stock fell 5%."
    assert actors(text) == ["Norva Airlines"]


def test_the_state_is_the_one_the_text_names() -> None:
    text = "Officials met in South Dakota. South Dakota is proud. The state spent $400,000 on roads."
    assert actors(text) == ["South Dakota"]


def test_a_persons_plan_for_an_organisations_thing_is_the_organisations() -> None:
    text = "Norva Airlines is large. Tim Poe plans to expand the Norva Airlines fleet by 30%."
    assert actors(text) == ["Norva Airlines"]


def test_what_somebody_is_put_at_behind_their_name_in_a_list_is_theirs() -> None:
    text = "Ann Roe has 33 percent, followed by Carl Poe at 13 percent and Mary Lund at 12 percent."
    assert actors(text) == ["Ann Roe", "Carl Poe", "Mary Lund"]


def test_subjects_and_figures_go_together_respectively() -> None:
    text = "Ann Roe and Carl Poe trailed Mary Lund by 5 percentage points and 10 percentage points, respectively."
    assert actors(text) == ["Ann Roe", "Carl Poe"]


def test_what_a_relative_clause_says_of_a_figure_names_its_owner() -> None:
    assert actors("They rejected the 5 percent that the ministry offered.") == ["the ministry"]


def test_a_part_goes_with_the_whole() -> None:
    assert actors("Norva Airlines will pay $3 billion, including $1 billion for debt.") == ["Norva Airlines"] * 2


def test_nobody_acts_in_a_toll() -> None:
    assert actors("Three people were killed and 20 homes were destroyed.") == [None, None]


def test_a_number_of_people_asked_rises_for_them() -> None:
    assert actors("The number of respondents rose by 25 percent.") == ["respondents"]


def test_what_only_tells_a_figure_does_not_own_it() -> None:
    assert actors("The NBC poll gave a share of 40 percent.") == [None]


def test_who_stands_in_brackets_before_a_text_does_nothing_in_it() -> None:
    assert actors("(WIRE) -- Japan and Norway agreed to remove 300 kilograms of fuel.") != ["WIRE"]


def test_a_place_where_people_die_has_not_killed_them() -> None:
    assert actors("A separate attack in Damascus killed another 14 people.") == [None]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Jane Roe was convicted on Monday. Jane Roe was sentenced to 12 years in prison.", ["Jane Roe"]),
        ("Jurors found Jane Roe guilty of two counts of fraud.", ["Jane Roe"]),
        ("Jane Roe was convicted. The judge said the crime carries a prison term of up to five years.", ["Jane Roe"]),
        ("Anyone caught selling it will face at least four years in jail.", ["Anyone"]),
        ("Jane Roe: Possession of heroin, held in jail in lieu of $70,000 bond.", ["Jane Roe"]),
    ],
)
def test_a_punishment_and_a_charge_are_of_who_bears_them(text: str, whose: list[str]) -> None:
    assert actors(text) == whose


def test_victims_of_who_is_convicted_are_no_figure_of_his() -> None:
    assert actors("Jane Roe was sentenced. The court heard three women.")[-1:] != ["Jane Roe"]


def test_a_bare_number_behind_a_name_is_that_persons() -> None:
    text = "The current delegate count is Ann Roe 384, Carl Poe 300 and Mary Lund 151."
    assert actors(text) == ["Ann Roe", "Carl Poe", "Mary Lund"]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Shareholders wait to hear when a $3 billion tender offer by Norbank will be launched.", "Norbank"),
        ("Sixteen projects chosen by Oxfam will be built.", "Oxfam"),
        ("Sixteen people killed by Hamas were buried.", None),
        ("Sixteen people abducted by Hamas were freed.", None),
        ("The campaign cost Norway $400,000.", "Norway"),
    ],
)
def test_who_made_something_or_pays_for_it_stands_beside_it(text: str, whose: str | None) -> None:
    assert actors(text) == [whose]


def test_votes_by_which_somebody_led_are_the_leaders() -> None:
    assert actors("Ann Roe led by 1,500 votes on Sunday.") == ["Ann Roe"]


def test_behind_a_clause_that_opens_the_sentence_the_name_before_the_verb_acts() -> None:
    text = "After Adam Roe left the company in May, Norbank, its owner, committed to a $9 billion loan."
    assert actors(text) == ["Norbank"]


def test_what_a_company_or_others_expect_of_its_sales_is_the_companys() -> None:
    text = (
        "Delmont Foods sells bread. Delmont Foods shares rose. Delmont Foods sees sales growth of 2 percent. "
        "Analysts were expecting 52 percent profit growth."
    )
    assert actors(text) == ["Delmont Foods", "Delmont Foods"]


@pytest.mark.parametrize("verb", ["follows", "lists", "joins"])
def test_who_only_counts_others_owns_no_count_of_them(verb: str) -> None:
    assert actors(f"Arizona {verb} four other states.") == [None]


NORBANK = "Norbank Group employs many. Norbank Group shares rose. " + "Norbank Group is in Oslo. " * 6


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("The company struggled with the sudden arrival of 10,000 users.", "Norbank Group"),
        ("Among other things Norbank Group chose to take offers from two smaller firms.", "Norbank Group"),
        ("Some 4,000 employees are to receive a letter.", "Norbank Group"),
        ("Some 4,000 employees of Delmont are to receive a letter.", None),
        ("There were 13 swans on the lake.", None),
    ],
)
def test_what_a_text_about_one_company_gives_to_nobody_is_that_companys(text: str, whose: str | None) -> None:
    assert actors(NORBANK + text)[-1] == whose


def test_a_text_that_names_a_company_only_now_and_then_is_not_about_it() -> None:
    text = "Norbank Group shares rose. Norbank Group is in Oslo. Norbank Group fell. Some 4,000 employees will go."
    assert actors(text)[-1] is None


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("The former ambassador to Kenya Ann Roe has a net worth of $17 million.", "Ann Roe"),
        ("Ann Roe spoke. Her critics say Ann Roe has a net worth of $3 million.", "Ann Roe"),
    ],
)
def test_a_fortune_is_of_who_has_it(text: str, whose: str) -> None:
    assert actors(text) == [whose]


def test_the_agency_is_the_one_that_all_of_the_text_is_about() -> None:
    assert actors("Oxfam announced a plan. " + "Oxfam is big. " * 6 + "The agency chose 11 firms.") == ["Oxfam"]


def test_who_is_blamed_for_something_did_it() -> None:
    assert actors("In March Ann Roe blasted Unilever for sacking 250 workers.") == ["Unilever"]


def test_a_place_that_only_says_where_does_nothing() -> None:
    assert actors("Ann Roe held a rally in Springfield that drew 5,000 people.") == ["Ann Roe"]


def test_how_many_a_poll_asked_and_how_exact_it_is_are_the_pollsters() -> None:
    text = (
        "A Norbank University poll has Roe ahead. Among the 578 likely voters surveyed, the margin of error is plus "
        "or minus 4.1 percentage points."
    )
    assert actors(text) == ["Norbank University", "Norbank University"]


def test_what_another_owns_and_is_talked_of_is_the_owners() -> None:
    assert actors("Ministers are debating Oxfam's budget request for $20 million.") == ["Oxfam"]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Carl Roe was at home and possessed a handgun, three rifles and two shotguns.", ["Carl Roe", "Carl Roe"]),
        ("Oxfam has chosen Norva, Delmont and three other firms.", ["Oxfam"]),
        ("The Red Cross gave a higher figure, 130.", [None]),
    ],
)
def test_who_does_something_to_a_row_of_things_does_it_to_each(text: str, whose: list[str | None]) -> None:
    assert actors(text) == whose


def test_who_leaves_having_done_something_has_done_it() -> None:
    assert actors("Marco Roe exits the race having won 163 delegates.") == ["Marco Roe"]


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Roughly 13,000 US troops remain in Mali.", "US"),
        ("Some 30 US troops were killed in Mali.", None),
    ],
)
def test_troops_are_their_countrys_and_losses_nobodys(text: str, whose: str | None) -> None:
    assert actors(text) == [whose]


def test_support_that_a_sentence_opens_with_is_whose_name_hangs_on_it() -> None:
    text = "Ann Roe spoke. Approval of Ann Roe, while still a net negative 6 points, has risen 8 points since May."
    assert actors(text) == ["Ann Roe", "Ann Roe"]


def test_the_same_in_another_measure_is_the_same_persons() -> None:
    text = "Ann Roe led by 1,500 votes out of 620,000 cast, or 0.2 percentage points."
    assert actors(text) == ["Ann Roe", None, "Ann Roe"]
