"""Structured logs, one home for structlog: ids that follow an article, and no secret in any line.

Modules ask `get_logger(__name__)`; `configure` is called once, by bootstrap. `bound(article=7)` puts ids on
every line logged inside the block.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, TextIO, cast

import structlog

_CREDENTIALS = re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@]*@")
_QUERY_SECRET = re.compile(
    r"(?i)([?&;](?:[\w.-]*(?:token|key|secret|pass(?:word)?|auth|sig(?:nature)?)[\w.-]*)=)[^&#\s]+"
)
_HEADER_SECRET = re.compile(r"(?i)\b(authorization|x-[\w-]*(?:key|token))\b(\s*[:=]\s*)(?:basic |bearer )?\S+")
_WHSEC = re.compile(r"whsec_[A-Za-z0-9+/=]+")
_SECRET_NAMES = frozenset({"password", "secret", "token", "authorization", "auth", "smtp_url", "api_key"})


def redact(text: str) -> str:
    """The text without what could be a secret: URL credentials, token-like query values, whsec_ keys."""
    text = _CREDENTIALS.sub(r"\1***@", text)
    text = _QUERY_SECRET.sub(r"\1***", text)
    text = _HEADER_SECRET.sub(r"\1\2***", text)
    return _WHSEC.sub("whsec_***", text)


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key.lower() in _SECRET_NAMES:
            event[key] = "***"
        elif isinstance(value, str):
            event[key] = redact(value)
    return event


class _StandardError:
    """Standard error as it is at the moment of writing; loggers live longer than a redirection of it."""

    def write(self, text: str) -> int:
        return sys.stderr.write(text)

    def flush(self) -> None:
        sys.stderr.flush()


_fixed = True


def stay_changeable(changeable: bool) -> None:
    """Say whether `configure` may be called again and count for loggers that were used before.

    A logger keeps what was configured when it was first used, which makes it fast. A process that forks others,
    which log otherwise, stays changeable itself; each of them says False before it configures.
    """
    global _fixed
    _fixed = not changeable


def configure(*, level: str = "INFO", json: bool = False) -> None:
    """Set up logging to standard error: one JSON object a line, or coloured text on a terminal."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,  # plain: a traceback that shows locals would show secrets
        _redact_event,
    ]
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if json
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), timestamp_key="time", exception_formatter=structlog.dev.plain_traceback
        )
    )
    own = logging.getLevelName(level.upper())
    # What libraries log (Celery's lost workers, say) comes out in the same form, where it is at least a warning.
    handler = logging.StreamHandler(_StandardError())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _redact_event, renderer],
        )
    )
    handler.set_name("wirewatch")
    root = logging.getLogger()
    for earlier in [known for known in root.handlers if known.get_name() == "wirewatch"]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(max(own, logging.WARNING))
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(own),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", _StandardError())),
        cache_logger_on_first_use=_fixed,
    )


def get_logger(name: str) -> structlog.typing.FilteringBoundLogger:
    """A logger whose lines carry `module=name`."""
    return cast("structlog.typing.FilteringBoundLogger", structlog.get_logger(module=name))


def bound(**ids: Any) -> AbstractContextManager[Any]:
    """Put these ids on every line logged inside the `with` block, in this thread or task."""
    return structlog.contextvars.bound_contextvars(**ids)
