"""What speaks for and against a capitalised run being a person, added up over the whole text.

The scale: at `SURE` and above a run of two words or more is a person; a single word needs `SURE_ALONE`. The weights
were set by reading the errors on the labelled dev texts and on real political news.
"""

from worker.facts.grammar.lexicon import lexicon
from worker.facts.people.lexicon import (
    COUNTRY,
    DAY,
    DEMONYM,
    FAMILY_FIRST,
    FEMALE,
    FUNCTION,
    GIVEN,
    HEAD,
    KIN,
    LONG,
    MALE,
    MONTH,
    OFFICE,
    ORGANISATION,
    ORGANISATION_WORD,
    PARTICLE,
    PARTY,
    PERSON,
    PERSON_VERB,
    PLACE,
    PLACE_PREPOSITION,
    PORTFOLIO,
    RANK,
    SPEECH,
    STRICT,
    SUFFIX,
    SURNAME,
    THING_AFTER,
    THING_BEFORE,
    THING_WORD,
)
from worker.facts.people.runs import Line, Run

SURE = 3.0
SURE_ALONE = 5.0
ASKED = -2.0
"""From here up to sure, an optional name finder is asked."""

_AUXILIARIES = frozenset(
    {"has", "had", "also", "then", "later", "was", "is", "who", "himself", "herself", "never", "once"}
)
_ATTRIBUTIVE = frozenset({"camp", "campaign", "administration", "family", "cabinet", "presidency", "team"})
_OLDEST = 115
_TITLE_MARKS = frozenset({"R", "D", "I", "Con", "Lab", "LD", "SNP", "Ind", "Dem", "Rep"})


def evidence(run: Run) -> dict[str, float]:
    """What stands around a run, by kind, each with its weight."""
    line = run.line
    flags, words, lower, count = line.flags, line.words, line.lower, len(line.flags)
    found: dict[str, float] = {}
    first, last = run.first, run.last
    if run.honorific:
        found["honorific"] = 5.0
    if run.titled:
        found["link"] = 4.0
    after = words[last] if last < count else ""
    after_flag = flags[last] if last < count else 0
    if after == "," or after == "(":
        _behind_comma(line, last, found)
    elif after == "'s" and last + 1 < count and flags[last + 1] & KIN:
        found["possessive"] = 1.5
    elif lower[last : last + 1] == ["who"]:
        found["who"] = 2.5
    if after_flag & SPEECH:
        found["speech"] = 1.5
    elif after_flag & PERSON_VERB:
        found["verb"] = 2.0
    elif lower[last : last + 1] and lower[last] in _AUXILIARIES and last + 1 < count:
        if flags[last + 1] & PERSON_VERB:
            found["verb"] = 2.0
        elif flags[last + 1] & SPEECH:
            found["speech"] = 1.5
    if after_flag & KIN and lower[last] in _ATTRIBUTIVE:
        found["attributive"] = 1.0
    if after_flag & (THING_AFTER | ORGANISATION_WORD) and not line.capital[last]:
        found["thing after"] = -2.5
    for at in range(last, min(count, last + 12)):
        if lower[at] in {"his", "her", "he", "she", "himself", "herself"} and not line.quoted[at]:
            found["pronoun"] = 0.7
            break
    if run.name == first and first:
        _before(line, first, found)
        if (lower[first - 1] in _IN_ROWS or lower[first - 1] in _FAMILY) and _of_kin(line, first):
            found["kin"] = 5.5
        if words[first - 1] == '"' == after:
            # a nickname, a title, what is tattooed
            found["in marks"] = -2.0
    if after == "(" and words[last + 1 : last + 2] == ["@"]:
        # Jane Roe (@janeroe)
        found["handle"] = 3.0
    return found


def _before(line: Line, first: int, found: dict[str, float]) -> None:
    back = first - 1
    flag, word = line.flags[back], line.lower[back]
    if word == "," and back > 1:
        return
    if flag & SPEECH:
        found["said"] = 1.5
    elif flag & HEAD and not line.capital[back] and not flag & RANK:
        found.setdefault("link", 3.5)
    elif flag & THING_BEFORE:
        found["thing before"] = -4.0
    elif flag & PLACE_PREPOSITION:
        found["in"] = -2.5
    elif word in {"the", "a", "an", "this"}:
        if not found.get("attributive"):
            found["the"] = -3.0
    elif (word == "from" or word == "to") and (
        not line.flags[first] & GIVEN or line.flags[first] & (PLACE | COUNTRY)
    ):
        found["from"] = -0.5
    elif word == "@":
        found["handle"] = -9.0


def _of_kin(line: Line, first: int) -> bool:
    """Whether a name is in the row behind a word for several of a family: "her sons, Tom and Theo"."""
    at = first - 1
    while at > 0 and first - at < _ROW:
        word = line.lower[at]
        if word in _FAMILY:
            return not line.capital[at] and line.lower[at + 1] != "and"
        if not (line.capital[at] or word in _IN_ROWS):
            return False
        at -= 1
    return False


_ROW = 9
_IN_ROWS = frozenset({",", "and"})
_FAMILY = frozenset(
    """
    children sons daughters brothers sisters siblings twins grandchildren grandsons granddaughters parents kids
    nephews nieces cousins grandparents stepsons stepdaughters
    """.split()  # noqa: SIM905 - a list of words is read more easily as words
)


def _behind_comma(line: Line, comma: int, found: dict[str, float]) -> None:
    words, lower, flags, count = line.words, line.lower, line.flags, len(line.flags)
    at = comma + 1
    if at >= count:
        return
    word = words[at]
    if word.isdigit() and len(word) <= 3 and int(word) <= _OLDEST:
        following = words[at + 1] if at + 1 < count else ""
        if following in {",", ")", ".", ""} or lower[at + 1] in {"and", "who", "of", "from", "was", "told", "said"}:
            found["age"] = 4.0
    elif lower[at] in {"who", "whose", "whom"}:
        found["who"] = 2.5
    elif lower[at] == "aged":
        found["age"] = 4.0
    elif words[comma] == "(":
        if word.split("-")[0] in _TITLE_MARKS or flags[at] & PARTY:
            found["party"] = 2.0
    elif flags[at] & (PLACE | COUNTRY) and line.capital[at]:
        closing = words[at + 1] if at + 1 < count else "."
        if closing in {",", "."}:
            found["place behind"] = -3.0
    elif flags[at] & (PERSON | SPEECH) and not line.capital[at]:
        found["comma"] = 1.0


def sex_of_given(line: Line, at: int) -> str:
    """`m`, `f` or "" by a given name's usual bearers."""
    flag = line.flags[at]
    if not flag & GIVEN:
        return ""
    if flag & MALE:
        return "m"
    return "f" if flag & FEMALE else ""


_NUMERALS = frozenset("ivx")
_STREETS = frozenset({"street", "avenue", "ave", "boulevard", "lane", "road"})
"""End a place's name behind two words of somebody's: "Henrietta Szold Street"."""
_INNER = ("Mc", "Mac", "De", "Di", "Du", "La", "Le", "Van", "Fitz", "St", "Al", "El", "Da", "Lo", "Ap")
"""Begin names that go on with another capital: McKinley, DiCaprio."""


def shape(run: Run) -> float:
    """How much a name looks like a person's by its words alone; the scale is that of the evidence."""
    line = run.line
    flags, words = line.flags, line.words
    first, last = run.name, run.last
    tokens = [at for at in range(first, last) if words[at] not in {".", ",", '"'}]
    count = len(tokens)
    if not count or any(char.isdigit() for char in "".join(words[first:last])):
        return -9.0
    head, tail = tokens[0], tokens[-1]
    suffixed = bool(flags[tail] & SUFFIX and count > 1)
    if suffixed:
        tail = tokens[-2]
    score = 0.5 if 2 <= count <= 4 else -3.0 if count > 6 else 0.0
    # "Benedict XVI", but not "Title IX"
    numeral = suffixed and set(line.lower[tokens[-1]]) <= _NUMERALS
    score += 3.0 if suffixed and (not numeral or flags[head] & GIVEN or run.titled) else 0.0
    first_flag, last_flag = flags[head], flags[tail]
    given = bool(first_flag & GIVEN)
    if given:
        plain = not first_flag & ((PLACE | COUNTRY) | ORGANISATION | ORGANISATION_WORD | THING_WORD | DEMONYM | PARTY)
        if plain and not (first_flag & STRICT and line.fresh(head)):
            score += 2.5
        else:
            score += (
                1.0
                if not last_flag & SURNAME or first_flag & STRICT
                else 1.8
                if first_flag & (PLACE | COUNTRY)
                else 2.0
            )
    if first_flag & FAMILY_FIRST and 2 <= count <= 4 and all(len(words[at]) < 9 for at in tokens):
        score += 2.0
    if not given and "." in words[head] and count > 1 and not first_flag:
        # J.K. Rowling
        score += 2.5
    if count > 1 and last_flag & SURNAME:
        score += 1.0
    long = LONG.get(" ".join(line.lower[at] for at in tokens), 0)
    if long or LONG.get(" ".join(line.lower[at] for at in tokens[:2]), 0) & ((PLACE | COUNTRY) | ORGANISATION):
        score -= 6.0
    if first_flag & (PLACE | COUNTRY) and count > 1 and last_flag & PERSON:
        # "Florida Man"
        score -= 3.0
    if (
        count > 1
        and not last_flag & (SURNAME | GIVEN | FAMILY_FIRST | HEAD)
        and _is_everyday(line.lower[tail])
        and (count > 2 or _is_everyday(line.lower[head]))
    ):
        # "Magic Mouse", "Donald Trump Leads"
        score -= 2.0
    for number, at in enumerate(tokens):
        flag, word = flags[at], words[at]
        if number and at != tail and len(word) == 1:
            score += 2.0
        elif flag & PARTICLE and number and not line.capital[at]:
            score += 2.0 if line.lower[at] not in {"de", "la", "le", "e", "al"} or given else 0.8
        elif number and "-" in word and word[0].isupper() and word.rsplit("-", 1)[1][:1].islower():
            score += 2.0
        elif word.startswith(("al-", "el-", "Al-", "El-", "O'", "Mc")) and len(word) > 3:
            score += 1.5
        shouted = word.isupper() and len(word) > 1 and word.replace("-", "").isalpha()
        if not shouted and word[1:].isalpha() and not word[1:].islower() and not word.startswith(_INNER):
            # AirPods, MacBook
            score -= 2.0
        if shouted and not _shouted(line):
            score -= 0.5 if len(word) == 2 and number == 0 and count == 2 and last_flag & SURNAME else 3.0
        if flag & (MONTH | DAY) and not (flag & (GIVEN | SURNAME) and count > 1 and given):
            score -= 4.0
        if (
            flag & ORGANISATION
            and (len(word) > 3 or word.isupper())
            and not (number == 0 and given and last_flag & SURNAME)
        ):
            score -= 3.0
        if flag & (DEMONYM | PARTY | PORTFOLIO | FUNCTION) and not flag & (SURNAME | GIVEN):
            score -= 2.0
        if flag & (SPEECH | PERSON_VERB) and not flag & (SURNAME | GIVEN):
            score -= 3.0
        if flag & (ORGANISATION_WORD | THING_WORD):
            own = flag & (SURNAME | GIVEN) and (given or run.honorific or run.titled)
            own = own and not ((number > 1 or first_flag & OFFICE) and line.lower[at] in _STREETS)
            # "Winter Games", "Virginia Beach"
            own = own and not (flag & THING_WORD and first_flag & (STRICT | PLACE) and not run.honorific)
            score -= 1.0 if own and at == tail else 0.5 if own else 5.0 if at == tail else 2.0
        if flag & (PLACE | COUNTRY):
            score -= 0.3 if given and at == tail and flag & SURNAME else 0.3 if number == 0 and given else 2.5
    if count == 1 and not first_flag & SURNAME and not given:
        score -= 0.5
    return score


def _is_everyday(word: str) -> bool:
    """Whether a word is a common one of English, by its being met in plain text."""
    words = lexicon()
    classes = words.lemmas.get(word) or words.lemmas.get(word.removesuffix("s"), "")
    return any(char in _MET for char in classes)


_MET = frozenset("123456789")


def _shouted(line: Line) -> bool:
    """Whether a line, or its beginning, is printed in capitals."""
    head = [word for word in line.words[:8] if word.isalpha() and len(word) > 1]
    return bool(head) and sum(word.isupper() for word in head) * 2 > len(head)
