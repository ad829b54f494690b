"""Whom a pronoun means."""

import pytest

from worker.domain.reading import Form
from worker.facts.document import Document
from worker.facts.people import find_mentions
from worker.facts.registry import EMPTY


def meant(text: str) -> list[tuple[str, str | None]]:
    return [(m.surface, m.person) for m in find_mentions(Document(text), EMPTY) if m.form is Form.PRONOUN]


@pytest.mark.parametrize(
    ("text", "pronouns"),
    [
        ("Ada Roe spoke. She left.", [("She", "Ada Roe")]),
        ("Tom Salt met Ada Roe. She left before he did.", [("She", "Ada Roe"), ("he", "Tom Salt")]),
        ('Ada Roe spoke. "It rains," she said.', [("she", "Ada Roe")]),
        ("Mr Bako Ehimen met Mrs Ige Lawal. He left.", [("He", "Bako Ehimen")]),
        ("In her speech, Ada Roe said no.", [("her", "Ada Roe")]),
        ("Tom Salt said Paul Webb had left. He did not say why.", [("He", "Tom Salt")]),
        ("Ada Roe, his lawyer, spoke for Tom Salt.", []),
        ("Tom Salt said a spokeswoman had called. She was rude.", []),
        ("Chanda Mwamba spoke. She left. He stayed.", [("She", "Chanda Mwamba")]),
        ("Tom Salt was held. A judge ruled that Salt should stay until his hearing.", [("his", "Tom Salt")]),
        ("Salt's lawyer, Paul Webb, failed in his efforts. Tom Salt left.", [("his", "Paul Webb")]),
        ("Tom Salt praised himself.", [("himself", "Tom Salt")]),
        ("Vice-premier Liu He spoke.", []),
        ("Ada Roe cited a report of Her Majesty's Inspectorate.", []),
        ("Paul Webb left. Salt's rivals wept after his win. Tom Salt won.", [("his", "Tom Salt")]),
        ("Tom Salt signed a deal which spared him. Paul Webb left.", [("him", "Tom Salt")]),
        ("Ada Roe spoke. Walde Gon, accused as Ada Roe's boyfriend, left. She wept.", [("She", "Ada Roe")]),
        ("Ada Roe spoke to Senator Mia Salt. She left.", [("She", "Ada Roe")]),
        (
            "The king, Tom Salt, and the queen, Ada Roe, met; her dog bit him.",
            [("her", "Ada Roe"), ("him", "Tom Salt")],
        ),
    ],
)
def test_a_pronoun_means_the_one_last_spoken_of_whom_it_can_mean(text: str, pronouns: list[tuple[str, str]]) -> None:
    assert meant(text) == pronouns


def test_a_speaker_does_not_speak_of_himself_as_he() -> None:
    text = 'Tom Salt was beaten by Paul Webb. "He cheated," Webb\'s rival Salt said.'
    assert meant(text) == [("He", "Paul Webb")]


def test_a_speaker_is_seen_behind_a_title() -> None:
    text = 'Ada Roe sang. "It rained," said Senator Mia Salt. "She sang."'
    assert meant(text) == [("She", "Ada Roe")]


def test_it_and_they_are_left_alone() -> None:
    assert meant("Ada Roe spoke. They left, and it rained.") == []
