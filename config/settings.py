"""Settings: `WIREWATCH_*` in the environment. No other file of the project reads the environment."""

import os
import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from config import syntax
from config.durations import format_duration, parse_duration
from config.problems import listed, shown, suggest
from config.variables import replace_variables, variables_in
from worker.domain.policy import Policy
from worker.errors import ConfigError, UnsetVariable

__all__ = ["EnvironmentSecrets", "Settings", "variables_in"]

PREFIX = "WIREWATCH_"
_DEFAULTS = Policy()
_NOT_OURS = re.compile(
    # read by the tests only
    r"WIREWATCH_TEST_\w+"
    # Kubernetes sets these in every pod beside a service whose name begins with "wirewatch"
    r"|WIREWATCH_(?:\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT(?:_\d+_(?:TCP|UDP)(?:_(?:PROTO|PORT|ADDR))?)?)"
)

# ---- values: each reader takes what the environment or a caller gives, and raises ValueError with problem and fix


def _duration(least: str, most: str, *, plain: str = "s") -> BeforeValidator:
    low, high = parse_duration(least), parse_duration(most)

    def read(value: object) -> timedelta:
        duration = value if isinstance(value, timedelta) else parse_duration(str(value), plain=plain)
        if not low <= duration <= high:
            unit = {"s": "seconds", "d": "days"}[plain]
            raise ValueError(
                f"{shown(str(value))} is outside {least} to {most}; a plain number counts {unit}, "
                f"others are written as 90s, 10m, 2h or 7d"
            )
        return duration

    return BeforeValidator(read)


def _whole(least: int, most: int) -> BeforeValidator:
    def read(value: object) -> int:
        text = str(value).strip()
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"{shown(text)} is no whole number from {least} to {most}; write one")
        return int(text)

    return BeforeValidator(read)


def _one_of(*words: str) -> BeforeValidator:
    def read(value: object) -> str:
        for word in words:
            if str(value).strip().casefold() == word.casefold():
                return word
        raise ValueError(
            f"{shown(str(value))} is not known; {suggest(str(value), words) or f'write {listed(words)}'}"
        )

    return BeforeValidator(read)


def _checked(check: Callable[[str], syntax.Complaint | None]) -> Callable[[object], str]:
    """A reader for a text that `check` finds nothing wrong with; the text itself is never repeated."""

    def read(value: object) -> str:
        text = value.get_secret_value() if isinstance(value, SecretStr) else str(value).strip()
        if complaint := check(text):
            raise ValueError(complaint.sentence())
        return text

    return read


def _directory(value: object) -> Path:
    try:
        return Path(str(value)).expanduser()
    except RuntimeError:  # how pathlib says that ~name is nobody's
        raise ValueError(
            f"{shown(str(value))} begins with the home of somebody unknown; write the whole path"
        ) from None


def _database_url(value: object) -> SecretStr:
    url = value.get_secret_value() if isinstance(value, SecretStr) else str(value).strip()
    head, sep, rest = url.partition("://")
    scheme = head.lower()
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and sep:
        parts = syntax.split_url(f"postgresql://{rest}")
        if parts is None or not (parts.netloc or parts.path.strip("/")):
            raise ValueError(
                "names no host or database that can be read; write it as "
                "postgresql://user:password@host:5432/database, with @ : / ? # in the password as %40 %3A %2F %3F %23"
            )
        return SecretStr(f"postgresql+psycopg://{rest}")
    if scheme in ("sqlite", "sqlite+pysqlite") and sep:
        if not rest.startswith("/"):
            raise ValueError("has two slashes; SQLite wants three and a path: sqlite:///data/wirewatch.sqlite3")
        if rest in ("/", "//") or rest.startswith("/:memory:"):
            raise ValueError("names no file, which workers could share; write sqlite:///data/wirewatch.sqlite3")
        return SecretStr(f"sqlite://{rest}")
    if scheme.startswith("postgresql+") and sep:
        raise ValueError("asks for a driver that is not installed; write postgresql:// in front, psycopg is used")
    raise ValueError(
        "is no PostgreSQL or SQLite URL; write postgresql://user:password@host/database or sqlite:///path"
    )


def _redis(url: str) -> syntax.Complaint | None:
    shape = "write it as redis://:password@host:6379/0"
    if syntax.scheme_of(url) not in ("redis", "rediss"):
        return syntax.Complaint(
            "scheme", "is no redis:// or rediss:// URL", f"{shape}; Valkey is reached the same way"
        )
    parts = syntax.split_url(url)
    if parts is None or not syntax.host_name(parts.hostname or ""):
        return syntax.Complaint(
            "host", "has no host or port that can be read", f"{shape}, with @ : / in the password as %40 %3A %2F"
        )
    if not re.fullmatch(r"/?|/[0-9]{1,3}", parts.path):
        return syntax.Complaint("database", "has no database number at its end", shape)
    return None


def _public_url(url: str) -> syntax.Complaint | None:
    if complaint := syntax.web_url(url):
        return complaint
    if "?" in url or "#" in url:
        return syntax.Complaint(
            "path", "holds a ? or #", "write only where the pages are reached, such as https://wires.example.org"
        )
    return None


def _contact(text: str) -> syntax.Complaint | None:
    """What stands in the User-Agent for those whose servers are asked: a page or a mail address."""
    if text.isascii() and not (syntax.web_url(text) if "://" in text else syntax.mail_address(text)):
        return None
    fix = "write https://example.org/about or name@example.org"
    return syntax.Complaint("contact", "is neither a web address nor a mail address", fix)


def _networks(value: object) -> tuple[IPv4Network | IPv6Network, ...]:
    if isinstance(value, tuple):
        return tuple(ip_network(item) for item in value)
    networks, wrong = [], []
    for item in (part.strip() for part in str(value).split(",")):
        try:
            networks += [ip_network(item)] if item else []
        except ValueError:
            wrong.append(_network_problem(item))
    if wrong:
        raise ValueError("; ".join(wrong))
    return tuple(networks)


def _network_problem(item: str) -> str:
    try:
        wider = ip_network(item, strict=False)
    except ValueError:
        return (
            f"{shown(item)} is no address or network; write addresses such as 10.1.2.3 or 10.0.0.0/8, "
            "with commas between (names are not read)"
        )
    one = item.split("/")[0]
    return f"{shown(item)} has bits behind its prefix; write {wider} for the network, or {one} for the one address"


def _address(value: object) -> str:
    try:
        return str(ip_address(str(value).strip()))
    except ValueError:
        raise ValueError(f"{shown(str(value))} is no address; write 127.0.0.1 (names are not read)") from None


def _time_zone(value: object) -> ZoneInfo:
    name = str(value).strip()
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):  # a path that leaves the database, a directory of it, a name it has not
        hint = suggest(name, available_timezones()) or "write an IANA name such as Europe/Brussels"
        raise ValueError(f"{shown(name)} is no time zone; {hint}") from None


class Settings(BaseSettings):
    """All settings, frozen. URLs that may hold a password are SecretStr: no repr, log or dump shows them.

    Durations are written as 90s, 10m, 2h or 7d; a plain number counts seconds, for `keep_*` days.
    An empty variable counts as unset.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=False,
    )

    config_dir: Annotated[Path, BeforeValidator(_directory)] = Path("config")
    data_dir: Annotated[Path, BeforeValidator(_directory)] = Path("data")
    database_url: Annotated[SecretStr, BeforeValidator(_database_url)] = Field(
        default_factory=lambda data: SecretStr(f"sqlite:///{data['data_dir'].absolute()}/wirewatch.sqlite3")
    )
    redis_url: Annotated[SecretStr, BeforeValidator(_checked(_redis))] = SecretStr("redis://127.0.0.1:6379/0")
    allow_private: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)] = ()
    public_url: Annotated[str | None, BeforeValidator(lambda url: _checked(_public_url)(url).rstrip("/"))] = None
    time_zone: Annotated[ZoneInfo, BeforeValidator(_time_zone)] = Field(default_factory=lambda: ZoneInfo("UTC"))
    smtp_url: Annotated[SecretStr | None, BeforeValidator(_checked(syntax.smtp_url))] = None
    mail_from: Annotated[str | None, BeforeValidator(_checked(syntax.mailbox))] = None
    user_agent_contact: Annotated[str | None, BeforeValidator(_checked(_contact))] = None
    log_level: Annotated[str, _one_of("DEBUG", "INFO", "WARNING", "ERROR")] = "INFO"
    log_format: Annotated[Literal["text", "json"], _one_of("text", "json")] = "text"
    poll_interval: Annotated[timedelta, _duration("1s", "7d")] = _DEFAULTS.poll_interval
    max_age: Annotated[timedelta, _duration("1m", "365d")] = _DEFAULTS.max_age
    host_gap: Annotated[timedelta, _duration("0s", "1h")] = _DEFAULTS.host_gap
    fetch_timeout: Annotated[timedelta, _duration("1s", "5m")] = _DEFAULTS.fetch_timeout
    # under the 60 seconds after which Celery interrupts a task
    batch_deadline: Annotated[timedelta, _duration("1s", "55s")] = _DEFAULTS.batch_deadline
    lease: Annotated[timedelta, _duration("2s", "1h")] = _DEFAULTS.lease
    hint_hold: Annotated[timedelta, _duration("1s", "1h")] = _DEFAULTS.hint_hold
    hint_cap: Annotated[int, _whole(1, 1_000_000)] = _DEFAULTS.hint_cap
    first_poll: Annotated[Literal["history", "tell"], _one_of("history", "tell")] = "history"
    keep_pages: Annotated[timedelta, _duration("1d", "3650d", plain="d")] = _DEFAULTS.keep_pages
    keep_articles: Annotated[timedelta, _duration("1d", "3650d", plain="d")] = _DEFAULTS.keep_articles
    max_attempts: Annotated[int, _whole(1, 100)] = _DEFAULTS.max_attempts
    page_tries: Annotated[int, _whole(1, 20)] = _DEFAULTS.page_tries
    ner: Annotated[Literal["off", "auto", "on"], _one_of("off", "auto", "on")] = "off"
    web_host: Annotated[str, BeforeValidator(_address)] = "127.0.0.1"
    web_port: Annotated[int, _whole(1, 65_535)] = 8642
    alive_file: Annotated[Path | None, BeforeValidator(_directory)] = None
    sweep_interval: Annotated[timedelta, _duration("0.05s", "1m")] = timedelta(seconds=0.5)

    @model_validator(mode="after")
    def _lease_outlasts_its_batch(self) -> Self:
        if self.lease <= self.batch_deadline:
            raise ValueError(
                f"WIREWATCH_LEASE: {format_duration(self.lease)} is not longer than WIREWATCH_BATCH_DEADLINE "
                f"({format_duration(self.batch_deadline)}), so rows would be worked twice; write twice as long"
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What a caller says, else the environment; nothing is read from files nobody named."""
        return init_settings, env_settings

    @classmethod
    def load(cls, overrides: Mapping[str, Any] | None = None) -> Self:
        """Read the environment.

        In: field names (`config_dir`) with values that win over it; None means not given. Out: the settings.
        Raises ConfigError with one line for every problem: the variable, what is wrong, the fix.
        """
        problems: list[str] = []
        settings = None
        try:
            settings = cls(**{name: value for name, value in (overrides or {}).items() if value is not None})
        except ValidationError as error:
            problems += _sentences(error)
        if problems or settings is None:
            raise ConfigError("\n".join(problems), hint="mend the environment and start again")
        return settings

    def policy(self) -> Policy:
        """The numbers that steer the stages. A poll interval outside the usual bounds widens them."""
        return Policy(
            poll_interval=self.poll_interval,
            poll_interval_min=min(self.poll_interval, _DEFAULTS.poll_interval_min),
            poll_interval_max=max(self.poll_interval, _DEFAULTS.poll_interval_max),
            tell_first_poll=self.first_poll == "tell",
            max_age=self.max_age,
            host_gap=self.host_gap,
            fetch_timeout=self.fetch_timeout,
            batch_deadline=self.batch_deadline,
            lease=self.lease,
            hint_hold=self.hint_hold,
            hint_cap=self.hint_cap,
            max_attempts=self.max_attempts,
            page_tries=self.page_tries,
            keep_pages=self.keep_pages,
            keep_articles=self.keep_articles,
        )


def unknown_variables() -> dict[str, str]:
    """The WIREWATCH_ variables in the environment that are no settings, each with what to do about it.

    To be told, not to stop for: an older version must run in the environment of a newer one.
    """
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    fixes = {}
    for name in sorted(os.environ):
        if not name.upper().startswith(PREFIX) or name.upper() in known or _NOT_OURS.fullmatch(name):
            continue
        ends = {variable.removeprefix(PREFIX): variable for variable in sorted(known)}
        # without the common prefix, which would make every name look close
        hint = suggest(name.upper().removeprefix(PREFIX), ends)
        close = next((variable for end, variable in ends.items() if f'"{end}"' in hint), "")
        fixes[name[:80]] = f"did you mean {close}?" if close else "take it out of the environment"
    return fixes


def _sentences(error: ValidationError) -> list[str]:
    """One sentence a problem. Only our own readers' words are used: a library's may repeat the value."""
    sentences = []
    for detail in error.errors(include_input=False, include_url=False):
        if detail["type"] == "default_factory_not_called":
            continue  # follows from another setting's problem, which is listed
        said = str(detail.get("ctx", {}).get("error", detail["msg"]))
        variable = "_".join(str(part) for part in detail["loc"][:1]).upper()
        colon = ":" if said.startswith('"') else ""
        sentences.append(f"{PREFIX}{variable}{colon} {said}" if variable else said)
    return sentences


class EnvironmentSecrets:
    """`${NAME}` from the environment of this process, read at the moment of use (a worker.ports.Secrets)."""

    def expand(self, text: str) -> str:
        """`text` with each `${NAME}` replaced, and `$${` as a literal `${`.

        Raises UnsetVariable for a NAME that is not set, or set to nothing.
        """
        return replace_variables(text, self._value)

    @staticmethod
    def _value(name: str) -> str:
        value = os.environ.get(name, "")
        if not value:
            raise UnsetVariable(name)
        return value
