"""The words that say what a figure means, from the list beside the code."""

from collections.abc import Iterable
from importlib.resources import files


def word_classes(file: str) -> dict[str, frozenset[str]]:
    """The classes of words in a file of `worker/facts/data`, by name."""
    classes: dict[str, set[str]] = {}
    name = ""
    for line in (files("worker.facts") / "data" / file).read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        head, colon, rest = line.partition(":")
        if colon and not line[0].isspace():
            name, line = head.strip(), rest
        classes.setdefault(name, set()).update(line.split())
    return {name: frozenset(words) for name, words in classes.items()}


_CLASSES = word_classes("meaning.txt")
DEMAND, PROPOSE, PLAN = _CLASSES["demand"], _CLASSES["propose"], _CLASSES["plan"]
AGREE, DENY = _CLASSES["agree"], _CLASSES["deny"]
ATTRIBUTE, FORECAST = _CLASSES["attribute"], _CLASSES["forecast"]
RISE, FALL, REACH = _CLASSES["rise"], _CLASSES["fall"], _CLASSES["reach"]
SPEND, COST, TAKE, HAVE, DIE = (_CLASSES[name] for name in ("spend", "cost", "take", "have", "die"))
RISE_NOUNS, FALL_NOUNS = _CLASSES["rise-noun"], _CLASSES["fall-noun"]
TARGET_NOUNS, LEVEL_NOUNS = _CLASSES["target-noun"], _CLASSES["level-noun"]
POLICY, AUTHORITY, PROPOSALS = _CLASSES["policy"], _CLASSES["authority"], _CLASSES["demonstrative"]
INTRANSITIVE, SAY = _CLASSES["intransitive"], _CLASSES["say"]
PEOPLE, MEASURES, COSTLY = _CLASSES["people"], _CLASSES["measure"], _CLASSES["costly"]
SUPPORT, OUTRUN, WIN = _CLASSES["support"], _CLASSES["outrun"], _CLASSES["win"]
ORGANISED = _CLASSES["organised"] | AUTHORITY


def _participles(verbs: Iterable[str]) -> dict[str, str]:
    """Verb → what became of who suffers it; written behind "=" where it is not made with "-ed"."""
    return {verb: done or _regular(verb) for verb, _, done in (entry.partition("=") for entry in verbs)}


def _pairs(entries: Iterable[str]) -> dict[str, str]:
    return {entry: said for entry, _, said in (entry.partition("=") for entry in entries)}


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return f"{verb}d"
    return f"{verb[:-1]}ied" if verb.endswith("y") and verb[-2] not in "aeou" else f"{verb}ed"


DEEDS = _participles(_CLASSES["deed"])
"""Verb → participle, of what is the news about those who are counted: "arrested", "sold"."""
DIED = _participles(_CLASSES["die"] - {"miss"}) | _participles(_CLASSES["died"])
"""The same of deaths and harm: who "died" was killed, too."""


DEED_NOUNS = _pairs(_CLASSES["deed-noun"])
"""Noun → participle, of those who stand behind its "of": "the discovery of 700 worlds" → "discovered"."""
DEALINGS = _pairs(_CLASSES["dealing"])
"""Verb → noun, of dealings: "sell" → "sales"."""
QUOTED_GOODS, QUOTED_MONEY = _CLASSES["quoted-good"], _CLASSES["quoted-money"]
SHARE_INDEXES = frozenset(name.replace("_", " ") for name in _CLASSES["share-index"])


HARM = _CLASSES["harm"]
"""Deeds that only people suffer."""
HUMAN = _CLASSES["human"] | SAY | DIED.keys()
"""What only people do."""


def singular(noun: str) -> str:
    """A noun in the singular, by rule: good enough to look it up in a list."""
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    if noun.endswith(("sses", "shes", "ches", "xes")):
        return noun[:-2]
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun
