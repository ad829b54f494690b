"""The sample files as they are shipped: they run, and they hold on a real article that is kept beside the project."""

from pathlib import Path

import pytest
import yaml

from config.samples import sample_files
from tests.integration.conftest import Desk
from tests.services.news import NewsSite

SEED = Path(__file__).parents[2].parent / "shared" / "seed" / "article.txt"


@pytest.mark.skipif(not SEED.exists(), reason="the real article is kept beside the checkout, and is not there")
def test_every_sample_watch_holds_on_the_seed_article(desk: Desk, news_site: NewsSite) -> None:
    headline, *paragraphs = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line.strip()]
    watches = yaml.safe_load(sample_files()["watches.yaml"])["watches"]
    for watch in watches:
        watch["channels"] = ["hook"]
    news_site.add_article("Harbour opens after storm")
    desk.write(feeds=[news_site.feed_url()], watches=watches)
    app = desk.run()
    news_site.add_article(headline, paragraphs)

    desk.run(app)

    assert sorted(body["watch"] for body in desk.bodies()) == sorted(watch["name"] for watch in watches)
    text = "\n".join(paragraphs)
    for body in desk.bodies():
        assert all(evidence["text"] in text + headline for evidence in body["evidence"])


def test_the_samples_run_as_they_are_with_nothing_set(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content in sample_files().items():
        (desk.folder / "config" / name).write_text(content, encoding="utf-8")
    for name in ("HOOK_SECRET", "WIREWATCH_SMTP_URL", "WIREWATCH_MAIL_FROM"):
        monkeypatch.delenv(name)

    app = desk.open()

    assert len(app.storage.declared.watches()) >= 2
    assert {channel.name for channel in app.storage.declared.channels()} == {"desk", "hook", "chat"}
