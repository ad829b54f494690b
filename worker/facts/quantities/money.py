"""Money: which currency a sign, a code or a unit word means, by what stands beside it and what the text is about."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from worker.facts.document import Document
from worker.facts.quantities.numerals import Number
from worker.text.wordlists import listed

_MAJOR = listed("usd eur gbp jpy cny inr aud cad chf nzd hkd sgd rmb")
# Codes that are words or abbreviations of something else as well, and signs of one or two letters: only where the
# text names the currency's country or unit.
_WORDLIKE = listed("ALL TOP CUP COP TRY MAD PEN SOS BAM GEL MOP BOB LAK AMD SAR NAD BSD SCR CRC STN BND")
_STRONG = listed(
    "Rs Rs. Re. RM Rp Rp. Tk Tk. KSh Ksh KShs Kshs Sh Shs Shs. USh UShs TSh Tsh TShs SFr Sfr SFr. Dh Dhs Dhs. "
    "NIS Php "
    "PhP RMB CFA FCFA BTC NRs GHC S/ S/. Frw FRw NKr SKr DKr"
)
# Unit words that mean something else as well: money only behind a scale word, or where the text names the country.
_WEAK = listed(
    "won real reals sol som soms sum sums lev lek leu lei mark marks bob crown crowns ore colon dong kip para ban "
    "dram pula fils sen florin florins pul punt punts leone buck bucks rand real tala lari att kina bani lira lev "
    "mark sterling zig fen sols p luma mongo diram cedi"
) - {"lira", "cedi", "rand", "kina"}
_LOCAL_DOLLARS = ("AUD", "CAD", "NZD")
"""Whose newspapers print their own dollar as a bare "$"; wires elsewhere in the world mean the American one."""

_WORD = re.compile(r"[ -](?:'?s )?(U\.S\.|[DE]-marks?|[A-Za-z]{1,16})(?![^\W_])")
_SIGN_BEFORE = re.compile(r"(?<![^\W\d_])([A-Za-z.]{0,4})( ?)([$€£¥₹₦₩₺₽₴₱฿₫₪₵¢ȼ৳₸₾₼₡₲₭₿]|រ|៛|֏)\Z")
_LETTERS_BEFORE = re.compile(r"(?<![^\W\d_])((?:[A-Z]?[a-z]{2,3}|[A-Za-z]{1,6})(?:\.|/\.?)?|元|ரூ)\Z")
_SIGN_AFTER = re.compile(r" ?([€$£¥₹₦₩₺₽₴₱฿₫₪₵৳₸₾₼₡₲₭₿元]|zl|Kc|Ft|kr)(?![^\W_])(?!\d)")
_CODE_AFTER = re.compile(r"[ -]?(M?)([A-Za-z]{3})(?![^\W_])")
_SCALE_AFTER = re.compile(r" (thousand|million|billion|trillion)(?![^\W_])")
_MARKED_DOLLAR = re.compile(r"(?<![A-Za-z.])[A-Za-z.]{1,4}\$")
_LINES = frozenset({" 720", " 480", "1080", "1440", "2160"})
"""Lines of a screen, which are printed like pence: 1080p."""
_SPACED_DOLLARS = frozenset({"US", "U.S.", "U.S", "C", "HK", "NZ", "NT", "AU", "CA", "SG"})


@dataclass(frozen=True, slots=True)
class Currency:
    """One line of the data file. words, minor: what one unit and a hundredth of it are called."""

    code: str
    words: tuple[str, ...]
    signs: tuple[str, ...]
    minor: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(slots=True)
class Table:
    """The currencies by what is printed; of several with one word or sign, the usual one first."""

    by_code: dict[str, Currency] = field(default_factory=dict)
    by_word: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_minor: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_sign: dict[str, tuple[str, ...]] = field(default_factory=dict)
    places: dict[str, set[str]] = field(default_factory=dict)


@cache
def table() -> Table:
    """The data file, read once."""
    found = Table()
    lines = files("worker.facts").joinpath("data/currencies.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#") or not line.strip():
            continue
        parts = [tuple(word.replace("_", " ") for word in part.split()) for part in line.split(";")]
        parts += [()] * (5 - len(parts))
        currency = Currency(parts[0][0], parts[1], parts[2], parts[3], parts[4])
        code = currency.code
        found.by_code[code] = currency
        found.places[code] = {place.lower() for place in currency.places}
        for names, index in ((currency.words, found.by_word), (currency.minor, found.by_minor)):
            for name in names:
                index[name.lower()] = (*index.get(name.lower(), ()), code)
        for sign in currency.signs:
            found.by_sign[sign] = (*found.by_sign.get(sign, ()), code)
    return found


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency printed at [start, end). part: 0.01 where hundredths are printed. more: a scale printed behind it.

    bare: nothing at the place itself says whose dollar, franc or crown it is.
    """

    start: int
    end: int
    codes: tuple[str, ...]
    part: float = 1.0
    more: float = 1.0
    bare: bool = False


class Context:
    """What a text says about countries, worked out when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = document.plain
        self._places: dict[tuple[str, ...], list[tuple[int, str]]] = {}
        self._named: dict[str, bool] = {}
        self._dollar: str | None = None
        self._marked: list[str] | None = None

    def names(self, code: str) -> bool:
        """Whether the text names the currency's country or its unit."""
        known = self._named.get(code)
        if known is None:
            currency = table().by_code[code]
            words = [*currency.places, *(w for w in currency.words if w not in _WEAK), *currency.signs[:1]]
            title = self._document.title
            known = any(
                (len(word) > 1 or not word.isalpha()) and (word in self._text or word in title) for word in words
            )
            self._named[code] = known
        return known

    def choose(self, unit: Unit, at: int) -> str:
        """The code that is meant: that of the nearest country before it in its sentence, else of the whole text."""
        codes = unit.codes
        if len(codes) == 1:
            return codes[0]
        if "USD" in codes:
            return self._whose_dollar()
        places = self._found(codes)
        if not places:
            return codes[0]
        sentence = self._document.sentence_at(at)
        start, end = (sentence.start, sentence.end) if sentence else (0, len(self._text))
        before = [code for place, code in places if start <= place < at]
        if before:
            return before[-1]
        behind = [code for place, code in places if at <= place < end]
        if behind and not any(mark in self._text[at:end] for mark in ";"):
            return behind[0]
        return Counter(code for _, code in places).most_common(1)[0][0]

    def _found(self, codes: tuple[str, ...]) -> list[tuple[int, str]]:
        found = self._places.get(codes)
        if found is None:
            pattern, owner = _places_of(codes)
            found = [(match.start(), owner[match[1]]) for match in pattern.finditer(self._text)]
            self._places[codes] = found
        return found

    def _whose_dollar(self) -> str:
        if self._dollar is None:
            self._dollar = self._decide_dollar()
        return self._dollar

    def _decide_dollar(self) -> str:
        text = self._text
        ours = ("USD", *_LOCAL_DOLLARS)
        marked = [code for code in _LOCAL_DOLLARS if any(s in text for s in table().by_code[code].signs)]
        if marked or "US$" in text:
            return "USD"  # a text that marks some dollars means the American one where it marks none
        counts = Counter(code for _, code in self._found(ours))
        if (here := _dateline(text)) is not None and not counts["USD"]:
            return here
        code, most = max(((c, counts[c]) for c in _LOCAL_DOLLARS), key=lambda pair: pair[1])
        return code if most >= 2 and most > 2 * counts["USD"] else "USD"

    def marked_dollar(self) -> str | None:
        """The one dollar that the text marks by its country ("C$"), where it marks one only."""
        if self._marked is None:
            signs = table().by_sign
            self._marked = sorted({signs[m[0]][0] for m in _MARKED_DOLLAR.finditer(self._text) if m[0] in signs})
        return self._marked[0] if len(self._marked) == 1 else None


_DATELINE = re.compile(
    r"\s*([A-Z][A-Z .'-]{2,30})(?:, [A-Z][\w. ]{1,30})?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})? ?(?: - |: )"
)


def _dateline(text: str) -> str | None:
    """Whose dollar a paper prints as a bare "$" that writes at home: SINGAPORE - . A wire names itself."""
    found = _DATELINE.match(text)
    if found is None:
        return None
    place = found[1].title()
    return next((code for code in (*_LOCAL_DOLLARS, "SGD") if place.lower() in table().places[code]), None)


@cache
def _places_of(codes: tuple[str, ...]) -> tuple["re.Pattern[str]", dict[str, str]]:
    owner: dict[str, str] = {}
    for code in codes:
        for place in table().by_code[code].places:
            owner.setdefault(place, code)
    names = sorted(owner, key=len, reverse=True)
    return re.compile(rf"(?<![^\W_])({'|'.join(map(re.escape, names))})s?(?![^\W_])"), owner


def before(text: str, at: int, context: Context, *, weighty: bool) -> Unit | None:
    """The currency printed before a number that begins at `at`.

    weighty: the number has a scale, thousands or three digits, so that a letter before it is more likely money.
    """
    window = text[max(0, at - 8) : at]
    if not window:
        return None
    spaced = window[-1] == " "
    bare = window[:-1] if spaced else window
    if bare[-1:].islower():
        word = bare.rpartition(" ")[2]
        if word.islower() and word not in _MAJOR and word != "dollar":
            return None
    if found := _SIGN_BEFORE.search(bare):
        letters, gap, sign = found[1], found[2], found[3]
        whole = letters.upper() + sign if letters.upper() + sign in table().by_sign else letters + sign
        if letters and gap and letters.upper() not in _SPACED_DOLLARS:
            letters, whole = "", sign
        if whole not in table().by_sign:
            letters, whole = "", sign
        codes = table().by_sign.get(whole)
        if codes is None:
            return None
        if sign == "¥" and not letters:
            codes = ("CNY",) if context.names("CNY") and not context.names("JPY") else ("JPY",)
        if sign == "$" and not letters:
            codes = table().by_word["dollar"]
        start = at - len(window) + (found.start(1) if letters else found.start(3))
        return Unit(start, at, codes if not letters else _likely(codes, context), bare=not letters)
    found = _LETTERS_BEFORE.search(bare)
    if found is None:
        return None
    letters, start = found[1], at - len(window) + found.start(1)
    return _by_letters(letters, start, at, context, spaced=spaced, weighty=weighty)


def _by_letters(letters: str, start: int, at: int, context: Context, *, spaced: bool, weighty: bool) -> Unit | None:
    known = table()
    more = 1.0
    code = letters.upper()
    if len(letters) == 4 and letters[0] == "M" and letters[1:] in known.by_code:
        code, more = letters[1:], 1e6
    if code in known.by_code and (letters.isupper() or letters in _MAJOR):
        if code in _WORDLIKE and not (weighty and context.names(code)):
            return None
        return Unit(start, at, (code,), more=more)
    if letters in {"dollar", "rmb"}:
        return Unit(start, at, ("USD",) if letters == "dollar" else ("CNY",), bare=True)
    codes = known.by_sign.get(letters)
    if codes is None:
        return None
    if letters in _STRONG:
        return Unit(start, at, codes if len(codes) == 1 else _likely(codes, context))
    codes = tuple(code for code in codes if context.names(code))
    if not codes or (spaced and len(letters) == 1) or (len(letters) == 1 and not weighty):
        return None
    return Unit(start, at, codes[:1])


def _likely(codes: tuple[str, ...], context: Context) -> tuple[str, ...]:
    named = tuple(code for code in codes if context.names(code))
    return (named or codes)[:1]


def after(text: str, end: int, context: Context, *, scaled: bool, vague: bool) -> Unit | None:
    """The currency printed behind a number that ends at `end`.

    scaled: it has a scale word. vague: it names no number, so that "of" stands between ("millions of euros").
    """
    opener = text[end : end + 2].lstrip(" ")[:1]
    if not opener or opener in ".,;:)":
        return None
    sign = None if opener.isalpha() and opener not in "zKFk" and opener.isascii() else _SIGN_AFTER.match(text, end)
    if sign and not (sign[0][0] != " " and text[sign.end() : sign.end() + 2].strip()[:1].isdigit()):
        codes = table().by_sign.get(sign[1]) or _SUFFIXES.get(sign[1])
        if codes:
            return Unit(end, sign.end(), codes, bare=True)
    if text.startswith("p", end) and not text[end + 1 : end + 2].isalnum() and text[end - 4 : end] not in _LINES:
        return Unit(end, end + 1, ("GBP",), part=0.01)
    code = _CODE_AFTER.match(text, end)
    if code and (code[2] in table().by_code or code[2] in _MAJOR):
        name = "CNY" if code[2].lower() == "rmb" else code[2].upper()
        if name not in _WORDLIKE:
            scale = _SCALE_AFTER.match(text, code.end())
            more = 1e6 if code[1] else _MORE[scale[1]] if scale else 1.0
            return Unit(end, scale.end() if scale else code.end(), (name,), more=more)
    if code and code[2] in {"RMB", "BTC"}:
        return Unit(end, code.end(), table().by_sign[code[2]])
    position = end
    if vague and text.startswith(" of", end):
        position = end + 3
    return _by_words(text, end, position, context, scaled=scaled or vague)


_MORE = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SUFFIXES = {"zl": ("PLN",), "Kc": ("CZK",), "Ft": ("HUF",), "kr": ("SEK", "NOK", "DKK")}


def _by_words(text: str, end: int, position: int, context: Context, *, scaled: bool) -> Unit | None:
    known = table()
    adjectives: list[str] = []
    for _ in range(4):
        word = _WORD.match(text, position)
        if word is None:
            return None
        lower = word[1].lower()
        minor = False
        codes = known.by_word.get(lower)
        if codes is None and (codes := known.by_minor.get(lower)) is not None:
            minor = True
        if codes is not None:
            return _meant(word, lower, codes, adjectives, end, context, scaled=scaled, minor=minor)
        adjectives.append(lower)
        position = word.end()
    return None


_PER = re.compile(r" (?:per|to the|to a) (?:U\.S\. |US )?(?:dollar|greenback|euro|pound)(?![^\W_])")
_NAMED = re.compile(r"(?<![^\W_])(rupees?|yen|yuan|renminbi|lira|peso|rand|rou?ble|won|"
                    r"naira|real|franc|krona|zloty|rupiah|ringgit|baht)(?![^\W_])")  # fmt: skip


def exchange_rate(text: str, number: Number, start: int, stop: int) -> tuple[str, int] | None:
    """Code and end of what a dollar or a euro costs: the yen of "the yen was at 108.55 per dollar". None elsewhere.

    In: a number that no unit follows, and the sentence [start, stop) around it, which names the currency.
    """
    if not text.startswith((" per ", " to "), number.end) or number.value is None:
        return None
    found = _PER.match(text, number.end)
    if found is None:
        return None
    named = [*_NAMED.finditer(text, start, number.start)] or [*_NAMED.finditer(text, found.end(), stop)]
    if not named:
        return None
    return table().by_word[named[-1][1]][0], found.end()


_EXTRA = listed("more extra additional new taxpayer old")


def _meant(
    word: "re.Match[str]",
    lower: str,
    codes: tuple[str, ...],
    adjectives: list[str],
    end: int,
    context: Context,
    *,
    scaled: bool,
    minor: bool,
) -> Unit | None:
    places = table().places
    part = 0.01 if minor else 1.0
    if adjectives:
        for width in range(len(adjectives), 0, -1):
            said = " ".join(adjectives[-width:]).removesuffix("'s")
            named = tuple(code for code in codes if said in places[code])
            if named and len(adjectives) - width <= 1:
                return Unit(end, word.end(), named[:1], part=part)
        if not all(adjective in _EXTRA for adjective in adjectives):
            return None
    if lower in _WEAK and not scaled and not any(context.names(code) for code in codes):
        return None
    return Unit(end, word.end(), codes, part=part, bare=True)
