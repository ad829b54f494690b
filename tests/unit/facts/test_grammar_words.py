"""Word classes and noun phrases. The sentences are this project's own."""

import time

import pytest

from worker.facts.document import LONGEST, Document
from worker.facts.grammar import Tag, parse
from worker.facts.grammar.lexicon import MEMO_SIZE, Lexicon, lexicon

SECONDS = 20.0
"""Generous: each takes less than a second of a slow core; quadratic work would take hours."""


def _tag(text: str, word: str) -> Tag:
    sentence = Document(text).sentences[0]
    return sentence.parse.tags[sentence.words.index(word)]


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [
        ("The government plans to cut subsidies.", "plans", Tag.VERB),
        ("The plans were cut.", "plans", Tag.NOUN),
        ("The plans were cut.", "cut", Tag.PART),
        ("A 10% cut in emissions was agreed.", "cut", Tag.NOUN),
        ("The bank cut its rate on Monday.", "cut", Tag.PAST),
        ("NATO members need more tanks.", "need", Tag.VERB),
        ("The need for tanks grew.", "need", Tag.NOUN),
        ("He said that NATO needs more tanks.", "needs", Tag.VERB),
        ("Defence spending rose sharply.", "spending", Tag.NOUN),
        ("They are spending more.", "spending", Tag.ING),
        ("Militaries need armoured vehicles.", "armoured", Tag.ADJ),
        ("The minister resigned in May.", "May", Tag.NAME),
        ("Taxes may rise.", "may", Tag.MODAL),
        ("She was killed in July.", "July", Tag.NAME),
        ("They moved to the US in 2020.", "US", Tag.NAME),
        ("They told us.", "us", Tag.PRON),
        ("He said that taxes would rise.", "that", Tag.SUB),
        ("He signed a bill that doubles the tax.", "that", Tag.WH),
        ("He left that day.", "that", Tag.DET),
        ("Ann Lee, who won, left.", "who", Tag.WH),
        ("Her husband left.", "Her", Tag.DET),
        ("They told her.", "her", Tag.PRON),
        ("He went to court.", "to", Tag.PREP),
        ("He wants to win.", "to", Tag.TO),
        ("After the vote he left.", "After", Tag.PREP),
        ("He left after the votes were counted.", "after", Tag.SUB),
        ("Her party's leader spoke.", "'s", Tag.POSS),
        ("It's too late.", "'s", Tag.BE),
        ("It's been a year.", "'s", Tag.HAVE),
        ("Soldiers will not leave.", "not", Tag.NOT),
        ("Soldiers will not leave.", "Soldiers", Tag.NOUN),
        ("Rutte will not leave.", "Rutte", Tag.NAME),
        ("The strike cost $3 million.", "million", Tag.NUM),
        ("Polls were closed.", "Polls", Tag.NOUN),
    ],
)
def test_a_word_has_the_class_that_its_place_gives_it(text: str, word: str, tag: Tag) -> None:
    assert _tag(text, word) is tag


def test_capitals_make_no_names_in_a_headline_of_capitals() -> None:
    assert _tag("TROOPS LEAVE BASE AFTER ATTACK KILLS FOUR SOLDIERS", "SOLDIERS") is Tag.NOUN


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        ("The alliance's air defence needs money.", ["The alliance 's air defence", "money"]),
        ("The members' budgets are small.", ["The members ' budgets"]),
        ("U.S. President Ann Lee met Sen. Bob Ray.", ["U.S. President Ann Lee", "Sen . Bob Ray"]),
        ("It costs Rs 400 crore.", ["It", "Rs 400 crore"]),
        ("It grew by 5 percent.", ["It", "5 percent"]),
        ("Up to 40 ships sailed.", ["Up to 40 ships"]),
        ("On June 9 NATO met.", ["June 9", "NATO"]),
        ("He met the king last week.", ["He", "the king", "last week"]),
        ("The rich paid more tax.", ["The rich", "more tax"]),
    ],
)
def test_noun_phrases_hold_what_belongs_to_their_noun(text: str, phrases: list[str]) -> None:
    sentence = Document(text).sentences[0]
    found = [" ".join(sentence.words[phrase.first : phrase.last]) for phrase in sentence.parse.phrases]
    assert found == phrases


def test_a_phrase_reaches_over_what_hangs_on_it() -> None:
    sentence = Document("Members of the alliance in Europe agreed.").sentences[0]
    first = sentence.parse.phrases[0]
    assert " ".join(sentence.words[first.first : first.whole]) == "Members of the alliance in Europe"


def test_phrases_that_and_joins_say_so() -> None:
    sentence = Document("India and Pakistan agreed.").sentences[0]
    assert [phrase.joined for phrase in sentence.parse.phrases] == [1, -1]


def test_phrases_of_two_clauses_are_not_joined() -> None:
    sentence = Document("Gunmen attacked a base and soldiers fled.").sentences[0]
    assert [phrase.joined for phrase in sentence.parse.phrases] == [-1, -1, -1]


def test_there_is_one_tag_for_each_token() -> None:
    for sentence in Document('He said: "Yes (why not?)…" – £5.2bn & more; 50% @home ~ x/y [sic] _.').sentences:
        assert len(sentence.parse.tags) == len(sentence.words)


def test_an_empty_sentence_has_an_empty_parse() -> None:
    found = parse([], [])
    assert (found.tags, found.phrases, found.verbs) == ([], [], [])


@pytest.mark.parametrize(
    "unit",
    [
        *(
            '"',
            "said",
            "cut,",
            "who said",
            "the old",
            "A's",
            "1",
            "of",
            "sent to",
            "that",
            "'s '",
            "Mr.",
            "and",
            "to be",
        ),
        *("if he said", "new,", "has not", "the plan Ann", "said Ann,", "very", "no longer", "X's", "which the", "$"),
    ],
)
def test_a_sentence_that_repeats_itself_does_not_stall(unit: str) -> None:
    words = [
        word for sentence in Document(f"{unit} " * (LONGEST // (len(unit) + 1))).sentences for word in sentence.words
    ]
    begun = time.process_time()
    parse(words, [word.lower() for word in words])
    assert time.process_time() - begun < SECONDS


def test_the_lexicon_forgets_rather_than_grows() -> None:
    words = Lexicon()
    for number in range(MEMO_SIZE + 10):
        words[f"x{number}y"]
    assert len(words) <= MEMO_SIZE + 1
    assert words["the"] == "D"


@pytest.mark.parametrize(
    ("word", "candidates"),
    [("greenlight", "N"), ("400-percent", "A"), ("1990s", "n"), ("5th", "A"), ("1.2bn", "0"), ("re-elected", "lA"),
     ("russian-led", "A"), ("quickly", "R")],
)  # fmt: skip
def test_a_word_that_is_in_no_list_is_judged_by_its_form(word: str, candidates: str) -> None:
    assert lexicon()[word][0] == candidates[0]
