"""Where sentences begin and end, by the rules of print; no model, one pass, linear time.

A stop ends a sentence unless something says that it does not: the word before it is an abbreviation or an
initial, the word after it begins small, no space follows. Between splitting wrongly and joining wrongly it
rather joins: half a sentence proves less to a reader than two.

The lists are this project's own, of what English-language wires print.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from worker.text.paragraphs import paragraphs
from worker.text.wordlists import listed

# Printed with a capital, never the last word of a sentence: a name follows.
_TITLES = listed(
    """
    mr mrs ms mx dr prof gen lt col maj capt cmdr cdr sgt cpl pvt pte adm brig sen rep reps gov pres rev hon ste
    messrs mme mlle sra srta amb supt insp det atty asst fr mgr msgr spc cmdt comdr ald
    """
)
# Printed with a capital, may end a sentence; then a word follows that begins sentences.
_SHORT = listed(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun inc corp co cos
    ltd llc plc jr sr bros dept univ assn ave blvd rd st mt ft ala ariz ark cal calif colo conn del fla ga ill
    ind kan ky la mass md me mich minn miss mo mont neb nev okla ore penn tenn tex va vt wash wis wyo govt natl
    """
)
_SMALL = frozenset({"vs", "eg", "ie", "cf", "etc", "approx", "est", "ca", "al", "v"})
_NUMBERED = frozenset(
    {"no", "nos", "art", "arts", "sec", "secs", "para", "paras", "vol", "p", "pp", "ch", "fig", "figs"}
)
_ABBREVIATIONS = _TITLES | _SHORT | _SMALL | _NUMBERED

# Begin a sentence more often than they follow an abbreviation inside one.
_STARTERS = listed(
    """
    the a an in on at it its he she they we i you this that these those there but and or if when while where
    what who why how as after before since because although though however for from by with under over about
    among to not no his her their our my your one two some many most all both each other another such several
    few last next earlier later meanwhile still yet now then here so also even only just once according asked
    speaking despite during until unlike instead more nearly officials analysts critics lawmakers ministers
    """
)

# Full stops, question and exclamation marks, ellipses; then those of East Asian, Arabic and Indic print, which end a
# sentence wherever they stand.
_STOP = re.compile(r"[.!?\u2026]+|[\u3002\uff01\uff1f\uff61\u061f\u06d4\u0964\u0965]+")
_ENDS_ANYWHERE = "\u3002\uff01\uff1f\uff61\u061f\u06d4\u0964\u0965"
# Quotes and brackets that may close behind a stop, and that may open before the next sentence (dashes too).
_CLOSERS = "\"'\u201d\u2019\u00bb\u203a)]}\u300d\u300f\uff09\uff3d"
_OPENERS = "\"'\u201c\u2018\u00ab\u2039([{\u00bf\u00a1\u2014\u2013-\u201e\u300c\u300e\uff08"
_LOOK_BACK = 24
_LOOK_AHEAD = 24


def sentences(text: str) -> list[tuple[int, int]]:
    """Where the sentences stand.

    In: any text, paragraphs parted by blank lines. Out: [start, end) of each sentence in order, without the white
    space around it and with the closing quotes and brackets after its stop. A paragraph's end always ends one.
    """
    spans: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        begin = start
        for stop in _STOP.finditer(text, start, end):
            if stop.end() <= begin:
                continue
            after = _skip(text, stop.end(), end, _CLOSERS)
            if after >= end:
                continue
            if _glued(text, begin, stop, after, end):
                after = _glued_end(text, begin, stop.end(), after)
            elif not _ends(text, begin, stop, after, end):
                continue
            spans.append((begin, after))
            begin = _skip_space(text, after, end)
        if begin < end:
            spans.append((begin, end))
    return spans


def sentence_at(spans: Sequence[tuple[int, int]], offset: int) -> int:
    """The number of the sentence that holds a place, or of the last one before it; -1 before the first.

    In: what `sentences` gave, and an offset into the same text.
    """
    return bisect_right(spans, offset, key=lambda span: span[0]) - 1


def _skip(text: str, at: int, end: int, chars: str) -> int:
    while at < end and text[at] in chars:
        at += 1
    return at


def _skip_space(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _glued(text: str, begin: int, stop: re.Match[str], after: int, end: int) -> bool:
    """Whether a stop ends a sentence although no space follows, as where a page's markup was lost: "left.Then he".

    Asks for a whole word before it and a capital followed by small letters behind it, so that numbers, acronyms
    and addresses stay whole.
    """
    if text[after].isspace() or stop[0][0] in _ENDS_ANYWHERE:
        return False
    word = _word_before(text, begin, stop.start())
    if len(word) < 2 or not word.isalpha() or not word[1:].islower() or word.lower() in _ABBREVIATIONS:
        return False
    at = _skip(text, after, min(end, after + _LOOK_AHEAD), _OPENERS)
    following = _following(text, at, end)
    return len(following) > 1 and following.istitle() and text[at + len(following) : at + len(following) + 1] != "."


def _glued_end(text: str, begin: int, stop: int, after: int) -> int:
    """Where a glued sentence ends: a straight quote behind the stop opens the next one if none is open here."""
    opens = text[stop] == '"' and text.count('"', begin, stop) % 2 == 0
    return stop if opens else after


def _ends(text: str, begin: int, stop: re.Match[str], after: int, end: int) -> bool:
    """Whether a stop ends the sentence that began at `begin`; `after` is behind it and its closing quotes."""
    mark = stop[0]
    if mark[0] in _ENDS_ANYWHERE:
        return True
    if not text[after].isspace():
        return False
    following = _following(text, after, end)
    if following[:1].islower():
        return False
    if mark != ".":
        return True
    word = _word_before(text, begin, stop.start())
    return _ends_after(word, following, at_start=stop.start() - len(word) <= begin)


def _following(text: str, after: int, end: int) -> str:
    """The word behind a stop, its opening quotes skipped; "" where something else follows."""
    at = _skip_space(text, after, min(end, after + _LOOK_AHEAD))
    at = _skip(text, at, min(end, at + _LOOK_AHEAD), _OPENERS)
    upto = at
    while upto < end and upto - at < _LOOK_AHEAD and text[upto].isalnum():
        upto += 1
    return text[at:upto]


def _word_before(text: str, begin: int, stop: int) -> str:
    """What stands before a stop since the last space or opening quote, stops inside it kept: "U.S", "Gen"."""
    at = stop
    while at > begin and stop - at < _LOOK_BACK and not text[at - 1].isspace() and text[at - 1] not in _OPENERS:
        at -= 1
    return text[at:stop]


def _ends_after(word: str, following: str, *, at_start: bool) -> bool:
    """Whether a single full stop between these two words ends a sentence."""
    small = word.lower()
    if small.isdecimal():
        return not at_start  # "1. Ammunition" is the head of a list
    if small in _NUMBERED and following[:1].isdecimal():
        return False
    capital = word[:1].isupper()
    if capital and small in _TITLES:
        return False
    initial = capital and len(word) == 1
    dotted = "." in word and all(len(part) <= 2 for part in word.split("."))
    if initial or dotted or word in _SMALL or (capital and small in _SHORT):
        return following[:1].isupper() and following.lower() in _STARTERS
    return True
