"""Plain text out of markup, whatever the markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.text.html import MAX_TITLE, clean_text, html_to_text, shorten


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
        ("One.<br>Two.", "One.\nTwo."),
        ("<ul><li>a<li>b</ul>c", "a\n\nb\n\nc"),
        ("air<b>craft</b> and <a href='x'>ships</a>", "aircraft and ships"),
        ("<td>1</td><td>2</td>", "1 2"),
        ("Tom &amp; J&eacute;r&#244;me &#x201C;x&rdquo;", "Tom & Jérôme “x”"),
        ("a<script>if (a<b) { x('</p>') }</script>b<style>p{}</style>c<!-- <p>no</p> -->d", "abcd"),
        ("<SCRIPT>x</ScRiPt >ok", "ok"),
        ('before<img alt="a > b" src=x>after', "before after"),
        ("3 < 5 and 7 > 2 <3", "3 < 5 and 7 > 2 <3"),
        ("a wrapped\n  line\n\nnext", "a wrapped line\n\nnext"),
        ("<p>a wrapped\n line</p>", "a wrapped line"),
        ("<p>cut off in a <a href='x", "cut off in a"),
        ("<p>kept</p><!-- never closed <p>gone</p>", "kept"),
        ("<p title='it's fine'>text</p>", "text"),
        ("<![CDATA[wrapped twice]]>", "wrapped twice"),
        ("<custom-tag>word</custom-tag>", "word"),
        ("", ""),
        ("<p> \xa0 </p>", ""),
        ("&#" + "9" * 5000 + ";x", "\ufffdx"),
    ],
)
def test_a_fragment_reads_as_a_reader_sees_it(source: str, text: str) -> None:
    assert html_to_text(source) == text


def test_invisible_characters_and_bidi_overrides_are_gone() -> None:
    dirty = "mili\u00adtary\u202e \x00\x07in\u200bvisible\ufeff \ud800x\u2066y\U000e0041z"
    assert html_to_text(dirty) == clean_text(dirty) == "military invisible xyz"


def test_joiners_that_scripts_need_stay() -> None:
    assert clean_text("क्\u200dष") == "क्\u200dष"


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 200_000,
        "<a" * 500_000,
        '<a href="' * 100_000,
        "<a b='\"><a c=\"'>" * 60_000,
        "<!--" * 250_000,
        "<script>" * 120_000,
        "</p>" * 250_000,
        "&" * 1_000_000,
        "&#" + "9" * 1_000_000,
        "\n \n" * 300_000,
        "<a =" + " " * 1_000_000,
    ],
    ids=lambda text: text[:8],
)
def test_a_megabyte_of_anything_is_read_at_once(hostile: str) -> None:
    """Nothing here is quadratic: each takes under a second, where a quadratic step would take hours."""
    html_to_text(hostile)
    clean_text(hostile)


@given(st.text(alphabet=st.sampled_from("<>/!-&;#'\"= apbrscitx\n\x00[]"), max_size=200))
def test_no_mixture_of_markup_makes_it_raise(text: str) -> None:
    assert "\x00" not in html_to_text(text) + clean_text(text)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("  Minister\n resigns ", "Minister resigns"),
        ("AT&amp;amp;T and Q&amp;A", "AT&T and Q&A"),
        ("<b>NATO</b>&nbsp;summit", "NATO summit"),
        ("Profit < loss <unknown> R&D", "Profit < loss <unknown> R&D"),
        ("a<br/>b", "a b"),
        ("x<script>alert(1)</script>y", "x y"),
    ],
)
def test_a_title_is_one_tidy_line(written: str, title: str) -> None:
    assert clean_text(written) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    title = clean_text("word " * 1000)
    assert len(title) <= MAX_TITLE
    assert title.endswith("word…")
    assert shorten("x" * 20, 10) == "x" * 9 + "…"
