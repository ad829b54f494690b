"""Numbers that say neither how much nor how many: dates, times, ages, scores, ranks, addresses, versions, names."""

import re
from collections.abc import Sequence

from worker.facts.quantities.words import kinds
from worker.text.wordlists import listed

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_ZONES = "GMT|BST|UTC|EST|EDT|PST|PDT|CET|CEST|IST|SGT|local time|o'clock|noon"
# What a number in digits is by its own form. Everything bounded, and tried once at each number.
_FORM = re.compile(
    rf"""
      \d{{1,2}}(?:[:.]\d{{2}})?[ ]?(?:a\.?m|p\.?m)(?![^\W_])\.?                 # 8am, 11.40 p.m.
    | \d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[.]\d+)?(?!\d)                           # 04:20, 2:15:07
    | \d{{1,2}}h\d{{2}}(?!\d)
    | \d{{1,2}}(?:[.:]?\d{{2}})?[ ](?:{_ZONES})(?![^\W_])                       # 1410 GMT, 10 o'clock
    | \d{{4}}[ ](?:hours|hrs)(?![^\W_])
    | \d{{1,2}}(?:-\d{{1,2}})?[ ](?:(?:{_MONTHS})(?![^\W\d_])\.?(?:,?[ ]\d{{4}})?)   # 12 May 2025, 3-5 June
    | \d{{1,6}}(?:st|nd|rd|th)(?![^\W_])                                        # 89th
    | \d{{2,4}}'?s(?![^\W_])                                                    # 1990s
    | (?:\d{{1,4}}[-/]){{2,4}}\d{{1,4}}(?![^\W_])                               # 555-0163-22, 3/12/2024, 4-3-3
    | \d{{4}}[-/]\d{{2,4}}(?![\d,%])(?!\s(?:million|billion|per|people))        # 2024-25
    | \d{{1,4}}(?:\.\d{{1,4}}){{2,4}}(?![\d,])                                  # 4.2.1
    | \d{{2,5}}[ -]\d{{3,4}}[ -]?\d{{3,4}}(?![\d,])(?![ ]?(?:%|per|people|million)) # 0161 496 0123
    | \d{{4}}-\d{{6,8}}
    | 0\d{{1,9}}(?![\d.,%])                                                     # 02
    | (?:24/7|9/11|7/7|50/50|50-50)(?!\d)
    | (?:911|999|112)[ ](?:calls?|callers?|operators?|dispatchers?)(?![^\W_])
    | 7[0-8]7x(?![^\W_])                                                       # 777x
    | \d{{1,3}}(?:-\d{{1,3}})?-?(?:[ -]to[ -]\d{{1,3}})?[ -](?:year|month|week|day)s?-olds?(?![^\W_])
    | \d{{1,3}}[ ](?:years?|months?|weeks?|days?)[ ](?:old|of[ ]age)(?![^\W_])
    | \d{{1,3}}-years?-
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCORE = re.compile(r"\d{1,3}-\d{1,3}(?:-\d{1,3})?(?![\d,.]\d|[^\W_])")

_MONTH_WORDS = listed(
    "january february march april may june july august september october november december jan jan. feb feb. "
    "mar mar. apr "
    "apr. jun jul aug aug. sep sep. sept sept. oct oct. nov nov. dec dec."
)
_AGE_WORDS = listed("aged age ages turned turning turns aging ageing")
# Words that a number after them names: in small letters too, or only where they are capitalised ("Order 9066").
_NAMED_BY = listed(
    "wi-fi wifi playstation xbox android ios usb bluetooth "
    "page pages chapter chapters section sections article articles clause paragraph verse rule figure table exhibit "
    "episode phase stage tier level grade type category room suite apartment apt apt. unit floor gate terminal "
    "platform "
    "pier dock channel route highway interstate motorway flight bus track block sector zone schedule version model "
    "proposition prop. resolution amendment ref. reference item volume vol. inning hole lap battalion brigade "
    "regiment "
    "squadron studio theatre theater barangay helpline extension hotline apollo iphone galaxy windows boeing airbus "
    "fortune nasdaq s&p ftse cac dax nikkei stoxx asx csi russell dow topix expo cop agenda seed seeded ranked rank "
    "ranking position no no. nos nos. number numbers id pin line mach lot pool row seat"
)
_NAMED_BY_CAPITALS = listed(
    "Order Series Case Law Act Court Group Text Call Plan Set Part Area Ward District Game Match Race Class Title "
    "Round Week Day "
    "Formula Hall Camp Project Vision Division Super Euro Top Final Big World War Under Question Step Measure "
    "Bill Unit "
    "Ref Op Annex Protocol Convention Decree Directive Regulation Note Pillar Line Studio Radio Season Form Size "
    "Strike Typhoon Hangar Cell Tower Reactor Lane Square Box Mile Interstate Bloc Fox Agenda Base Point"
)


def by_form(text: str, at: int) -> int:
    """The end of a number whose own form says that it is none (a date, a time, a phone number), else -1."""
    found = _FORM.match(text, at)
    return found.end() if found else -1


def score(text: str, at: int) -> int:
    """The end of what reads like a result ("3-1"), else -1; so does a range of something ("10-12 people")."""
    found = _SCORE.match(text, at)
    return found.end() if found else -1


def by_word_before(before: Sequence[str]) -> bool:
    """Whether the words before say that the number names or dates something: May 12, aged 34, No. 10, Route 66.

    In: some words before it as printed, the last one nearest.
    """
    if not before:
        return False
    word = before[-1]
    lower = word.lower()
    if lower in _NAMED_BY or word in _NAMED_BY_CAPITALS or lower in _AGE_WORDS or word[-1] in "#@":
        return True
    if lower in _MONTH_WORDS and word[0].isupper():
        return True
    if len(before) >= 2:
        second = before[-2].lower()
        if second in _AGE_WORDS and lower in {"of", "between", "from", "about", "only", "just"}:
            return True
        if len(before) >= 3 and lower in {"and", "to", "or"} and before[-2].isdigit():
            third = before[-3].lower()
            return third in _AGE_WORDS or (
                third in {"between", "from", "of"} and len(before) >= 4 and before[-4].lower() in _AGE_WORDS
            )
    return False


_HEDGES = listed("about around some nearly almost roughly than least most to over up another additional extra")
_MANY = kinds()["many"]


def year(digits: str, before: str, noun: str) -> bool:
    """Whether four digits are a year. In: as printed; the word before; the head of a plural noun behind, or ""."""
    if len(digits) != 4 or not digits.isdigit() or not 1100 <= int(digits) <= 2199:
        return False
    if int(digits) < 1800:
        return not noun and before in {"in", "since", "until", "by", "from", "of", "to"}
    return (
        not noun
        or not (noun in _MANY or before in _HEDGES)
        or before in {"in", "since", "of", "the"}
        or before.isdigit()
    )


_CUPS = re.compile(r"(?:Cup|Series|Grand Prix|Race|Games?|Championships?|Awards?|Finals)(?![^\W_])")


def named(before: Sequence[str], noun: str, printed: str) -> bool:
    """Whether a number in digits only stands in a name: "the Ashworth 400 Cup Series".

    In: the words before it; the noun phrase behind it and the number itself, as printed.
    """
    if not before or not printed.isdigit() or not before[-1][0].isupper() or not before[-1].isalpha():
        return False
    return all(word[0].isupper() for word in noun.split()) and _CUPS.search(noun) is not None


_SHARES = re.compile(
    r"(?<![^\W_])(?:shares?|stocks?|closed|closing|close|trading|traded)(?![^\W_])",
)
_GOODS = re.compile(
    r"(?<![^\W_])(?:futures|Brent|crude|oil|spot|bullion|gold|silver|copper|nickel|aluminium|aluminum|zinc|wheat|corn|"
    r"cocoa|coffee|sugar|barrel|ounce|bushel|euro|sterling|yen|dollar|pound|rupee|bitcoin)(?![^\W_])",
    re.IGNORECASE,
)
_A_SHARE = re.compile(
    r" (?:a|per|each) (?:(?:fully )?(?:diluted|basic|ordinary|common|preferred) )?share(?![^\W_])"
    r"|-a-share(?![^\W_])| in per-share(?![^\W_])"
)
_DEALS = re.compile(
    r"(?<![^\W_])(?:bids?|offer(?:s|ed|ing)?|dividends?|earnings|earned|profits?|net|loss|paid|pays?|buy|"
    r"takeover|acquire[ds]?|deal|predict(?:ed|s)?|forecasts?|expect(?:ed|s)?|estimate[ds]?|consensus|analysts?)"
    r"(?![^\W_])"
)


def share_price(text: str, start: int, at: int, end: int, stop: int, *, whole: bool) -> bool:
    """Whether money is the price of a share on its market; what oil, metal, grain and a currency cost is a figure.

    In: the sentence [start, stop), where the figure stands in it, and whether it is printed without hundredths.
    """
    if _A_SHARE.match(text, end):
        return _DEALS.search(text, start, stop) is None
    if whole:
        return False
    shares = max((found.start() for found in _SHARES.finditer(text, start, at)), default=-1)
    if shares < 0:
        return _SHARES.search(text, end, stop) is not None and _GOODS.search(text, start, stop) is None
    return _GOODS.search(text, start, shares) is None and _GOODS.search(text, shares, at) is None
