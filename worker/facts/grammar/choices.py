"""Which of a word's candidates it is, by what stands around it.

Each rule looks at the classes already decided on the left, at the candidates on the right, and at whether the clause
has its finite verb yet; never further than `_FAR` tokens, so that time stays linear.
"""

from collections.abc import Sequence

from worker.facts.grammar.lexicon import lexicon, word_lists

FINITE = frozenset("MBHOLv")
"""Classes of words that can be nothing but a finite verb, or begin one."""
_FAR = 12
_LISTS = word_lists()
_SPEECH = _LISTS["speech"]
_HELP = frozenset({"help", "helps", "helped", "let", "lets", "make", "makes", "made", "see", "saw", "helping"})
_LETS = frozenset({"let", "lets", "letting", "help", "helps", "helped", "helping"})
_NEVER_BEFORE_NOUNS = frozenset({"said", "told", "made", "got", "felt", "had", "went", "met", "led", "held"})
_FEELINGS = _LISTS["feelings"]
_MORE = frozenset({"more", "less", "fewer", "greater", "higher", "lower", "better", "other", "rather"})
_GET = frozenset({"get", "gets", "got", "getting"})
_CONTENT_NOUNS = _LISTS["nouns that say something"]
_CLOSES = frozenset({".", ",", ")", ";", '"'})
_TIMES = _LISTS["times"] | {"point", "way"}


def _nominal(candidate: str) -> bool:
    """Whether a word with these candidates may go on a noun phrase."""
    return candidate[0] in "NnEA0$" or "N" in candidate or "n" in candidate


def _finite_ahead(i: int, candidates: list[str]) -> bool:
    """Whether a verb that can be nothing but finite comes before the clause ends."""
    for j in range(i, min(i + _FAR, len(candidates))):
        c = candidates[j]
        if c[0] in ".;,CUW" or c == "?that":
            return False
        if c in ("M", "B", "H", "O", "L", "v") or c[0] == "l":
            return True
    return False


def decide(
    found: str,
    i: int,
    out: list[str],
    before: str,
    has_finite: bool,
    needs: bool,
    says: bool,
    candidates: list[str],
    lower: Sequence[str],
) -> str:
    after = candidates[i + 1]
    if found[0] == "?":
        return _special(found, i, out, before, says, candidates, lower)
    touching = out[-1] if out else "."
    if found == '"S':  # "members' budgets", or a quotation mark
        plural = touching in "nNE" and lower[i - 1].endswith("s") and lower[max(0, i - 60) : i].count("'") % 2 == 0
        return "S" if plural and _nominal(after) else '"'
    if after == '"' and lower[i + 1] == '"':
        after = candidates[i + 2]
    strong = found[-1] == "!"
    if strong:
        found = found[:-1]
    first = found[0]

    if "l" in found and first in "lA":
        return _participle(found, i, touching, before, after, lower)
    if "G" in found:
        return _gerund(found, i, touching, before, after, has_finite, candidates)
    if first in "VvNnA" and ("V" in found or "v" in found):
        return _noun_or_verb(found, strong, i, out, touching, before, has_finite, needs, after, candidates, lower)
    if found in ("UI", "IU"):
        if touching in "NnE" and not has_finite and lower[i] in ("before", "after", "since", "until"):
            return "I"  # "the turmoil after the vote | underscores"
        return _clause_opens(i, candidates)
    if "D" in found and "q" in found:
        return "D" if (_nominal(after) and after[0] != "v") or after[0] == "l" else "q"
    if found in ("IR", "Ir"):
        return "I" if after[0] in "DdNnEA0$pqGl?" else found[1]
    if "N" in found and "A" in found and touching in "DdS" and "V" not in found and not _nominal(after):
        return "N"
    if "A" in found and "N" in found and "R" not in found:
        if before in "DdASI0" and not (after[0] in "NnEAG0" or "N" in after or "n" in after):
            return "N"
        if before == "B" and touching not in "DdA":
            return "A"
        return "A" if _nominal(after) else first
    if "A" in found and "R" in found:
        if lower[i] in ("more", "less"):
            if touching in "n0" and _nominal(candidates[i + 2]):
                return "A"
            return "R" if after == "A" or after[0] in "AR" or after == "UI" else "A" if _nominal(after) else "R"
        if lower[i] == "most":
            return "R" if after[0] in "AR" else "A"
        if (
            touching in "DdSA0I"
            or (after[0] in "NnE" and "V" not in after)
            or (touching in "BbF" and after[0] in ".,IUtC")
        ):
            return "A"
        if touching in "NnEVvLlp":
            return "R"
        return first
    if first == "I":
        return "I" if after[0] in "DdNnEA0$pqG?" else found[1]
    return first


def _participle(found: str, i: int, touching: str, before: str, after: str, lower: Sequence[str]) -> str:
    """-ed: adjective before a noun, participle after have and be, past after a subject; else left open (`l`)."""
    if before in "Hh" or before in "BbFgJ":
        if before in "BbFg" and ((found[0] == "A" and after[0] != "I") or lower[i] in _FEELINGS):
            return "A"
        return "T"
    if touching in "0AI$" and lower[i] in _NEVER_BEFORE_NOUNS:
        return "T" if touching == "I" else "l"
    if touching in "DdS0AI$" or (touching in "Rr" and before in "DdS"):
        if _nominal(after) and not (touching in "0I" and after[0] == "D"):
            return "A"
        return "A" if touching in "Dd" else "l" if touching == "A" else "T"
    if before in "PW":
        return "L"
    if before == "p":
        return "T"
    if touching in "VLvlGt" and after[0] in "NnA" and "V" not in after:
        return "A"
    if touching == "C" and found[0] == "A" and after[0] in "NnA" and "V" not in after:
        return "A"
    if i and lower[i - 1] in _GET:
        return "T"
    if i == 0:
        return "A" if after[0] in "NnA" else "T"
    if found[0] == "A" and touching not in "NnE":
        return "A"
    return "l"


def _gerund(
    found: str, i: int, touching: str, before: str, after: str, has_finite: bool, candidates: list[str]
) -> str:
    noun = "N" in found or "n" in found
    if before in "BbFg" and touching not in "DdA":
        return "A" if found[0] == "A" and "N" not in found else "G"
    if touching in "DdSA" or (touching in "Rr" and before in "Dd"):
        return "A" if _nominal(after) and after[0] != "v" else "N"
    if touching == "I":
        if noun and after[0] not in "DdpPEq0$A?":
            return "N"
        return "G"
    if touching in "NE" and noun and after[0] not in "DdpqEA$U?":
        return "N"
    if touching in "NnE" and noun and found[0] == "N" and after[0] not in "Ddpq":
        return "N"
    if noun and found[0] == "N" and after[0] not in "DdpPqE":
        return "N"
    if noun and after in ("M", "B", "H", "v", "L", "?s"):
        return "N"
    if touching in "VvLlT" and "A" in found and after[0] in "nN":
        return "A"
    if found[0] == "A" and _nominal(after):
        return "A"
    return "G"


def _noun_or_verb(
    found: str,
    strong: bool,
    i: int,
    out: list[str],
    touching: str,
    before: str,
    has_finite: bool,
    needs: bool,
    after: str,
    candidates: list[str],
    lower: Sequence[str],
) -> str:
    ended = "v" in found  # an -s form
    verb = "v" if ended else "V"
    noun = "n" if "n" in found else "N" if "N" in found else ""
    adjective = "A" if "A" in found else ""
    both = "l" in found  # cut, put, set
    if "T" in found and before in "HBbFgJ":
        return "T"
    if both and before in "HBbFgJ":
        return "T"
    if before == "t":
        return "V" if not ended else noun
    if before in "MO" and not ended:
        return "V"
    if touching in "DdSA0$" or touching == "I" or (touching in "Rr" and before in "Dd"):
        if adjective and _nominal(after):
            return "A"
        if touching == "0" and not noun:
            return verb
        if touching == "A" and not noun:
            return adjective or verb
        return noun or adjective or verb
    if strong and found[0] == verb and not both and before not in "BbFgNE" and touching not in "$%VvLlT":
        return verb
    if before in "BbFg":
        return adjective or noun or ("T" if both else verb)
    if before == "P":
        return verb if not both else "L" if lower[_last(out, "P")] in ("he", "she") else "l"
    if before == "W":
        return verb if not both else "l"
    if before == "q":
        return (verb if ended else "l" if both else noun or verb) if not has_finite else noun or verb
    if before == "p" and not ended:
        return "V" if not noun or not strong or found[0] == "V" else noun
    if touching in "VvLl" and i and lower[i - 1] in _HELP and not ended:
        return "V" if _starts_object(after) else noun or "V"
    if not noun:
        if adjective and not ended:
            if touching in "NnE" and _starts_object(after):
                return verb
            return adjective if _nominal(after) or found[0] == "A" or touching in "VvLlTGR" else verb
        if both and touching in "NE":
            return "l"
        return verb
    if adjective and found[0] == "A" and _nominal(after) and touching not in "NnE":
        return adjective
    if before in "NnE":
        wishes = lower[i] in (_WISH if before == "n" else _WISHES) and not has_finite
        if wishes and (_starts_object(after) or lower[i + 1 : i + 2] in _MANY):
            return verb  # "our armies | need thousands more", "Lithuania | plans between 5 and 6 percent"
        if touching in "Yy" and ended and after[0] not in "nNE" and not _finite_ahead(i + 1, candidates):
            return verb  # "the plan approved on Monday | calls for"
        if has_finite:
            if not ended and before == "n" and not _LETS.isdisjoint(lower[max(0, i - 5) : i]):
                return "V"  # "let the talks | resume"
            return noun
        if touching in "Rr" and (ended or both or before == "n"):
            return "l" if both else verb
        if needs and not ended and _starts_object(after) and not _finite_ahead(i + 1, candidates):
            return "V"
        if needs and (ended or before == "n") and after[0] in ',.;"IRrt?C' and not _finite_ahead(i + 1, candidates):
            return verb
        if before == "E" and ended and touching == "E" and not _finite_ahead(i + 1, candidates):
            if after[0] in "AnNEGU?tDdPpq0$RrlV" or (found[0] == verb and after[0] in ".,IC"):
                return verb
            return noun
        if before == "E" and ended and after[0] in "DdPpq":
            return verb  # "Lee wants the time halved"
        if ended or both:
            if ended and before == "n":
                return noun
            likely = (
                _starts_object(after)
                or after[0] in "?U"
                or (found[0] == verb and after[0] in "IRrNn")
                or after[0] in "tRr"
            )
            if likely and not _finite_ahead(i + 1, candidates):
                return "l" if both else verb
            if both and not strong and not _finite_ahead(i + 1, candidates) and after[0] in "I0$":
                return "l"
            return noun
        if before == "n" or "C" in out[-4:]:
            likely = _starts_object(after) or after[0] in "?UtIRr" or (found[0] == verb and after[0] in "nANl")
            adjective_follows = after[0] == "l" and _nominal(candidates[i + 2])  # "need | armoured | trucks"
            if likely and (adjective_follows or not _finite_ahead(i + 1, candidates)):
                return "V"
        return noun
    if before == "C":
        parallel = _before_conjunction(out)
        if parallel in "VvLlTG" and _starts_object(after) and found[0] != "N":
            return verb
        if parallel == "V" and found[0] == "V":
            return "V"
        if parallel in "NnEA":
            return noun
        return (
            verb
            if (_starts_object(after) and found[0] == verb) or (ended and not strong and after[0] in "Dd?")
            else noun
        )
    if before in '."(;-':
        if i == 0 and not ended:
            return "V" if _starts_object(after) and found[0] == "V" and after[0] != "E" else noun
        return noun if not (ended and _starts_object(after)) else verb
    if before == ",":
        if ended and not has_finite and (_starts_object(after) or after[0] in "?I"):
            return verb
        return verb if ended and _starts_object(after) else noun
    if touching == "r" and before in "VvLlTG":
        return noun  # "drawing up | levies"
    if strong and touching in "Rr":
        return found[0]
    return noun


_WISH = frozenset({"need", "want", "plan", "demand", "seek", "expect"})
_WISHES = frozenset({"needs", "wants", "plans", "demands", "seeks", "hopes", "expects"})
_MANY = [
    [word] for word in ("thousands", "hundreds", "dozens", "millions", "billions", "more", "between", "at", "up")
]


def _starts_object(after: str) -> bool:
    return after[0] in "DdpPq0$" or after in ("?her", "E")


def _last(out: list[str], code: str) -> int:
    for j in range(len(out) - 1, -1, -1):
        if out[j] == code:
            return j
    return -1


def _before_conjunction(out: list[str]) -> str:
    """The verb or noun that a conjunction at the end of `out` ties to what follows."""
    verb = ""
    for j in range(len(out) - 2, max(-1, len(out) - _FAR), -1):
        if out[j] in "VvLlTG":
            verb = out[j]
            break
        if out[j] in ".;MUW":
            break
    touching = out[-2] if len(out) > 1 else "."
    if touching in "NnEA" and not verb:
        return touching
    return verb or touching


def _clause_opens(i: int, candidates: list[str]) -> str:
    """before, after, since, until, as: with a clause behind (U) or a noun phrase (I)."""
    if candidates[i + 1] == "P":
        return "U"
    if candidates[i + 1][0] in "Gl":
        return "I"
    seen = False
    for j in range(i + 1, min(i + _FAR, len(candidates))):
        c = candidates[j]
        if c[0] in ",.;W" or c == "?that" or (seen and c == "P"):
            return "I"
        if c in ("M", "B", "H", "O", "L") or (seen and c in ("v", "l")) or (seen and c[0] == "l"):
            return "U"
        if c[0] == "v" and seen and len(c) > 1 and candidates[j + 1][0] in "DdtpI":
            return "U"
        seen = seen or c[0] in "NnEPq" or "N" in c or "n" in c
    return "I"


def _special(
    found: str, i: int, out: list[str], before: str, says: bool, candidates: list[str], lower: Sequence[str]
) -> str:
    after = candidates[i + 1]
    touching = out[-1] if out else "."
    if found == "?about":
        return "R" if after[0] in "0$" else "I" if after[0] in "DdNnEA0$pqGl?" else "R"
    if found == "?least":
        if touching == "I" and lower[i - 1] == "at":
            out[-1] = "R"
            return "R"
        return "A" if touching in "DdS" else "R"
    if found == "?as" or found == "?than":
        if touching in "RA" and (after[0] in "0$" or lower[i + 1 : i + 2] in (["a"], ["half"])):
            if found == "?than" and lower[i - 1] in _MORE:
                out[-1] = "R"
                return "R"  # "more than 40"
            if lower[i - 1] in ("many", "much", "few", "little") and lower[i - 2] == "as":
                out[-2] = out[-1] = "R"
                return "R"  # "as many as 40"
        return _clause_opens(i, candidates)
    if found == "?per":
        return "N" if lower[i + 1 : i + 2] == ["cent"] else "I"
    if found == "?there":
        return "q" if after[0] in "BMHO?" or after in ("vn", "V", "v") else "R"
    if found == "?s":
        if touching in "PqW" or (touching in "Rr" and lower[i - 1] in ("there", "here", "how")):
            return "H" if after == "F" or lower[i + 1 : i + 2] in (["got"], ["had"], ["become"]) else "B"
        if touching == "U":
            return "B"
        if after in ("D", "X", "?that") and touching != "I":
            return "B"
        return "S"
    if found == "?her":
        return "d" if after[0] in "NnA0lT" or (after[0] in "GVv" and len(after) > 1) or after == "E" else "p"
    if found == "?to":
        if lower[i - 1] in ("according", "prior", "thanks", "owing") if i else False:
            return "I"
        if touching == "r" and lower[i - 1] == "up" and after[0] in "0$":
            out[-1] = "R"
            return "R"  # "up to 40"
        nxt = after if after[0] not in "RrX" else candidates[i + 2]
        if (nxt[0] in "bHO" and "B" not in nxt) or nxt in ("V", "H"):
            return "t"
        if "V" in nxt and not (nxt[0] == "N" and nxt[-1] == "!") and nxt[0] != "?":
            return "t"
        return "I"
    # that
    if after == "?s" or after in _CLOSES:
        return "q" if touching not in "NnE" or after != "?s" else "W"
    finite = after[0] in "MBHOvL" and (len(after) == 1 or after[0] == "v")
    if (
        touching in "VvLlGTAB"
        or (touching in "Rr" and before in "VvLlGTBA")
        or (touching in '",' and before in "lLvVG")
    ):
        if finite:
            return "W" if touching == "A" else "q"
        if after[0] == "N" and candidates[i + 2][0] in 'I.,C"':
            return "D"  # "heard | that song in"
        if after[0] == "N" and before not in "AB" and i and lexicon().lemma(lower[i - 1]) not in _SPEECH:
            return "D"
        return "U"
    if touching in "Yy":
        return "W" if finite else "U"
    if touching in "NnEqp0" or (touching == "," and before != "C"):
        if (
            finite
            or after[0] in "lXRr"
            or (after[0] == "V" and (touching == "n" or "N" not in after or "l" in after))
        ):
            return "W"
        if (says and not finite) or lower[i - 1] in _CONTENT_NOUNS:
            return "U"
        if after[0] in "PDdEnpA0q?":
            return "W" if touching in "NnEq" else "U"
        if after[0] == "N" and lower[i + 1] in _TIMES:
            return "D"
        return "W" if after[0] == "l" else "U"
    if finite:
        return "q"
    if touching in "IDUt":
        return "D" if after[0] in "NnA" else "q"
    if after[0] in "PDdEnUI?":
        return "U"
    if (
        touching == "C"
        and any(code in FINITE or code == "l" for code in out[-_FAR:])
        and _finite_ahead(i + 2, candidates)
    ):
        return "U"
    return "D" if _nominal(after) else "q"
