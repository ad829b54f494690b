"""What stands behind a number: percent, points, shares of GDP."""

import re

OPENERS = frozenset("%pPbBf")
"""What percent, points and basis points begin with; "full" points as well."""

POINTS = re.compile(r"(?:[ -](?:percentage|percent|per cent)|%)[ -]points?(?![^\W_])| ?pps?(?![^\W_])", re.IGNORECASE)
BASIS = re.compile(r" ?bps?(?![^\W_])|[ -]basis[ -]points?(?![^\W_])", re.IGNORECASE)
PERCENT = re.compile(
    r" ?%(?![\w%])|[ -](?:per[ -]?cents?|pct|pc|percents?|percentage)(?![^\W_])\.?(?<!\w\.)", re.IGNORECASE
)
BARE_POINTS = re.compile(r"[ -](?:full )?points?(?![^\W_])", re.IGNORECASE)
OF_GDP = re.compile(
    r"(?:[ -]of[ -]| )(?:(?!GDP)[a-z]+(?:'s)? |[A-Z][\w.-]+(?:'s?)? ){0,4}?"
    r"(?:gross domestic product(?: \(GDP\))?|GDP|economic output|national output|domestic output)(?![^\W_])"
    r"| of (?:the )?(?:(?:country|nation|state|economy|world|[A-Z][a-z]+)'s )?(?:yearly |annual |total )?output"
    r"(?! of| from)(?![^\W_])"
)
GDP_BEFORE = re.compile(r"GDP[ -](?:ratio|share)|share of (?:GDP|output)")
POLLS = re.compile(
    r"percent|per cent|%|(?<![^\W_])(?:polls?|polling|turnout|swing|lead|leads|leading|margin|approval|rates?|"
    r"inflation|cuts?|caucus(?:es)?|primary|voters?|elections?|trail(?:s|ed|ing)?)(?![^\W_])",
    re.IGNORECASE,
)
VOTERS = re.compile(r"(?<![^\W_])(?:polls?|polling|approval|voters?|candidates?|swing)(?![^\W_])", re.IGNORECASE)
POLLED = re.compile(
    r"per ?cent|(?<![^\W_])(?:polls?|polling|voters?|votes?|elections?|caucus(?:es)?|turnout|inflation|interest "
    r"rates?)(?![^\W_])|\d%",
    re.IGNORECASE,
)
INDEXES = re.compile(
    r"(?<![^\W_])(?:index|Dow|Nasdaq|FTSE|Nikkei|S&P|Sensex|Nifty|DAX|CAC|Hang Seng|Kospi|KSE|composite|scored|season"
    r"|rebounds|assists|half-time|halftime)(?![^\W_])"
)
LEAD = re.compile(
    r" (?:[a-z]+ )?(?:lead|margin|defeat|loss|win|victory|swing|gap|drop|rise|increase|advantage|deficit|edge|"
    r"jump|fall|cut)(?![^\W_])"
)
WEIGHS = re.compile(
    r"weigh|(?<![^\W_])(?:lb|lbs|overweight|cocaine|heroin|meth|fentanyl|marijuana|body|baby|pounds of)(?![^\W_])"
)
OR_SO = re.compile(r" or so(?![^\W_])|-odd|-plus|\+")
RATIO_OF = re.compile(r" (?:on|in|to) the (?:dollar|pound|euro|rupee|rand)(?![^\W_])")
PERCENT_OF = re.compile(r"(?:per ?cents?|percents?) of (?=\d|[a-z]+(?:-[a-z]+)?\b)", re.IGNORECASE)


def gdp_near(text: str, end: int) -> bool:
    """Whether GDP itself follows soon; "a third of its output" is seldom of that."""
    return "GDP" in text[end : end + 40] or "gross domestic" in text[end : end + 60]


def points_of_voters(text: str, start: int, stop: int) -> bool:
    """Whether points in the sentence [start, stop) are those of a poll or a rate, and not of an index or a match."""
    if POLLS.search(text, max(0, start - 200), stop) is None:
        return False
    return INDEXES.search(text, start, stop) is None or VOTERS.search(text, start, stop) is not None
