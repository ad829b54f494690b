"""What classes a word can have, before its neighbours are looked at.

A class is one character, so that a sentence's classes are a string that regular expressions can read:

    D determiner, d possessive (his)        B is/was, b be, F been, g being
    0 number                                H have/has/had, J having, O do/does/did, M modal
    A adjective, R adverb, X not            V verb's base form, v its -s form, G -ing
    N noun, n plural noun, E name           L past, T participle, l past or participle
    P he/they, p him/them, q it/you         t "to" before a verb, I preposition
    W who/which, U subordinator             C and/or/but, S 's
    , " ( ) ; . - $ %                       signs

A word's candidates are a string of these, the likeliest first.
"""

from functools import cache
from importlib.resources import files
from sys import intern
from types import MappingProxyType

MEMO_SIZE = 60_000
"""Words whose candidates are kept; the vocabulary of some 5,000 articles."""

_SIGNS = {
    ",": ",", '"': '"', "'": '"S', "(": "(", ")": ")", "[": "(", "]": ")", ";": ";", ":": ";", "-": "-", "--": "-",
    "---": "-", "$": "$", "%": "%", "?": ";", "!": ";", "£": "$", "€": "$", "¥": "$", "₹": "$", "₦": "$", "₩": "$",
    "–": "-", "—": "-", "“": '"', "”": '"', "‘": '"', "’": '"', "`": '"', "&": "C",
}  # fmt: skip
_DOMINANT = 3
"""A class whose count has this many bits more than another's is named first for good: "!" behind the candidates."""
_ABSENT = 6
"""With this many bits more, another that was met once at most is not thought of."""


def sections(name: str) -> dict[str, list[str]]:
    """A data file of "== name" sections. In: the file's name. Out: the lines of each section; those before the first
    section are under "". Comments are left out."""
    found: dict[str, list[str]] = {"": []}
    lines = found[""]
    for line in files("worker.facts").joinpath("data", name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("== "):
            lines = found.setdefault(line[3:], [])
        elif line:
            lines.append(line)
    return found


@cache
def word_lists() -> MappingProxyType[str, frozenset[str]]:
    """The closed classes and verb lists of `data/grammar.txt`, by the name of their section."""
    lists = {name: frozenset(" ".join(lines).split()) for name, lines in sections("grammar.txt").items()}
    return MappingProxyType(lists)


class Lexicon(dict[str, str]):
    """Word in small letters → its candidates; worked out when first asked for, and kept.

    lemmas: word → "v7n4"; irregular: form → (kind, base).
    """

    def __init__(self) -> None:
        super().__init__()
        data = sections("lexicon.txt")
        # few classes stand for many words: one copy of each
        self.lemmas = {word: intern(classes) for word, _, classes in (line.partition(" ") for line in data[""])}
        self.verb_forms: dict[str, str] = dict(line.split(" ", 1) for line in data["verb"])
        self.noun_forms: dict[str, str] = dict(line.split(" ", 1) for line in data["noun"])
        lists = word_lists()
        self._only_past = lists["past only"]
        self._only_part = lists["after a determiner or verb a participle only"]
        self._invariant = lists["base, past and participle"]
        self._base_part = lists["base and participle"]
        self._fixed = _fixed()
        self.update(self._fixed)
        self._bases: dict[str, str] = {}

    def __missing__(self, word: str) -> str:
        if len(self) > MEMO_SIZE:
            self.clear()
            self.update(self._fixed)
        found = self[word] = self._candidates(word)
        return found

    def knows(self, word: str) -> bool:
        """Whether a word stands in a list, and is not guessed."""
        return word in self._fixed or word in self.lemmas

    def lemma(self, form: str) -> str:
        """The base of a verb's form: "spent" → "spend", "raising" → "raise"; an unknown one by rule."""
        found = self._bases.get(form)
        if found is None:
            if len(self._bases) > MEMO_SIZE:
                self._bases.clear()
            found = self._bases[form] = self._lemma(form)
        return found

    def _lemma(self, form: str) -> str:
        if form in self.verb_forms:
            return self.verb_forms[form]
        for end in ("ing", "ed", "s"):
            if form.endswith(end) and len(form) > len(end) + 1:
                base = self._base(form, end, "v")
                if base:
                    return base
        if form in self.lemmas:
            return form
        for end in ("ing", "ed"):
            if form.endswith(end) and len(form) > len(end) + 2:
                stem = form[: -len(end)]
                if stem[-1] == stem[-2] and stem[-1] not in "lsz":
                    return stem[:-1]
                return stem + "e" if stem[-1] in "cvzgu" or stem.endswith(("at", "iz", "is")) else stem
        if form.endswith("s") and not form.endswith("ss"):
            return form[:-1]
        return form

    def _base(self, form: str, end: str, letter: str) -> str:
        stem = form[: -len(end)]
        if end == "s":
            tries = [stem]
            if form.endswith("ies"):
                tries.append(form[:-3] + "y")
            if form.endswith("es"):
                tries.append(form[:-2])
        else:
            tries = [stem, stem + "e"]
            if end == "ed" and stem.endswith("i"):
                tries = [stem[:-1] + "y", form[:-1]]
            elif len(stem) > 2 and stem[-1] == stem[-2]:
                tries.append(stem[:-1])
            if end == "ing" and stem.endswith("y"):
                tries.append(stem[:-1] + "ie")
        found = [base for base in tries if letter in self.lemmas.get(base, "")]
        if len(found) > 1:  # "hoped": hope and hop; the one met more often
            found.sort(key=lambda base: -_count(self.lemmas[base], letter))
        return found[0] if found else ""

    def _candidates(self, word: str) -> str:
        first = word[0]
        if not first.isalpha():
            if first.isdigit():
                return _numeric(word)
            return _SIGNS.get(word, ".")
        if word in self.noun_forms and word not in self.verb_forms:
            return "n"
        if word in self.verb_forms:
            return self._irregular(word)
        entry = self.lemmas.get(word)
        counts = dict(zip(entry[::2], map(int, entry[1::2]), strict=True)) if entry else {}
        scored: dict[str, int] = {}
        for letter, code in (("n", "N"), ("v", "V"), ("a", "A"), ("r", "R")):
            if letter in counts:
                scored[code] = counts[letter] * 2 + (1 if entry and entry.startswith(letter) else 0)
        if len(word) > 3:
            self._inflected(word, scored)
        if not scored:
            return self._guess(word)
        return _ordered(scored)

    def _irregular(self, word: str) -> str:
        code = "L" if word in self._only_past else "T" if word in self._only_part else "l"
        if word.endswith("ing"):
            code = "G"
        entry = self.lemmas.get(word, "")
        more = "".join(c for letter, c in (("a", "A"), ("n", "N")) if _count(entry, letter) >= 2)
        if word.endswith("s") and code == "l":
            code = "v"
        return code + more

    def _inflected(self, word: str, scored: dict[str, int]) -> None:
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            noun, verb = self._base(word, "s", "n"), self._base(word, "s", "v")
            if noun:
                scored["n"] = max(_count(self.lemmas[noun], "n") * 2, scored.pop("N", 0))
            if verb:
                scored["v"] = _count(self.lemmas[verb], "v") * 2
        elif word.endswith("ed"):
            verb = self._base(word, "ed", "v")
            if verb:
                scored["l"] = max(_count(self.lemmas[verb], "v") * 2, scored.get("A", 0) + 1, 2)
                scored.pop("V", None)
        elif word.endswith("ing"):
            verb = self._base(word, "ing", "v")
            if verb:
                scored["G"] = max(_count(self.lemmas[verb], "v") * 2, 2)
                scored.pop("V", None)

    def _guess(self, word: str) -> str:
        if "-" in word:
            return self._hyphened(word)
        if word.endswith("ly"):
            return "R"
        if word.endswith("ing") and len(word) > 5:
            return "GN"
        if word.endswith("ed") and len(word) > 4:
            return "lA"
        if word.endswith(("ous", "ful", "less", "able", "ible", "ical", "ive", "ian", "ese", "ish", "esque", "est")):
            return "AN"
        if word.endswith(("ise", "ize", "ify")) and len(word) > 5:
            return "V"
        if word.endswith(("ises", "izes", "ifies")):
            return "v"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return "n"
        return "N"

    def _hyphened(self, word: str) -> str:
        head, _, tail = word.rpartition("-")
        if not tail or not head:
            return "N"
        last = self[tail]
        if head in word_lists()["prefixes"]:
            return "A" if head in ("pro", "anti", "pre", "post", "inter", "mid") and last[0] in "NnA" else last
        if "l" in last or "T" in last or "G" in last or last[0] == "A" or last[0] in "0R":
            return "A"
        if last[0] in "Vv":
            return "A" if "N" not in last and "n" not in last else "NA"
        return "nA" if last[0] == "n" else "NA"


def _fixed() -> dict[str, str]:
    found: dict[str, str] = {}
    lists = word_lists()
    for code in "D0nNAPpqWUMBbFgHJOICRXS":
        for word in lists[code]:
            found[word] = found.get(word, "") + code
    for word in lists["d"]:
        found[word] = "d"
    for word in lists["D only"]:
        found[word] = "D"
    for word in lists["base, past and participle"]:
        found[word] = "Vl" + ("N" if word not in ("let", "put", "shut", "rid", "quit", "hurt") else "")
    for word in lists["base and participle"]:
        found[word] = "VT" + ("N" if word in ("run", "rerun") else "")
    for word in lists["past only"]:
        found.setdefault(word, "L")
    for word in lists["after a determiner or verb a participle only"]:
        found.setdefault(word, "T")
    found.update(_SIGNS)
    for line in sections("grammar.txt")["candidates"]:
        code, *words = line.split()
        found.update(dict.fromkeys(words, code))
    return found


def _count(entry: str, letter: str) -> int:
    at = entry.find(letter)
    return int(entry[at + 1]) if at >= 0 else 0


def _numeric(word: str) -> str:
    if "-" in word and word[-1].isalpha():
        return "A"
    if word.endswith(("st", "nd", "rd", "th")):
        return "A"
    if word.endswith("s") and word[:-1].isdigit():
        return "n"
    return "0"


def _ordered(scored: dict[str, int]) -> str:
    order = sorted(scored, key=lambda code: -scored[code])
    best = scored[order[0]]
    kept = [code for code in order if best - scored[code] < 2 * _ABSENT or scored[code] > 3 or code in "Gl"]
    if "V" in kept and "R" in kept and kept.index("R") > 1:
        kept.remove("R")
    strong = len(kept) > 1 and best - scored[kept[1]] >= 2 * _DOMINANT
    return "".join(kept) + ("!" if strong else "")


@cache
def lexicon() -> Lexicon:
    """The one lexicon, read when first asked for."""
    return Lexicon()
