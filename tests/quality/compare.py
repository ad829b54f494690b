"""When a found value is the labelled one: numbers, names, noun phrases, roles, spans.

Pure, and fair to both conventions of the corpus rather than strict: what a reader would call the same is the same.
Each rule says what it accepts; what it would wrongly accept is rare within one article.
"""

import re
from functools import cache

from worker.facts.people.lexicon import COUNTRIES, RANKS
from worker.text.normalise import plain
from worker.text.spelling import table

TOLERANCE = 0.005
"""Two numbers are equal within this share: "a third" is 33.3 or 33.33."""
SAME_SPAN = 0.8
"""Two spans of marked speech are one where they share this much of what they cover together."""
NEAR = 2
"""... or where both their ends lie this near, which is a comma and a mark."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,8}|\w+(?:[.,]\d+)*(?:'s?(?!\w))?")


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ARTICLES = _set("the a an its his her their our this that these those")
_HONORIFICS = _set("mr mrs ms miss dr sir dame lord lady prof jr sr")
_BREAKS = _set(
    "of in on for to at by from with against between among over under per as than about after before into within"
    " without across around near towards toward during since until who that which whose whom where when because"
)
_JOINTS = _set("and or &")
# heads that say less than what follows "of": the number of troops is about troops
_LIGHT = _set(
    "number amount level total share rate proportion percentage figure value volume group majority part half"
    " minority kind"
)
# words without which a title is another title
_WEIGHTY = _set("deputy former acting prime vice assistant ex interim shadow associate under junior general chief")
_PLACES = {"us": "america", "usa": "america", "american": "america", "uk": "britain", "british": "britain"}


def same_number(label: float | None, found: float | None) -> bool:
    """Whether both are absent, or equal within `TOLERANCE`."""
    if label is None or found is None:
        return label is found
    return abs(label - found) <= TOLERANCE * max(abs(label), abs(found))


def overlap(a: tuple[int, int], b: tuple[int, int]) -> int:
    """How many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def shared(a: tuple[int, int], b: tuple[int, int]) -> float:
    """What two spans share, of what they cover together."""
    common = overlap(a, b)
    return common / (a[1] - a[0] + b[1] - b[0] - common) if common else 0.0


def same_span(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two spans of marked speech are one, give or take a mark."""
    if overlap(a, b) and abs(a[0] - b[0]) <= NEAR and abs(a[1] - b[1]) <= NEAR:
        return True
    return shared(a, b) >= SAME_SPAN


@cache
def stem(word: str) -> str:
    """A word without its ending, in American spelling: enough to tell that "targets" and "target" are one."""
    word = plain(word).lower().replace(".", "")
    word = re.sub(r"'s?$", "", word)
    word = table().get(word, word)
    if word in _PLACES:
        return _PLACES[word]
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            word = word.removesuffix(ending)
            if word[-1] == word[-2] and word[-1] not in "sl":
                word = word[:-1]
            break
    return word.removesuffix("e") if len(word) > 4 else word


def _tokens(text: str) -> list[str]:
    return _WORD.findall(plain(text))


@cache
def words(text: str) -> frozenset[str]:
    """The stems of a phrase's content words."""
    skip = _ARTICLES | _BREAKS | _JOINTS
    return frozenset(stem(token) for token in _tokens(text) if token.lower() not in skip)


@cache
def core(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Of a noun phrase: its main words (one, or one for each part that "and" joins), and all content words of the
    phrase that they head, without what hangs on it by a preposition; as stems. Empty where there is no word.
    """
    mains: list[str] = []
    content: list[str] = []
    last = ""
    tokens = re.findall(r",|" + _WORD.pattern, plain(text))
    for token in tokens:
        small = token.lower()
        if small in _JOINTS or small == ",":
            if last:
                mains.append(last)
            last = ""
        elif small in _BREAKS:
            if not last:
                continue
            if small == "of" and last in _LIGHT:
                content.append(last)
                last = ""
                continue
            break
        elif small not in _ARTICLES:
            last = stem(token)
            content.append(last)
    if last:
        mains.append(last)
    return frozenset(mains), frozenset(content)


def same_thing(label: str, found: str) -> bool:
    """Whether two noun phrases are about one thing: the main word of the label stands in what was found, or the main
    word of what was found in the label's own noun phrase ("people" for "people killed").
    """
    label_mains, label_core = core(label)
    found_mains, _ = core(found)
    return bool(label_mains & words(found) or found_mains & label_core)


@cache
def name_words(name: str) -> frozenset[str]:
    """The words of a name in small letters, without accents, "the" and what is no part of a name."""
    tokens = (re.sub(r"'s?$", "", token).replace(".", "").lower() for token in _tokens(name))
    return frozenset(token for token in tokens if token not in _ARTICLES | _HONORIFICS)


def same_person(label: str, found: str) -> bool:
    """Whether two names mean one person: all words of the shorter one stand in the longer one."""
    a, b = name_words(label), name_words(found)
    return bool(a and b) and (a <= b or b <= a)


def same_party(label: str | None, found: str | None, persons: frozenset[str]) -> bool:
    """Whether two speakers or actors are the same. persons: who is a person of the text, where names have to agree;
    of others the main words do: "NATO members", "members of the alliance".
    """
    if label is None or found is None:
        return label is found
    if label in persons or name_words(label) == name_words(found):
        return same_person(label, found)
    return bool(core(label)[0] & core(found)[0])


@cache
def title_words(title: str) -> frozenset[str]:
    """The stems of a title's words, short titles in full: "Sen." is "Senator"."""
    return words(" ".join(RANKS.get(token.lower(), token) for token in _tokens(title)))


def same_title(label: str, found: str, moved: frozenset[str] = frozenset()) -> bool:
    """Whether two titles of one person are one: equal, or one with words more that do not make it another office
    ("senior economist"). moved: words that stand in the other role's organisation, which are not minded.
    """
    a, b = title_words(label) - moved, title_words(found) - moved
    if not a or not b:
        return title_words(label) == title_words(found)
    return (a <= b or b <= a) and not (a ^ b) & _WEIGHTY


def _land(text: str) -> str:
    """A country by one name, however it is printed; other words as they are."""
    printed = text.lower().removeprefix("the ")
    country = COUNTRIES.get(printed, printed)
    return _LANDS.get(country, country) if country != printed or printed in _LANDS else text


_LANDS = {
    "america": "united states", "u.s.": "united states", "us": "united states", "usa": "united states",
    "u.k.": "united kingdom", "uk": "united kingdom", "britain": "united kingdom",
}  # fmt: skip


def same_role(label: tuple[str, str | None, str | None], found: tuple[str, str | None, str | None]) -> bool:
    """Whether two roles of one person, as (title, organisation, country), are one. A word may stand in the title of
    one and in the organisation of the other; one organisation may be called more shortly ("ministry"), a country by
    its name or by its people's ("German").
    """
    return _same_role(label, found) or _same_role(_landed(label), _landed(found))


def _landed(role: tuple[str, str | None, str | None]) -> tuple[str, str | None, str | None]:
    title, organisation, country = role
    return title, organisation and _land(organisation), country and _land(country)


def _same_role(label: tuple[str, str | None, str | None], found: tuple[str, str | None, str | None]) -> bool:
    ours = words(" ".join(part for part in label[1:] if part))
    theirs = words(" ".join(part for part in found[1:] if part))
    moved = ((title_words(label[0]) & theirs) - ours) | ((title_words(found[0]) & ours) - theirs)
    if not same_title(label[0], found[0], moved):
        return False
    ours, theirs = ours - moved, theirs - moved
    return ours <= theirs or theirs <= ours if ours and theirs else not ours and not theirs


def same_deadline(label: str, found: str) -> bool:
    """Whether two deadlines as printed are one: all words of the shorter one stand in the longer one."""
    a = frozenset(token.lower() for token in _tokens(label)) - _BREAKS - _ARTICLES
    b = frozenset(token.lower() for token in _tokens(found)) - _BREAKS - _ARTICLES
    return bool(a and b) and (a <= b or b <= a)
