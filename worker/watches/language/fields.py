"""Fields and their values: from `site:bbc.co.uk` to a node. Figures are in figures.py."""

import re
from difflib import get_close_matches

from worker.domain.reading import Kind, Status
from worker.text.normalise import normalise, plain
from worker.text.wordlists import listed
from worker.watches.language.dates import parse_date
from worker.watches.language.errors import QueryError, shown
from worker.watches.terms import term_problem
from worker.watches.tree import About, Field, InStatus, Meta, Node, Party, Place, Published, Saved, Who

PLACES = {place.value: place for place in Place}
FIGURES: dict[str, Kind | None] = {"amount": None} | {kind.value: kind for kind in Kind if kind is not Kind.AMOUNT}
COMPARED = frozenset({*FIGURES, "deadline", "origins"})
"""Fields whose value may have >, >=, < or <= before it."""

VALUED = frozenset({*Field, *Who, "about", "status", "watch"})
"""Fields whose value is text, one or several in parentheses."""

DATED = frozenset({"after", "before"})
FIELDS = (*PLACES, *Field, "after", "before", "watch", *Who, "about", "status", "deadline", *FIGURES, "origins")
FIELD_NAMES = frozenset(str(name) for name in FIELDS)


_OTHER_NAMES = {
    **dict.fromkeys(("intitle", "allintitle", "headline", "heading", "subject"), "title:"),
    **dict.fromkeys(("ingress", "intro"), "lead:"),
    **dict.fromkeys(("text", "content", "intext", "inbody"), "body:"),
    **dict.fromkeys(("by", "byline", "inauthor", "writer"), "author:"),
    **dict.fromkeys(("inurl", "link", "allinurl", "http", "https"), "url:"),
    **dict.fromkeys(("domain", "host", "insite", "rootdomain"), "site:"),
    **dict.fromkeys(("language", "languages", "sourcelang"), "lang:"),
    **dict.fromkeys(("feed", "publisher", "outlet", "publication"), "source:"),
    **dict.fromkeys(("since", "from_date"), "after:"),
    **dict.fromkeys(("until", "till"), "before:"),
    "date": "after: or before:",
    **dict.fromkeys(("who", "people", "name", "official"), "person:"),
    **dict.fromkeys(("said", "says", "quote", "quoted"), "speaker:"),
    **dict.fromkeys(("figure", "number", "value", "sum", "money"), "amount:"),
    **dict.fromkeys(("rise", "growth", "up"), "increase:"),
    **dict.fromkeys(("fall", "cut", "drop", "down"), "decrease:"),
    **dict.fromkeys(("goal", "aim"), "target:"),
    **dict.fromkeys(("due", "by_year"), "deadline:"),
    **dict.fromkeys(("topic", "on"), "about:"),
    **dict.fromkeys(("sources", "outlets"), "origins:"),
    "fact": "FACT( … )",
    **dict.fromkeys(("and", "or", "not"), "the operator without a colon"),
    "near": "NEAR/5",
    "onear": "ONEAR/5",
}
"""What other programs and other people call a field."""

_LANGUAGES = listed(
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie "
    "ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv "
    "mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm "
    "rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts "
    "tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu"
)
"""ISO 639-1 (a public standard; the list is kept by the Library of Congress)."""

_LANGUAGE_NAMES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "spanish": "es",
    "italian": "it",
    "russian": "ru",
    "ukrainian": "uk",
    "polish": "pl",
    "dutch": "nl",
    "portuguese": "pt",
    "chinese": "zh",
    "japanese": "ja",
    "arabic": "ar",
    "turkish": "tr",
    "greek": "el",
    "swedish": "sv",
    "danish": "da",
    "gb": "en",
    "ua": "uk",
    "jp": "ja",
    "cn": "zh",
    "gr": "el",
}
_OTHER_STATUS = {
    **dict.fromkeys(("approved", "decided", "adopted", "accepted", "signed", "passed"), Status.AGREED),
    **dict.fromkeys(("rejected", "refuted", "disputed"), Status.DENIED),
    **dict.fromkeys(("suggested", "offered", "floated"), Status.PROPOSED),
    **dict.fromkeys(("announced", "expected", "pledged"), Status.PLANNED),
    **dict.fromkeys(("required", "requested", "urged"), Status.DEMANDED),
    **dict.fromkeys(("done", "actual", "fact", "measured"), Status.REPORTED),
}
"""What other people call a status, as `Status` means it."""
_HOST = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*")


def unknown_field(name: str, start: int, end: int) -> QueryError:
    """What to say of a field that there is not. name: in small letters, without its colon; the place is its own."""
    quoted = f'to look for the word, put it in quotes: "{shown(name)}"'
    other = _OTHER_NAMES.get(name)
    if other is None:
        near = get_close_matches(name[:40], sorted(FIELD_NAMES), n=3, cutoff=0.72)
        other = " or ".join(f"{close}:" for close in near)
    hint = (
        f"did you mean {other}? {quoted}" if other else f"fields: {' '.join(f'{one}:' for one in FIELDS)}; {quoted}"
    )
    return QueryError(f"there is no field “{shown(name)}:”", start, end, hint=hint)


def value_node(name: str, value: str, start: int, end: int, at: int) -> Node:
    """The node of a field whose value is text.

    In: the field's name, one of VALUED or DATED; the value without quotes; the place of both, and where the value
    begins. Raises QueryError where the value is none that the field can have.
    """
    if name in DATED:
        try:
            day, _ = parse_date(value)
        except QueryError as error:
            raise QueryError(error.message, at, end, hint=error.hint) from None
        return Published(name == "after", day, start=start, end=end)
    if name == "watch":
        if not value:
            raise QueryError("watch: names no watch", start, end, hint='write watch:"Name of the watch"')
        return Saved(value, start=start, end=end)
    if name == "status":
        return InStatus(_status(value, at, end), start=start, end=end)
    if name == Field.LANG:
        return Meta(Field.LANG, _language(value, at, end), start=start, end=end)
    if name == Field.SITE:
        return Meta(Field.SITE, _site(value, at, end), start=start, end=end)
    _checked(name, value, at, end)
    if name == "about":
        return About(value, start=start, end=end)
    if name in {field.value for field in Field}:
        return Meta(Field(name), value, start=start, end=end)
    return Party(Who(name), value, start=start, end=end)


def _checked(name: str, value: str, at: int, end: int) -> None:
    problem = term_problem(value)
    if problem:
        raise QueryError(f"the value of {name}: {problem}", at, end, hint=f'write a name or words: {name}:"…"')
    if name == Field.URL:
        if "*" in value:
            hint = "url: finds its value anywhere in the address: url:/politics/"
            raise QueryError("url: takes no *", at, end, hint=hint)
    elif "*" in value or "?" in value:
        hint = f"{name}: finds whole words of a name, one is enough; * and ? are for words of the text"
        raise QueryError(f"{name}: takes no * and no ?", at, end, hint=hint)
    elif value[0] in "<>=≥≤":
        hint = f'comparisons are for figures, deadline: and origins:; write {name}:"…"'
        raise QueryError(f"{name}: compares nothing", at, end, hint=hint)


def _status(value: str, at: int, end: int) -> Status:
    word = normalise(value).strip()
    try:
        return Status(word)
    except ValueError:
        every = ", ".join(Status)
        near = _OTHER_STATUS.get(word) or next(iter(get_close_matches(word[:40], list(Status), n=1, cutoff=0.7)), "")
        hint = f"did you mean status:{near}? One of {every}" if near else f"one of {every}"
        raise QueryError(f"“{shown(value)}” is no status of a figure", at, end, hint=hint) from None


def _language(value: str, at: int, end: int) -> str:
    code = normalise(value).strip()
    if code in _LANGUAGES:
        return code
    base = re.split(r"[-_]", code)[0]
    base = _LANGUAGE_NAMES.get(code) or (base if base in _LANGUAGES else "")
    hint = f"write lang:{base}" if base else "write two letters: en, fr, de, es, uk (ISO 639-1)"
    raise QueryError(f"“{shown(value)}” is no language's code", at, end, hint=hint)


def _site(value: str, at: int, end: int) -> str:
    host = plain(value).strip().lower().removeprefix("*.").removeprefix(".").removesuffix(".")
    if _HOST.fullmatch(host) and len(host) <= 253:
        return host
    inside = re.match(r"(?:[a-z]+://)?([^/:?#]+)", host)
    hint = "write a host, which finds those below it too: site:bbc.co.uk"
    if inside and _HOST.fullmatch(inside[1]):
        hint = f"write the host alone: site:{inside[1]}; for a part of the address url:"
    raise QueryError(f"“{shown(value)}” is no host", at, end, hint=hint)
