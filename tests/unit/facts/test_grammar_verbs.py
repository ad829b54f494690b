"""Verbs with who does what to whom. The sentences are this project's own."""

import pytest

from worker.facts.document import Document
from worker.facts.grammar import Form, Phrase, Verb


def _read(text: str) -> tuple[list[str], dict[str, Verb], list[Verb]]:
    """In: a sentence. Out: its tokens, its verbs by their main word, and its verbs in order."""
    sentence = Document(text).sentences[0]
    return sentence.words, {sentence.words[verb.head]: verb for verb in sentence.parse.verbs}, sentence.parse.verbs


def _print(words: list[str], phrase: Phrase | None) -> str | None:
    return None if phrase is None else " ".join(words[phrase.first : phrase.last])


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The bank raised its rate to 4.5%.", "raised", "The bank"),
        (
            "Poland's defence minister, Anna Nowak, said the army would buy 96 helicopters.",
            "said",
            "Poland 's defence minister",
        ),
        (
            "Poland's defence minister, Anna Nowak, who took office in May, said no.",
            "said",
            "Poland 's defence minister",
        ),
        ("Anna Nowak, who took office in May, said the army would buy tanks.", "took", "Anna Nowak"),
        ("Anna Nowak said the army would buy tanks.", "buy", "the army"),
        ("Shares in the bank fell 8.3% to 212p.", "fell", "Shares"),
        ("The number of asylum applications rose to 12,000 in June.", "rose", "The number"),
        ("Last week, the president signed the bill.", "signed", "the president"),
        ("When the minister spoke, markets fell.", "fell", "markets"),
        ("The airline, which flies to 40 cities, lost 1.2bn rupees last year.", "lost", "The airline"),
        ("The airline, which flies to 40 cities, lost 1.2bn rupees last year.", "flies", "The airline"),
        ("Troops sent to the border last week were attacked by gunmen.", "attacked", "Troops"),
        ("Troops sent to the border last week were attacked by gunmen.", "sent", "Troops"),
        ("A law passed in March requires airports to screen all cargo.", "requires", "A law"),
        ("The deal, announced on Friday, will create 2,000 jobs.", "create", "The deal"),
        ("Firefighters battling the blaze said winds had eased.", "said", "Firefighters"),
        ("Firefighters battling the blaze said winds had eased.", "eased", "winds"),
        ("The plan the ministers approved on Monday calls for a cut in emissions.", "calls", "The plan"),
        ("The plan the ministers approved on Monday calls for a cut in emissions.", "approved", "the ministers"),
        ('"Prices are too high," said Tomas Ruiz, the regulator\'s chief economist.', "said", "Tomas Ruiz"),
        ('"We will not pay," Ms Okafor told reporters in Lagos.', "told", "Ms Okafor"),
        ("The ministry, he added, needs 4,000 more nurses.", "needs", "The ministry"),
        ("The ministry, he added, needs 4,000 more nurses.", "added", "he"),
        ("Exports to China fell for a third month, data showed on Tuesday.", "showed", "data"),
        ("The villages of France and Germany are empty.", "are", "The villages"),
        ("Has the minister approved the budget?", "approved", "the minister"),
        ("It was the first time that Japan has exported missiles.", "exported", "Japan"),
        ("Members in Greece who oppose the deal will vote on Friday.", "oppose", "Members"),
        ("The police shot three men and arrested 12 others.", "arrested", "The police"),
        ("The firm said it no longer expects sales to grow.", "expects", "it"),
    ],
)
def test_a_finite_verb_has_its_subject(text: str, verb: str, subject: str) -> None:
    words, verbs, _ = _read(text)
    assert _print(words, verbs[verb].subject) == subject


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("The government plans to cut fuel subsidies.", "cut", "The government"),
        ("The government plans to cut subsidies and raise the minimum wage.", "raise", "The government"),
        ("Union leaders urged members to reject the offer.", "reject", "members"),
        ("The court ordered the company to pay $30m.", "pay", "the company"),
        ("Union leaders called on ministers to return to talks.", "return", "ministers"),
        ("The prime minister promised voters to build 300,000 homes.", "build", "The prime minister"),
        ("The committee wants NATO to double the number of its batteries.", "double", "NATO"),
        ("Members were urged to reject the offer.", "reject", "Members"),
        ("Germany's plan to spend more was rejected.", "spend", "Germany"),
        ("It is time for Europe to spend more.", "spend", "Europe"),
        ("The bank cut its key rate, lowering it to 4.5%.", "lowering", "The bank"),
        ("Asked about the delay, the mayor said she was sorry.", "Asked", "the mayor"),
        ("India agreed to a truce brokered by Washington.", "brokered", "a truce"),
        ("The minister let the talks collapse.", "collapse", "the talks"),
    ],
)
def test_a_verb_without_a_subject_of_its_own_has_the_one_that_is_understood(
    text: str, verb: str, subject: str
) -> None:
    words, verbs, _ = _read(text)
    assert _print(words, verbs[verb].subject) == subject


@pytest.mark.parametrize(
    ("text", "verb", "object_"),
    [
        ("The bank raised its rate to 4.5%.", "raised", "its rate"),
        ("Floods have killed at least 43 people.", "killed", "at least 43 people"),
        ("The EU gave Kyiv 6 billion euros in loans.", "gave", "Kyiv"),
        ("The airline lost 1.2bn rupees last year.", "lost", "1.2bn rupees"),
        ("Oil prices rose more than 2% after the cartel agreed to curb output.", "rose", "more than 2 %"),
        ("Anna Nowak said the army would buy tanks.", "said", None),
        ("He spoke on Tuesday.", "spoke", None),
        ("She said last week that taxes would rise.", "said", None),
        ('The army needs "a 400-percent increase" in air defence.', "needs", "a 400-percent increase"),
    ],
)
def test_the_object_is_the_first_phrase_behind_the_verb_that_no_preposition_leads(
    text: str, verb: str, object_: str | None
) -> None:
    words, verbs, _ = _read(text)
    assert _print(words, verbs[verb].object) == object_


def test_a_verb_of_giving_has_a_second_object() -> None:
    words, verbs, _ = _read("The EU gave Kyiv 6 billion euros in loans.")
    assert _print(words, verbs["gave"].second) == "6 billion euros"


@pytest.mark.parametrize(
    ("text", "verb", "passive", "agent"),
    [
        ("Troops were attacked by gunmen.", "attacked", True, "gunmen"),
        ("The bill has been approved by both houses.", "approved", True, "both houses"),
        ("The bill will be approved.", "approved", True, None),
        ("A truce brokered by Qatar collapsed.", "brokered", True, "Qatar"),
        ("The minister has approved the bill.", "approved", False, None),
        ("The minister is approving the bill.", "approving", False, None),
        ("Residents are concerned about the dam.", "are", False, None),
    ],
)
def test_the_passive_is_told_with_who_did_it(text: str, verb: str, passive: bool, agent: str | None) -> None:
    words, verbs, _ = _read(text)
    assert verbs[verb].passive == passive
    assert _print(words, verbs[verb].agent) == agent


@pytest.mark.parametrize(
    ("text", "verb", "tense", "modal"),
    [
        ("The bank raised its rate.", "raised", "past", ""),
        ("The bank has raised its rate.", "raised", "past", ""),
        ("The bank raises its rate.", "raises", "present", ""),
        ("The bank is raising its rate.", "raising", "present", ""),
        ("The bank was raising its rate.", "raising", "past", ""),
        ("The bank will raise its rate.", "raise", "future", "will"),
        ("The bank must raise its rate.", "raise", "", "must"),
        ("They'll raise it.", "raise", "future", "will"),
        ("The minister was to say more.", "say", "past", "be to"),
        ("The minister was due to speak.", "speak", "past", "be due to"),
        ("Germany is set to spend more.", "spend", "present", "be set to"),
        ("Germany is going to spend more.", "spend", "present", "be going to"),
        ("Germany has to spend more.", "spend", "present", "have to"),
        ("Allies were scheduled to meet.", "meet", "past", "be scheduled to"),
    ],
)
def test_tense_and_modal_are_those_of_the_whole_group(text: str, verb: str, tense: str, modal: str) -> None:
    _, verbs, _ = _read(text)
    assert (verbs[verb].tense, verbs[verb].modal, verbs[verb].form) == (tense, modal, Form.FINITE)


@pytest.mark.parametrize(
    ("text", "verb", "negated"),
    [
        ("The bank will not raise its rate.", "raise", True),
        ("The bank won't raise its rate.", "raise", True),
        ("The bank cannot raise its rate.", "raise", True),
        ("The bank has never raised its rate.", "raised", True),
        ("The bank no longer raises its rate.", "raises", True),
        ("The bank didn't raise its rate.", "raise", True),
        ("The bank will soon raise its rate.", "raise", False),
    ],
)
def test_negation_is_told(text: str, verb: str, negated: bool) -> None:
    assert _read(text)[1][verb].negated == negated


@pytest.mark.parametrize(
    ("text", "verb", "governor"),
    [
        ("He denied that the ministry had asked for money.", "asked", "denied"),
        ("The firm said it no longer expects sales to grow.", "expects", "said"),
        ("The firm said it no longer expects sales to grow.", "grow", "expects"),
        ('"Prices are too high," said Tomas Ruiz.', "are", "said"),
        ('"We will pay," Ms Okafor told reporters.', "pay", "told"),
        ("Exports fell for a third month, data showed on Tuesday.", "fell", "showed"),
        ("The ministry, he added, needs 4,000 more nurses.", "needs", "added"),
        ("Trump said Tuesday that he would raise tariffs.", "raise", "said"),
        ("The bank raised its rate.", "raised", None),
    ],
)
def test_a_clause_is_governed_by_the_verb_that_says_it(text: str, verb: str, governor: str | None) -> None:
    words, verbs, order = _read(text)
    number = verbs[verb].governor
    assert (None if number is None else words[order[number].head]) == governor


def test_the_clause_of_what_is_said_begins_behind_that() -> None:
    words, verbs, _ = _read("He denied that the ministry had asked for more money.")
    first, last = verbs["asked"].clause
    assert " ".join(words[first:last]) == "the ministry had asked for more money ."


def test_a_relative_clause_is_marked() -> None:
    _, verbs, _ = _read("Kenya's president signed a bill that doubles fuel tax.")
    assert verbs["doubles"].relative
    assert not verbs["signed"].relative


@pytest.mark.parametrize(
    ("text", "verb", "lemma"),
    [
        ("They spent more.", "spent", "spend"),
        ("They hoped to win.", "hoped", "hope"),
        ("He died at home.", "died", "die"),
        ("They have taken it.", "taken", "take"),
        ("It was cut on Monday.", "cut", "cut"),
        ("They were fundraising for her.", "fundraising", "fundraise"),
        ("They cancelled it.", "cancelled", "cancel"),
        ("She was there.", "was", "be"),
    ],
)
def test_a_verb_has_its_base_form(text: str, verb: str, lemma: str) -> None:
    assert _read(text)[1][verb].lemma == lemma
