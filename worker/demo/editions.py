"""What changes from one edition to the next: the fields that articles are written with.

An article says `{target} percent`; each edition fills the field in with a row of the tables here. The first edition
has the first rows, so that it reads as it was written; later ones go through the rows in an order that the seed
decides, and no field has the same value in two editions that follow each other. Fields that must agree
with one another stand in one row. Names of days are no such fields: they follow from an article's date.
"""

import random
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]

_TABLES: tuple[Table, ...] = (
    (
        # floor: the old target; middle: the compromise; rest: what makes it up to the figure that is demanded
        ("floor", "middle", "rest", "target"),
        (("2", "3.5", "1.5", "5"), ("1.9", "3", "1.5", "4.5"), ("2.1", "4", "2", "6"), ("2.2", "3.2", "1.6", "4.8")),
    ),
    (("increase", "times"), (("400", "fivefold"), ("300", "fourfold"), ("500", "sixfold"), ("200", "threefold"))),
    (("by", "late"), (("2032", "2035"), ("2031", "2034"), ("2033", "2036"), ("2030", "2033"))),
    (("fund",), (("800",), ("650",), ("720",), ("900",), ("560",))),
    (("troops",), (("300,000",), ("240,000",), ("280,000",), ("320,000",), ("260,000",))),
    (("batteries",), (("11",), ("14",), ("12",), ("13",))),
    (("analyst",), (("Noor Achterberg",), ("Felix Marrane",), ("Inge Thorsdal",), ("Pavel Stronk",))),
    (("economist",), (("Lene Skog",), ("Arvid Holmen",), ("Petra Nyland",), ("Milo Vestby",))),
    (("ship",), (("Marit Sund",), ("Aurora Tyr",), ("Holmgard",), ("Prinses Elin",), ("Skarvfisk",))),
    (("pay", "offer", "settled"), (("7", "4", "5.5"), ("6", "3.5", "5"), ("8", "5", "6.5"), ("9", "4.5", "7"))),
    (("days",), (("three",), ("two",), ("four",), ("five",))),
    (("berths",), (("five",), ("six",), ("four",), ("seven",))),
    (("moves",), (("41",), ("38",), ("56",), ("47",))),
    (("won", "lost"), (("3", "1"), ("2", "0"), ("4", "2"), ("5", "3"))),
    (("rain", "wind"), (("70", "95"), ("60", "80"), ("80", "110"), ("40", "75"))),
    (("index", "closing"), (("1.4", "4,212"), ("0.8", "4,246"), ("2.1", "4,335"), ("1.1", "4,383"))),
    (("vegetable",), (("Leek",), ("Parsnip",), ("Turnip",), ("Carrot",))),
    (("count",), (("140",), ("120",), ("160",), ("90",))),
    (("age",), (("84",), ("79",), ("91",), ("87",))),
)

_SESSIONS = ("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth")
_FIRST_QUIZ = 212

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_DAY_FIELDS = {"yesterday": -1, "today": 0, "tomorrow": 1, "in_three_days": 3}
DAY_NAMES = frozenset({*_DAY_FIELDS, "jour"})
"""Fields that `days` fills in."""

_FIELD = re.compile(r"\{([a-z_]+)\}")


def fields(seed: int, edition: int) -> dict[str, str]:
    """The fields of an edition, by name; edition 0 is the first. The same for the same arguments."""
    found = {"session": _SESSIONS[edition % len(_SESSIONS)], "quiz": str(_FIRST_QUIZ + edition)}
    chance = random.Random(seed)  # noqa: S311  varies what is made up, hides nothing
    for names, rows in _TABLES:
        order = [0, *chance.sample(range(1, len(rows)), len(rows) - 1)]
        found.update(zip(names, rows[order[edition % len(rows)]], strict=True))
    # what the shares cost: one percent of GDP is 4.7 billion euros in Sorrenland and 10.25 in Rovanche
    floor, middle, target = (Decimal(found[name]) for name in ("floor", "middle", "target"))
    found["sorrenland_middle"] = f"{(middle - Decimal('1.8')) * Decimal('4.7'):.0f}"
    found["sorrenland_target"] = f"{(target - Decimal('1.8')) * Decimal('4.7'):.0f}"
    found["rovanche_floor"] = f"{(floor - Decimal('1.6')) * Decimal('10.25'):.1f}".replace(".", ",")
    found["rovanche_target"] = f"{(target - floor) * Decimal('10.25'):.0f}"
    for name in ("floor", "middle", "target"):
        found[f"{name}_fr"] = found[name].replace(".", ",")
    found["vegetable_small"] = found["vegetable"].lower()
    return found


FIELD_NAMES = frozenset(fields(0, 0))
"""Fields that `fields` knows."""


def days(published: datetime) -> dict[str, str]:
    """The names of days as an article of that date uses them; `jour` is today, in French."""
    names = {name: _DAYS[(published + timedelta(days=distance)).weekday()] for name, distance in _DAY_FIELDS.items()}
    return names | {"jour": _JOURS[published.weekday()]}


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each `{name}` that `values` knows replaced; others stay."""
    return _FIELD.sub(lambda field: values.get(field[1], field[0]), text)


def names_in(text: str) -> frozenset[str]:
    """The fields that a text uses."""
    return frozenset(_FIELD.findall(text))
