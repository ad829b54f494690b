"""What is a person's name, and where it begins and ends."""

import pytest

from worker.domain.reading import Form
from worker.facts.document import Document
from worker.facts.people import find_mentions
from worker.facts.registry import EMPTY


def names(text: str) -> list[str]:
    return [mention.surface for mention in find_mentions(Document(text), EMPTY) if mention.form is Form.NAME]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Australian-born Ada Roe spoke.", ["Ada Roe"]),
        ("They met Pope Benedict XVI in Rome.", ["Benedict XVI"]),
        ("They quoted Title IX of the law.", []),
        ("They closed King Street on Monday.", []),
        ("They closed Bishop Road on Monday.", []),
        ("They met on Henrietta Marsh Street on Monday.", []),
        ("They met Henrietta Street, 43, on Monday.", ["Henrietta Street"]),
        ("Rebels heard Putin on Monday.", ["Putin"]),
        ("Rebels met in Clinton on Monday.", []),
        ("Wexelby, 31, pleaded guilty.", ["Wexelby"]),
        ("Signs read: Thank God for rain. God knows.", []),
        ("Roe's Support Twice That Of Salt's In Survey Of Army Troops.", []),
        ("Telling Ada Roe that he lost, Tom Salt left. Ada Roe wept.", ["Ada Roe", "Tom Salt", "Ada Roe"]),
        ("Celebrating Clinton left.", ["Clinton"]),
        ("On Friday, German Chancellor Ada Roe spoke.", ["Ada Roe"]),
        ("They met Senators Ada Roe and Tom Salt.", ["Ada Roe", "Tom Salt"]),
        ("However, Ada A. Roe left.", ["Ada A. Roe"]),
        ("Millwall-supporting Tom Salt left.", ["Tom Salt"]),
        ("Whereas Ada Roe won, others lost.", ["Ada Roe"]),
        ("Her sons, Astor and Phaedo, wept.", ["Astor", "Phaedo"]),
        ("His sister Pixel wept.", ["Pixel"]),
        ("A union of sons and Acme wept.", []),
        ("Florida Man wept.", []),
        ("They heard the Lord Advocate.", []),
        ("They saw the Winter Games.", []),
        ("They bought Magic Mouse.", []),
        ('She has a "Wanda Ree" tattoo.', []),
        ("Staff Reports", []),
        ("Yes - Ada Walderoe (@walde) May 3", ["Ada Walderoe"]),
        ("They were opposed to Ada Walderoe.", ["Ada Walderoe"]),
    ],
)
def test_a_name_is_told_from_what_is_none(text: str, found: list[str]) -> None:
    assert names(text) == found


def test_initials_are_those_of_the_name_in_full() -> None:
    document = Document("Professor Fukun Liu of Leeds University spoke. The paper is by F.K. Liu.")
    persons = {mention.person for mention in find_mentions(document, EMPTY)}
    assert persons == {"Fukun Liu"}
