"""What is quoted on a market, put into words: "copper price", "Nasdaq Composite index", "euro exchange rate"."""

import re

from worker.domain.reading import PERCENT
from worker.facts.meaning.cues import QUOTED_GOODS, QUOTED_MONEY, SHARE_INDEXES
from worker.facts.meaning.place import Place

_CODE = re.compile(r"(?: ?\(?(?:[A-Z]{2,5}\d[\w=]*|[A-Z]{2,4}c\d|[A-Z]{3}=|\.[A-Z]{2,8})\)?)+\Z")
"""What a wire prints behind the name of what is quoted: CLc1, US10YT, XAU=."""


def quoted(place: Place, about: str) -> str:
    """What a change in percent or a price is of, with the word for what is quoted; other things as they are."""
    unit = place.quantity.unit
    money = len(unit) == 3 and unit.isupper()
    if not about or not (money or unit == PERCENT):
        return about
    shown = _CODE.sub("", about) or about
    if _TICKER.fullmatch(shown):
        shown = _before_code(place, shown) or shown
    if shown.split()[-1] in _COINS and shown.split()[:-1] and shown.split()[-2].lower() in QUOTED_MONEY | _METALS:
        shown = shown.rpartition(" ")[0]
    last = shown.rpartition(" ")[2]
    if unit == PERCENT and place.word(place.last) != "of":
        tail = shown.lower().split()[-4:]
        if any(" ".join(tail[-width:]) in SHARE_INDEXES for width in range(1, len(tail) + 1)):
            return f"{shown} index"
    if _moves(place) or money:
        if (last.lower() in QUOTED_GOODS or last.lower() == "futures") and (unit == PERCENT or _per_measure(place)):
            return _price(shown)
        if last.lower() in QUOTED_MONEY and len(shown.split()) <= 3:
            return f"{shown} exchange rate"
    return shown


_TICKER = re.compile(r"[A-Z][A-Z0-9]{2,11}")
_COINS = frozenset({"EUR", "GBP", "JPY", "XAU", "XAG", "CNY", "AUD", "CAD", "CHF", "INR", "RUB", "TRY"})
_METALS = frozenset({"gold", "silver"})


def _before_code(place: Place, code: str) -> str:
    """The name before a code in brackets or behind a dot: "the Nikkei 225 | (N225)", "the S&P 500 | .SPX"."""
    words = place.sentence.words
    for token in range(max(2, place.first - 12), place.first):
        if words[token] == code and words[token - 1] in ("(", "."):
            phrase = place.phrase_at(token - 2)
            if phrase is None or phrase.last != token - 1:
                return ""
            return place.text(phrase.first, phrase.last).removeprefix("the ").removeprefix("The ")
    return ""


def _price(shown: str) -> str:
    """The price of what is so called: "share price", "Brent crude price"."""
    if shown.lower() in ("shares", "stocks"):
        return "share price"
    if shown.endswith("Brent"):
        return f"{shown} crude price"
    return f"{shown.removesuffix('s')} price" if shown.endswith(("shares", "stocks")) else f"{shown} price"


def _moves(place: Place) -> bool:
    """Whether a share is a change in what something costs, and not a part of it."""
    changes = place.word(place.last) != "of" and place.preposition not in ("of", "with")
    return place.quantity.unit == PERCENT and changes


def _per_measure(place: Place) -> bool:
    at = place.quantity
    behind = at.surface + place.document.plain[at.end : at.end + 20]
    return _PER.search(behind) is not None


_PER = re.compile(r" (?:a|an|per|each) (?:barrel|ounce|tonne|ton|bushel|pound|share|kilogram|kg|gallon)")
