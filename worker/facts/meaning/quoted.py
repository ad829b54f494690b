"""What is quoted on a market, put into words: "copper price", "Nasdaq Composite index", "euro exchange rate"."""

import re

from worker.domain.reading import PERCENT
from worker.facts.meaning.cues import listed
from worker.facts.meaning.place import Place

_CODE = re.compile(r"(?: ?\(?(?:[A-Z]{2,5}\d[\w=]*|[A-Z]{2,4}c\d|[A-Z]{3}=|\.[A-Z]{2,8})\)?)+\Z")
"""What a wire prints behind the name of what is quoted: CLc1, US10YT, XAU=."""
_GOODS = re.compile(
    r"(?:crude(?: oil)?|Brent|WTI|gold|silver|copper|nickel|zinc|platinum|palladium|oil|wheat|corn|cocoa|coffee|sugar|"
    r"bitcoin|natural gas|iron ore|alumini?um|soybeans?|stock|shares|stocks)(?: futures)?",
    re.IGNORECASE,
)
_MONEY = listed("euro dollar greenback yen pound sterling yuan rupee rouble ruble lira peso rand franc")
_INDEXES = re.compile(
    r"(?:S&P 500|Dow|Dow Jones(?: Industrial Average| Industrials)?|Nasdaq(?: Composite)?|FTSE(?: 100| 250)?|DAX|CAC(?: 40)?|"
    r"Nikkei(?: 225)?|Hang Seng|Kospi|Sensex|Nifty(?: 50)?|Shanghai Composite|STOXX(?: 600)?|Topix|Ibovespa|Russell 2000|"
    r"ASX 200|TSX|IBEX)",
    re.IGNORECASE,
)


def quoted(place: Place, about: str) -> str:
    """What a change in percent or a price is of, with the word for what is quoted; other things as they are."""
    unit = place.quantity.unit
    money = len(unit) == 3 and unit.isupper()
    if not about or not (money or unit == PERCENT):
        return about
    shown = _CODE.sub("", about) or about
    last = shown.rpartition(" ")[2]
    if unit == PERCENT and place.word(place.last) != "of":
        tail = " ".join(shown.split()[-4:])
        if any(_INDEXES.fullmatch(" ".join(tail.split()[-width:])) for width in (1, 2, 3, 4)):
            return f"{shown} index"
    if _moves(place) or money:
        if _GOODS.fullmatch(last) and (unit == PERCENT or _per_measure(place)):
            return _price(shown)
        if last.lower() in _MONEY and len(shown.split()) <= 3:
            return f"{shown} exchange rate"
    return shown


def _price(shown: str) -> str:
    """The price of what is so called: "share price", "Brent crude price"."""
    if shown.lower() in ("shares", "stocks"):
        return "share price"
    if shown.endswith("Brent"):
        return f"{shown} crude price"
    return f"{shown.removesuffix('s')} price" if shown.endswith(("shares", "stocks")) else f"{shown} price"


def _moves(place: Place) -> bool:
    """Whether a share is a change in what something costs, and not a part of it."""
    return place.quantity.unit == PERCENT and place.word(place.last) != "of" and place.preposition not in ("of", "with")


def _per_measure(place: Place) -> bool:
    at = place.quantity
    behind = at.surface + place.document.plain[at.end : at.end + 20]
    return _PER.search(behind) is not None


_PER = re.compile(r" (?:a|an|per|each) (?:barrel|ounce|tonne|ton|bushel|pound|share|kilogram|kg|gallon)")
