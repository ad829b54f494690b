"""What a query means, said as slowly and plainly as can be: every place is tried, nothing is looked up.

It shares with the engine how text becomes tokens and sentences, and nothing else.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time

from worker.domain.article import Article
from worker.domain.reading import Fact, Reading
from worker.text.paragraphs import lead_end
from worker.text.sentences import sentences
from worker.text.spelling import fold_spelling, table
from worker.text.tokens import BREAK, term_variants, tokens
from worker.watches import tree as q

Place = tuple[str, int, int]
"""A part (title, body), and the first and the last of the tokens."""


def words(text: str) -> set[str]:
    return {key.replace(".", "").lower() if key[0].isalpha() else key for key in tokens(text).keys if key != BREAK}


def compared(compare: q.Compare, one: float, other: float) -> bool:
    return {"=": one == other, "<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[compare]


class Reference:
    """One article, and what holds on it."""

    def __init__(self, article: Article, reading: Reading, origins: int = 1) -> None:
        self.article, self.reading, self.origins = article, reading, origins
        self.texts = {"title": article.title, "body": article.text}
        self.cut = {part: tokens(text) for part, text in self.texts.items()}

    def holds(self, node: q.Node, place: q.Place | None = None) -> bool:
        match node:
            case q.And():
                return all(self.holds(part, place) for part in node.parts)
            case q.Or():
                return any(self.holds(part, place) for part in node.parts)
            case q.Not():
                return not self.holds(node.part, place)
            case q.Within():
                return self.holds(node.part, node.place)
            case q.Term() | q.Near() | q.Together():
                return any(self.inside(found, place) for found in self.places(node))
            case q.Party(who=q.Who.PERSON) if place is not None:
                return any(self.inside(found, place) for found in self.places(node))
            case q.Regex():
                return any(self._matches(node, place))
            case q.Party() | q.Figure() | q.About() | q.Deadline() | q.InStatus():
                return self.holds_beside(node)
            case q.OneFact():
                return any(self.of_fact(node.part, fact) for fact in self.reading.facts)
            case q.Meta():
                return self.field(node)
            case q.Published():
                published = self.article.published
                if published is None:
                    return False
                midnight = datetime.combine(node.day, time(), UTC)
                return (published >= midnight) is node.after
            case q.Origins():
                return compared(node.compare, self.origins, node.count)
            case q.Saved():
                return False

    def inside(self, found: Place, place: q.Place | None) -> bool:
        part, _, last = found
        if place is None:
            return True
        if place is q.Place.TITLE or part == "title":
            return place.value == part
        return place is q.Place.BODY or self.cut["body"].spans[last][0] < lead_end(self.article.text)

    def places(self, node: q.Node) -> set[Place]:
        match node:
            case q.Term():
                return {(part, first, last) for part in self.texts for first, last in self._term(node, part)}
            case q.Or():
                return {found for part in node.parts for found in self.places(part)}
            case q.Near():
                pairs = [(a, b) for a in self.places(node.left) for b in self.places(node.right)]
                if not node.ordered:
                    pairs += [(b, a) for a, b in pairs]
                return {(a[0], a[1], b[2]) for a, b in pairs if self._close(a, b, node.words)}
            case q.Together():
                return {
                    (a[0], min(a[1], b[1]), max(a[2], b[2]))
                    for a in self.places(node.left)
                    for b in self.places(node.right)
                    if a[0] == b[0] and self._sentence(a) == self._sentence(b)
                }
            case q.Party(who=q.Who.PERSON):
                return set(self._person(node.name))
        return set()

    def _close(self, before: Place, behind: Place, most: int) -> bool:
        if before[0] != behind[0] or not 0 <= behind[1] - before[2] - 1 <= most:
            return False
        return BREAK not in self.cut[before[0]].keys[before[1] : behind[2] + 1]

    def _sentence(self, place: Place) -> int:
        part, first, _ = place
        if part == "title":
            return 0
        start = self.cut[part].span(first, first)[0]
        return sum(begin <= start for begin, _ in sentences(self.texts[part]))

    def _person(self, name: str) -> Iterator[Place]:
        for mention in self.reading.mentions:
            if mention.person is not None and words(name) <= words(mention.person):
                spans = self.cut["body"].spans
                inside = [n for n, (start, end) in enumerate(spans) if start < mention.end and mention.start < end]
                if inside:
                    yield "body", inside[0], inside[-1]

    def _term(self, node: q.Term, part: str) -> Iterator[tuple[int, int]]:
        keys = self.cut[part].keys
        rows = [tuple(row) for row in self._rows(node)]
        for row in rows:
            if node.slop:
                yield from self._loose(set(row), node.slop, keys)
                continue
            for first in range(len(keys) - len(row) + 1):
                if row and all(self._is(word, key) for word, key in zip(row, keys[first:], strict=False)):
                    span = (first, first + len(row) - 1)
                    if not node.exact_case or self._printed(node.text, part, span):
                        yield span

    def _rows(self, node: q.Term) -> list[list[str]]:
        if not node.wild:
            return [list(row) for row in term_variants(node.text)]
        # as the engine has it: beside a wildcard, a word stands for itself and no other acronym
        keys = [word if {"*", "?"} & set(word) else tokens(word).keys[0] for word in node.text.split()]
        return [[key.lower() if {"*", "?"} & set(key) else key for key in keys]]

    def _is(self, word: str, key: str) -> bool:
        if "*" not in word and "?" not in word:
            return key == word
        pattern = re.compile("".join({"*": r"\w*", "?": r"\w"}.get(char) or re.escape(char) for char in word))
        if pattern.fullmatch(key) or any(pattern.fullmatch(uk) and us == key for uk, us in table().items()):
            return True
        head, _, rest = word.partition("*")
        return not rest and "?" not in word and key.startswith(fold_spelling(head))

    def _loose(self, row: set[str], slop: int, keys: list[str]) -> Iterator[tuple[int, int]]:
        for first in range(len(keys)):
            if not any(self._is(word, keys[first]) for word in row):
                continue
            for last in range(first, min(len(keys), first + len(row) + slop)):
                window = keys[first : last + 1]
                if BREAK in window:
                    break
                if all(any(self._is(word, key) for key in window) for word in row):
                    yield first, last
                    break

    def _printed(self, text: str, part: str, span: tuple[int, int]) -> bool:
        cut, asked = self.cut[part], tokens(text)
        shown = [self.texts[part][slice(*cut.span(n, n))] for n in range(span[0], span[1] + 1)]
        return shown == [text[slice(*asked.span(n, n))] for n in range(len(asked.keys))]

    def _matches(self, node: q.Regex, place: q.Place | None) -> Iterator[bool]:
        lead = lead_end(self.article.text)
        body = self.article.text[:lead] if place is q.Place.LEAD else self.article.text
        title = self.article.title
        for text in {None: (title, body), q.Place.TITLE: (title,)}.get(place, (body,)):
            yield any(m[0] for m in re.finditer(node.pattern, text, re.IGNORECASE if node.ignore_case else 0))

    def field(self, node: q.Meta) -> bool:
        article, value = self.article, node.value
        match node.field:
            case q.Field.SITE:
                host = (article.url or "").split("/")[2] if article.url else ""
                return f".{host}".endswith(f".{value}")
            case q.Field.URL:
                return value in (article.url or "")
            case q.Field.LANG:
                return article.language == value
            case q.Field.AUTHOR:
                return words(value) <= words(article.author or "")
            case q.Field.SOURCE:
                return words(value) <= words(article.source)

    def holds_beside(self, node: q.Node) -> bool:
        if isinstance(node, q.Party):
            asked = words(node.name)
            if node.who is q.Who.PERSON:
                return any(m.person and asked <= words(m.person) for m in self.reading.mentions)
            if node.who is q.Who.ROLE:
                return any(
                    m.title and asked <= words(f"{m.title} {m.organisation or ''} {m.country or ''}")
                    for m in self.reading.mentions
                )
            said = [quote.speaker for quote in self.reading.quotes] if node.who is q.Who.SPEAKER else []
            if any(name and asked <= words(name) for name in said):
                return True
        return any(self.of_fact(node, fact) for fact in self.reading.facts)

    def of_fact(self, node: q.Node, fact: Fact) -> bool:
        match node:
            case q.And():
                return all(self.of_fact(part, fact) for part in node.parts)
            case q.Or():
                return any(self.of_fact(part, fact) for part in node.parts)
            case q.Not():
                return not self.of_fact(node.part, fact)
            case q.Party():
                name = fact.speaker if node.who is q.Who.SPEAKER else fact.actor
                return bool(name) and words(node.name) <= words(name or "")
            case q.About():
                return words(node.text) <= words(f"{fact.about or ''} {fact.quantity.noun}")
            case q.InStatus():
                return fact.status is node.status
            case q.Deadline():
                day = fact.deadline_date
                if day is None:
                    return False
                edge = {"=": day, "<": node.first, "<=": node.last, ">": node.last, ">=": node.first}[node.compare]
                if node.compare is q.Compare.EQUAL:
                    return node.first <= day <= node.last
                return compared(node.compare, day.toordinal(), edge.toordinal())
            case q.Figure():
                return self._figure(node, fact)
        return False

    def _figure(self, node: q.Figure, fact: Fact) -> bool:
        quantity = fact.quantity
        units = {quantity.unit} | ({"percent"} if quantity.unit == "percent_of_gdp" else set())
        if quantity.value is None or node.unit not in units or node.kind not in (None, fact.kind):
            return False
        low, high = quantity.value, quantity.value if quantity.value_max is None else quantity.value_max
        if node.high is not None:
            return low <= node.high and node.value <= high
        if node.compare is q.Compare.EQUAL:
            return low <= node.value <= high
        return compared(
            node.compare, high if node.compare in (q.Compare.MORE, q.Compare.AT_LEAST) else low, node.value
        )
