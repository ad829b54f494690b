"""The test services do what tests rely on."""

import smtplib
import urllib.error
import urllib.request
from email.message import EmailMessage

import psycopg
import pytest
import redis
import sqlalchemy as sa

from tests.services.broker import Broker
from tests.services.http import Answer, HttpSink
from tests.services.mail import SmtpSink
from tests.services.news import NewsSite
from tests.services.postgres import Postgres
from worker.storage import Storage
from worker.storage.tables import meta


def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of a plain GET."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


def test_a_flushed_broker_holds_nothing(valkey: Broker) -> None:
    with redis.Redis.from_url(valkey.url) as client:
        client.rpush("process", "a hint")
        assert valkey.queued("process") == 1
        valkey.flush()
        assert client.keys("*") == []


def test_a_killed_broker_answers_again_at_the_same_url_after_a_start(valkey: Broker) -> None:
    if not valkey.ours:
        pytest.skip("the named broker is not ours to kill")
    with redis.Redis.from_url(valkey.url) as client:
        client.set("kept", "no")
    valkey.kill()
    with redis.Redis.from_url(valkey.url) as client, pytest.raises(redis.exceptions.ConnectionError):
        client.ping()
    valkey.start()
    with redis.Redis.from_url(valkey.url) as client:
        assert client.get("kept") is None


def test_the_broker_wants_its_password(valkey: Broker) -> None:
    if not valkey.ours:
        pytest.skip("the named broker keeps its own rules")
    without = "redis://" + valkey.url.split("@")[1]
    with redis.Redis.from_url(without) as client, pytest.raises(redis.exceptions.AuthenticationError):
        client.ping()


def test_each_database_is_migrated_and_its_own(postgres: Postgres) -> None:
    urls = [postgres.create(), postgres.create()]
    storages = [Storage(url) for url in urls]
    with storages[0].database.write() as connection:
        connection.execute(sa.insert(meta).values(key="seen", value="here"))
    with storages[1].database.read() as connection:
        assert connection.execute(sa.select(meta)).all() == []
    for storage, url in zip(storages, urls, strict=True):
        storage.close()
        postgres.drop(url)


def test_cut_ends_connections_of_that_database_only(postgres: Postgres) -> None:
    urls = [postgres.create(), postgres.create()]
    first, second = (psycopg.connect(url.replace("+psycopg", ""), autocommit=True) for url in urls)
    assert postgres.cut(urls[0]) == 1
    with pytest.raises(psycopg.OperationalError):
        first.execute("SELECT 1")
    assert second.execute("SELECT 1").fetchone() == (1,)
    first.close()
    second.close()
    for url in urls:
        postgres.drop(url)


def test_a_mail_is_kept_with_its_envelope(smtp_sink: SmtpSink) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Lime trees"
    mail.set_content("They were planted.\n")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=10) as client:
        client.send_message(mail, "a@example.org", ["b@example.org", "c@example.org"])
    (kept,) = smtp_sink.wait_for(1)
    assert (kept.sender, kept.recipients) == ("a@example.org", ("b@example.org", "c@example.org"))
    assert kept.message["Subject"] == "Lime trees"


def test_a_mail_is_refused_when_a_test_asks_for_it(smtp_sink: SmtpSink) -> None:
    smtp_sink.refuse.append("451 later")
    with smtplib.SMTP(smtp_sink.host, smtp_sink.port, timeout=10) as client:
        with pytest.raises(smtplib.SMTPDataError, match="later"):
            client.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\ny\r\n")
        client.sendmail("a@example.org", ["b@example.org"], "Subject: x\r\n\r\ny\r\n")
    assert len(smtp_sink.wait_for(1)) == 1


def test_answers_are_used_in_turn_and_the_last_one_stays(http_sink: HttpSink) -> None:
    url = http_sink.answer("/hook", Answer(503, headers={"Retry-After": "3"}), lambda r: Answer(200, r.query))
    assert get(url)[0] == 503
    assert get(url + "?a=1")[:2] == (200, b"a=1")
    assert get(url + "?a=2")[:2] == (200, b"a=2")
    assert [request.query for request in http_sink.requests("/hook")] == ["", "a=1", "a=2"]


def test_a_dropped_answer_is_recorded_and_not_answered(http_sink: HttpSink) -> None:
    url = http_sink.answer("/hook", Answer(drop=True))
    with pytest.raises((urllib.error.URLError, ConnectionError)):
        get(url)
    assert len(http_sink.requests("/hook")) == 1


def test_an_unchanged_feed_is_answered_with_304(news_site: NewsSite) -> None:
    news_site.add_article("Lighthouse to be painted")
    status, body, headers = get(news_site.feed_url())
    assert status == 200
    assert b"Lighthouse to be painted" in body
    assert get(news_site.feed_url(), If_None_Match=headers["ETag"])[0] == 304
    assert get(news_site.feed_url(), If_Modified_Since=headers["Last-Modified"])[0] == 304


def test_an_edit_changes_feed_page_and_etag(news_site: NewsSite) -> None:
    article = news_site.add_article("Lighthouse to be painted")
    before = get(news_site.feed_url())[2]["ETag"]
    news_site.edit(article, title="Lighthouse to be painted red")
    status, body, _ = get(news_site.feed_url(), If_None_Match=before)
    assert (status, b"painted red" in body) == (200, True)
    assert b"painted red" in get(article.url)[1]


def test_a_withdrawn_article_leaves_the_feed_and_keeps_its_page(news_site: NewsSite) -> None:
    article = news_site.add_article("Lighthouse to be painted")
    news_site.withdraw(article)
    assert b"Lighthouse" not in get(news_site.feed_url())[1]
    assert get(article.url)[0] == 200


def test_a_site_knows_only_its_own_feeds_and_pages(news_site: NewsSite) -> None:
    assert get(news_site.feed_url("sport"))[0] == 404
    assert get(news_site.url + "/news/nothing")[0] == 404
    assert get(news_site.url + "/robots.txt")[0] == 404
