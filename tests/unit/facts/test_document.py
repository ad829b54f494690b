"""Tokens, and where they stand."""

import pytest

from worker.facts.document import Document


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's the alliance's.", ["It", "'s", "the", "alliance", "'s", "."]),
        ("We'll, they've, you'd", ["We", "'ll", ",", "they", "'ve", ",", "you", "'d"]),
        ("I'm, they're", ["I", "'m", ",", "they", "'re"]),
        ("They don't.", ["They", "don't", "."]),
        ("O'Brien of AT&T", ["O'Brien", "of", "AT&T"]),
        ("a U.S.-led force", ["a", "U.S.-led", "force"]),
        ("£1.2bn, $30bn; 5.5%", ["£", "1.2bn", ",", "$", "30bn", ";", "5.5", "%"]),
        ("a 400-percent rise in 2024-25", ["a", "400-percent", "rise", "in", "2024-25"]),
        ("at 3 p.m. on 9/11", ["at", "3", "p.m.", "on", "9/11"]),
        ("the mem\u00adbers\u00ad of", ["the", "members", "of"]),
        ("members' rights", ["members", "'", "rights"]),
        ("yes... no--maybe", ["yes", "...", "no", "--", "maybe"]),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_tokens(text: str, tokens: list[str]) -> None:
    assert [word for sentence in Document(text).sentences for word in sentence.words] == tokens


def test_offsets_point_into_the_text() -> None:
    text = "“We’ll co­operate,” said Tomás Ruiz."
    sentence = Document(text).sentences[0]
    found = [text[start:end] for start, end in zip(sentence.starts, sentence.ends, strict=True)]
    assert found == ["“", "We", "’ll", "co­operate", ",", "”", "said", "Tomás", "Ruiz", "."]


def test_a_token_is_found_by_an_offset() -> None:
    sentence = Document("They left.").sentences[0]
    assert [sentence.token_at(offset) for offset in (0, 3, 5, 9)] == [0, 0, 1, 2]
