"""Values as JSON lines that can only be read, in a terminal too, and outside text cleaned for people."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import click

from worker.alerts.render import iso
from worker.alerts.render_clean import clean as one_line

# What `json.dumps` leaves as it is and a terminal may act on: DEL and the C1 controls, marks that turn the reading
# direction (Unicode Standard Annex 9), line and paragraph separators, lone surrogates (not encodable as UTF-8).
_ACTING = (
    *range(0x7F, 0xA0),
    *(0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    *range(0xD800, 0xE000),
)
_JOINERS = "\u200c\u200d"
"""Format characters that Persian and Indic scripts need to be read at all."""
_ESCAPED = {sign: f"\\u{sign:04x}" for sign in _ACTING}


# Whole sequences of ECMA-48: CSI (colours, cursor), terminated strings (OSC titles and links, DCS, APC), escapes of
# two characters, as which the beginning of an unterminated one is read too. No run can pass the next beginning,
# so the time is linear.
_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x90-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]"
)


def clean(text: str) -> str:
    """One line that can only be read: no escape sequence, no control, no mark that turns the direction."""
    return one_line(_SEQUENCE.sub("", text))


def blanked(text: str) -> str:
    """The text with a space for each character that could act or is seen by no reader: its offsets still hold.

    For a paragraph with marked places; white space of all kinds becomes spaces too.
    """
    text = _SEQUENCE.sub(lambda sequence: " " * len(sequence[0]), text)
    return "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)


def iso_or_none(moment: datetime | None) -> str | None:
    """An aware time as ISO 8601 in UTC, to the second; None stays None."""
    return None if moment is None else iso(moment)


def to_json(value: Mapping[str, Any]) -> str:
    """An object as one line of JSON; every parser reads back the text that went in."""
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)


def print_json(value: Mapping[str, Any]) -> None:
    """Print an object as one line on standard output."""
    click.echo(to_json(value))


__all__ = ["blanked", "clean", "iso", "iso_or_none", "print_json", "to_json"]
