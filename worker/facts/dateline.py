"""Where an article was written: what stands in front of its first sentence, or alone above it."""

import re
from functools import cache
from importlib.resources import files

from worker.facts.document import Document
from worker.text.normalise import plain

LOOKED_AT = 4
"""Paragraphs: a headline, a standfirst and a byline may stand above the dateline."""
LONGEST = 120
"""Characters of a paragraph in which its dateline must end: "BRUSSELS/WASHINGTON, September 30, 2025 (Reuters) -"."""

_END = re.compile(r"(?<=\w|\)|\.)(?: ?(?:\u2014|\u2013|--)| -(?= )| ?:(?= ))")
"""The sign between a dateline and its report: dashes of all kinds; in Asian print a colon."""
_AGENCY = re.compile(r" ?[(\[]([^()\[\]]{1,40})[)\]]$")
_BARE_AGENCY = re.compile(r"(?<=\w) (CNN|AFP|AP|Reuters|UPI|Xinhua|PTI|ANI|IANS|Bernama)$")
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
    rf"|(?:{_MONTHS})[a-z]{{0,6}}\.? \d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} (?:{_MONTHS})[a-z]{{0,6}}\.?"
    rf"|\d{{4}}|(?:{_MONTHS})[a-z]{{0,6}}\.? \d{{1,2}} \d{{4}}|\d{{1,2}} (?:{_MONTHS})[a-z]{{0,6}}\.? \d{{4}})",
    re.IGNORECASE,
)
_SMALL = frozenset({
    "de", "del", "des", "do", "da", "di", "du", "el", "en", "la", "las", "le", "les", "of", "on", "am", "an",
    "der", "upon", "es", "sur",
})  # fmt: skip
"""Words within a place's name that stand in small letters or say nothing by themselves."""
_NO_PLACE = frozenset({
    "a", "advertisement", "advisory", "alert", "an", "analysis", "and", "bbc", "blog", "breaking", "by",
    "clarification", "cnn", "comment", "corrected", "correction", "editor", "editorial", "eu", "exclusive",
    "explainer", "factbox", "feature", "file", "flash", "focus", "for", "gallery", "gop", "highlights", "how",
    "imf", "immediate", "in", "insight", "interview", "just", "key", "latest", "letter", "letters", "live",
    "more", "nato", "new", "note", "opinion", "photo", "photos", "podcast", "points", "press", "profile", "q",
    "read", "related", "release", "report", "review", "s", "special", "sponsored", "summary", "the", "timeline",
    "uk", "un", "update", "updated", "urgent", "us", "usa", "video", "watch", "what", "when", "where", "who",
    "why", "wrap",
})  # fmt: skip
"""Words in capitals that open a text and are no place."""


def find_dateline(document: Document) -> str | None:
    """The place that an article is dated from, as printed and without agency and date, or None.

    "LONDON, June 9 (Reuters) -" is `LONDON`, "TEL AVIV, Israel (AP) —" `TEL AVIV, Israel`, "BRUSSELS/PARIS:" and a
    first paragraph "LONDON" themselves. Read from how outlets print it; a false one is worse than none, so what is
    no known place needs capitals and a date, an agency or a region beside it, or a dash behind it.
    """
    found = _find(document)
    return None if found is None else found[0]


def dateline_end(document: Document) -> int:
    """Where the words of an article begin, behind its dateline; 0 where it has none."""
    found = _find(document)
    if found is None:
        return 0
    end, text = found[1], document.text
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _find(document: Document) -> tuple[str, int] | None:
    """The place, and the offset behind the dateline."""
    for paragraph in document.paragraphs[:LOOKED_AT]:
        end = min(paragraph.end, paragraph.start + LONGEST)
        head = document.text[paragraph.start : end]
        found = _head(head, whole=end == paragraph.end)
        if found:
            place, behind = found
            return None if _is_label(place, document) else (place, paragraph.start + behind)
    return None


def _is_label(place: str, document: Document) -> bool:
    """Whether this is the name of who speaks in a transcript: it stands at the head of several paragraphs."""
    text = document.text
    heads = (text.startswith(place, paragraph.start) for paragraph in document.paragraphs)
    return plain(place).casefold() not in _places() and sum(heads) > 1


def _head(text: str, *, whole: bool) -> tuple[str, int] | None:
    """The place in the beginning of a paragraph, and where the dateline ends. whole: it is all of the paragraph."""
    for number, match in enumerate(_END.finditer(text)):
        if number == 3:  # "ST-LO, France - Monday -": a place holds at most a dash or two
            break
        found = _place(text[: match.start()], match[0].strip())
        if found:
            return found, match.end()
    alone = _place(text.rstrip(" .-\u2013\u2014:"), "") if whole and len(text) <= LONGEST // 2 else None
    return None if alone is None else (alone, len(text))


def _place(head: str, sign: str) -> str | None:
    """The place that a head names, where all of it is a dateline's. sign: what ended it, "" for a paragraph's end."""
    head = head.strip()
    agency = _AGENCY.search(head) or _BARE_AGENCY.search(head)
    if agency is not None:
        head = head[: agency.start()].rstrip(" ,-\u2013\u2014")
    parts = head.split(",")
    dated = False
    while len(parts) > 1 and _DATE.fullmatch(parts[-1].strip()):
        dated = True
        parts.pop()
    if not 1 <= len(parts) <= 3:
        return None
    place, *regions = (part.strip() for part in parts)
    if not _is_name(place) or not all(_is_region(region) for region in regions):
        return None
    towns = place.split("/")
    known = all(town.casefold() in _places() for town in map(plain, towns))
    capitals = place == place.upper()
    proved = dated or agency is not None or bool(regions)
    if not known:
        # a colon, and a line alone, say less than a dash: many other things stand in front of and on them
        by_sign = sign not in ("", ":") or agency is not None
        sure = capitals and by_sign and _could_be_place(place)
    else:
        sure = capitals or proved
    return ", ".join((place, *regions)) if sure else None


def _is_name(place: str) -> bool:
    """Whether each word begins with a capital, as in a place's name of at most five words."""
    words = [word for town in place.split("/") for word in town.split()]
    return (
        1 <= len(words) <= 6
        and all(word[:1].isupper() or word.casefold() in _SMALL or word.startswith(("al-", "el-")) for word in words)
        and words[0][:1].isupper()
        and all(char.isalpha() or char in " .'\u2019\u2018-\u2010\u2011/" for char in place)
    )


def _is_region(region: str) -> bool:
    """Whether this may be a state or a country behind a town: `Ohio`, `La.`, `D.C.`, `Bosnia and Herzegovina`."""
    words = region.split()
    return (
        1 <= len(words) <= 5
        and all(word[:1].isupper() or word in {"and", "of", "the"} for word in words)
        and all(char.isalpha() or char in " .'\u2019-" for char in region)
        and not (region.isupper() and sum(map(str.isalpha, region)) > 3)
    )


def _could_be_place(place: str) -> bool:
    words = [word.strip(".'") for word in plain(place).casefold().replace("/", " ").split()]
    return sum(map(len, words)) >= 3 and not any(word in _NO_PLACE for word in words if word not in _SMALL)


@cache
def _places() -> frozenset[str]:
    lines = files("worker.facts").joinpath("data", "datelines.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
