"""Who said what: which words are speech, of which type, and whose they are."""

import time

import pytest

from worker.domain.reading import Form, Mention, Quote, Speech
from worker.facts.document import Document
from worker.facts.quotes import find_quotes


def quotes(text: str, **people: str) -> list[Quote]:
    """The quotes of a text in which each keyword's words, wherever they stand, mean the person given ("Ann Roe")."""
    mentions: list[Mention] = []
    for words, person in people.items():
        surface = words.replace("_", " ")
        at = text.find(surface)
        while at >= 0:
            form = Form.NAME if surface[0].isupper() else Form.PRONOUN if " " not in surface else Form.ROLE
            end = at + len(surface)
            whole = not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum())
            if whole and not any(m.start <= at < m.end for m in mentions):
                mentions.append(Mention(at, end, surface, form, person))
            at = text.find(surface, end)
    return list(find_quotes(Document(text), mentions))


def told(text: str, **people: str) -> list[tuple[str, str, str | None]]:
    """The quotes as (type, words, speaker)."""
    return [(q.type.value, text[q.start : q.end], q.speaker) for q in quotes(text, **people)]


ROE = {"Ann_Roe": "Ann Roe", "Roe": "Ann Roe", "she": "Ann Roe", "She": "Ann Roe"}


@pytest.mark.parametrize(
    "text",
    [
        "“We will open the port on Monday,” Roe said.",
        "“We will open the port on Monday,” said Roe.",
        "“We will open the port on Monday,” said Transport Minister Ann Roe.",
        "“We will open the port on Monday,” the minister, Ann Roe, told reporters in Oslo.",
        "“We will open the port on Monday,” said Roe, who leads the ministry.",
        "“We will open the port on Monday,” Roe, 51, said in a statement.",
        "“We will open the port on Monday,” Ann Roe, the transport minister, said.",
        "“We will open the port on Monday,” Ann Roe, who took office in May, told the Evening Post.",
        "“We will open the port on Monday,” she told the newspaper.",
        "Roe said: “We will open the port on Monday,”",
        "Roe said on Tuesday: “We will open the port on Monday,”",
        "Speaking in Brussels, Roe said, “We will open the port on Monday,”",
        "Roe wrote on Telegram: “We will open the port on Monday,”",
        "Roe’s message was: “We will open the port on Monday,”",
        "“We will open the port on Monday,” Ann Roe has said repeatedly.",
        "“We will open the port on Monday,” according to Ann Roe.",
        '"We will open the port on Monday," Roe said.',
        "''We will open the port on Monday,'' Roe said.",
        "‘We will open the port on Monday,’ Roe said.",
        "«We will open the port on Monday,» Roe said.",
        "„We will open the port on Monday,“ Roe said.",
    ],
)
def test_a_sentence_in_marks_is_direct_and_its_cue_names_the_speaker(text: str) -> None:
    assert told(text, **ROE) == [("direct", "We will open the port on Monday,", "Ann Roe")]


@pytest.mark.parametrize(
    ("text", "fragment", "speaker"),
    [
        ("Roe called the offer “nonsense on stilts”.", "nonsense on stilts", "Ann Roe"),
        ("Roe slammed the plan as an “instrument of ruin” ahead of the vote.", "instrument of ruin", "Ann Roe"),
        ("The bill, which Roe called “an insult to farmers”, passed.", "an insult to farmers", "Ann Roe"),
        ("The union called for “the same courage” next year.", "the same courage", "The union"),
        ("Turnout was “not what we hoped for”, Roe said.", "not what we hoped for", "Ann Roe"),
        ("Roe expects costs to climb by “£60m to £70m”.", "£60m to £70m", "Ann Roe"),
        ("It was a sum the Treasury called “a rounding error”.", "a rounding error", "the Treasury"),
    ],
)
def test_a_fragment_in_marks_with_a_cue_is_mixed(text: str, fragment: str, speaker: str) -> None:
    assert ("mixed", fragment, speaker) in told(text, **ROE)


@pytest.mark.parametrize(
    "text",
    [
        "The province found 1,900 so-called “zombie” wells last year.",
        "Robert “Bobby” Lund plays for the club.",
        "The “Fort Knox” fund set up in 2002 is empty.",
        "The six will sign a paper on a “drone wall”.",
        "“NO FEE, NO PEACE”, read a placard.",
        "She starred in the film “A Long Way to the Harbour” in 1994.",
        "The scheme was dubbed “Granny Gold” by wags.",
    ],
)
def test_scare_quotes_nicknames_titles_and_placards_are_no_quotes(text: str) -> None:
    assert told(text) == []


def test_an_interrupted_sentence_is_two_quotes() -> None:
    text = "“It is not pretty,” Roe said, “but it adds up.”"
    assert told(text, **ROE) == [
        ("direct", "It is not pretty,", "Ann Roe"),
        ("direct", "but it adds up.", "Ann Roe"),
    ]


def test_a_quote_goes_on_behind_the_cue_of_the_sentence_before() -> None:
    text = "“They sent a bill,” said Roe. “I paid it. What else?”"
    assert told(text, **ROE)[1] == ("direct", "I paid it. What else?", "Ann Roe")


def test_a_question_mark_inside_the_marks_does_not_part_the_quote_from_its_cue() -> None:
    assert told("“Who will pay for all of it?” Roe asked.", **ROE) == [
        ("direct", "Who will pay for all of it?", "Ann Roe")
    ]


def test_a_speech_over_paragraphs_is_one_quote() -> None:
    text = "Roe said:\n\n“You took from the old.\n\n“You will pay.”\n\nNobody else spoke."
    assert told(text, **ROE) == [("direct", "You took from the old.\n\n“You will pay.", "Ann Roe")]


def test_a_quote_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "Roe told the court: “There were two ledgers.\n\nThe hearing goes on."
    assert told(text, **ROE) == [("direct", "There were two ledgers.", "Ann Roe")]


def test_a_lost_straight_mark_does_not_turn_the_next_paragraph_inside_out() -> None:
    text = 'The clerk read it out" and left.\n\n"We will open the port," Roe said.'
    assert told(text, **ROE) == [("direct", "We will open the port,", "Ann Roe")]


def test_apostrophes_do_not_end_a_british_quote() -> None:
    text = "‘It’s the workers’ money and they’ll keep it,’ Roe said."
    assert told(text, **ROE) == [("direct", "It’s the workers’ money and they’ll keep it,", "Ann Roe")]


def test_what_is_quoted_within_a_quote_is_its_own() -> None:
    text = "“My boss used to say, ‘Never run,’ and he was right,” Roe said."
    assert [words for _, words, _ in told(text, **ROE)] == ["My boss used to say, ‘Never run,’ and he was right,"]


def test_words_with_no_cue_are_of_the_last_speaker() -> None:
    text = "“Danger will not go away,” Roe said.\n\n“We need a leap in our defence. We must have more.”"
    assert told(text, **ROE)[1] == ("direct", "We need a leap in our defence. We must have more.", "Ann Roe")


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("Roe said that prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Roe said prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Prices had doubled, Roe said.", "Prices had doubled", "Ann Roe"),
        ("Prices had doubled, said Roe.", "Prices had doubled", "Ann Roe"),
        ("According to Roe, prices had doubled in a year.", "prices had doubled in a year", "Ann Roe"),
        ("Prices had doubled in a year, according to Roe.", "Prices had doubled in a year", "Ann Roe"),
        ("Roe told reporters on Monday that prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Roe told the Evening Post prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Roe denied that prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Prices, she added, had doubled in a year.", "Prices, she added, had doubled in a year", "Ann Roe"),
        ("Roe said if prices fell, the levy would go.", "if prices fell, the levy would go", "Ann Roe"),
        ("Some 40 were hurt, fire officials said on Monday.", "Some 40 were hurt", "fire officials"),
        (
            "A spokeswoman for the energy regulator said wells were leaking.",
            "wells were leaking",
            "A spokeswoman for the energy regulator",
        ),
        (
            "Two people briefed on the talks said a deal was near.",
            "a deal was near",
            "Two people briefed on the talks",
        ),
        ("The unions said more than 900 had joined.", "more than 900 had joined", "The unions"),
        ("Rebel groups say that 30 are trapped.", "30 are trapped", "Rebel groups"),
        ("Nine out of 10 say they would stay.", "they would stay", None),
        ("More than two-thirds of us predict they will leave.", "they will leave", "More than two-thirds of us"),
        ("The US welcomed it, saying the men had suffered.", "the men had suffered", "The US"),
        ("The hatch of the second ship opened at 10:35, port officials said.", None, "port officials"),
        ("Those bitten often develop a rash, says the Ashen Institute.", "Those bitten often develop a rash", None),
        ("Roe (D-Ohio) said prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Roe said the car is fast, giving it an edge.", "the car is fast, giving it an edge", "Ann Roe"),
        (
            "Roe said in a Nov. 3 letter to the clubs that their reply had come late.",
            "their reply had come late",
            "Ann Roe",
        ),
    ],
)
def test_a_clause_of_what_is_said_is_indirect(text: str, clause: str, speaker: str) -> None:
    [(kind, words, by)] = told(text, **ROE)
    assert kind == "indirect"
    assert words == (clause or text.rpartition(",")[0])
    assert speaker in (None, by)


def test_a_clause_whose_verb_stands_in_the_marks_is_indirect_too() -> None:
    text = "Roe said the pact “amounts to a retreat.”"
    assert ("indirect", "the pact “amounts to a retreat.”", "Ann Roe") in told(text, **ROE)


@pytest.mark.parametrize(
    "text",
    [
        "Roe said nothing.",
        "Roe declined to say whether prices had doubled.",
        "The report ran to 212 pages.",
        "The two sides agreed to meet on Monday.",
        "Value added tax on hotel stays goes up.",
        "The claims of the union were rejected.",
    ],
)
def test_no_clause_means_no_indirect_quote(text: str) -> None:
    assert told(text, **ROE) == []


def test_adding_that_is_a_second_quote_of_the_same_speaker() -> None:
    text = "Roe said prices had doubled, adding that wages had not."
    assert told(text, **ROE) == [
        ("indirect", "prices had doubled", "Ann Roe"),
        ("indirect", "wages had not", "Ann Roe"),
    ]


def test_a_clause_ends_where_another_speaker_begins() -> None:
    text = "Roe said prices had doubled, but Ole Lund denied that anyone was hurt."
    assert told(text, Roe="Ann Roe", Ole_Lund="Ole Lund") == [
        ("indirect", "prices had doubled", "Ann Roe"),
        ("indirect", "anyone was hurt", "Ole Lund"),
    ]


def test_a_fragment_in_a_clause_is_a_quote_of_its_own() -> None:
    text = "Roe said the ruling left “a hole the size of a hospital” in the budget."
    assert told(text, **ROE) == [
        ("indirect", "the ruling left “a hole the size of a hospital” in the budget", "Ann Roe"),
        ("mixed", "a hole the size of a hospital", "Ann Roe"),
    ]


def test_two_who_say_the_same_have_no_one_speaker() -> None:
    text = "Ann Roe and Ole Lund both said exports could fall."
    assert told(text, Ann_Roe="Ann Roe", Ole_Lund="Ole Lund") == [("indirect", "exports could fall", None)]


def test_whoever_speaks_for_a_person_is_not_that_person() -> None:
    assert told("A spokesman for Ann Roe said she would go.", **ROE)[0][2] == "A spokesman for Ann Roe"


def test_a_pronoun_that_means_no_named_person_is_of_whoever_spoke_before() -> None:
    text = "Wells leaked, a spokeswoman for the regulator said. “The polluter pays for it,” she said."
    assert [speaker for _, _, speaker in told(text)] == ["a spokeswoman for the regulator"] * 2


@pytest.mark.parametrize(
    "cue",
    [
        "Roe was due to say",
        "Roe was to say",
        "Roe is expected to say",
        "Roe is set to tell investors",
        "Roe will say",
        "Roe plans to say",
        "Roe is scheduled to announce",
    ],
)
def test_what_is_yet_to_be_said_is_scheduled(cue: str) -> None:
    assert [quote.scheduled for quote in quotes(f"{cue} that prices had doubled.", **ROE)] == [True]


def test_what_was_said_is_not_scheduled() -> None:
    assert [quote.scheduled for quote in quotes("Roe has said that prices will double.", **ROE)] == [False]


def test_in_a_transcript_speech_stands_behind_its_label() -> None:
    text = "QUESTION: Is it real?\n\nMINISTER ANN ROE: It is. We agreed.\n\nQUESTION: When?\n\nMINISTER: By May."
    assert told(text, ANN_ROE="Ann Roe") == [
        ("direct", "It is. We agreed.", "Ann Roe"),
        ("direct", "By May.", "Ann Roe"),
    ]


@pytest.mark.parametrize(
    "part",
    [
        '"',
        "“",
        "”",
        "'",
        "‘",
        '“‘"',
        '" ',
        "'a ",
        "said ",
        "he said, ",
        'Roe said "a" ',
        ",",
        "A. ",
        "who, ",
        '"a\n\n',
        "“a b\n\n",
        "MR ROE: b said c.\n\n",
        "Roe said that ",
        "Roe, who said ",
        "according to Roe, ",
        "to say ",
        "“Why?” he asked. ",
    ],
)
def test_time_grows_with_the_length_of_the_text_whatever_it_holds(part: str) -> None:
    def cost(length: int) -> float:
        document = Document((part * length)[:length])
        assert document.sentences is not None
        before = time.process_time()
        find_quotes(document, [])
        return time.process_time() - before

    assert cost(100_000) < 3.0  # CPU seconds; the earlier patterns took minutes


def test_spans_are_in_order_and_within_the_text() -> None:
    text = "“We go,” Roe said. She said it was “late”, and that the port was shut."
    found = quotes(text, **ROE)
    assert [q.start for q in found] == sorted(q.start for q in found)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert {q.type for q in found} == {Speech.DIRECT, Speech.INDIRECT, Speech.MIXED}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Prices had doubled, according to data from Ashen Analytics.", "Ashen Analytics"),
        ("Prices had doubled, according to a statement released by the Harbour Office.", "the Harbour Office"),
        ("According to figures published by the ministry in May, prices had doubled.", "the ministry"),
        ("Prices had doubled, according to a report in the Ashen Gazette.", "the Ashen Gazette"),
        ("Prices had doubled, according to the results of the latest Ashen poll.", "the latest Ashen poll"),
        ("Prices had doubled, according to documents he filed.", "documents"),
        ("Prices had doubled, according to a study of 900 shops.", "a study"),
        ("The Port Safety Board (PSB) met.\n\nPrices had doubled, the PSB said.", "Port Safety Board"),
        ("Norrland Metals fell 5%.\n\nThe company said it would sell mines.", "Norrland Metals"),
        ("Norrland Metals fell 5%.\n\nThe Swedish miner said it would sell mines.", "Norrland Metals"),
        ("Norrland Metals fell 5%. It said it would sell mines.", "Norrland Metals"),
        ("Hackers took the files. The company said it would pay.", "The company"),
        ("Both sides said a deal was near.", None),
        ("Businesses and residents said the cuts were broad.", None),
        ("Current and former officials said the cuts were broad.", "Current and former officials"),
        ("Some said they were tired.", "Some"),
        ("Most of those interviewed said they were tired.", "Most of those interviewed"),
    ],
)
def test_a_speaker_who_is_no_person_is_named_as_well_as_the_text_allows(text: str, speaker: str | None) -> None:
    assert [by for _, _, by in told(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "clause", "speaker"),
    [
        ("As reported by the Ashen Gazette, there are 900 jobs at stake.", "there are 900 jobs at stake", "Gazette"),
        ("As Roe noted, prices have doubled.", "prices have doubled", "Ann Roe"),
        ("Roe pointed out that prices had doubled.", "prices had doubled", "Ann Roe"),
        ("Police held a man who prosecutors say led the gang.", "led the gang", "prosecutors"),
        ("Roe was criticised for telling the men that they would be paid.", "they would be paid", "Ann Roe"),
        ("Conceding that it had come late, Roe left.", "it had come late", "Ann Roe"),
        ("Roe said he hoped the talks would go on.", "he hoped the talks would go on", "Ann Roe"),
        (
            "Prosecutors claimed they were members, which they said was a crime.",
            "they were members",
            "Prosecutors",
        ),
    ],
)
def test_the_clause_is_found_wherever_its_cue_stands(text: str, clause: str, speaker: str) -> None:
    first = told(text, **ROE)[0]
    assert first[:2] == ("indirect", clause)
    assert first[2] is not None
    assert first[2].endswith(speaker)


def test_what_the_writer_thinks_is_no_speech() -> None:
    assert told("I think prices will rise. We should note that they fell.") == []


def test_what_a_speaker_hopes_within_what_is_said_is_not_told_twice() -> None:
    assert len(told("Roe said she hoped the talks would go on.", **ROE)) == 1


def test_who_is_quoted_as_saying_speaks_and_not_who_quotes() -> None:
    assert told("The agency quoted one fighter as saying: “We have no leaves left.”")[0][2] == "one fighter"


def test_a_day_before_the_verb_is_no_speaker() -> None:
    text = "Ann Roe, head of the port agency, on Monday said: “We will open the port.”"
    assert told(text, **ROE)[0][2] == "Ann Roe"


def test_who_does_something_behind_an_and_is_not_whom_the_words_are_of() -> None:
    text = "“There is calm now,” and gifts began to come in again, Roe said."
    assert told(text, **ROE)[0] == ("direct", "There is calm now,", "Ann Roe")


def test_a_noun_behind_a_genitive_is_no_cue() -> None:
    text = "Roe called the firm’s plans for a port “an absolute disgrace”."
    assert told(text, **ROE)[0][2] == "Ann Roe"


def test_a_name_behind_a_dash_signs_the_quotation() -> None:
    text = "“Prices rose and nobody cared.” ― Ann Roe"
    assert told(text, **ROE) == [("direct", "Prices rose and nobody cared.", "Ann Roe")]


@pytest.mark.parametrize(
    "text",
    [
        "Roe held up a sign that read: “Save our port.”",
        "Roe pointed to a board with the slogan “TOGETHER WE CAN.”",
        "Nurses say the “sharing economy” helps them.",
        "Roe spoke of prices on the show “Good Morning Norrland.”",
        "The method, called “sounding by ear,” is expected to lead to more finds.",
    ],
)
def test_signs_terms_and_titles_of_works_are_no_speech(text: str) -> None:
    assert [quote for quote in told(text, **ROE) if quote[0] != "indirect"] == []


def test_an_aside_between_commas_is_no_speaker() -> None:
    assert told("Most economists, however, argue that prices rise.")[0][2] == "Most economists"


def test_when_it_was_said_is_no_part_of_the_speaker() -> None:
    assert told("The union's top court last week ruled that prices rise.")[0][2] == "The union's top court"


def test_a_pronoun_that_interrupts_a_clause_is_not_its_subject() -> None:
    text = "Ann Roe denied that she had stolen. Dorn, she said, had asked for help."
    assert [by for _, _, by in told(text, Dorn="Eva Dorn", **{**ROE, "she": "Eva Dorn"})] == ["Ann Roe", "Ann Roe"]
