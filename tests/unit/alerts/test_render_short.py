from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from worker.alerts.render_short import ShortText, harmless, one_line, short_text
from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part, Severity

ZONE = ZoneInfo("Europe/Brussels")
Change = Callable[..., AlertMessage]


def test_a_chat_gets_the_headline_the_proof_and_the_link(plain_message: AlertMessage) -> None:
    assert short_text(plain_message, ZONE) == ShortText(
        "Air defence",
        "Ministers back a bigger shield\n"
        "Example Wire · Mon 2 March 2026, 15:05 CET · also in Morning Paper\n"
        "“Allies agreed to raise »air defence« by »400 percent«.”\n"
        "https://news.example.org/shield",
    )


def test_the_title_says_what_is_urgent_or_a_test(changed: Change) -> None:
    title = short_text(changed(severity=Severity.HIGH, test=True), ZONE).title
    assert title == "Air defence (test, high)"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("@everyone look", "@\u200beveryone look"),
        ("mail @here @channel", "mail @\u200bhere @\u200bchannel"),
        ("<!channel> <@U12> <#C1>", "\u2039!channel> \u2039@\u200bU12> \u2039#C1>"),
        ("<https://bad.example|good>", "\u2039https://bad.example|good>"),
        ("<script>x</script>", "\u2039script>x\u2039/script>"),
        ("[sign in](https://bad.example)", "[sign in]\u200b(https://bad.example)"),
        ("below <2% or < 3, at @ 4 and <= 5", "below <2% or < 3, at @ 4 and <= 5"),
    ],
)
def test_nothing_pings_or_hides_a_link(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_every_outside_field_is_made_harmless(changed: Change) -> None:
    evidence = Evidence(Part.BODY, "@everyone <!here>", 0, ((0, 9),))
    said = short_text(
        changed(
            title="@everyone",
            watch="<!channel>",
            source="@here",
            outlets=("@channel",),
            evidence=(evidence,),
            url="https://example.org/@everyone",
        ),
        ZONE,
    )
    whole = said.title + said.body
    for ping in ("@everyone", "@here", "@channel", "<!"):
        assert ping not in whole
    assert "https://example.org/%40everyone" in said.body


def test_a_huge_message_keeps_to_the_limits(changed: Change) -> None:
    long = "@word " * 5_000
    evidence = Evidence(Part.BODY, long, 0, tuple((at, at + 5) for at in range(0, 3_000, 6)))
    message = changed(title=long, watch=long, source=long, outlets=(long,), evidence=(evidence,))
    said = short_text(message, ZONE)
    assert len(said.title) <= 120
    assert len(said.body) <= 1_000
    assert said.body.endswith("https://news.example.org/shield")
    assert len(one_line(message)) <= 160


def test_one_line_names_watch_headline_source_and_link(plain_message: AlertMessage) -> None:
    assert one_line(plain_message) == (
        "Air defence: Ministers back a bigger shield (Example Wire) https://news.example.org/shield"
    )


def test_one_line_leaves_out_a_link_that_does_not_fit(changed: Change) -> None:
    line = one_line(changed(url="https://news.example.org/" + "x" * 100))
    assert line == "Air defence: Ministers back a bigger shield (Example Wire)"


def test_one_line_stays_one_line(changed: Change) -> None:
    assert "\n" not in one_line(changed(title="a\nb\x1b[2J", source="c\r\nd"))
