"""What a number counts: the noun phrase that follows at once."""

import re
from dataclasses import dataclass

from worker.facts.quantities.words import kind_of_measure, kinds
from worker.text.wordlists import listed

_NEXT = re.compile(
    r"([ -]|, )(['\"]?)((?:[A-Z]\.){2,4}(?= )|[^\W\d_](?:[^\W_]|[-'.&](?=[^\W_]))*|7[0-8]7(?:-\d{1,2}\w?)?(?![^\W_]))"
)
_WORDS = 7
_BOTH = re.compile(r" ([a-z]{3,15}) ([a-z]{3,15})(?![^\W_])")
_HYPHENED = re.compile(r" [^\W\d_]{2,15}-[^\W\d_]{2,15} ")
_ADJECTIVES = ("ern", "al", "ian", "ese", "ish", "ic", "ive", "ous", "ary")
_ADJECTIVE = re.compile(r" [A-Za-z]{2,12}(?:ern|al|ian|ese|ish|ic|ive|ous|ary) ")
_KINDS = kinds()
_STOP = _KINDS["stop"]
_COLLECTIVE = _KINDS["collective"]
_NOT_PLURAL = _KINDS["notplural"]
_MEASURES = kind_of_measure()
_PARTICIPLES = listed("late known dead missing wounded injured")  # two late popes, four known cases
# Nouns that stand before another plural noun ("job" needs no list, "arms" does).
_MODIFIERS = listed("sales arms sports services operations communications systems defence goods works savings airbus")


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun phrase at [start, end), its head, and its kind: `thing`, a kind of measure, `singular` or `name`."""

    start: int
    end: int
    head: str
    kind: str


def plural(word: str) -> bool:
    """Whether a word, in small letters, looks like a plural noun."""
    if word in _COLLECTIVE:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "'s"))
        and word not in _NOT_PLURAL
        and word not in _STOP
    )


def counted(text: str, end: int) -> Counted | None:
    """The noun behind a number that ends at `end`; None where none follows.

    Adjectives and nouns before it are passed over, six at most; anything else ends the search.
    """
    position, first = end, -1
    names = 0
    without: Counted | None = None  # "two more", "three others": a head only where no noun follows
    for number in range(_WORDS):
        match = _NEXT.match(text, position)
        if match is None:
            break
        if match[1] == ", " and (number == 0 or names):  # "two large, modern ships"; never right behind the number
            break
        word = match[3]
        lower = word.lower()
        if number == 0 and match[1] == "-" and lower not in _MEASURES:
            break
        if lower in {"last", "next"} or (match[2] and number and text[match.start() - 2 : match.start()] == "ed"):
            break  # "348 last year", "2,000 shouted 'fascists'"
        first = match.start(3) if first < 0 else first
        kind = _MEASURES.get(lower)
        measured = kind is not None and (number == 0 or (len(word) > 2 and kind in {"time", "length", "mass"}))
        if kind is not None and measured and word not in {"M", "c", "f", "G"}:
            return Counted(first, match.end(), lower, kind)
        if number and lower in {"and", "or"} and _joined(text, first, match):
            position = match.end()
            continue
        if number == 0 and lower in _PARTICIPLES and _plural_follows(text, match.end()):
            position = match.end()
            continue
        if lower in _STOP and not (word[0].isupper() and lower in {"may", "march", "us"}):
            break
        last = lower.rpartition("-")[2]
        if lower in {"more", "fewer", "other"}:
            without = Counted(first, match.end(), lower, "thing")
            position = match.end()
            continue
        modifies = lower in _MODIFIERS or lower in _COLLECTIVE
        if plural(last) and not (modifies and _plural_follows(text, match.end())):
            return Counted(first, match.end(), last, "thing")
        if lower in _KINDS["singular"] and number <= 2 and not _noun_follows(text, match.end()):
            return Counted(first, match.end(), lower, "singular")
        names += word[0].isupper()
        position = match.end()
    return without


def _joined(text: str, first: int, joint: "re.Match[str]") -> bool:
    """Whether "and" joins two adjectives: 46 medium-range and long-range guns, 18 Northern and central counties."""
    words = text[first : joint.start()]
    if "-" in words:
        return _HYPHENED.match(text, joint.end()) is not None
    both = _BOTH.match(text, joint.end())
    if both is not None and " " not in words and words.islower() and plural(both[2]) and both[1] not in _STOP:
        return True  # "maintenance and cleaning workers"
    second = _ADJECTIVE.match(text, joint.end())
    return second is not None and (
        words.rpartition(" ")[2].lower().endswith(_ADJECTIVES) or _plural_follows(text, second.end() - 1)
    )


def _plural_follows(text: str, end: int) -> bool:
    following = _NEXT.match(text, end)
    if following is not None and following[1] == " " and any(map(str.isdigit, following[3])):  # "Airbus A321 jets"
        following = _NEXT.match(text, following.end())
    return following is not None and following[1] == " " and plural(following[3].lower())


def _noun_follows(text: str, end: int) -> bool:
    """Whether what looked like the head goes on: "police officer", "child benefit"."""
    following = _NEXT.match(text, end)
    if following is None or following[1] == ", ":
        return False
    lower = following[3].lower()
    return lower in _KINDS["singular"] or (lower not in _STOP and plural(lower))
