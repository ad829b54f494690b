from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from config.settings import Settings, unknown_variables
from worker.domain.policy import Policy
from worker.errors import ConfigError

SECRET = "hunter2correcthorse"


Refused = Callable[..., list[str]]


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Refused:
    """Set variables, load, and give the lines of the error."""

    def run(**variables: str) -> list[str]:
        for name, value in variables.items():
            monkeypatch.setenv(f"WIREWATCH_{name}", value)
        with pytest.raises(ConfigError) as raised:
            Settings.load()
        return str(raised.value).splitlines()

    return run


def test_with_nothing_set_the_policy_is_the_one_production_runs_with() -> None:
    assert Settings.load().policy() == Policy()


def test_with_nothing_set_the_database_is_a_file_in_the_data_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    loaded = Settings.load()
    assert loaded.config_dir == Path("config")
    assert loaded.database_url.get_secret_value() == "sqlite:////data/wirewatch.sqlite3"
    assert loaded.redis_url.get_secret_value() == "redis://127.0.0.1:6379/0"


def test_what_the_command_line_says_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_DATA_DIR", "/from/environment")
    monkeypatch.setenv("WIREWATCH_CONFIG_DIR", "/etc/wirewatch")
    loaded = Settings.load({"data_dir": Path("/from/cli"), "config_dir": None})
    assert loaded.data_dir == Path("/from/cli")
    assert loaded.config_dir == Path("/etc/wirewatch")
    assert loaded.database_url.get_secret_value() == "sqlite:////from/cli/wirewatch.sqlite3"


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_SMTP_URL", "")
    monkeypatch.setenv("WIREWATCH_POLL_INTERVAL", "")
    assert Settings.load() == Settings()
    assert Settings.load().smtp_url is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("postgres://u:p@db/wires", "postgresql+psycopg://u:p@db/wires"),
        ("postgresql://u:p@db:5433/wires?sslmode=require", "postgresql+psycopg://u:p@db:5433/wires?sslmode=require"),
        ("postgresql+psycopg://db/wires", "postgresql+psycopg://db/wires"),
        ("postgresql://postgres:@/postgres?host=/run/pg", "postgresql+psycopg://postgres:@/postgres?host=/run/pg"),
        ("sqlite:///data/w.sqlite3", "sqlite:///data/w.sqlite3"),
        ("sqlite+pysqlite:////var/w.sqlite3", "sqlite:////var/w.sqlite3"),
    ],
)
def test_a_database_url_is_brought_to_its_one_form(monkeypatch: pytest.MonkeyPatch, written: str, meant: str) -> None:
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", written)
    assert Settings.load().database_url.get_secret_value() == meant


@pytest.mark.parametrize(
    ("url", "fix"),
    [
        (f"mysql://u:{SECRET}@db/x", "write postgresql://"),
        (f"postgresql+asyncpg://u:{SECRET}@db/x", "psycopg is used"),
        (f"postgres://u:{SECRET}@db:port/x", "names no host or database"),
        ("postgres://", "names no host or database"),
        ("sqlite://data/w.sqlite3", "wants three"),
        ("sqlite:///:memory:", "names no file"),
        ("sqlite:///", "names no file"),
        ("data/w.sqlite3", "sqlite:///path"),
    ],
)
def test_another_database_url_is_refused_with_the_fix_and_without_its_password(
    refused: Refused, url: str, fix: str
) -> None:
    (line,) = refused(DATABASE_URL=url)
    assert line.startswith("WIREWATCH_DATABASE_URL ")
    assert fix in line
    assert SECRET not in line


@pytest.mark.parametrize(
    "url",
    [f"http://:{SECRET}@h/0", "redis://", f"redis://:{SECRET}@h:x/0", f"redis://:{SECRET}/x@h/0", "redis://h/zero"],
)
def test_a_redis_url_that_cannot_work_is_refused_without_its_password(refused: Refused, url: str) -> None:
    (line,) = refused(REDIS_URL=url)
    assert line.startswith("WIREWATCH_REDIS_URL ")
    assert SECRET not in line


def test_networks_are_separated_by_commas_and_may_be_single_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ALLOW_PRIVATE", "127.0.0.0/8, 10.1.2.3,,fd00::/8")
    assert Settings.load().allow_private == (
        ip_network("127.0.0.0/8"),
        ip_network("10.1.2.3/32"),
        ip_network("fd00::/8"),
    )


def test_every_wrong_network_is_named(refused: Refused) -> None:
    (line,) = refused(ALLOW_PRIVATE="localhost,10.0.0.1/8,127.0.0.1")
    assert '"localhost" is no address or network' in line
    assert "write 10.0.0.0/8 for the network, or 10.0.0.1 for the one address" in line


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("TIME_ZONE", "Europe/Brusels", 'did you mean "Europe/Brussels"?'),
        ("TIME_ZONE", "../../etc/passwd", "is no time zone"),
        ("TIME_ZONE", "America", "is no time zone"),
        ("LOG_LEVEL", "warn", 'did you mean "WARNING"?'),
        ("LOG_FORMAT", "xml", "write text or json"),
        ("FIRST_POLL", "yes", "write history or tell"),
        ("POLL_INTERVAL", "10x", "is not a duration"),
        ("POLL_INTERVAL", "0", "is outside 1s to 7d"),
        ("MAX_AGE", "7", "is outside 1m to 365d; a plain number counts seconds"),
        ("KEEP_ARTICLES", "0", "is outside 1d to 3650d; a plain number counts days"),
        ("HINT_CAP", "1.5", "no whole number from 1 to 1000000"),
        ("MAX_ATTEMPTS", "0", "no whole number from 1 to 100"),
        ("MAIL_FROM", "desk", "has no @"),
        ("USER_AGENT_CONTACT", "me", "neither a web address nor a mail address"),
        ("USER_AGENT_CONTACT", "ünique@example.org", "neither a web address nor a mail address"),
        ("PUBLIC_URL", "wires.example.org", "has no scheme"),
        ("PUBLIC_URL", "ftp://example.org", "a scheme that is not fetched"),
        ("PUBLIC_URL", "https://example.org/?x", "holds a ? or #"),
        ("SMTP_URL", "mail.example.org", "no smtp:// or smtps:// URL"),
        ("BATCH_DEADLINE", "60s", "is outside 1s to 55s"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_the_variable_and_the_fix(
    refused: Refused, variable: str, value: str, says: str
) -> None:
    (line,) = refused(**{variable: value})
    assert line.startswith(f"WIREWATCH_{variable}")
    assert says in line
    assert "; " in line


def test_all_problems_are_told_at_once(refused: Refused) -> None:
    lines = refused(POLL_INTERVAL="x", LEASE="y")
    assert [line.split()[0].rstrip(":") for line in lines] == [
        "WIREWATCH_POLL_INTERVAL",
        "WIREWATCH_LEASE",
    ]


def test_a_wrong_data_directory_brings_no_second_problem_for_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_DATA_DIR", "~nobody-of-this-name/x")
    with pytest.raises(ConfigError) as raised:
        Settings.load()
    assert len(str(raised.value).splitlines()) == 1


def test_a_lease_must_outlast_its_batch(refused: Refused) -> None:
    (line,) = refused(LEASE="30s", BATCH_DEADLINE="45s")
    assert line.startswith("WIREWATCH_LEASE: 30s is not longer than WIREWATCH_BATCH_DEADLINE (45s)")


def test_an_unknown_variable_is_told_with_the_nearest_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_POL_INTERVAL", SECRET)
    assert unknown_variables() == {"WIREWATCH_POL_INTERVAL": "did you mean WIREWATCH_POLL_INTERVAL?"}


def test_an_unknown_variable_like_no_other_is_to_be_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_ZZZZZZ", "1")
    assert unknown_variables() == {"WIREWATCH_ZZZZZZ": "take it out of the environment"}


def test_an_unknown_variable_does_not_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_OF_A_LATER_VERSION", "1")
    Settings.load()


@pytest.mark.parametrize(
    "name",
    [
        "WIREWATCH_TEST_DATABASE_URL",
        "WIREWATCH_SERVICE_HOST",
        "WIREWATCH_WEB_SERVICE_PORT_HTTP",
        "WIREWATCH_PORT",
        "WIREWATCH_WEB_PORT_80_TCP_ADDR",
    ],
)
def test_variables_that_others_set_are_no_problem(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "tcp://10.0.0.1:80")
    Settings.load()


def test_the_policy_carries_every_setting_that_steers_the_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {
        "POLL_INTERVAL": "5m", "MAX_AGE": "2d", "HOST_GAP": "0", "FETCH_TIMEOUT": "7", "BATCH_DEADLINE": "9s",
        "LEASE": "20s", "HINT_HOLD": "8s", "HINT_CAP": "70", "FIRST_POLL": "Tell", "KEEP_PAGES": "3",
        "KEEP_ARTICLES": "90d", "MAX_ATTEMPTS": "6", "PAGE_TRIES": "4",
    }  # fmt: skip
    for name, value in values.items():
        monkeypatch.setenv(f"WIREWATCH_{name}", value)
    assert Settings.load().policy() == Policy(
        poll_interval=timedelta(minutes=5),
        max_age=timedelta(days=2),
        host_gap=timedelta(0),
        fetch_timeout=timedelta(seconds=7),
        batch_deadline=timedelta(seconds=9),
        lease=timedelta(seconds=20),
        hint_hold=timedelta(seconds=8),
        hint_cap=70,
        tell_first_poll=True,
        keep_pages=timedelta(days=3),
        keep_articles=timedelta(days=90),
        max_attempts=6,
        page_tries=4,
    )


@pytest.mark.parametrize(("interval", "least", "most"), [("2s", 2, 86_400), ("2d", 60, 172_800)])
def test_a_poll_interval_outside_the_usual_bounds_widens_them(
    monkeypatch: pytest.MonkeyPatch, interval: str, least: int, most: int
) -> None:
    monkeypatch.setenv("WIREWATCH_POLL_INTERVAL", interval)
    policy = Settings.load().policy()
    assert (policy.poll_interval_min.total_seconds(), policy.poll_interval_max.total_seconds()) == (least, most)


def test_the_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings.load().hint_cap = 3


def test_no_repr_str_dump_or_json_shows_a_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIREWATCH_DATABASE_URL", f"postgres://u:{SECRET}@db/x")
    monkeypatch.setenv("WIREWATCH_REDIS_URL", f"redis://:{SECRET}@cache/0")
    monkeypatch.setenv("WIREWATCH_SMTP_URL", f"smtps://u:{SECRET}@mail.example.org")
    loaded = Settings.load()
    shown = f"{loaded!r} {loaded} {loaded.model_dump()} {loaded.model_dump_json(exclude={'time_zone'})}"
    assert SECRET not in shown
    assert loaded.smtp_url is not None
    assert SECRET in loaded.smtp_url.get_secret_value()


def _said_by_load() -> str:
    """The settings' repr, or all that their refusal says."""
    try:
        return repr(Settings.load())
    except ConfigError as error:
        causes = [repr(cause) for cause in (error.__cause__, error.__context__) if cause]
        return " ".join([str(error), *causes])


_URL_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(["DATABASE_URL", "REDIS_URL", "SMTP_URL", "PUBLIC_URL", "USER_AGENT_CONTACT", "MAIL_FROM"]),
    scheme=st.sampled_from(["postgres", "mysql", "sqlite", "redis", "http", "https", "smtp", "smtps", "x"]),
    before=_URL_TEXT,
    after=_URL_TEXT,
)
def test_no_refusal_repeats_a_password_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, name: str, scheme: str, before: str, after: str
) -> None:
    with monkeypatch.context() as environment:
        environment.setenv(f"WIREWATCH_{name}", f"{scheme}://{before}:{SECRET}@{after}")
        assert SECRET not in _said_by_load()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    name=st.sampled_from(sorted(Settings.model_fields)),
    value=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
)
def test_any_value_is_taken_or_refused_in_one_line(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with monkeypatch.context() as environment:
        environment.setenv(f"WIREWATCH_{name.upper()}", value)
        said = _said_by_load()
    lines = said.split("\n")
    assert said.startswith("Settings(") or (len(lines) == 1 and said.startswith(f"WIREWATCH_{name.upper()}"))


def test_the_web_page_is_served_to_this_machine_only_unless_said_otherwise() -> None:
    assert (Settings().web_host, Settings().web_port) == ("127.0.0.1", 8642)


def test_a_name_is_no_address_to_listen_on(refused: Refused) -> None:
    assert refused(WEB_HOST="localhost") == [
        'WIREWATCH_WEB_HOST: "localhost" is no address; write 127.0.0.1 (names are not read)'
    ]
