"""One pass over the tokens of a text; at each that may open a figure, a reader for its kind."""

import re
from collections.abc import Sequence

from worker.domain.reading import (
    BASIS_POINTS,
    COUNT,
    FACTOR,
    PERCENT,
    PERCENT_OF_GDP,
    PERCENTAGE_POINTS,
    Quantity,
)
from worker.facts.document import Document, Sentence
from worker.facts.quantities import bare, elliptic, fractions, measures, money, partitive, refused, signs, units
from worker.facts.quantities.approximate import approximate
from worker.facts.quantities.cents import hundredths
from worker.facts.quantities.factors import FACTOR_WORDS, factor_word, times
from worker.facts.quantities.nouns import Counted, counted
from worker.facts.quantities.numerals import FRACTION_SIGNS, Number, number_at, tidy, weighty
from worker.facts.quantities.openers import AFTER_ARTICLE, ARTICLES, OPENERS, behind_dash
from worker.facts.quantities.ranges import upper_end

_GLUED_RUN = re.compile(r"[^\W_]+(?:[-.,/&'][^\W_]+){0,30}")
_GLUED_MONEY = re.compile(r"([A-Za-z]{1,5})(?=\d)")

_DOLLARS_TURNED = frozenset({"US", "A", "C", "NZ", "HK", "S"})
_WORDS_BACK = 48
_FAR = 400


def find_quantities(document: Document, *, prices: bool = False) -> list[Quantity]:
    """The figures of a text that say how much or how many, in order; dates, times, ages, scores, names are none.

    prices: also what a share costs on its market, which an analyst leaves to the ticker.
    """
    return Finder(document, prices=prices).run()


class Finder:
    """The state of one pass: the text, what it is about, and the figures so far."""

    def __init__(self, document: Document, *, prices: bool) -> None:
        self.document = document
        self.prices = prices
        self.text = document.plain
        self.context = money.Context(document)
        self.found: list[Quantity] = []
        self.sentence: Sentence | None = None
        self.before: Sequence[str] = ()
        self._polled: bool | None = None

    def run(self) -> list[Quantity]:
        """Every figure of the document."""
        done = 0
        for sentence in self.document.sentences:
            self.sentence = sentence
            for place, word in enumerate(sentence.lower):
                first = word[0]
                if first.isdigit() or first in FRACTION_SIGNS:
                    opens = True
                elif first == "." or not first.isalpha():
                    continue
                elif word in OPENERS:
                    opens = word not in ARTICLES or (
                        place + 1 < len(sentence.lower) and sentence.lower[place + 1] in AFTER_ARTICLE
                    )
                elif word in FACTOR_WORDS:
                    opens = True
                elif "-of-" in word and (child := bare.CHILDREN.match(word)):
                    if (at := sentence.starts[place] + child.start(1)) >= done:
                        done = max(done, self._children(at))
                    continue
                elif "-" in word:
                    opens = word.partition("-")[0] in OPENERS or word.rpartition("-")[2] == "fold"
                    if (
                        not opens
                        and (behind := behind_dash(self.document.text, sentence.starts[place], word)) >= done
                    ):
                        done = max(done, self._at(behind, word[behind - sentence.starts[place] :]))
                else:
                    opens = not word.isalpha() and word[-1] not in "'." and any(map(str.isdigit, word))
                if opens and sentence.starts[place] >= done:
                    done = max(done, self._at(sentence.starts[place], word))
        return self.found

    def _children(self, at: int) -> int:
        """The 10 of "mother-of-10"."""
        number = number_at(self.text, at)
        if number is None or number.value is None or number.value < 2:
            return at + 1
        self.before = ()
        return self._add(number, None, number.end, COUNT, noun="children")

    def _at(self, at: int, word: str) -> int:
        """Reads what opens at an offset; gives the offset from which to go on."""
        text = self.text
        self.before = text[max(0, at - _WORDS_BACK) : at].split()
        first = text[at]
        if word in FACTOR_WORDS:
            return self._factor_word(at, word)
        if word in {"percent", "percents", "per"}:
            return self._percent_of(at)
        if first.isalpha() and any(char.isdigit() for char in word):
            return self._glued(at)
        if first.isdigit():
            if at and (
                text[at - 1] in "%=&_"
                or (
                    text[at - 1] in "-/.:'"
                    and at > 1
                    and text[at - 2].isalnum()
                    and self.document.text[at - 1] != "\N{EM DASH}"
                )
            ):
                return _run_end(text, at)
            end = refused.by_form(text, at)
            if end > 0:
                return end
        number = number_at(text, at)
        if number is None:
            return at + 1
        return self._number(number)

    def _glued(self, at: int) -> int:
        """Letters with digits behind them: EUR1.2bn and R212 are money, F-35 and A320neo are names."""
        letters = _GLUED_MONEY.match(self.text, at)
        if (
            letters is not None and at and self.text[at - 1] == "$" and letters[1] in _DOLLARS_TURNED
        ):  # $US2.5 million
            number = number_at(self.text, letters.end())
            if number is not None:
                codes = money.table().by_sign[letters[1] + "$"]
                return self._money(number, money.Unit(at - 1, number.start, codes))
        if letters is not None:
            number = number_at(self.text, letters.end())
            if number is not None:
                unit = money.before(self.text, number.start, self.context, weighty=weighty(self.text, number))
                after = self.text[number.end : number.end + 1]
                if unit is not None and unit.start == at and not after.isalnum():
                    return self._money(number, unit)
        return _run_end(self.text, at)

    def _number(self, number: Number) -> int:
        text = self.text
        before = self.before
        if number.digits and number.start and not number.part:
            unit = money.before(text, number.start, self.context, weighty=weighty(text, number))
            if unit is not None and (not self.found or unit.start >= self.found[-1].end):
                return self._money(number, unit)
        if number.part:
            return self._part(number)
        if refused.by_word_before(before) and not units.PERCENT.match(text, number.end):
            return _run_end(text, number.end - 1) if number.digits else number.end
        if (end := self._share(number)) > 0:
            return end
        second = upper_end(text, number, before)
        return self._measured(number, second)

    def _measured(self, number: Number, second: Number | None) -> int:
        """A number without a money sign: what unit stands behind it, or what it counts."""
        text = self.text
        last = second or number
        end = last.end
        if text[end : end + 2].lstrip(" -")[:1] not in units.OPENERS:
            pass
        elif match := units.POINTS.match(text, end):
            self._signed(number)
            return self._add(number, second, match.end(), PERCENTAGE_POINTS)
        elif match := units.BASIS.match(text, end):
            return self._add(number, second, match.end(), BASIS_POINTS)
        elif match := units.PERCENT.match(text, end):
            return self._percent(number, second, match.end())
        elif number.few:
            pass
        elif match := units.BARE_POINTS.match(text, end):
            return self._points(number, second, match.end())
        if number.few:
            return self._several(number)
        if (penal := measures.decades(text, number)) > 0:
            return self._add(number, None, penal, COUNT, noun="decades")
        if rate := money.exchange_rate(text, number, *self._around(number)):
            return self._add(number, None, rate[1], rate[0])
        scaled = last.scale >= 1e3
        unit = money.after(text, end, self.context, scaled=scaled, vague=last.value is None)
        if unit is not None and not self._weight(last, unit):
            return self._money_behind(number, second, unit)
        if (hit := times(text, end)) is not None and last.value is not None:
            unit_name, stop = hit
            if number.value == 1 and second is None:
                return end
            return self._add(number, second, stop, unit_name)
        if last.digits and text[end : end + 1].isalpha():  # 2A8, 4B, 38C
            return _run_end(text, end)
        if last.glued and len(last.glued) == 1 and last.glued in "mbtMBTkK" and not self._glued_scale(last):
            return end
        if second is None and (shared := self._from(number)) > 0:
            return shared
        return self._counted(number, second)

    def _several(self, number: Number) -> int:
        """ "Several people died": a few are a figure where they come to harm."""
        noun = counted(self.text, number.end)
        if noun is not None and bare.few_count(self.text, noun):
            return self._add(number, None, noun.end, COUNT, noun=self.text[noun.start : noun.end])
        return number.end

    def _from(self, number: Number) -> int:
        """The 10 of "from 10 to 12 percent" and of "10 and 12 percent", which has its unit from the second number."""
        text = self.text
        if (stop := elliptic.shared_unit(text, number)) > 0 and number.digits:
            if units.POINTS.match(text, stop):
                return self._add(number, None, number.end, PERCENTAGE_POINTS)
            if units.PERCENT.match(text, stop):
                return self._add(number, None, number.end, PERCENT)
        if not self.before or self.before[-1].lower() != "from" or not text.startswith(" to ", number.end):
            return -1
        at = number.end + 4
        if at >= len(text) or not text[at].isalnum() or number.value is None:
            return -1
        second = number_at(text, at)
        if second is None or second.value is None:
            return -1
        if match := units.PERCENT.match(text, second.end):
            unit = PERCENT_OF_GDP if self._gdp(second.end, match.end()) > 0 else PERCENT
            return self._add(number, None, number.end, unit)
        return -1

    def _glued_scale(self, number: Number) -> bool:
        """Whether a letter at the digits is a scale, and not metres: 1.2m people, 20k jobs; but a 5m wave."""
        noun = counted(self.text, number.end)
        return (number.glued in {"k", "K"} and (number.value or 0) >= 1e4) or (
            noun is not None and noun.kind == "thing"
        )

    def _weight(self, number: Number, unit: "money.Unit") -> bool:
        """Whether pounds are a weight: no scale, and neither the sign nor the country is in the text."""
        if "GBP" not in unit.codes or unit.part != 1.0 or len(unit.codes) == 1:
            return False
        if number.scale >= 1e6:
            return False
        start, stop = self._around(number)
        if units.WEIGHS.search(self.text, start, stop):
            return True
        return not ("£" in self.text or self.context.names("GBP")) or self.text.startswith(" of ", unit.end)

    # units ----------------------------------------------------------------------------------------------------

    def _signed(self, number: Number) -> None:
        """Takes up a minus before a share or points: -11 points, minus 0.3 percent."""
        if number.value is not None and signs.negative(self.text, number, self.before):
            number.value = -number.value

    def _percent(self, number: Number, second: Number | None, end: int) -> int:
        self._signed(number)
        stop = self._gdp(number.start, end)
        if stop > 0:
            return self._add(number, second, stop, PERCENT_OF_GDP)
        return self._add(number, second, end, PERCENT)

    def _gdp(self, start: int, end: int) -> int:
        """The end of "of GDP" behind a percentage, the percentage's own end where GDP stands before it, or -1."""
        if match := units.OF_GDP.match(self.text, end):
            return match.end()
        if self.sentence and units.GDP_BEFORE.search(self.text, max(self.sentence.start, start - 40), start):
            return end
        return -1

    def _percent_of(self, at: int) -> int:
        """ "per cent of 210": the words turned round."""
        found = units.PERCENT_OF.match(self.text, at)
        if found is None or (self.found and self.found[-1].end > at):
            return at + 1
        number = number_at(self.text, found.end())
        after = self.text[number.end : number.end + 1] if number else ""
        if number is None or number.value is None or number.part or after not in {"", ".", ","}:
            return at + 1
        number.start = at
        return self._add(number, None, number.end, PERCENT)

    def _points(self, number: Number, second: Number | None, end: int) -> int:
        """Points without "percentage": of a poll or a rate; those of an index or a match are none."""
        at_one = number.value == 1 and self.before and self.before[-1].lower() == "at"
        if number.value is None or number.value > 60 or at_one:
            return end
        hyphened = self.text[number.end] == "-"
        if hyphened and number.value >= 1 and not (units.LEAD.match(self.text, end) and self._polls()):
            return end
        if not units.points_of_voters(self.text, *self._around(number)):
            return end
        self._signed(number)
        return self._add(number, second, end, PERCENTAGE_POINTS)

    def _polls(self) -> bool:
        """Whether the text tells of polls, votes or rates, so that points may be of them, and not of a table."""
        if self._polled is None:
            self._polled = units.POLLED.search(self.text) is not None
        return self._polled

    # money ----------------------------------------------------------------------------------------------------

    def _money(self, number: Number, unit: "money.Unit") -> int:
        """Money with its sign or code before it."""
        text = self.text
        self.before = text[max(0, unit.start - _WORDS_BACK) : unit.start].split()
        second = upper_end(text, number, self.before, unit)
        end = (second or number).end
        if number.glued.lower() in {"t", "b"} and number.value is not None and number.scale == 1:
            return end
        behind = money.after(text, end, self.context, scaled=True, vague=False)
        codes = unit.codes
        if behind is not None and (set(behind.codes) & set(codes) or behind.codes == codes):
            end = behind.end
            if not behind.bare:
                codes = behind.codes
        code = codes[0] if not unit.bare else self.context.choose(unit, unit.start)
        if number.value is not None and unit.more != 1.0:
            number.value = tidy(number.value * unit.more)
        number.start = unit.start
        end = hundredths(text, number, end, self.context)
        return self._add_money(number, second, end, code, sign=True)

    def _money_behind(self, number: Number, second: Number | None, unit: "money.Unit") -> int:
        """Money with its unit word or code behind it."""
        text = self.text
        if unit.part != 1.0 and (ratio := units.RATIO_OF.match(text, unit.end)):
            return self._add(number, second, ratio.end(), PERCENT)
        code = unit.codes[0]
        if len(unit.codes) > 1:
            marked = self.context.marked_dollar() if "USD" in unit.codes else None
            code = marked or self.context.choose(unit, number.start)
        for part in (number, second):
            if part is not None and part.value is not None:
                part.value = tidy(part.value * unit.part * unit.more)
        end = hundredths(text, number, unit.end, self.context) if unit.part == 1.0 else unit.end
        return self._add_money(number, second, end, code, sign=False)

    def _add_money(self, number: Number, second: Number | None, end: int, code: str, *, sign: bool) -> int:
        start, stop = self._around(number)
        value = number.value
        whole = (
            value is None or number.scale > 1 or (value == int(value) and "." not in self.text[number.start : end])
        )
        small = number.scale == 1 and value is not None
        if small and not self.prices and refused.share_price(self.text, start, number.start, end, stop, whole=whole):
            return end
        return self._add(number, second, end, code)

    # the rest -------------------------------------------------------------------------------------------------

    def _factor_word(self, at: int, word: str) -> int:
        hit = factor_word(self.text, at, word, [w.lower() for w in self.before])
        if hit is None:
            return at + len(word)
        value, end = hit
        return self._add(Number(at, end, value), None, end, FACTOR)

    def _part(self, number: Number) -> int:
        hit = fractions.meant(self.text, number, [w.lower() for w in self.before])
        if hit is None:
            return number.end
        value, unit, end = hit
        number.value = value
        if unit == PERCENT and units.gdp_near(self.text, end) and (stop := self._gdp(number.start, end)) > 0:
            unit, end = PERCENT_OF_GDP, stop
        return self._add(number, None, end, unit)

    def _share(self, number: Number) -> int:
        """ "one in eight", "three out of ten", "28 of 32 allies"; -1 where it is nothing of the kind."""
        hit = fractions.share(self.text, number)
        if hit is None:
            return -1
        value, unit, end = hit
        if unit == COUNT:
            if not self._may_count(number, None):
                return end
            return self._add(number, None, end, COUNT, noun=self.text[number.end : end].strip())
        number.value = value
        return self._add(number, None, end, unit)

    def _counted(self, number: Number, second: Number | None) -> int:
        text = self.text
        last = second or number
        position = last.end
        if last.value is None and text.startswith(" of ", position):
            position += 3
        elif hedge := units.OR_SO.match(text, position):
            position = hedge.end()
        elif second is None and text.startswith(" of ", position) and (some := partitive.some_of(text, number)):
            return self._add(number, None, some[0], COUNT, noun=some[1])
        elif text.startswith("-strong ", position):
            position += len("-strong")
        noun = counted(text, position)
        if noun is None and text.startswith("-strong", last.end):
            return self._add(number, second, last.end + len("-strong"), COUNT)
        if last.digits and (noun is None or second is not None) and second is None:
            end = refused.score(text, number.start)
            if end > last.end:
                return self._result(number, end)
        printed = text[number.start : number.end]
        word = self.before[-1] if self.before else ""
        if number.digits and refused.year(printed, word, noun.head if noun else ""):
            return number.end  # "251 in 2012 to 348" is no range of years
        if noun is None or noun.kind == "singular":
            return self._bare(number, second, noun)
        if noun.kind != "thing":
            return self._measure(number, second, noun)
        if not self._may_count(number, noun) or refused.named(self.before, text[noun.start : noun.end], printed):
            return last.end
        return self._add(number, second, noun.end, COUNT, noun=text[noun.start : noun.end])

    def _result(self, number: Number, end: int) -> int:
        """Two numbers with a hyphen: two shares of a poll ("leads him 41-40"), or a result, which is none."""
        start, stop = self._around(number)
        other = elliptic.poll_pair(self.text, number, end, start, stop)
        if other is not None and self.sentence is not None:
            self._add(number, None, number.end, PERCENT)
            self._add(other, None, end, PERCENT)
        return end

    def _measure(self, number: Number, second: Number | None, noun: Counted) -> int:
        if measures.told(self.text, number, noun):
            return self._add(number, second, noun.end, COUNT, noun=self.text[noun.start : noun.end])
        return noun.end

    def _may_count(self, number: Number, noun: Counted | None) -> bool:
        if noun is not None and bare.sources(self.text, number, noun):
            return False
        return bare.may_count(self.before, number, noun)

    def _bare(self, number: Number, second: Number | None, noun: Counted | None) -> int:
        unit = None
        if second is None and noun is None:
            unit = elliptic.unit_of(self.text, number, self.before, self.found, self.sentence)
        unit = unit or bare.unit_of(self.text, number, second, self.before, self.found, noun, self.sentence)
        end = (second or number).end
        if unit is None:
            return end
        if noun is not None:
            return self._add(number, second, noun.end, unit, noun=self.text[noun.start : noun.end])
        return self._add(number, second, end, unit)

    def _around(self, number: Number) -> tuple[int, int]:
        """The sentence of a number, of a very long one the part around it."""
        at = number.start
        start, stop = (self.sentence.start, self.sentence.end) if self.sentence else (0, len(self.text))
        return max(start, at - _FAR), min(stop, at + _FAR)

    def _add(self, number: Number, second: Number | None, end: int, unit: str, noun: str = "") -> int:
        text = self.document.text
        number_end = (second or number).end
        hedged = (
            number.value is None  # "thousands": no number is named
            or approximate(self.text, self.before, end)
            or approximate(self.text, (), number_end)
        )
        self.found.append(
            Quantity(
                number.start,
                end,
                text[number.start : end],
                None if number.value is None else tidy(number.value),
                unit,
                second.value if second is not None else None,
                hedged,
                noun,
            )
        )
        return end


def _run_end(text: str, at: int) -> int:
    found = _GLUED_RUN.match(text, at)
    return found.end() if found else at + 1
