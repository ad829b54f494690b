"""What figures are of that their own words name: a prison sentence, earnings per share, net worth, power."""

import re

from worker.facts.grammar import Tag
from worker.facts.meaning.cues import singular
from worker.facts.meaning.place import NOUNS, Place
from worker.facts.meaning.wording import trimmed
from worker.facts.quantities.words import kinds
from worker.text.wordlists import listed

_PENAL = listed("sentence term imprisonment probation ban suspension maximum minimum custody")
_LASTS = kinds()["lasting"]
_SPANS = listed("hour day week month year decade night")
_JAIL = re.compile(r"(?<![^\W_])jail")
_PRISON = re.compile(r"(?<![^\W_])(?:prison|imprison|sentence|convict|custody|behind bars|incarcerat|parole|penal)")
_BAN = re.compile(r"(?<![^\W_])(?:banned|ban|suspended|suspension)(?![^\W_])")
_GUILTY = re.compile(r"(?<![^\W_])(?:guilty|convicted|prison|jail(?:ed)?|sentenced|fined?|offen[cs]es?|penalty)")
_NEAR = 150
"""Characters on either side of a figure that tell of a penalty."""
_POWER = {
    "horsepower": "power", "hp": "power", "kw": "power", "kilowatt": "power", "watt": "power", "mw": "capacity",
    "megawatt": "capacity", "gw": "capacity", "gigawatt": "capacity", "mph": "speed", "knot": "speed",
}  # fmt: skip
_WEIGHTS = listed("pound lb kg kilogram kilo ton tonne gram ounce stone")
_PER_SHARE = re.compile(r" (?:a|per|each) (?:[a-z]+ ){0,2}share|-a-share| in per-share")
_EARNED = re.compile(
    r"(?<![^\W_])(?:earn(?:s|ed|ings?)|profits?|net|loss|lost|income|analysts?|consensus|predict\w*|forecasts?|"
    r"expect(?:ed|s|ing)?|estimates?)(?![^\W_])"
)


def _around(place: Place) -> str:
    at = place.quantity
    text = place.document.plain
    first, last = max(place.sentence.start, at.start - _NEAR), min(place.sentence.end, at.end + _NEAR)
    return text[first:last].lower()


def _unit(place: Place) -> str:
    noun = place.quantity.noun
    return singular(noun.split()[0].lower()) if noun else ""


def lasting(place: Place) -> str:
    """What a time is of that is a figure: a jail term, a ban, the length of a siege."""
    if _unit(place) not in _SPANS and not place.quantity.surface.lower().startswith("decades"):
        return ""
    what = ""
    phrase = place.phrase_at(place.first)
    if phrase is not None and phrase.head >= place.last and place.tag(phrase.head) in NOUNS:
        what = trimmed(place, place.last, phrase.last)
        head = place.head(phrase)
        if what and head in _PENAL:
            return what
        if what and head in _LASTS:
            return f"length of {what}"
    for text in (place.quantity.surface.lower(), _around(place)):
        if _JAIL.search(text):
            return "jail term"
        if _PRISON.search(text):
            return "prison sentence"
        if _BAN.search(text):
            return "ban"
    return ""


def powered(place: Place) -> str:
    """What power, capacity and weight are of, as such: "power of the engine", "capacity of the plant", "weight"."""
    unit = _unit(place)
    named = _POWER.get(unit, "")
    if not named:
        weighs = unit in _WEIGHTS and place.word(place.before) in ("weigh", "weighs", "weighed", "weighing")
        return "weight" if weighs else ""
    phrase = place.phrase_at(place.first)
    if phrase is not None and phrase.head >= place.last and place.tag(phrase.head) in NOUNS:
        what = trimmed(place, place.last, phrase.last)
        return f"{named} of {what}" if what else named
    return ""


def dimension(place: Place) -> str:
    """What power and speed are of where nothing else says it."""
    return _POWER.get(_unit(place), "")


def per_share(place: Place) -> str:
    """Earnings per share, where money is printed for a share and the sentence tells of profits."""
    at = place.quantity
    behind = at.surface + place.document.plain[at.end : at.end + 30]
    if _PER_SHARE.search(behind) is None:
        return ""
    around = _around(place)
    if "dividend" in around:
        return "dividend per share"
    return "earnings per share" if _EARNED.search(around) else ""


def net_worth(place: Place) -> str:
    """ "A net worth of $17 million", "a $17 million net worth"."""
    if place.word(place.before) == "of" and place.word(place.before - 1) == "worth":
        return "net worth" if place.word(place.before - 2) == "net" else "worth"
    return "net worth" if (place.word(place.last), place.word(place.last + 1)) == ("net", "worth") else ""


def fined(place: Place) -> str:
    """What a convict pays is a fine; other payments are what the verb says."""
    verb = place.ruling
    if verb is None or verb.lemma not in ("pay", "fine") or verb.first > place.first:
        return ""
    if verb.lemma == "fine":
        return "fine"
    if verb.object is None or not verb.object.first <= place.first < verb.object.last:
        return ""
    if place.tag(place.last) is Tag.PREP and place.word(place.last) in ("for", "to"):
        return ""
    return "fine" if _GUILTY.search(_around(place)) else ""
