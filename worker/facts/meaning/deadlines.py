"""By when: the dates that a sentence sets, as printed and as the last day that keeps them.

"by 2035" is kept until 2035-12-31, "by June" until the last day of the next June, "within three years" that long
after publication; a start ("from April") is its first day. Where the text names no date ("by the next election"), the
words stand without one. The conventions are those of the labelled corpus.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): number for number, name in enumerate(calendar.day_name)}
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "a": 1, "an": 1, "couple of": 2,
}  # fmt: skip
# Last day of a season on the northern half of the earth, where most of what is read is printed.
_SEASONS = {"spring": (5, 31), "summer": (8, 31), "autumn": (11, 30), "fall": (11, 30), "winter": (2, 28)}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}

_MONTH = (
    r"(?:(?:january|february|march|april|may|june|july|august|september|october|november|december)\b|"
    r"(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_YEAR = r"(?:19|20|21)\d\d(?!\d)(?!,\d)"
_COUNT = r"(?:\d{1,3}|an?|couple of|" + "|".join(word for word in _NUMBERS if len(word) > 2) + ")"
_UNIT = r"(?:hour|day|week|fortnight|month|quarter|year|decade)s?"
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\ of)?\ {_MONTH}|{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?(?![\d,.]\d))"
    rf"(?:,?\ {_YEAR})?"
)
_WEEKDAY = "(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)"
_EVENTS = (
    "election|elections|general election|vote|summit|monsoon|season|season's end|winter|harvest|budget|term|"
    "parliament|"
    "session|tournament|world cup|games|olympics|olympic games|deadline|school year|academic year|rainy season|"
    "meeting|conference|talks|review|polls|midterms|referendum"
)
# What a date can be behind "by", "before", "until", "from", "in".
_WHEN = rf"""
    (?: (?P<day>{_DAY})
    | (?:the\ )?(?P<end>(?:very\ )?end|close|beginning|start|middle)\ of\ (?:the\ )?
        (?: (?P<end_fiscal>fiscal|financial)\ (?:year\ )?(?P<end_fiscal_year>{_YEAR})
          | (?P<end_month>{_MONTH})(?:\ (?P<end_month_year>{_YEAR}))?
          | (?P<end_what>this|next|current|following|coming)[ ]
            (?P<end_unit>year|month|week|quarter|decade|century|{_MONTH}|spring|summer|autumn|winter)
          | (?P<end_bare>year|month|week|decade|century|summer|spring|autumn|winter)
          | (?P<end_half>first|second|third|fourth)\ (?P<end_half_unit>half|quarter)
            (?:\ of\ (?P<end_half_year>{_YEAR}))?
          | (?P<end_year>{_YEAR})s? )
    | (?P<year_end>(?:the\ )?year-?'?s?[\ -]end)
    | (?P<month>{_MONTH})(?:\ (?P<month_year>{_YEAR}))?(?![\ -]\d)
    | (?:the\ )?(?P<half>first|second|third|fourth|final|last)\ (?P<half_unit>half|quarter)
        (?:\ of\ (?:(?P<half_year>{_YEAR})|(?P<half_what>this|next)\ year))?
    | q(?P<q>[1-4])\ (?:of\ )?(?P<q_year>{_YEAR})
    | (?:the\ )?(?P<fiscal>(?:fiscal|financial)(?:\ year)?|fy)[\ ]?
        (?P<fiscal_year>{_YEAR})(?:[-/](?P<fiscal_to>\d\d(?:\d\d)?))?
    | (?:the\ )?(?P<span>{_YEAR})[-/](?P<span_to>\d\d)(?!\d)(?:\ (?:financial|fiscal)\ year)?
    | (?P<part>early|mid|late|end)[-\ ](?P<part_year>{_YEAR})
    | (?P<season>spring|summer|autumn|fall|winter)\ (?:of\ )?(?P<season_year>{_YEAR})
    | (?:the\ )?(?P<decade>(?:19|20|21)\d0)s
    | (?P<year>{_YEAR})(?!-)
    | (?P<what>this|next|the\ coming|the\ following)[ ]
        (?P<what_unit>year|month|week|weekend|decade|spring|summer|autumn|fall|winter|{_MONTH}|{_WEEKDAY})
    | (?P<weekday>{_WEEKDAY})
    | (?P<tomorrow>tomorrow|tonight|today)
    | (?P<feast>christmas|easter|new\ year|ramadan)
    | (?P<event>(?:the|its|their|this|next|the\ next|the\ upcoming|the\ coming|(?:next|this)\ year's|next\ month's)[ ]
        (?:[a-z]{{3,12}}\ )?(?:{_EVENTS})\b)
    )
"""
_LASTS = rf"""
    (?: (?:the\ )?(?P<next>next|coming|following)\ (?:(?P<next_count>{_COUNT})[\ -])?(?P<next_unit>{_UNIT})
    | (?P<count>{_COUNT})[\ -](?P<unit>{_UNIT})(?:'s?\ time)? )
"""
_RANGE = rf"(?:from|between)\ (?P<from>{_YEAR})\ (?:to|and|until|through)\ (?P<to>{_YEAR})"
_DEADLINE = re.compile(
    rf"""
    (?<![a-z0-9-])
    (?: (?P<range>{_RANGE})
    | (?P<lead>no[t]?\ later\ than|by\ around|by|before|until|till|through|from|starting\ (?:in|from)|starting|
        beginning\ in|beginning|as\ of|as\ from|effective|in|for|ahead\ of)[ ]
        (?:about\ |around\ |at\ least\ |at\ the\ latest\ )?
        {_WHEN}
    | (?P<lasting>within|over|in|during|for)\ (?:about\ |around\ |just\ |at\ most\ )?{_LASTS}
    | (?P<alone>(?:this|next)\ (?:year|month|week|quarter|spring|summer|autumn|winter)|
        later\ this\ (?:year|month|week)) )
    (?![a-z0-9])
    """,
    re.VERBOSE,
)
_STARTS = frozenset(
    {"from", "starting in", "starting from", "starting", "beginning in", "beginning", "as of", "as from", "effective"}
)
_HARD = frozenset(
    {"by", "by around", "before", "until", "till", "through", "no later than", "not later than", "within", "ahead of"}
)
_NEXT = 245
"""Days ahead within which a month without a year is the coming one: eight months; else the one that has been."""
_QUICK = re.compile(
    r"\b(?:by|before|until|till|from|within|over|in|next|this|later|through|starting|beginning|of|for|during|between|effective)\b"
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time that a sentence sets: [start, end) of the text, and its last day, or None where none is named.

    hard: it binds by its own words ("by", "within"); else it only says when ("in 2027", "next year", "from April").
    """

    start: int
    end: int
    day: date | None
    hard: bool


def find_deadlines(text: str, start: int, end: int, published: date | None) -> list[Deadline]:
    """The times set in text[start:end], in order. In: text in small letters; the day it was published, or None.

    What lies before the day of publication is history and no deadline.
    """
    if not _QUICK.search(text, start, end):
        return []
    found = []
    for match in _DEADLINE.finditer(text, start, end):
        deadline = _deadline(text, match, published)
        if deadline is not None:
            found.append(deadline)
    return found


def _deadline(text: str, match: re.Match[str], published: date | None) -> Deadline | None:
    lead = match["lead"] or match["lasting"] or ""
    if match["range"]:
        day: date | None = date(int(match["to"]), 12, 31)
    elif match["lasting"]:
        if lead in ("for", "in", "during") and not match["next"] and "time" not in match[0]:
            return None  # "for three years", "in two days": how long it took
        day = _after(match, published)
        if lead == "over" and not match["next"]:
            day = None  # "over two years": no date is named
    elif match["alone"]:
        day = _alone(match["alone"], published)
    else:
        first = lead in _STARTS
        known, day = _when(match, published, first=first)
        if not known:
            return None
        if lead == "before" and day is not None and not match["feast"]:
            day = _first_of(match, day) - timedelta(days=1)
        if lead in ("in", "for", "ahead of") and (match["event"] or day is None):
            return None
        if text.startswith((" last year", " of last year"), match.end()):
            return None
        if text.startswith("'s", match.end()) or text.startswith("\u2019s", match.end()):
            return None  # "ahead of next Tuesday's vote": an event
        if lead in ("in", "for") and match["month"] and not match["month_year"] and _long_ahead(day, published):
            return None  # "asked for 2 billion in February", read in May: the month that is past
    if day is not None and published is not None and day < published:
        return None
    hard = lead in _HARD or (lead == "over" and match["next"] is not None)
    return Deadline(match.start(), match.end(), day, hard)


def _long_ahead(day: date | None, published: date | None) -> bool:
    return day is not None and published is not None and (day - published).days > _NEXT


def _alone(printed: str, published: date | None) -> date | None:
    """The last day of "this year", "next month", "later this year"."""
    what, _, unit = printed.removeprefix("later ").partition(" ")
    return None if published is None else _relative(what, unit, published)


def _after(match: re.Match[str], published: date | None) -> date | None:
    """The day that lies a printed time after publication."""
    if published is None:
        return None
    counted = match["next_count"] or match["count"] or "a"
    number = int(counted) if counted.isdecimal() else _NUMBERS.get(counted, 1)
    unit = (match["next_unit"] or match["unit"]).rstrip("s")
    if unit in ("hour", "day", "week", "fortnight"):
        days = {"hour": number / 24, "day": number, "week": 7 * number, "fortnight": 14 * number}[unit]
        return published + timedelta(days=round(days))
    return _months_on(published, number * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1])) if year <= 9999 else day


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _month_of(name: str) -> int:
    return _MONTHS[name.rstrip(".")]


def _upcoming(month: int, published: date, *, year: int | None = None) -> date:
    """The last day of a month: of the year named, or of the next time it comes."""
    if year is None:
        year = published.year + (month < published.month)
    return _last(year, month)


def _when(match: re.Match[str], published: date | None, *, first: bool) -> tuple[bool, date | None]:
    """Whether a date was understood, and its last day (its first, where it is a start)."""
    group = {name: value for name, value in match.groupdict().items() if value is not None}
    if "year" in group or "end_year" in group or "decade" in group or "part" in group:
        return True, _of_year(group, first=first)
    if "span" in group:
        return True, date(int(group["span"][:2] + group["span_to"]), 3, 31)
    if "fiscal" in group or "end_fiscal_year" in group:
        return True, _of_fiscal(group)
    if "season" in group:
        month, day = _SEASONS[group["season"]]
        return True, date(int(group["season_year"]) + (group["season"] == "winter"), month, day)
    if "q" in group:
        return True, _last(int(group["q_year"]), int(group["q"]) * 3)
    if "event" in group:
        return True, None
    if published is None:
        fixed = group.get("month_year") or group.get("end_month_year")
        name = group.get("month") or group.get("end_month")
        if fixed and name:
            return True, _last(int(fixed), _month_of(name))
        return True, _day_of(group["day"], None) if "day" in group else None
    return _counted_from(group, published, first=first)


def _of_year(group: dict[str, str], *, first: bool) -> date:
    if "decade" in group:
        return date(int(group["decade"]) + 9, 12, 31)
    if "part" in group:
        month = {"early": 3, "mid": 6, "late": 12, "end": 12}[group["part"]]
        return _last(int(group["part_year"]), month)
    year = int(group.get("year") or group["end_year"])
    at = group.get("end")
    if first or at in ("beginning", "start"):
        return date(year, 1, 1)
    return date(year, 6, 30) if at == "middle" else date(year, 12, 31)


def _of_fiscal(group: dict[str, str]) -> date:
    """A fiscal year ends on 31 March of the year after the one it is named for, as in Japan, India and Britain."""
    to = group.get("fiscal_to")
    if to:
        return date(int(group["fiscal_year"][: 4 - len(to)] + to), 3, 31)
    return date(int(group.get("fiscal_year") or group["end_fiscal_year"]) + 1, 3, 31)


def _counted_from(group: dict[str, str], published: date, *, first: bool) -> tuple[bool, date | None]:
    """Dates that mean something only on the day they are printed."""
    day: date | None = None
    if "day" in group:
        day = _day_of(group["day"], published)
    elif "month" in group or "end_month" in group:
        name = group.get("month") or group["end_month"]
        year = group.get("month_year") or group.get("end_month_year")
        day = _upcoming(_month_of(name), published, year=int(year) if year else None)
        if first or group.get("end") in ("beginning", "start"):
            day = day.replace(day=1)
    elif "half" in group or "end_half" in group:
        day = _of_part(group, published)
    elif "year_end" in group or "end_bare" in group:
        day = _relative("this", group.get("end_bare", "year"), published)
    elif "end_what" in group:
        what = "next" if group["end_what"] in ("next", "following", "coming") else "this"
        day = _relative(what, group["end_unit"], published)
    elif "what" in group:
        what = "next" if group["what"].split()[-1] in ("next", "coming", "following") else "this"
        day = _relative(what, group["what_unit"], published)
        if first and group["what_unit"] == "year":
            day = date(published.year + (what == "next"), 1, 1)
    elif "weekday" in group:
        day = published + timedelta(days=(_WEEKDAYS[group["weekday"]] - published.weekday()) % 7)
    elif "tomorrow" in group:
        day = published + timedelta(days=group["tomorrow"] == "tomorrow")
    elif "feast" in group:
        day = _feast(group["feast"], published)
        return True, day
    return day is not None, day


def _of_part(group: dict[str, str], published: date) -> date:
    """The last day of a half or a quarter of a year."""
    which = group.get("half") or group["end_half"]
    unit = group.get("half_unit") or group["end_half_unit"]
    named = group.get("half_year") or group.get("end_half_year")
    year = int(named) if named else published.year + (group.get("half_what") == "next")
    month = (6 if which == "first" else 12) if unit == "half" else _QUARTERS[which] * 3
    day = _last(year, month)
    return day if named or day >= published else _last(year + 1, month)


def _relative(what: str, unit: str, published: date) -> date | None:
    """The last day of "this year", "next month", "next summer", "next Friday"."""
    on = what == "next"
    if unit == "year":
        return date(published.year + on, 12, 31)
    if unit in ("month", "quarter"):
        if unit == "month":
            later = _months_on(published.replace(day=1), int(on))
            return _last(later.year, later.month)
        month = (published.month - 1) // 3 * 3 + 3
        later = _months_on(date(published.year, month, 1), 3 * on)
        return _last(later.year, later.month)
    if unit == "week":
        return published + timedelta(days=6 - published.weekday() + 7 * on)
    if unit == "weekend":
        return published + timedelta(days=6 - published.weekday() + 7 * on)
    if unit == "decade":
        return date(published.year // 10 * 10 + 9 + 10 * on + 1, 12, 31)
    if unit == "century":
        return date(published.year // 100 * 100 + 100, 12, 31)
    if unit in _SEASONS:
        month, day = _SEASONS[unit]
        year = published.year
        if date(year, month, day) < published or (on and published.month >= month - 2):
            year += 1
        return date(year, month, day)
    if unit in _WEEKDAYS:
        return published + timedelta(days=(_WEEKDAYS[unit] - published.weekday()) % 7 or 7)
    if unit.rstrip(".") in _MONTHS:
        return _upcoming(_month_of(unit), published)
    return None


def _day_of(printed: str, published: date | None) -> date | None:
    """The day of "30 June 2026", "June 30" or "June 30, 2026"; the next such day where no year stands."""
    words = printed.replace(",", " ").replace(" of ", " ").split()
    year = next((int(word) for word in words if len(word) == 4 and word.isdecimal()), None)
    month = next(_month_of(word) for word in words if word.rstrip(".") in _MONTHS)
    number = next(int(re.sub(r"\D", "", word)) for word in words if word[0].isdecimal() and word != str(year))
    if year is None:
        if published is None:
            return None
        year = published.year
        if (month, number) < (published.month, published.day):
            year += 1
    return date(year, month, number) if 1 <= number <= calendar.monthrange(year, month)[1] else None


def _first_of(match: re.Match[str], last: date) -> date:
    """The first day of what ends on `last`: of the year, the month, or the day itself."""
    if match["year"] or match["end_year"]:
        return last.replace(month=1, day=1)
    if match["month"]:
        return last.replace(day=1)
    return last


def _feast(name: str, published: date) -> date | None:
    if name == "ramadan":
        return None
    if name == "new year":
        return date(published.year, 12, 31)
    for year in (published.year, published.year + 1):
        day = date(year, 12, 25) if name == "christmas" else _easter(year)
        if day >= published:
            return day
    return None


def _easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, Astronomical Algorithms)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    length = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * length) // 451
    month, day = divmod(h + length - 7 * m + 114, 31)
    return date(year, month, day + 1)
