"""docker-compose.yml without Docker: what of it we use, read as Compose reads it, and run as plain processes.

Each service runs its very command in the very environment the files give it: the Dockerfile's ENV, then env_file,
then `environment`. What a container would have of its own is mapped, and nothing else:

    the program `wirewatch`, `celery`     this Python with -m worker.cli, -m celery, and this tree on PYTHONPATH
    the hosts postgres, redis             the servers that the tests run (the whole URL: theirs have other users)
    /etc/wirewatch                        the test's configuration folder
    /tmp, /var/lib/wirewatch, the home    folders of the replica's own
    %h, the container's host name         the replica's name, process-2
    0.0.0.0, and port 8642                127.0.0.1, and a free port
"""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.services.ports import free_port

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docker-compose.yml"
PROGRAMS = {"wirewatch": ("-m", "worker.cli"), "celery": ("-m", "celery"), "python": ()}
WEB_PORT = "8642"

_VARIABLE = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>\w+)(?:(?P<how>:-|:\?)(?P<rest>[^{}]*))?\}|(?P<other>.?))")
_CONTAINERS_OWN = re.compile(rf"(?<![\w.-])(?:/etc/wirewatch|/var/lib/wirewatch|/tmp|{WEB_PORT})(?![\w.-])|%h\b")
_DURATION = re.compile(r"(?:(\d+)m)?(?:(\d+)s)?")


class RequiredVariable(Exception):
    """A `${NAME:?why}` without a value; Compose ends with this message and starts nothing."""


def interpolate(text: str, variables: Mapping[str, str]) -> str:
    """`text` with `${NAME}`, `${NAME:-default}` and `${NAME:?why}` replaced, and `$$` as a dollar sign.

    Raises RequiredVariable, and ValueError for what Compose knows and this does not.
    """

    def value(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        if match["other"] is not None:
            raise ValueError(f"a lone $ before {match['other']!r}, or a form that is not read here: {text!r}")
        found = variables.get(match["name"], "")
        if match["how"] is None or found:
            return found
        if match["how"] == ":-":
            return match["rest"]
        raise RequiredVariable(f"required variable {match['name']} is missing a value: {match['rest']}")

    return _VARIABLE.sub(value, text)


def load(variables: Mapping[str, str], path: Path = FILE) -> dict[str, Any]:
    """The file with its anchors and variables resolved; `x-` parts left out."""

    def resolve(value: Any) -> Any:
        if isinstance(value, str):
            return interpolate(value, variables)
        if isinstance(value, list):
            return [resolve(item) for item in value]
        if isinstance(value, dict):
            return {key: resolve(item) for key, item in value.items()}
        return value

    parsed = yaml.safe_load(path.read_text(encoding="utf-8"))
    resolved: dict[str, Any] = resolve({key: value for key, value in parsed.items() if not key.startswith("x-")})
    return resolved


def variables_used(path: Path = FILE) -> dict[str, str | None]:
    """The NAMEs of all `${NAME...}` in the file, each with its default, or None where it has none."""
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#"))
    used: dict[str, str | None] = {}
    for match in _VARIABLE.finditer(yaml.safe_dump(yaml.safe_load("\n".join(lines)), width=10_000)):
        if match["name"]:
            used[match["name"]] = match["rest"] if match["how"] == ":-" else None
    return used


def image_environment(path: Path = ROOT / "Dockerfile") -> dict[str, str]:
    """What the ENV instructions of the last stage set; PATH, which is the container's own, left out."""
    stage = path.read_text(encoding="utf-8").replace("\\\n", " ").rpartition("\nFROM ")[2]
    found: dict[str, str] = {}
    for line in stage.splitlines():
        if line.startswith("ENV "):
            found |= dict(part.split("=", 1) for part in shlex.split(line[4:]))
    found.pop("PATH", None)
    return found


def seconds(duration: str) -> float:
    """`1m30s` as a number."""
    match = _DURATION.fullmatch(duration)
    assert match is not None, f"{duration!r} is no duration that is read here"
    return 60.0 * int(match[1] or 0) + int(match[2] or 0)


@dataclass
class Replica:
    """One container's stand-in: its folders, its process, and what it said."""

    name: str
    service: str
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    wanted: bool = False
    """Whether it was started and not ended since by whoever holds the stack: then its end would be its own."""

    @property
    def log(self) -> str:
        """What it said so far."""
        path = self.folder / "log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None

    def stray_files(self) -> list[str]:
        """What it wrote where a read-only container lets nobody write."""
        return [str(path) for place in ("work", "home") for path in (self.folder / place).rglob("*")]


@dataclass
class Stack:
    """The services of the file as processes. Each replica is a process group and has a folder of its own.

    folder: an empty folder. config: what is mounted at /etc/wirewatch. variables: what stands in .env.
    A replica is called by service and number, process-2; wherever a name is taken, a service's means its first.
    """

    folder: Path
    config: Path
    database_url: str
    redis_url: str
    variables: Mapping[str, str]
    replicas: dict[str, Replica] = field(default_factory=dict)

    def __post_init__(self) -> None:
        passwords = {"POSTGRES_PASSWORD": "mapped", "REDIS_PASSWORD": "mapped"}
        self.variables = {**passwords, **self.variables}
        self.services: dict[str, Any] = load(self.variables)["services"]
        self.web_port = free_port()

    # ---- starting and ending

    def run(self, service: str, *, timeout: float = 30.0) -> int:
        """Run a one-shot service to its end; its exit code."""
        (replica,) = self.start(service)
        replica.wanted = False  # that it ends is what it is for
        assert replica.process is not None
        return replica.process.wait(timeout)

    def start(self, service: str, *, replicas: int = 1) -> list[Replica]:
        """Start a service, as often as is said; what runs already is left alone. Out: its replicas."""
        return [self.start_one(f"{service}-{number + 1}") for number in range(replicas)]

    def start_one(self, name: str) -> Replica:
        """Start one replica, or start it again: with an empty /tmp, as a container is, and its log continued."""
        replica = self.replicas.get(name)
        if replica is None:
            service = name.rpartition("-")[0]
            assert service in self.services, f"{service!r} is none of {sorted(self.services)}"
            replica = self.replicas[name] = Replica(name, service, self.folder / name)
        if replica.running:
            return replica
        shutil.rmtree(replica.folder / "tmp", ignore_errors=True)
        for place in ("tmp", "lib", "home", "work"):
            (replica.folder / place).mkdir(parents=True, exist_ok=True)
        with (replica.folder / "log").open("ab") as log:
            replica.process = subprocess.Popen(
                self._command(replica),
                cwd=replica.folder / "work",
                env=self.environment(replica),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        replica.wanted = True
        return replica

    def kill(self, name: str) -> None:
        """End one replica and its children without a word (SIGKILL), as a machine's death would."""
        replica = self[name]
        replica.wanted = False
        assert replica.process is not None
        with suppress(ProcessLookupError):
            os.killpg(replica.process.pid, signal.SIGKILL)
        replica.process.wait()

    def stop(self, *names: str) -> dict[str, int]:
        """SIGTERM to these replicas, or to all that run; exit code by name.

        SIGTERM goes to the first process only, as `init: true` passes it on. One that outlives its service's
        stop_grace_period is killed, which shows as -9.
        """
        ending = [self[name] for name in names] or [one for one in self.replicas.values() if one.running]
        for replica in ending:
            replica.wanted = False
            if replica.running:
                assert replica.process is not None
                replica.process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        codes = {}
        for replica in ending:
            assert replica.process is not None
            grace = seconds(self.services[replica.service]["stop_grace_period"])
            try:
                codes[replica.name] = replica.process.wait(max(0.0, began + grace - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.kill(replica.name)
                codes[replica.name] = -signal.SIGKILL
        return codes

    def end(self) -> None:
        """Kill whatever still runs, children too."""
        for replica in self.replicas.values():
            if replica.process is not None:
                self.kill(replica.name)

    # ---- looking

    def __getitem__(self, name: str) -> Replica:
        """A replica by its name, or a service's first."""
        return self.replicas.get(name) or self.replicas[f"{name}-1"]

    def healthy(self, name: str) -> bool:
        """Whether the replica's own healthcheck, run as Docker runs it, finds it well."""
        replica = self[name]
        check = self.services[replica.service]["healthcheck"]
        kind, *rest = check["test"]
        arguments = ["/bin/sh", "-c", *rest] if kind == "CMD-SHELL" else rest
        try:
            ended = subprocess.run(
                [self._mapped(argument, replica) for argument in arguments],
                cwd=replica.folder / "work",
                env=self.environment(replica),
                capture_output=True,
                timeout=seconds(check["timeout"]),
                check=False,
            )
        except subprocess.TimeoutExpired:
            return False
        return ended.returncode == 0

    def wait_until(self, condition: Callable[[], bool], *, what: str, within: float = 30.0) -> None:
        """Wait for a condition; fail after `within` seconds, or as soon as a service that should run has ended."""
        ends = time.monotonic() + within
        while not condition():
            over = [one.name for one in self.replicas.values() if one.wanted and not one.running]
            assert not over, f"{', '.join(over)} ended by itself\n{self.logs(over)}"
            assert time.monotonic() < ends, f"not within {within:.0f} s: {what}\n{self.logs()}"
            time.sleep(0.05)

    def wait_healthy(self, *names: str, within: float = 30.0) -> None:
        """Wait until these replicas, or all that should be running, are healthy."""
        waiting = set(names or (one.name for one in self.replicas.values() if one.wanted))

        def none_left() -> bool:
            waiting.difference_update([name for name in waiting if self.healthy(name)])
            return not waiting

        self.wait_until(none_left, what=f"health of {', '.join(sorted(waiting))}", within=within)

    def logs(self, names: Iterable[str] = (), *, last: int = 3_000) -> str:
        """The ends of what they said, for a failure's report."""
        chosen = [self[name] for name in names] or list(self.replicas.values())
        return "\n".join(f"--- {replica.name}\n{replica.log[-last:]}" for replica in chosen)

    def pids(self, name: str) -> list[int]:
        """The process ids of a replica: the first process, then its descendants."""
        import psutil

        replica = self[name]
        assert replica.process is not None
        try:
            family = psutil.Process(replica.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []
        return [replica.process.pid, *(child.pid for child in family)]

    # ---- what a replica is given

    def environment(self, replica: Replica) -> dict[str, str]:
        """The environment of a replica, and nothing of ours but what finds programs and this tree."""
        service = self.services[replica.service]
        given = dict(image_environment())
        if any(source["path"] == ".env" for source in service.get("env_file", ())):
            given |= self.variables
        given |= service.get("environment", {})
        mapped = {name: self._mapped(str(value), replica) for name, value in given.items()}
        own = {
            "WIREWATCH_DATABASE_URL": self.database_url,
            "WIREWATCH_REDIS_URL": self.redis_url,
            "WIREWATCH_WEB_HOST": "127.0.0.1",
            "WIREWATCH_WEB_PORT": str(self.web_port),
        }
        mapped |= {name: value for name, value in own.items() if name in mapped}
        return mapped | {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(replica.folder / "home"),
            "TMPDIR": str(replica.folder / "tmp"),
        }

    def _command(self, replica: Replica) -> list[str]:
        program, *arguments = self.services[replica.service]["command"]
        assert program in PROGRAMS, f"{program!r} is a program that only the container has"
        given = [self._mapped(argument, replica) for argument in arguments]
        return [sys.executable, *PROGRAMS[program], *given]

    def _mapped(self, text: str, replica: Replica) -> str:
        """A text of the file with what is a container's own replaced, each place once."""
        mapped = {
            "/etc/wirewatch": str(self.config),
            "/var/lib/wirewatch": str(replica.folder / "lib"),
            "/tmp": str(replica.folder / "tmp"),
            "%h": replica.name,
            WEB_PORT: str(self.web_port),
        }
        return _CONTAINERS_OWN.sub(lambda match: mapped[match[0]], text)
