from collections.abc import Callable
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest

from worker.alerts.render_mail import mail_subject, render_mail
from worker.domain.alert import AlertMessage
from worker.domain.watch import Evidence, Part, Severity

ZONE = ZoneInfo("Europe/Brussels")
Change = Callable[..., AlertMessage]


class Outline(HTMLParser):
    """The tags, links and visible text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: list[str] = []
        self.words: list[str] = []
        self.marked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(name for name, _ in attrs)
        self.links.extend(value or "" for name, value in attrs if name == "href")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append("/" + tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.tags and self.tags[-1] == "mark":
            self.marked.append(data)


def outline(html: str) -> Outline:
    seen = Outline()
    seen.feed(html)
    seen.close()
    return seen


def test_the_plain_part_says_all_in_reading_order(plain_message: AlertMessage) -> None:
    assert render_mail(plain_message, ZONE).text == (
        "Air defence\n"
        "\n"
        "Ministers back a bigger shield\n"
        "https://news.example.org/shield\n"
        "\n"
        "Example Wire · Mon 2 March 2026, 15:05 CET · also in Morning Paper\n"
        "\n"
        "> Allies agreed to raise »air defence« by »400 percent«.\n"
        "\n"
        "The talks ran into the night.\n"
        "\n"
        "Two governments asked for more time.\n"
        "\n"
        "-- \n"
        "You get this because your watch “Air defence” holds on this article: "
        "it says “air defence” and “400 percent”.\n"
    )


def test_the_subject_is_the_watch_and_the_headline(plain_message: AlertMessage) -> None:
    assert mail_subject(plain_message) == "Air defence: Ministers back a bigger shield"


@pytest.mark.parametrize(
    ("fields", "lead"), [({"test": True}, "Test · "), ({"reason": "new fact"}, "New fact · "), ({}, "")]
)
def test_the_subject_leads_with_what_kind_of_alert_it_is(
    changed: Change, fields: dict[str, object], lead: str
) -> None:
    assert mail_subject(changed(**fields)) == f"{lead}Air defence: Ministers back a bigger shield"


def test_a_subject_never_breaks_the_line(changed: Change) -> None:
    subject = mail_subject(changed(title="Shield\r\nBcc: all@example.org", watch="Air\ndefence"))
    assert subject == "Air defence: Shield Bcc: all@example.org"


def test_a_huge_headline_leaves_a_readable_subject(changed: Change) -> None:
    assert len(mail_subject(changed(title="word " * 2_000))) <= 180


def test_the_html_part_marks_the_hits_and_links_the_headline(plain_message: AlertMessage) -> None:
    seen = outline(render_mail(plain_message, ZONE).html)
    assert seen.marked == ["air defence", "400 percent"]
    assert seen.links == ["https://news.example.org/shield"] * 2
    assert seen.tags.count("h1") == 1


def test_hits_in_the_headline_are_marked_there_and_not_repeated(changed: Change) -> None:
    evidence = Evidence(Part.TITLE, "Ministers back a bigger shield", 0, ((24, 30),))
    mail = render_mail(changed(evidence=(evidence,)), ZONE)
    seen = outline(mail.html)
    assert seen.marked == ["shield"]
    assert "blockquote" not in seen.tags
    assert "\n> " not in mail.text


def test_nothing_is_loaded_from_anywhere(plain_message: AlertMessage) -> None:
    html = render_mail(plain_message, ZONE).html
    seen = outline(html)
    assert not {"img", "link", "script", "iframe", "form", "table"} & set(seen.tags)
    assert "src" not in seen.attributes
    assert "url(" not in html
    assert "@import" not in html


NASTY = '</a></title></style><script>alert("x")</script><img src=x onerror=alert(1)>&lt;b&gt;'


def test_markup_in_any_field_stays_text(changed: Change) -> None:
    """Whatever a publisher writes, the tags of the mail are those of an ordinary one."""
    evidence = Evidence(Part.BODY, NASTY, 0, ((3, 12), (20, 30)))
    fields = {
        "title": NASTY,
        "watch": NASTY,
        "source": NASTY,
        "excerpt": NASTY * 2,
        "note": NASTY,
        "outlets": (NASTY,),
        "reason": NASTY,
        "language": '"><script>',
        "links": {NASTY: "https://example.org/x"},
        "evidence": (evidence,),
    }
    html = render_mail(changed(**fields), ZONE).html
    seen = outline(html)
    assert "script" not in seen.tags
    assert "img" not in seen.tags
    assert "onerror" not in seen.attributes
    assert seen.tags.count("title") == 1
    assert seen.tags.count("style") == 1
    assert seen.tags[-1] == "/html"


def test_every_tag_that_is_opened_is_closed(changed: Change) -> None:
    seen = outline(render_mail(changed(title=NASTY, severity=Severity.HIGH, note="n"), ZONE).html)
    void = {"meta", "br"}
    stack: list[str] = []
    for tag in seen.tags:
        if tag.startswith("/"):
            assert stack.pop() == tag[1:]
        elif tag not in void:
            stack.append(tag)
    assert stack == []


def test_without_a_usable_link_the_headline_stands_alone(changed: Change) -> None:
    for url in (None, "javascript:alert(1)"):
        mail = render_mail(changed(url=url), ZONE)
        assert outline(mail.html).links == []
        assert "javascript" not in mail.html + mail.text


def test_an_undated_article_says_when_it_was_found(changed: Change) -> None:
    mail = render_mail(changed(published=None), ZONE)
    assert "undated, found Mon 2 March 2026, 15:06 CET" in mail.text
    assert "undated, found Mon 2 March 2026, 15:06 CET" in mail.html


def test_an_override_cannot_turn_the_text_around(changed: Change) -> None:
    mail = render_mail(changed(title="safe \u202egpj.exe", excerpt="x\u2067y"), ZONE)
    assert not set("\u202e\u2067") & set(mail.subject + mail.text + mail.html)


def test_right_to_left_headlines_run_their_own_way(changed: Change) -> None:
    html = render_mail(changed(title="وزراء الدفاع يجتمعون", language="ar"), ZONE).html
    assert "وزراء الدفاع يجتمعون" in html
    assert '<html lang="ar">' in html
    assert 'dir="auto">' in html


def test_severity_is_said_unless_it_is_normal(changed: Change) -> None:
    assert render_mail(changed(severity=Severity.HIGH), ZONE).text.startswith("Air defence · high\n")


def test_the_note_and_the_links_close_the_mail(changed: Change) -> None:
    links = {"why": "https://watch.example.org/why/7", "Archive": "https://watch.example.org/a"}
    text = render_mail(changed(note="taken from the feed", links=links), ZONE).text
    assert text.endswith(
        "Note: taken from the feed\nWhy this alert: https://watch.example.org/why/7\n"
        "Archive: https://watch.example.org/a\n"
    )


def test_an_empty_message_still_reads_as_a_mail(changed: Change) -> None:
    mail = render_mail(changed(title="\x00", watch=" ", source="", excerpt="", evidence=(), outlets=()), ZONE)
    assert mail.subject == "(unnamed watch): (no headline)"
    assert "(no headline)" in mail.html


def test_the_preheader_shows_the_evidence(plain_message: AlertMessage) -> None:
    html = render_mail(plain_message, ZONE).html
    hidden = html.split("mso-hide:all", 1)[1].split("</div>", 1)[0]
    assert "Allies agreed to raise air defence by 400 percent." in hidden


def test_an_excerpt_that_only_repeats_the_evidence_is_left_out(changed: Change) -> None:
    text = render_mail(changed(excerpt="Allies agreed to raise air defence by 400 percent."), ZONE).text
    assert text.count("Allies agreed") == 1


def test_a_huge_message_makes_a_small_mail(changed: Change) -> None:
    """Gmail clips a mail beyond 102 kB."""
    long = "word " * 100_000
    evidence = tuple(Evidence(Part.BODY, long, 0, ((0, 4),)) for _ in range(50))
    fields = {"title": long, "watch": long, "source": long, "excerpt": long, "note": long, "evidence": evidence}
    mail = render_mail(changed(**fields, outlets=(long,) * 1_000), ZONE)
    assert len(mail.html.encode()) < 30_000
    assert len(mail.text.encode()) < 10_000
