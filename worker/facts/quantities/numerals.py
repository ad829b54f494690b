"""Numbers as print writes them: 35,000, 1.2bn, 2½, twelve thousand, two and a half billion, three quarters."""

import re
from dataclasses import dataclass

from worker.text.wordlists import listed

_TO_NINETEEN = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = {word: value for value, word in enumerate(_TO_NINETEEN.split(" "))} | {
    word: value * 10 for value, word in enumerate(_TENS.split(" "), start=2)
}
"""Number words below a hundred."""
SCALES = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "quadrillion": 1e15,
    "lakh": 1e5,
    "lakhs": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "millions": 1e6,
    "billions": 1e9,
    "trillions": 1e12,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "bln": 1e9,
    "tn": 1e12,
    "trn": 1e12,
    "cr": 1e7,
}
_ABBREVIATED = frozenset({"mn", "mln", "bn", "bln", "tn", "trn", "cr"})
# Letters glued to the digits: 1.2bn, £20k. One letter may also be a unit of length; whoever asks has to decide.
_GLUED = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12, "tr": 1e12} | {word: SCALES[word] for word in _ABBREVIATED}
VAGUE = listed("tens decades dozens scores hundreds thousands millions billions trillions lakhs crores")
"""Words for a number that is not named."""
PARTS = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "third": 1 / 3,
    "thirds": 1 / 3,
    "quarter": 1 / 4,
    "quarters": 1 / 4,
    "fourth": 1 / 4,
    "fourths": 1 / 4,
    "fifth": 1 / 5,
    "fifths": 1 / 5,
    "sixth": 1 / 6,
    "sixths": 1 / 6,
    "seventh": 1 / 7,
    "sevenths": 1 / 7,
    "eighth": 1 / 8,
    "eighths": 1 / 8,
    "ninth": 1 / 9,
    "ninths": 1 / 9,
    "tenth": 1 / 10,
    "tenths": 1 / 10,
    "twelfth": 1 / 12,
    "twentieth": 1 / 20,
    "hundredth": 1 / 100,
    "hundredths": 1 / 100,
}
_SIGNS = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 1 / 5, "⅖": 2 / 5, "⅗": 3 / 5, "⅘": 4 / 5}
_SIGNS |= {"⅛": 1 / 8, "⅜": 3 / 8, "⅝": 5 / 8, "⅞": 7 / 8, "⅙": 1 / 6, "⅚": 5 / 6, "⅒": 1 / 10}
FRACTION_SIGNS = frozenset(_SIGNS)

# In groups of three with spaces as well: 12 000; but 400 737s are aircraft.
_DIGITS = re.compile(
    r"(?:(?P<grouped>\d{1,3}(?:,\d{2,3}){1,6}(?!\d)|"
    r"\d{1,3}(?: (?!7[0-8]7 ?-?[A-Za-z])\d{3}){1,4}(?![\d,]))|"
    r"(?P<plain>\d{1,15}+))?+"
    r"(?P<decimals>\.\d{1,9}+(?!\.?\d))?+"
)
_FRACTION = re.compile(r"([ -]?)(\d{1,2}) ?/ ?(\d{1,2})(?![\d/])|[ -]?([½¼¾⅓⅔⅕⅖⅗⅘⅛⅜⅝⅞⅙⅚⅒])")
_GLUE = re.compile(r"(mln|trn|bln|mn|bn|tn|tr|cr|[kmbt])(?![^\W_])", re.IGNORECASE)
_SPACED = re.compile(r"([ -]?)([A-Za-z]{2,11})(?![^\W_])\.?(?<!\w\.)")
_WORD = re.compile(r"[A-Za-z]{1,12}(?![^\W_])")
_AND_A_PART = re.compile(
    r"[ -]and[ -](?:an?|one)[ -](half|third|quarter|fifth|eighth|tenth)(?![^\W_])", re.IGNORECASE
)
_AND_PARTS = re.compile(r"[ -]and[ -](two|three)[ -](thirds|quarters)(?![^\W_])", re.IGNORECASE)
_OF_A = re.compile(
    r"[ -](?:of )?(?:an? |one )?(hundred|thousand|million|billion|trillion|dozen)(?![^\W_])", re.IGNORECASE
)
_QUARTER = re.compile(
    r"[ -](?:of )?(?:an? |one )?(?:hundred|thousand|million|billion|trillion|dozen|(?:percentage[ -])?point)",
    re.IGNORECASE,
)
_BELOW = re.compile(r" ?/ ?(\d{1,2})(?![\d/])")
_DOZEN = re.compile(r" dozen(?![^\W_])")
_A_FEW = re.compile(r" (?:of )?(?:dozen|hundred|thousand|million|billion|trillion|lakh|crore)(?![^\W_])")


@dataclass(slots=True)
class Number:
    """A number at [start, end). value: None where none is named. scale: what a scale word multiplied by, else 1.

    digits: printed in digits. part: a fraction of something that is still to come ("two thirds", "half").
    glued: the scale is a letter at the digits ("20m", which may be metres). article: opened by "a". few: "several" or
    "a few", which say less than "dozens".
    """

    start: int
    end: int
    value: float | None
    scale: float = 1.0
    digits: bool = False
    part: bool = False
    glued: str = ""
    article: bool = False
    few: bool = False


def tidy(value: float) -> float:
    """The value without the noise of binary arithmetic: 14.3 million is 14300000.0."""
    return float(f"{value:.12g}")


def weighty(text: str, number: Number) -> bool:
    """Whether a number is large or has a scale, so that a letter before it is more likely money."""
    return number.scale > 1 or "," in text[number.start : number.end] or (number.value or 0) >= 100


def number_at(text: str, at: int) -> Number | None:
    """The number that begins at an offset, or None. In: text as `worker.text.normalise.plain` gives it."""
    char = text[at]
    if char.isdigit() or (char == "." and at + 1 < len(text) and text[at + 1].isdigit()):
        return _in_digits(text, at)
    if char in FRACTION_SIGNS:
        return _scaled(text, Number(at, at + 1, _SIGNS[char], part=True, digits=True))
    return _in_words(text, at)


def _in_digits(text: str, at: int) -> Number | None:
    found = _DIGITS.match(text, at)
    if found is None or found.end() == at:
        return None
    whole = (found["grouped"] or found["plain"] or "0").replace(",", "").replace(" ", "")
    number = Number(at, found.end(), float(whole + (found["decimals"] or "")), digits=True)
    if fraction := _FRACTION.match(text, number.end):
        sign = fraction[4]
        if sign:
            number.value = (number.value or 0.0) + _SIGNS[sign]
            number.end = fraction.end()
        elif fraction[1] and 0 < int(fraction[2]) < int(fraction[3]):  # 7 3/4
            number.value = (number.value or 0.0) + int(fraction[2]) / int(fraction[3])
            number.end = fraction.end()
    if number.end == found.end() and found["decimals"] is None and text.startswith(("/", " / "), number.end):
        below = _BELOW.match(text, number.end)
        if below and number.value is not None and 0 < number.value < int(below[1]) <= 20:
            return _scaled(text, Number(at, below.end(), number.value / int(below[1]), digits=True, part=True))
    if glued := _GLUE.match(text, number.end):
        letter = glued[1].lower()
        if not (
            letter in {"k", "m", "b", "t"} and text.startswith("-", glued.end()) and text[at : glued.end()].isdigit()
        ):
            number.scale = _GLUED[letter]
            number.value = (number.value or 0.0) * number.scale
            number.end = glued.end()
            number.glued = glued[1]
    return _scaled(text, number)


def _scaled(text: str, number: Number) -> Number:
    """Takes up the scale words that follow: million, thousand crore, and a half million."""
    value = number.value
    if value is None:
        return number
    if number.part:
        of = _OF_A.match(text, number.end)
        if of:
            scale = 12.0 if of[1].lower() == "dozen" else SCALES[of[1].lower()]
            number.value = value * scale
            number.scale, number.part, number.end = scale, False, of.end()
        return number
    if mixed := _AND_A_PART.match(text, number.end):
        value += PARTS[mixed[1].lower()]
        number.end = mixed.end()
    for _ in range(2):
        spaced = _SPACED.match(text, number.end)
        if spaced is None or (by := SCALES.get(spaced[2].lower())) is None:
            break
        if spaced[2].lower() == "hundred" and value >= 100:
            break
        value *= by
        number.scale *= by
        number.end = spaced.end(2)
    if number.scale >= 1e5 and (more := _AND_A_PART.match(text, number.end)):  # a million and a half
        value += number.scale * PARTS[more[1].lower()]
        number.end = more.end()
    if spaced := _DOZEN.match(text, number.end):
        value *= 12
        number.end = spaced.end()
    number.value = tidy(value)
    return number


def _in_words(text: str, at: int) -> Number | None:
    first = _WORD.match(text, at)
    if first is None:
        return None
    word = first[0].lower()
    if word in {"a", "an"}:
        return _with_article(text, first)
    if word in VAGUE:
        return _vague(text, first)
    if word == "half" or (word == "quarter" and _QUARTER.match(text, first.end())):
        return _scaled(text, Number(at, first.end(), PARTS[word], part=True))
    if word in {"several", "many"}:
        scale = _A_FEW.match(text, first.end())
        if scale is None and word == "several":
            return Number(at, first.end(), None, few=True)
        return Number(at, scale.end(), None) if scale else None
    if word == "dozen":
        return Number(at, first.end(), 12.0)
    if word in SMALL:
        return _spelled(text, at)
    if word in SCALES and word not in _ABBREVIATED and text.startswith("-", first.end()):  # a trillion-won fund
        return Number(at, first.end(), SCALES[word], scale=SCALES[word])
    return None


def _with_article(text: str, article: "re.Match[str]") -> Number | None:
    """a hundred and fifty, a million, a dozen, a third, a half-dozen; None where no number follows."""
    if text[article.end() : article.end() + 1] not in {" ", "-"}:
        return None
    following = _WORD.match(text, article.end() + 1)
    if following is None:
        return None
    word = following[0].lower()
    if word in {"hundred", "thousand", "million", "billion", "trillion", "lakh", "crore"}:
        number = _spelled(text, article.start(), one=following.start())
    elif word == "dozen":
        number = Number(article.start(), following.end(), 12.0)
    elif word in {"few", "couple"}:
        scale = _A_FEW.match(text, following.end())
        number = Number(article.start(), scale.end() if scale else following.end(), None, few=scale is None)
    elif word in PARTS:
        number = _scaled(text, Number(article.start(), following.end(), PARTS[word], part=True))
    else:
        number = None
    if number is not None:
        number.article = True
    return number


_VAGUE_CHAIN = re.compile(
    r" of (?:tens of |hundreds of )?(hundreds|thousands|millions|billions|trillions|lakhs|crores)(?![^\W_])",
    re.IGNORECASE,
)


def _vague(text: str, first: "re.Match[str]") -> Number | None:
    chained = _VAGUE_CHAIN.match(text, first.end())
    word = first[0].lower()
    if word == "decades" and not text.startswith((" in ", " behind "), first.end()):
        return None
    if chained is None and (word == "tens" or (word == "scores" and not text.startswith(" of ", first.end()))):
        return None
    return Number(first.start(), chained.end() if chained else first.end(), None)


def _spelled(text: str, at: int, *, one: int = -1) -> Number | None:
    """Number words from `at`; with `one`, an article stands for "one" and the words begin there."""
    total, current, seen, scale = 0.0, 0.0, False, 1.0
    position = at if one < 0 else one
    if one >= 0:
        current, seen = 1.0, True
    end = at
    last_small = -1.0
    while match := _WORD.match(text, position):
        word = match[0].lower()
        if (small := SMALL.get(word)) is not None:
            fits = not seen or last_small < 0 or (last_small >= 20 and last_small % 10 == 0 and 0 < small < 10)
            if not fits:
                break
            current += small
            last_small = float(small)
            seen = True
        elif word in SCALES and word not in _ABBREVIATED and seen:
            by = SCALES[word]
            if by == 100:
                if current >= 100:
                    break
                current *= 100
            elif current == 0:  # thousand crore
                total *= by
                scale *= by
            else:
                total += current * by
                current = 0.0
                scale = by
            last_small = -1.0
        elif word == "dozen" and seen:
            current *= 12
            end = match.end()
            break
        elif (
            word in PARTS and word != "second" and last_small == current and seen and total == 0 and 0 < current < 20
        ):
            if (current == 1) == word.endswith("s"):
                break
            return _scaled(text, Number(at, match.end(), current * PARTS[word], part=True))
        else:
            break
        end = match.end()
        step = _step(text, end, joined=last_small < 0)
        if step < 0:
            break
        position = step
    if end == at:
        return None
    number = Number(at, end, tidy(total + current), scale=scale)
    if scale > 1 or last_small >= 0:
        mixed = _AND_A_PART.match(text, end) or _AND_PARTS.match(text, end)
        if mixed:
            share = PARTS[mixed[mixed.lastindex or 1].lower()]
            share *= {"two": 2, "three": 3}.get(mixed[1].lower(), 1)
            number.value = total + current + share * (scale if current == 0 else 1)
            number.end = mixed.end()
            if current:
                return _scaled(text, number)
    return number


def _step(text: str, end: int, *, joined: bool) -> int:
    """Where the next word of the same number may begin: behind a space, a hyphen, "and" after a scale word; or -1."""
    if text[end : end + 1] not in {" ", "-"}:
        return -1
    if joined and text[end + 1 : end + 5].lower() in {"and ", "and-"}:
        following = _WORD.match(text, end + 5)
        small = SMALL.get(following[0].lower()) if following else None
        if following is None or small is None:
            return -1
        after = _WORD.match(text, following.end() + 1)
        # between one hundred and two hundred; but a thousand and two hundred
        return -1 if after and after[0].lower() in {"hundred", "thousand", "million", "billion"} else end + 5
    return end + 1
