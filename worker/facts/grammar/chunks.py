"""A tagged sentence in chunks: noun phrases, verb groups, and the single words and signs between them."""

import re
from collections.abc import Sequence

from worker.facts.grammar.model import Phrase

# Tried in this order at each token. Every repeat is bounded or possessive, so that time is linear in the sentence.
_VERB = r"""
    M(?:[XR"]{0,3}H)?(?:[XR"]{0,3}[bF])?(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[VTGl])?
  | O(?:[XR"]{0,3}[VbH])?
  | H(?:[XR"]{0,3}F)?(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[TGlLH](?!S))?
  | B(?:[XR"]{0,3}g)?(?:[XR"]{0,3}[TGl])?
  | [VvLl]
"""
_INFINITIVE = r't[XR"]{0,3}(?:H(?:[XR]{0,3}F)?|b)?(?:[XR]{0,3}g)?(?:[XR"]{0,3}[VTGlOb])?'
_ING = r'[JgG](?:[XR]{0,3}F)?(?:[XR"]{0,3}[Tl])?'
_UNIT = r"""
    (?:[Dd]"?+){0,2} (?: R{0,2}[A0$%] (?: (?<=A)[,C](?=R?A) )? "?+ ){0,8}
    (?: [NnE%]Z?+ | 0 | [Yy](?=[NnA]) | A(?=[NnE]) )++
"""
_TIME = r"[Yy]0?+(?:,0(?![0NnAE%$]))?+ | 0Y0?+"
_CHUNK = re.compile(
    rf"""
      (?P<verb>{_VERB}) | (?P<infinitive>{_INFINITIVE}) | (?P<ing>{_ING}) | (?P<participle>[TFb])
    | (?P<time>{_TIME})
    | (?P<phrase> (?:{_UNIT}) (?: S"?+(?:{_UNIT}) ){{0,6}} S?+ | [Dd](?:R?A)? | [Ppq] )
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_HANGS_ON = frozenset(
    ["of", "in", "for", "to", "on", "at", "from", "between", "against", "with", "within", "over", "into", "about", "among"]
)
"""Prepositions that tie a noun phrase to the one before it; a shallow parse does so always."""


Chunk = tuple[str, int, int]
"""Tokens [first, end) of a kind: `phrase`, `time`, `verb`, `infinitive`, `ing`, `participle`, or `other`, one token."""


def chunks(codes: str) -> list[Chunk]:
    """In: the classes of a sentence's tokens. Out: its chunks in order; each token is in one."""
    return [(match.lastgroup or "", match.start(), match.end()) for match in _CHUNK.finditer(codes)]


def phrases(found: Sequence[Chunk], codes: str, lower: Sequence[str]) -> list[Phrase]:
    """The noun phrases among the chunks, in order: how far each reaches, and with what it is coordinated."""
    out: list[Phrase] = []
    number = sum(kind in ("phrase", "time") for kind, _, _ in found)
    whole = 0  # where the phrase to the right ends, with all that hangs on it
    a = b = c = ("", 0, 0)  # the chunks to the right, nearest first
    for at in range(len(found) - 1, -1, -1):
        chunk = kind, first, end = found[at]
        if kind == "phrase" or kind == "time":
            head = end - 1
            while head > first and codes[head] in 'SZ"':
                head -= 1
            reach, joined = end, -1
            if a[0] == "other" and (b[0] == "phrase" or b[0] == "time"):
                code = codes[a[1]]
                if code == "I":
                    if lower[a[1]] in _HANGS_ON:
                        reach = whole
                elif code == "C" and b[0] == kind:
                    # "spoke to A and B", "A and B spoke", but not: "saw A, and B spoke"
                    if c[0] != "verb" or at == 0 or found[at - 1][0] in ("other", "time"):
                        joined = number
            number -= 1
            out.append(Phrase(first, end, head, reach, joined))
            whole = reach
        a, b, c = chunk, a, b
    out.reverse()
    return out
