"""The examples of docs/watch-language.md are read, and refused, as the page shows."""

import re
from pathlib import Path

import pytest

from worker.watches.language import QueryError, parse, read_back
from worker.watches.language.fields import FIELDS

PAGE = (Path(__file__).parents[3] / "docs" / "watch-language.md").read_text(encoding="utf-8")
QUERIES = re.findall(r"^```query\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
REFUSED = re.findall(r"^```refused\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_has_examples() -> None:
    assert len(QUERIES) >= 20
    assert len(REFUSED) >= 10


@pytest.mark.parametrize("example", QUERIES)
def test_an_example_reads_as_shown(example: str) -> None:
    query, _, reading = example.rstrip("\n").partition("\n→ ")
    assert read_back(parse(query)) == reading


@pytest.mark.parametrize("example", REFUSED)
def test_a_mistake_is_refused_as_shown(example: str) -> None:
    query = example.partition("\n")[0]
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert f"{caught.value.pointed()}\n{caught.value}\n{caught.value.hint}\n" == example


@pytest.mark.parametrize("field", FIELDS)
def test_the_page_names_every_field(field: str) -> None:
    assert f"`{field}:" in PAGE
