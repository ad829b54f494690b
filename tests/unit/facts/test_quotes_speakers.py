"""Whose words are told where the speaker stands beside another verb, is no person, or is called by another name."""

import pytest

from tests.unit.facts.test_quotes import ROE, told

_NIGHT = "Roe lives near Clear Power Co. with Dorn. It was dark. Roe was cold. Snow fell again."


def speakers(text: str, **people: str) -> list[str | None]:
    """The speakers of a text's quotes in order."""
    return [by for _, _, by in told(text, **people)]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Families are calling for a new inquiry after a port review found that the deaths were preventable.",
            "a port review",
        ),
        ("“I will never eat there,” Roe said in May after Halden Foods announced it was closing.", "Halden Foods"),
        ("Shares were mixed on Tuesday after Norrland TV reported that the mood was grim.", "Norrland TV"),
    ],
)
def test_a_subject_begins_behind_the_after_of_another_verb(text: str, speaker: str) -> None:
    assert speakers(text, **ROE)[-1] == speaker


def test_letters_that_spell_a_pronoun_are_a_name() -> None:
    assert speakers("The illness is “always fatal”, says WHO. WHO said the virus spreads.")[-2:] == ["WHO", "WHO"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Smoke fills the bay, with forecasters warning that the wind will drop.", "forecasters"),
        ("They want a trial, despite the Crown Office saying there was no evidence.", "the Crown Office"),
        ("The cut led the ferry maker to announce it would close its yard.", "the ferry maker"),
        ("The clip prompted some viewers to argue that the show was old.", "some viewers"),
        (
            "Arguing that the rules are a burden, lawyers from Clear Air presented their case.",
            "lawyers from Clear Air",
        ),
        (
            "Opening the fair, the Norrland Health Office (NHO) said that, globally, cases rise.",
            "the Norrland Health Office",
        ),
        ("Shortly after, some fans took to the streets, claiming that the vote was stolen.", "some fans"),
    ],
)
def test_who_stands_beside_the_verb_speaks_and_not_the_subject_of_the_sentence(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Norrland TV reported on Monday that the talks had failed, citing two officials.",
        "The broadcaster, citing two officials, reported that the talks had failed.",
    ],
)
def test_whom_an_outlet_cites_is_whose_word_it_is(text: str) -> None:
    assert told(text) == [("indirect", "the talks had failed", "two officials")]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Nearly nine out of 10 say they will need new skills.", "Nearly nine out of 10"),
        ("Rather, sources close to her campaign say the plan stands.", "sources close to her campaign"),
        ("The committee raised more, Election Commission records show.", "Election Commission records"),
        ("While the tweet shown above claimed that the mayor was rich, nobody checked.", "the tweet shown above"),
        (
            "The lead has shrunk to four points, according to the Clear Poll average of surveys.",
            "the Clear Poll average",
        ),
        ("No one said the plan was bad.", None),
    ],
)
def test_shares_of_people_and_papers_speak_as_printed(text: str, speaker: str | None) -> None:
    assert speakers(text)[0] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "A report by the Norrland Energy Agency came out in May. The report said plants had closed.",
            "the Norrland Energy Agency",
        ),
        (
            "A new Army Weekly survey of soldiers is out. The survey showed that most would vote.",
            "Army Weekly survey",
        ),
        ("Staff complained. The group, Clear Air, met in May. The group said that pay fell.", "Clear Air"),
        (f"Clear Power Co. is closing plants. {_NIGHT} The utility said it would watch the wind.", "Clear Power Co."),
    ],
)
def test_the_report_and_the_group_are_whoever_the_text_named_before(text: str, speaker: str) -> None:
    assert speakers(text, Roe="Ann Roe", Dorn="Eva Dorn")[-1] == speaker


def test_two_titles_before_one_name_are_one_speaker() -> None:
    assert speakers("“Sales fell,” chairman, chief executive and president Ann Roe said.", **ROE) == ["Ann Roe"]


def test_the_day_behind_said_is_no_speaker() -> None:
    text = "“He is right,” Ann Roe, an adviser, said Thursday morning on the radio. “I mean, it is a mess.”"
    assert speakers(text, **ROE) == ["Ann Roe", "Ann Roe"]


def test_a_list_of_names_and_what_they_did_is_no_transcript() -> None:
    text = "Ann Roe: Theft of a boat, held in jail.\n\nEva Dorn: Possession of a net, held in jail."
    assert told(text, Ann_Roe="Ann Roe", Eva_Dorn="Eva Dorn") == []


def test_a_survey_finds_without_that() -> None:
    assert told("The survey found prices rose in May.") == [("indirect", "prices rose in May", "The survey")]


@pytest.mark.parametrize(
    "text",
    [
        "Often called the “rain tree,” the plant grows in Norrland.",
        "Roe was known as “the godfather of the port,” and a street bears her name.",
        "(See more of the work: “Stunning Pictures: Ten of the Rarest Birds on Earth.”)",
    ],
)
def test_names_and_headlines_are_no_speech(text: str) -> None:
    assert [quote for quote in told(text, **ROE) if quote[0] != "indirect"] == []


def test_what_a_crowd_chants_is_speech_though_it_is_a_name() -> None:
    assert told("The fans were chanting “Herb, Herb, Herb.”")[0][1] == "Herb, Herb, Herb."


def test_a_fragment_joined_to_one_that_is_speech_is_speech_too() -> None:
    fragments = [
        words for kind, words, _ in told("Roe called the plan “late” and “wrong”.", **ROE) if kind == "mixed"
    ]
    assert fragments == ["late", "wrong"]
