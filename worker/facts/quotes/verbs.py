"""The verbs that attribute speech, in all their forms, and what each takes."""

from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache
from importlib.resources import files


class Takes(IntEnum):
    """What stands behind a verb of speech; each also takes what the ones after it do."""

    CLAUSE = 0
    """a clause with or without "that", or words in marks"""
    THAT = 1
    """a clause with "that", or one that begins with a pronoun, or words in marks"""
    WORDS = 2
    """words in marks"""
    FRAGMENT = 3
    """words in marks that are a part of what it says, behind it only"""


class Shape(IntEnum):
    """The form a verb is in."""

    BASE = 0
    THIRD = 1
    PAST = 2
    PARTICIPLE = 3
    ING = 4


@dataclass(frozen=True, slots=True)
class SpeechVerb:
    """A verb of speech in one form. noun: this form is as often a noun ("claims"). particle: the word behind it that
    makes it one ("point out"), or "".
    """

    lemma: str
    takes: Takes
    shape: Shape
    noun: bool
    particle: str = ""


_CLASSES = {"say": Takes.CLAUSE, "that": Takes.THAT, "words": Takes.WORDS, "frame": Takes.FRAGMENT}
_VOWELS = "aeiou"


@cache
def speech_verbs() -> dict[str, SpeechVerb]:
    """Each form of each verb, in small letters. Where a verb is listed twice, the first line holds."""
    text = files("worker.facts").joinpath("data/speech_verbs.txt").read_text(encoding="utf-8")
    forms: dict[str, SpeechVerb] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, *entries = line.split()
        for entry in entries:
            for form, verb in _forms(entry, _CLASSES[name]):
                forms.setdefault(form, verb)
    return forms


def _forms(entry: str, takes: Takes) -> list[tuple[str, SpeechVerb]]:
    entry, _, particle = entry.partition("_")
    noun = "*" in entry
    doubled = "+" in entry
    lemma, *irregular = entry.replace("*", "").replace("+", "").split("/")
    stem = lemma + lemma[-1] if doubled else lemma
    if lemma.endswith("e") and not lemma.endswith(("ee", "oe", "ye")):
        past, ing = lemma + "d", lemma[:-1] + "ing"
    elif lemma.endswith("y") and lemma[-2] not in _VOWELS:
        past, ing = lemma[:-1] + "ied", lemma + "ing"
    else:
        past, ing = stem + ("d" if lemma.endswith("e") else "ed"), stem + "ing"
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        third = lemma[:-1] + "ies"
    elif lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        third = lemma + "es"
    else:
        third = lemma + "s"
    if irregular:
        past = irregular[0]
    made = [
        (past, SpeechVerb(lemma, takes, Shape.PAST, past == lemma and noun)),
        (lemma, SpeechVerb(lemma, takes, Shape.BASE, noun)),
        (third, SpeechVerb(lemma, takes, Shape.THIRD, noun)),
        (ing, SpeechVerb(lemma, takes, Shape.ING, noun)),
    ]
    if irregular and irregular[-1] != past:
        made.append((irregular[-1], SpeechVerb(lemma, takes, Shape.PARTICIPLE, False)))
    if particle:
        return [(form, replace(verb, particle=particle)) for form, verb in made]
    return made
