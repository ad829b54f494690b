"""Capitalised runs: where names may stand, what of a run is title and what is name, and what it looks like.

One pass over a sentence's flags. A run is a row of capitalised words with what belongs inside names: particles
("van der"), initials with their stops, suffixes ("Jr.").
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from worker.facts.document import Sentence
from worker.facts.people.lexicon import (
    ADJECTIVE,
    COMMON,
    COUNTRY,
    DAY,
    DEMONYM,
    FUNCTION,
    GIVEN,
    HEAD,
    HONORIFIC,
    LONG,
    LOOK_UP,
    MODIFIER,
    MONTH,
    OFFICE,
    ORGANISATION,
    ORGANISATION_WORD,
    PARTICLE,
    PARTY,
    PERSON,
    PLACE,
    PORTFOLIO,
    RANK,
    SUFFIX,
    SURNAME,
    THING_WORD,
)

LONGEST_RUN = 12
"""Tokens; what is longer is a heading in capitals, of which the end is not read."""
_STARTS_FRESH = frozenset("\"'`:-([.!?;*|/") | {"--", "..", "...", "....", "•", "·"}
_PLACES = PLACE | COUNTRY
_HEADLINE = 5
"""Longer words that a headline has at least; a sentence with a full stop needs twice as many to be taken for one."""
_PERSON_ENDINGS = ("ologist", "iatrist", "woman", "person", "smith", "keeper")
_LEADING = DEMONYM | PARTY | PLACE | COUNTRY | ORGANISATION
_ARAB_PREFIXES = ("al-", "el-", "ul-", "ad-", "as-", "ash-", "ben-", "abu-", "d'", "o'", "l'")


class Line:
    """A sentence with the flags of its tokens, and which of them are printed with a capital.

    quoted: whether each token stands inside quotation marks. shouted: the sentence is all in capitals.
    """

    __slots__ = ("capital", "flags", "headline", "lower", "quoted", "sentence", "some", "text", "words")

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.sentence = sentence
        self.text = text
        self.words = sentence.words
        self.lower = sentence.lower
        get = LOOK_UP
        self.flags: list[int] = [
            get(word, 0) or (PERSON if word.endswith(_PERSON_ENDINGS) else 0) for word in self.lower
        ]
        self.some: int = reduce(or_, self.flags, 0)
        self.capital: list[bool] = [
            word != small and _raised(word) for word, small in zip(self.words, self.lower, strict=True)
        ]
        self.quoted: list[bool] = []
        self.headline = _is_headline(self)

    def sentence_text(self, first: int, last: int) -> str:
        """Tokens [first, last) as printed."""
        return self.text[self.sentence.starts[first] : self.sentence.ends[last - 1]]

    def fresh(self, at: int) -> bool:
        """Whether a capital at this token may be there only because something begins."""
        return at == 0 or self.words[at - 1] in _STARTS_FRESH


def _is_headline(line: Line) -> bool:
    """Whether a line prints every longer word with a capital, so that a capital tells nothing."""
    if sum(line.capital) * 2 < len(line.words):
        return False
    words = [at for at, word in enumerate(line.words) if len(word) > 3 and word.isalpha()]
    least = _HEADLINE if line.words[-1] != "." else 2 * _HEADLINE
    return len(words) >= least and all(line.capital[at] for at in words)


class Run:
    """A capitalised run: tokens [first, last) of a line; the name in it is [name, last), the title before it.

    titled: a title or an office stands in the run before the name. honorific: the last one, in small letters, or "".
    """

    __slots__ = ("cut", "first", "honorific", "key", "last", "line", "name", "office", "person", "titled")

    def __init__(self, line: Line, first: int, last: int) -> None:
        self.line, self.first, self.last = line, first, last
        self.name = first
        self.cut = first
        self.honorific = ""
        self.titled = False
        self.office = False
        self.person: object | None = None
        self.key: tuple[tuple[str, ...], str] | None = None

    @property
    def words(self) -> list[str]:
        """The name's tokens, as printed but for accents."""
        return self.line.words[self.name : self.last]


def find_runs(line: Line) -> list[Run]:
    """The capitalised runs of a line, in order, with the title in each told from the name."""
    runs: list[Run] = []
    words, flags, capital = line.words, line.flags, line.capital
    count = len(words)
    done = 0
    for at, raised in enumerate(capital):
        if not raised or at < done or not _begins(line, at):
            continue
        done = _run_end(line, at, count)
        run = Run(line, at, done)
        _part(run, flags)
        if run.name < run.last:
            runs.append(run)
    return runs


def _raised(word: str) -> bool:
    """Whether a word is a name's by its capital, be it behind a hyphen: al-Qadiri, d'Estaing."""
    if word[0].isupper():
        return True
    return (
        ("-" in word or "'" in word)
        and len(word) > 3
        and word.startswith(_ARAB_PREFIXES)
        and (word[word.index("-" if "-" in word else "'") + 1 :][:1].isupper())
    )


def _begins(line: Line, at: int) -> bool:
    flag = line.flags[at]
    if flag & DAY:
        return False
    if flag & MONTH and not (flag & (GIVEN | SURNAME) and not _dated(line, at)):
        return False
    if flag & FUNCTION and not flag & HONORIFIC:
        if not line.fresh(at):
            # inside a sentence "The" of a title, "Will" of a name
            return bool(flag & GIVEN) and not (line.lower[at] in _SMALL and _is_titled(line))
        if at + 1 < len(line.lower) and LONG.get(f"{line.lower[at]} {line.lower[at + 1]}", 0):
            return True
        # May, Young, Will: whether they are names there is told when it is known who is named
        return bool(flag & COMMON and flag & (GIVEN | SURNAME))
    return not (len(line.words[at]) == 1 and line.words[at] in "IA")


def _dated(line: Line, at: int) -> bool:
    """Whether a month's name stands as a month: with a day, a year, or a preposition of time."""
    before = line.lower[at - 1] if at else ""
    after = line.words[at + 1] if at + 1 < len(line.words) else ""
    return before in _TIME or before[:1].isdigit() or after[:1].isdigit()


_TIME = frozenset(
    [
        "in",
        "since",
        "by",
        "until",
        "till",
        "last",
        "next",
        "early",
        "late",
        "mid",
        "of",
        "from",
        "between",
        "and",
        "through",
        "before",
        "after",
        "during",
        "this",
        "to",
    ]
)


def _run_end(line: Line, at: int, count: int) -> int:
    words, flags, capital = line.words, line.flags, line.capital
    last = at + 1
    limit = min(count, at + LONGEST_RUN)
    if len(words[at]) == 1 or flags[at] & (RANK | HONORIFIC) or words[at] in {"St", "Wm", "Jos", "Chas", "Geo"}:
        last += last < limit and words[last] == "."
    while last < limit:
        word, flag = words[last], flags[last]
        if capital[last]:
            if word in _ALSO_NAMES and not flags[at] & FUNCTION and (last + 1 >= count or not capital[last + 1]):
                # Liu He, Zhang An
                last += 1
                break
            if word in _SMALL_RAISED and (last + 1 >= count or not capital[last + 1]):
                break
            initial = len(word) == 1 and last + 1 < limit and words[last + 1] == "."
            if flag & (FUNCTION | DAY | MONTH) and not initial and not flag & (GIVEN | SUFFIX | HONORIFIC):
                break
            if flag & DAY or (flag & MONTH and _dated(line, last)):
                break
            last += 1
            if last < limit and words[last] == "." and _stops(words, capital, last, count, flag):
                last += 1
        elif flag & PARTICLE:
            ahead = last + 1
            while ahead < limit and ahead < last + 3 and not capital[ahead] and flags[ahead] & PARTICLE:
                ahead += 1
            if ahead < limit and capital[ahead] and not flags[ahead] & (DAY | MONTH):
                last = ahead
            else:
                break
        elif word == "," and last + 1 < limit and flags[last + 1] & SUFFIX and capital[last + 1]:
            last += 2
            if last < limit and words[last] == ".":
                last += 1
        elif word == '"' and last + 3 < limit and capital[last + 1]:
            # a nickname inside a name: Anthony "Tony" Smith
            close = last + 2 if words[last + 2] == '"' else last + 3
            if words[close] == '"' and close + 1 < limit and capital[close + 1] and flags[at] & GIVEN:
                last = close + 1
            else:
                break
        else:
            break
    return last


_SMALL = frozenset({"in", "on", "to", "so", "do", "an", "my", "or", "at", "by", "up", "as"})
_SMALL_RAISED = frozenset({"In", "On", "To", "Or", "At", "By", "Up", "As"})


def _is_titled(line: Line) -> bool:
    """Whether most words of a line have a capital, as headlines print them."""
    return sum(line.capital) * 2 > len(line.words)


_ALSO_NAMES = frozenset({"He", "An", "So", "Do", "To", "Ha", "My"})
"""Chinese, Korean and Vietnamese given names that are English words otherwise; inside a sentence a capital tells."""


def _stops(words: Sequence[str], capital: Sequence[bool], stop: int, count: int, flag: int) -> bool:
    """Whether the full stop at `stop` belongs to the name: behind an initial, a suffix, or a short title."""
    before = words[stop - 1]
    if len(before) == 1 or before in {"St", "Ste"}:
        return stop + 1 < count and capital[stop + 1]
    if flag & SUFFIX:
        return before in {"Jr", "Sr", "Jnr", "Snr"}
    return bool(flag & (RANK | HONORIFIC)) and stop + 1 < count and capital[stop + 1]


def _part(run: Run, flags: Sequence[int]) -> None:
    """Tells the title in a run from the name behind it."""
    line, first, last = run.line, run.first, run.last
    words = line.words
    name = first
    at = first
    while at < last:
        flag = flags[at]
        if words[at] == ".":
            at += 1
            continue
        if flag & HONORIFIC and at < last - 1 and not (at > name and flags[at - 1] & GIVEN):
            run.honorific = line.lower[at]
            name = at + 1
            if words[name] == "." and name < last:
                name += 1
        elif at == name and last - at > 2 and _is_row(line, at):
            run.titled = run.office = True
            run.cut = name = at + 1
        elif flag & HEAD and _is_title(run, at, name) and not (flag & SURNAME and _is_street(run, at)):
            run.titled = True
            run.office = run.office or bool(flag & (OFFICE | RANK))
            run.cut = name = at + 1
            if name < last and words[name] == ".":
                run.cut = name = name + 1
        at += 1
    # what belongs to a title's complement: "of Defense | Pete Hegseth"
    if name == first and first > 1 and line.lower[first - 1] in _COMPLEMENT and _head_before(line, first):
        name = _skip_complement(run, name)
    while name < last - 1:
        flag = flags[name]
        step = 1
        pair = LONG.get(f"{line.lower[name]} {line.lower[name + 1]}", 0) if name + 2 < last else 0
        if pair & _LEADING:
            step = 2
        elif flag & MODIFIER and not flag & GIVEN:
            pass
        elif not flag & _LEADING or words[name + 1] in {"-", "."}:
            break
        elif flag & (GIVEN | SURNAME) and not flag & (DEMONYM | PARTY) and name + 2 >= last:
            # Jordan Smith, Paris Hilton, Israel Katz: two words, the first of them also a place
            break
        elif (flag & (DEMONYM | PARTY) and flags[name + 1] & (ORGANISATION_WORD | THING_WORD)) or (
            flag & PARTY and flag & (GIVEN | SURNAME) and name + 2 >= last
        ):
            break
        name += step
    if last - name > 1 and line.lower[name].endswith(_ORIGINS):
        # "Australian-born | Assange"
        name += 1
    if name < last and line.fresh(name) and last - name > 2 and flags[name] & ADJECTIVE:
        name += 1
    run.name = name


_ORIGINS = ("-born", "-based", "-educated", "-trained", "-raised", "-winning", "-supporting", "-backed", "-appointed")


def _is_row(line: Line, at: int) -> bool:
    """Whether a word is the title of several: "Senators Ada Roe and Tom Salt"."""
    word = line.lower[at]
    return word[-1] == "s" and not line.flags[at] & (HEAD | GIVEN) and bool(LOOK_UP(word[:-1], 0) & OFFICE)


def _is_street(run: Run, at: int) -> bool:
    """Whether a word that could be a title begins a place's name: "King Street", "Bishop Hill"."""
    tail = run.line.flags[run.last - 1]
    return at + 2 == run.last and bool(tail & THING_WORD) and run.line.lower[run.last - 1] in _WAYS


_WAYS = frozenset({"street", "road", "avenue", "lane", "bridge", "park", "square", "hill", "way", "island", "ward"})
_COMPLEMENT = frozenset({"of", "for", "and", "&", "to"})


def _head_before(line: Line, at: int) -> bool:
    """Whether a title's main noun stands within the few words before."""
    flags, words = line.flags, line.words
    for back in range(at - 2, max(-1, at - 8), -1):
        if words[back] in ",;.":
            return False
        if flags[back] & HEAD:
            return True
    return False


def _skip_complement(run: Run, name: int) -> int:
    flags, last = run.line.flags, run.last
    start = name
    long = 0
    if last - name > 3:
        long = LONG.get(f"{run.line.lower[name]} {run.line.lower[name + 1]}", 0)
    if long & (_PLACES | ORGANISATION):
        name += 2
    while name < last - 1 and flags[name] & (PORTFOLIO | _PLACES | ORGANISATION | ORGANISATION_WORD | DEMONYM):
        if flags[name] & GIVEN and not flags[name] & PORTFOLIO and name + 2 >= last:
            break
        name += 1
    if last - name == 1 and not flags[name] & (SURNAME | GIVEN):
        return start
    if name > start:
        run.titled = True
        run.cut = name
    return name


def _is_title(run: Run, at: int, name: int) -> bool:
    """Whether a word of a run that can be a title is one there, and no name: Judge Roe, but Stephen King."""
    line, last = run.line, run.last
    flag = line.flags[at]
    if at == last - 1:
        # nothing of a name behind it
        if at == name:
            return bool(flag & OFFICE and not flag & SURNAME) or bool(flag & (OFFICE | PERSON) and line.fresh(at))
        before = line.flags[at - 1]
        return not (flag & SURNAME and (before & GIVEN or run.honorific or line.words[at - 1] == "."))
    before = line.flags[at - 1] if at > name else 0
    if flag & SURNAME and before & GIVEN and not before & (PORTFOLIO | HEAD | DEMONYM | COUNTRY):
        return False
    if flag & RANK and not flag & (OFFICE | PERSON):
        # short forms stand before a name, and some are names themselves
        return len(line.words[at]) > 1 and (line.words[at + 1] == "." or not flag & (GIVEN | SURNAME))
    if flag & PERSON and not flag & OFFICE and flag & (SURNAME | GIVEN):
        return at == name and line.fresh(at)
    if flag & OFFICE and flag & GIVEN and at == name and not line.fresh(at):
        return last - at > 2 or line.lower[at] in {"prince", "king", "judge", "major", "general", "duke", "lord"}
    return True
