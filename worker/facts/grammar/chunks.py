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
    (?:[Dd]"?+){0,2} (?: R{0,3}[A0$%] (?: (?<=A)[,C](?=R?A) )? "?+ ){0,8}
    (?: [NnE%]Z?+ | 0(?![0nN%$A]) | [Yy](?=[NnA]) | A(?=[NnE]) | (?<=[NnE])"(?=[Nn]) )++
"""
_TIME = r"[Yy]0?+(?:,0(?![0NnAE%$]))?+ | 0Y0?+"
_CHUNK = re.compile(
    rf"""
      (?=[MOHBVvLltJgGTFb]) (?: {_VERB} | {_INFINITIVE} | {_ING} | [TFb] )
    | (?=[0Yy]) (?:{_TIME})
    | (?=[DdRA0$%NnEYy]) (?: (?:{_UNIT}) (?: S"?+(?:{_UNIT}) ){{0,6}} S?+ | [Dd](?:R?A)? )
    | [Ppq]
    """,
    re.VERBOSE,
)
_KINDS = dict.fromkeys("MOHBVvLl", "verb") | dict.fromkeys("JgG", "ing") | dict.fromkeys("TFb", "participle")
_KINDS |= dict.fromkeys("DdRA0$%NnEPpq", "phrase") | {"Y": "time", "y": "time", "t": "infinitive"}
"""What a chunk is, by the class of its first token; "9 June" and "June summit" apart."""
_HANGS_ON = frozenset(
    [
        "of",
        "in",
        "for",
        "to",
        "on",
        "at",
        "from",
        "between",
        "against",
        "with",
        "within",
        "over",
        "into",
        "about",
        "among",
    ]
)
"""Prepositions that tie a noun phrase to the one before it; a shallow parse does so always."""


Chunk = tuple[str, int, int]
"""Tokens [first, end) of a kind: `phrase`, `time`, `verb`, `infinitive`, `ing`, `participle`, or the class of a token
that is in none of these. Adverbs, adjectives by themselves and the stops of abbreviations are in no chunk."""


def chunks(codes: str) -> list[Chunk]:
    """In: the classes of a sentence's tokens. Out: its chunks in order."""
    out: list[Chunk] = []
    at = 0
    for match in _CHUNK.finditer(codes):
        first, end = match.span()
        while at < first:
            code = codes[at]
            if code not in "RrXAZ":
                out.append((code, at, at + 1))
            at += 1
        kind = _KINDS[codes[first]]
        if kind == "time" and codes[end - 1] in "NnES":
            kind = "phrase"
        elif codes[first] == "0" and end > first + 1 and codes[first + 1] == "Y" and codes[end - 1] in "0Y":
            kind = "time"
        out.append((kind, first, end))
        at = end
    out.extend((codes[j], j, j + 1) for j in range(at, len(codes)) if codes[j] not in "RrXAZ")
    return out


def phrases(found: Sequence[Chunk], codes: str, lower: Sequence[str]) -> list[Phrase]:
    """The noun phrases among the chunks, in order: how far each reaches, and with what it is coordinated."""
    out: list[Phrase] = []
    spots = [at for at, chunk in enumerate(found) if chunk[0] == "phrase" or chunk[0] == "time"]
    number = len(spots)
    whole = right = 0  # of the phrase to the right: where it ends with all that hangs on it, and its place
    for at in reversed(spots):
        kind, first, end = found[at]
        head = end - 1
        while codes[head] in 'SZ"' and head > first:
            head -= 1
        reach, joined = end, -1
        if right == at + 2:
            code, between, _ = found[at + 1]
            if code == "I":
                if lower[between] in _HANGS_ON:
                    reach = whole
            elif code == "C" and found[right][0] == kind and _joins(found, at):
                joined = number
        number -= 1
        out.append(Phrase(first, end, head, reach, joined))
        whole, right = reach, at
    out.reverse()
    return out


def _joins(found: Sequence[Chunk], at: int) -> bool:
    """Whether "and" ties two phrases and no clauses: "spoke to A and B", "A and B spoke"; "saw A, and B spoke"."""
    return at + 3 >= len(found) or found[at + 3][0] != "verb" or at == 0 or len(found[at - 1][0]) == 1
