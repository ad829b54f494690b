"""Whether a feed carries the whole article."""

import pytest

from worker.articles.fulltext import ends_like_teaser, full_text

WHOLE = (
    "<p>"
    + "The council met again about the pier. " * 20
    + "</p><p>"
    + "It will be rebuilt by winter, she said. " * 20
    + "</p>"
)


def test_a_whole_text_is_plain_paragraphs() -> None:
    text = full_text(WHOLE, "The council met.")
    assert text is not None
    assert len(text.split("\n\n")) == 2
    assert "<" not in text


@pytest.mark.parametrize("content", [None, "", "<p>Too short to be an article.</p>"])
def test_little_is_not_whole(content: str | None) -> None:
    assert full_text(content, "") is None


@pytest.mark.parametrize(
    "end",
    [
        "<p>and so on…</p>",
        "<p>and so on [...]</p>",
        '<p><a href="/a">Read more</a></p>',
        "<p>Continue reading “Pier to be rebuilt” →</p>",
        "<p>Read the full story on our site.</p>",
        "<p>Weiterlesen »</p>",
    ],
)
def test_what_sends_readers_on_is_a_teaser(end: str) -> None:
    assert full_text(WHOLE + end, "") is None


def test_where_a_post_first_appeared_is_cut_off() -> None:
    text = full_text(WHOLE + "<p>The post <a>Pier</a> appeared first on <a>Harbour Post</a>.</p>", "")
    assert text is not None
    assert text.endswith("she said.")


def test_what_is_hardly_longer_than_the_summary_is_the_summary() -> None:
    text = full_text(WHOLE, "")
    assert text is not None
    assert full_text(WHOLE, text) is None


def test_a_summary_that_was_cut_from_the_text_does_not_speak_against_it() -> None:
    text = full_text(WHOLE, "")
    assert text is not None
    assert full_text(WHOLE, text[:1400] + "…") == text


@pytest.mark.parametrize("text", ["He read more than he wrote.", "It was the full story of a pier that is now gone."])
def test_an_ordinary_end_is_no_teaser(text: str) -> None:
    assert not ends_like_teaser(text)
