from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from worker.alerts.render import other_outlets, spoken_time, webhook_body, why_words
from worker.alerts.render_clean import Piece, clean, cut, hits, paragraphs, pieces, safe_url
from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part

Change = Callable[..., AlertMessage]


def body_evidence(text: str, *spans: tuple[int, int]) -> Evidence:
    return Evidence(Part.BODY, text, 0, spans)


def test_a_webhook_receives_every_promised_key(plain_message: AlertMessage) -> None:
    assert webhook_body(plain_message) == {
        "type": "alert",
        "id": "00112233445566778899aabbccddeeff",
        "reason": "new story",
        "watch": "Air defence",
        "severity": "normal",
        "story": {
            "headline": "Ministers back a bigger shield",
            "outlets": ["Example Wire", "Morning Paper"],
            "first_seen": "2026-03-02T14:06:30Z",
        },
        "article": {
            "url": "https://news.example.org/shield",
            "title": "Ministers back a bigger shield",
            "author": "A. Writer",
            "source": "Example Wire",
            "published": "2026-03-02T14:05:00Z",
            "text_excerpt": "The talks ran into the night.\n\nTwo governments asked for more time.",
        },
        "evidence": [
            {
                "text": "Allies agreed to raise air defence by 400 percent.",
                "spans": [[23, 34], [38, 49]],
                "part": "body",
                "start": 120,
            }
        ],
        "facts": [],
        "quotes": [],
        "links": {},
        "found_at": "2026-03-02T14:06:30Z",
        "outlets": ["Example Wire", "Morning Paper"],
        "language": "en",
        "note": "",
    }


def test_a_test_message_says_so_in_its_type(changed: Change) -> None:
    assert webhook_body(changed(test=True))["type"] == "test"


def test_spans_still_fit_their_text_after_cleaning(changed: Change) -> None:
    text = "The\u202e  tank\r\norder \x00grew by a fifth"
    evidence = body_evidence(text, (text.index("tank"), text.index(" \x00grew")))
    (said,) = webhook_body(changed(evidence=(evidence,)))["evidence"]
    (start, end) = said["spans"][0]
    assert said["text"] == "The tank order grew by a fifth"
    assert said["text"][start:end] == "tank order"


def test_an_article_without_date_or_url_has_null_for_both(changed: Change) -> None:
    article = webhook_body(changed(published=None, url=None, author=None))["article"]
    assert (article["published"], article["url"], article["author"]) == (None, None, None)


def test_only_links_that_may_be_followed_are_passed_on(changed: Change) -> None:
    links = {"why": "https://watch.example.org/why", "bad": "javascript:alert(1)"}
    assert webhook_body(changed(links=links))["links"] == {"why": "https://watch.example.org/why"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/x",
        "https://",
        "https://user:pass@example.org/",
        "https://example.org/\r\nBcc: x@example.org",
        "https://example.org/\u202egpj",
        "https://[::1",
        "https://example.org/" + "x" * 2_000,
        None,
    ],
)
def test_no_other_link_than_plain_http_is_shown(url: str | None) -> None:
    assert safe_url(url) is None


def test_a_link_cannot_close_the_attribute_or_bracket_it_stands_in() -> None:
    assert safe_url('https://example.org/a"b<c> d') == "https://example.org/a%22b%3Cc%3E%20d"


def test_an_international_link_stays_as_it_is() -> None:
    assert safe_url("https://example.org/é?q=ü") == "https://example.org/é?q=ü"


def test_control_and_direction_characters_vanish() -> None:
    assert clean("a\x00b\x1b[31m \u202etxt\u2066x\u200f \ufeffy") == "ab[31m txtx y"


def test_line_breaks_of_any_kind_become_spaces() -> None:
    assert clean("a\r\nb\u2028c\x0bd\x85e") == "a b c d e"


def test_a_lone_surrogate_can_still_be_encoded() -> None:
    assert clean("a\ud800b").encode() == "a\ufffdb".encode()


def test_joined_emoji_and_persian_joiners_survive() -> None:
    joined = "👩\u200d👧 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
    assert clean(joined) == joined


def test_a_long_text_is_cut_between_words() -> None:
    assert cut("one two three four", 12) == "one two…"


def test_an_endless_word_is_cut_inside() -> None:
    assert cut("x" * 10_000, 10) == "x" * 9 + "…"


def test_a_cut_text_never_exceeds_its_limit() -> None:
    assert all(len(cut("lorem ipsum " * 900, limit)) <= limit for limit in range(2, 200))


def test_paragraphs_keep_to_their_limit_and_say_that_more_follows() -> None:
    found = paragraphs("First one here.\n\n" + "word " * 100 + "\n\nlast", 100)
    assert found[0] == "First one here."
    assert found[-1].endswith("…")
    assert sum(map(len, found)) <= 102


def test_hits_at_both_edges_are_told_apart() -> None:
    assert pieces(body_evidence("tank or tank", (0, 4), (8, 12))) == (
        Piece("tank", hit=True),
        Piece(" or ", hit=False),
        Piece("tank", hit=True),
    )


def test_spans_out_of_range_empty_or_overlapping_are_trimmed() -> None:
    shown = pieces(body_evidence("abcdef", (-5, 2), (1, 3), (3, 3), (5, 99)))
    assert [(piece.text, piece.hit) for piece in shown] == [
        ("ab", True),
        ("c", True),
        ("de", False),
        ("f", True),
    ]


def test_a_long_sentence_is_shown_around_its_first_hit() -> None:
    text = "before " * 200 + "target " + "after " * 200
    start = text.index("target")
    shown = "".join(piece.text for piece in pieces(body_evidence(text, (start, start + 6)), limit=100))
    assert shown.startswith("… before")
    assert " target after" in shown
    assert shown.endswith("after …")
    assert len(shown) <= 104


def test_a_sentence_of_white_space_shows_nothing() -> None:
    assert pieces(body_evidence(" \n\t ", (1, 2))) == ()


def test_hits_are_named_once_whatever_their_case() -> None:
    assert hits([body_evidence("Tank tank jet", (0, 4), (5, 9), (10, 13))]) == ("Tank", "jet")


def test_time_is_spoken_in_the_readers_zone() -> None:
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert spoken_time(moment, ZoneInfo("Europe/Brussels")) == "Thu 2 July 2026, 00:30 CEST"


def test_a_zone_without_letters_is_named_by_its_offset() -> None:
    moment = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    assert spoken_time(moment, ZoneInfo("Asia/Dubai")) == "Wed 1 July 2026, 16:00 UTC+04"


@pytest.mark.parametrize(
    ("outlets", "words"),
    [
        (("Example Wire",), ""),
        (("Example Wire", "A"), "also in A"),
        (("The Example Wire", "A"), "also in A"),
        (("Example Wire", "A", "B", "example wire", "a"), "also in A and B"),
        (("Example Wire", "A", "B", "C", "D", "E", "F"), "also in A, B, C, D and 2 more"),
    ],
)
def test_other_outlets_are_named_without_the_source(changed: Change, outlets: tuple[str, ...], words: str) -> None:
    assert other_outlets(changed(outlets=outlets)) == words


def test_the_reader_is_told_why(plain_message: AlertMessage) -> None:
    assert why_words(plain_message) == (
        "You get this because your watch “Air defence” holds on this article: "
        "it says “air defence” and “400 percent”."
    )


def test_a_test_message_says_that_nothing_has_happened(changed: Change) -> None:
    assert "Nothing has happened" in why_words(changed(test=True))
