"""Whose speech it is: from the words that name a speaker to the person they mean, or the words as printed."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from worker.domain.reading import Form, Mention
from worker.facts.document import Document
from worker.facts.grammar.lexicon import lexicon
from worker.facts.people.lexicon import FLAGS, PERSON
from worker.facts.quotes.cues import Cue, Side
from worker.facts.quotes.frames import QUOTE, Frame
from worker.facts.quotes.parties import Parties, issuer, of_two
from worker.facts.quotes.phrases import clause_start, finite, participle, relative, right_phrase
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import (
    ADVERBS,
    AUXILIARIES,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    PERSONAL,
    PREPOSITIONS,
    WRITINGS,
)
from worker.text.wordlists import listed

_SEGMENTS = 6
_LONGEST = 160
_SUBORDINATE = frozenset(
    {"when", "while", "after", "before", "although", "though", "as", "if", "asked", "since", "because"}
)
_TIMES = frozenset({"week", "month", "year", "summer", "spring", "autumn", "fall", "winter", "morning", "weekend"})
_LEADS = frozenset(
    {"but", "and", "or", "so", "yet", "still", "meanwhile", "however", "-", "--", "then", "when", "as"}
)
_NO_PHRASE = (PREPOSITIONS | _SUBORDINATE) - {"like", "over", "about", "under", "near", "around", "inside", "asked"}
_ABOUT = frozenset({"of", "by", "from", "on"})
_PAPERS = frozenset({"study", "poll", "survey", "report", "analysis", "review", "estimate", "figures", "data"})
_NOBODY = frozenset({"nobody", "none", "neither"})
_ASIDES = listed("however meanwhile though nevertheless moreover therefore thus indeed too though instead also then")
_HOW_MANY = listed(
    "some many most others several few half one two three four five six seven eight nine ten another third quarter "
    "percent % thirds quarters fifths none majority"
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """name: of the person, or as printed, or None where it is two or nobody can tell. person: it is a person's."""

    name: str | None
    person: bool = False


NOBODY = Speaker(None)
UNREAD = Speaker(None)
"""The words where a speaker should stand make no noun phrase."""


class Speakers:
    """Finds the speakers of one text. `last`: who spoke last; `thing`: the last speaker that is no person."""

    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self._text = document.text
        self._mentions = sorted(mentions, key=lambda mention: (mention.start, -mention.end))
        self._starts = [mention.start for mention in self._mentions]
        self.last: Speaker = NOBODY
        self.thing: Speaker = NOBODY
        self.parties = Parties(document.text)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie in [start, end) of the text."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [mention for mention in self._mentions[first:last] if mention.end <= end]

    def at(self, start: int) -> Mention | None:
        """The mention that begins here."""
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and self._starts[at] == start:
            if self._mentions[at].person is not None:
                return self._mentions[at]
            at -= 1
        return None

    def of_cue(self, frame: Frame, cue: Cue, before: Speaker | None) -> Speaker:
        """Whose words a cue brings. before: the speaker of the cue before it in its sentence."""
        speaker = self._of_cue(frame, cue, before)
        if speaker.person or cue.takes > Takes.THAT:
            return speaker
        cited = self._cited(frame, cue)  # "Reuters reported, citing | two officials"
        return cited if cited is not None else speaker

    def _cited(self, frame: Frame, cue: Cue) -> Speaker | None:
        """Whom an outlet cites for what it reports."""
        if "citing" not in frame.lower:
            return None
        at = frame.lower.index("citing")
        if at + 1 >= len(frame.lower) or frame.lower[at - 1] != ",":
            return None
        last = at + 1
        if at > cue.first:
            last = right_phrase(frame, last)
        else:
            while last < cue.first and frame.lower[last] not in {",", QUOTE}:
                last += 1
        cited = self.phrase(frame, at + 1, last) if last > at + 1 else UNREAD
        return cited if cited.name is not None else None

    def _of_cue(self, frame: Frame, cue: Cue, before: Speaker | None) -> Speaker:
        first, last = cue.subject
        if cue.first > 0 and "both" in frame.lower[cue.first - 1 : cue.last] and cue.lemma != "according":
            return NOBODY
        if cue.side is Side.RIGHT:
            return self._right(frame, first, last)
        if cue.side is Side.SAME and cue.shape is Shape.ING and cue.first and frame.lower[cue.first - 1] == "as":
            quoted = self._as_saying(frame, cue.first - 1)
            if quoted is not None:
                return quoted
        if cue.side is Side.LEFT and all(
            word in DAYS or word in PREPOSITIONS or word in ADVERBS for word in frame.lower[first:last]
        ):  # "Roe, the mayor, on Monday said"
            found = self._over_comma(frame, first - 1) if first and frame.lower[first - 1] == "," else None
            if found is not None:
                return found
        if cue.side is Side.LEFT:
            if relative(frame, first):
                return self._antecedent(frame, first)
            if frame.lower[first] in _NOBODY or frame.lower[first : first + 2] == ["no", "one"]:
                return NOBODY
            speaker = self.phrase(frame, first, last)
            return self.understood(frame, cue, before) if speaker is UNREAD else speaker
        if cue.first > 0 and frame.lower[cue.first - 1] in {",", ")"} and cue.shape.value <= 3:
            found = self._over_comma(frame, cue.first - 1)
            if found is not None:
                return found
        if before is not None:
            return before
        if cue.shape is Shape.ING and cue.first < 2:  # "Arguing that prices rise, | a lawyer"
            comma = next((at for at in range(cue.last, len(frame.lower) - 1) if frame.lower[at] == ","), 0)
            return self.subject_behind(frame, comma + 1) if comma else self.last
        return self.main_subject(frame, cue.first)

    def _as_saying(self, frame: Frame, at: int) -> Speaker | None:
        """Whom somebody quotes: "quoted | one fighter | as saying"."""
        for back in range(at - 1, max(at - 12, 0), -1):
            if frame.lower[back] in {"quoted", "quotes", "cited"}:
                active = back + 1 < at and frame.lower[back - 1] not in AUXILIARIES
                return self.phrase(frame, back + 1, at) if active else None
        return None

    def understood(self, frame: Frame, cue: Cue, before: Speaker | None) -> Speaker:
        """Who speaks where the words before the verb name nobody."""
        return before if before is not None and before.name is not None else self.main_subject(frame, cue.first)

    def _antecedent(self, frame: Frame, relative: int) -> Speaker:
        last = relative
        if last > 0 and frame.lower[last - 1] == ",":
            last -= 1
        if last == 0:
            return self.last
        return self.phrase(frame, clause_start(frame, last), last)

    def _right(self, frame: Frame, first: int, last: int) -> Speaker:
        speaker = self.phrase(frame, first, last)
        if speaker.person or last + 1 >= len(frame.words) or frame.lower[last] != ",":
            return speaker
        mention = self.at(frame.starts[last + 1])
        if mention is not None and mention.form is Form.NAME and _closes(frame, mention, last + 1):
            return Speaker(mention.person, True)
        return speaker

    def _over_comma(self, frame: Frame, comma: int) -> Speaker | None:
        """The subject of a verb behind a comma: "Roe, who leads the council, said", "its leader, Ann Roe, said"."""
        last = comma
        first_printed: Speaker | None = None
        for _ in range(_SEGMENTS):
            first = last
            if frame.lower[last] == ")":  # "Roe (D-Ohio) said"
                while first > 0 and frame.lower[first] != "(" and last - first < 20:
                    first -= 1
                last = first
            while first > 0 and frame.lower[first - 1] not in {",", ";", ":", QUOTE, "(", ")"} and last - first < 40:
                first -= 1
            if first == last:
                return first_printed
            head = frame.lower[first]
            skipped = (
                relative(frame, first)
                or head[0].isdigit()
                or head in PREPOSITIONS
                or head in _ASIDES
                or head in {"jr", "jr.", "sr", "sr.", "iii", "ii", "d", "r", "i", "speaking", "and"}
                or (head.endswith("ing") and (first == 0 or not frame.words[first][0].isupper()))
            )
            if not skipped:
                speaker = self.phrase(frame, clause_start(frame, last), last)
                if speaker.person or (speaker.name is None and speaker is not UNREAD):
                    return speaker
                first_printed = speaker if speaker is not UNREAD else first_printed
            if first == 0 or frame.lower[first - 1] not in {",", "(", ")"}:
                return first_printed
            last = first - 1
        return first_printed

    def phrase(self, frame: Frame, first: int, last: int) -> Speaker:
        """Who the noun phrase in tokens [first, last) means."""
        lower = frame.lower
        while first < last and (lower[first] in _LEADS or lower[first] in ADVERBS - {"both", "all"}):
            first += 1
        if last - first > 3 and lower[last - 1] == ")" and "(" in lower[first + 1 : last]:
            last = first + 1 + lower[first + 1 : last].index("(")  # "the Health Office | (HO)"
        while last > first and (lower[last - 1] in ADVERBS or lower[last - 1] in {"(", ")", "-"}):
            last -= 1
        if last - first > 2 and lower[last - 1] in {"released", "published", "issued", "conducted", "taken"}:
            last -= 1  # "according to a poll | released Monday"
        if last - first > 2 and lower[last - 1] in _TIMES and lower[last - 2] in {"last", "this", "earlier"}:
            last -= 3 if lower[last - 3] in {"earlier", "late", "early"} else 2  # "its top court | last week ruled"
        if first >= last:
            return self.last
        if lower[last - 1] in PERSONAL:
            return self._pronoun(frame, last - 1)
        if lower[last - 1] in {"whom", "which"} and last - first < 5:
            return self._antecedent(frame, first)  # "members, many of whom said"
        first = _without_lead(frame, first, last)
        if of_two(frame, first, last):
            return NOBODY
        first, last = issuer(frame, first, last)
        if _opens_with_verb(frame, first, last):
            return UNREAD
        core = first + 1
        while core < last and not (
            lower[core] in PREPOSITIONS or relative(frame, core) or lower[core] == "," or participle(frame, core)
        ):
            core += 1
        start, end = frame.starts[first], frame.ends[last - 1]
        head_start, head_end = frame.starts[core - 1], frame.ends[core - 1]
        inside = [mention for mention in self.within(start, end) if mention.person is not None]
        heads = [mention for mention in inside if mention.start <= head_start and mention.end >= head_end]
        names = [mention for mention in inside if mention.form is Form.NAME]
        if any(lower[at] == "and" for at in range(first, last)) and len({m.person for m in names}) > 1:
            joint = next(at for at in range(first, last) if lower[at] == "and")
            if any(m.end <= frame.starts[joint] for m in names) and any(m.start >= frame.ends[joint] for m in names):
                return NOBODY
        for mention in heads:
            if mention.form is Form.NAME:
                return Speaker(mention.person, True)
        for mention in names:
            if mention.end == end:
                at = bisect_left(frame.starts, mention.start) - 1
                if at < first or not (
                    lower[at] in PREPOSITIONS or lower[at] in {"mr", "mr.", "mrs", "mrs.", "ms", "'s"}
                ):
                    return Speaker(mention.person, True)
        for mention in heads:
            if mention.form is Form.ROLE:
                return Speaker(mention.person, True)
        writing = frame.words[core - 1] in WRITINGS and last - first == 2
        if writing and lower[first] in {"the", "his", "her"} and self.last.name is not None:
            return self.last
        if lower[core - 1] in _PAPERS and core < last and lower[core] in _ABOUT:
            last = core
        if lower[first] in _NO_PHRASE or lower[first] in DAYS or (lower[first] in PERSONAL and core > first + 1):
            return UNREAD
        if not nominal(frame, core - 1) and not _counts(frame, first, core) and not _described(frame, first, core):
            return UNREAD
        printed = self._text[start : frame.ends[last - 1]].strip(" ,")
        if not printed or len(printed) > _LONGEST:
            return NOBODY
        meant = self.parties.meant(frame, first, last, self._is_person) or self.parties.paper(frame, first, last)
        return Speaker(meant or self.parties.full(printed))

    def _is_person(self, frame: Frame, first: int, last: int) -> bool:
        found = self.within(frame.starts[first], frame.ends[last - 1])
        return any(mention.person is not None for mention in found)

    def _pronoun(self, frame: Frame, at: int) -> Speaker:
        mention = self.at(frame.starts[at])
        if mention is not None:
            return Speaker(mention.person, True)
        word = frame.lower[at]
        if word == "it":
            told = self.last is self.thing and self.thing is not NOBODY
            meant = self.parties.meant(frame, at, at + 1, self._is_person, *([0] if told else []))
            if meant is not None:
                return Speaker(self.parties.full(meant))
        if word in {"it", "they"}:
            if self.thing.name is not None:
                return self.thing
            first = self._first_phrase(frame)
            return first if first is not None else self.last
        if word in {"he", "she"}:
            first = self._first_phrase(frame)
            if first is not None and FLAGS.get((first.name or "").split(" ")[-1].lower(), 0) & PERSON:
                return first  # "One girl was hurt, | she testified"
            return self.last
        return NOBODY

    def _first_phrase(self, frame: Frame) -> Speaker | None:
        """What the sentence begins with, up to its verb."""
        end = 0
        while end < len(frame.words) and end < 12 and frame.lower[end] not in AUXILIARIES | {",", QUOTE, "."}:
            end += 1
        if end == 0 or end >= len(frame.words) or frame.lower[end] not in AUXILIARIES:
            return None
        if frame.lower[0] in PREPOSITIONS or frame.lower[0] in PERSONAL:
            return None
        return Speaker(self._text[frame.starts[0] : frame.ends[end - 1]])

    def subject_behind(self, frame: Frame, first: int) -> Speaker:
        """Whom the words behind a quotation begin with, up to their verb; else who spoke last."""
        end = first
        while (
            end < len(frame.words) and end - first < 30 and frame.lower[end] != "," and not finite(frame, end, first)
        ):
            end += 1
        return self.phrase(frame, first, min(end, len(frame.words) - 1)) if end > first else self.last

    def signed(self, frame: Frame, token: int) -> Speaker | None:
        """Whose name stands alone behind a dash that follows a quotation: "“Prices rose.” - Ann Roe"."""
        if token + 2 >= len(frame.lower) or frame.lower[token + 1] not in {"-", "--"}:
            return None
        mention = self.at(frame.starts[token + 2])
        if mention is None or mention.form is not Form.NAME:
            return None
        last = bisect_left(frame.ends, mention.end) + 1
        closes = last >= len(frame.lower) or frame.lower[last] in {".", QUOTE}
        return Speaker(mention.person, True) if closes else None

    def main_subject(self, frame: Frame, upto: int) -> Speaker:
        """Whom a sentence is about: its subject before token `upto`, else the first person it speaks of outside its
        quotes, else who spoke last.
        """
        lower = frame.lower
        first = 0
        while first < upto and (lower[first] in _LEADS or lower[first] in ADVERBS):
            first += 1
        if first < upto and (
            lower[first] in PREPOSITIONS or lower[first].endswith("ing") or lower[first] in _SUBORDINATE
        ):
            comma = next((at for at in range(first, min(upto, first + 30)) if lower[at] == ","), -1)
            if comma >= 0:
                first = comma + 1
        elif first < upto and lexicon()[lower[first]][0] == "R" and "," in lower[first : min(upto, first + 4)]:
            first = lower.index(",", first) + 1  # "Shortly after, | some fans"
        end = first
        while end < upto and end - first < 30 and not finite(frame, end, first) and lower[end] not in {",", QUOTE}:
            end += 1
        if first < end < upto and lower[end] != QUOTE:
            while end > first + 1 and lower[end - 1] in ADVERBS:
                end -= 1
            subject = self.phrase(frame, first, end)
            set_off = lower[end] == "," and lower[end + 1 : end + 2] not in (["which"], ["who"])
            if set_off and lower[first] in DETERMINERS and frame.words[end + 1 : end + 2] and _names_it(frame, end):
                set_off = False  # "The group, Clear Air, wrote"
            if subject.person or (subject.name is not None and not set_off):
                return subject
        for mention in self.within(frame.starts[0], frame.ends[-1]):
            if mention.person is None:
                continue
            at = bisect_left(frame.ends, mention.end)
            if at >= len(frame.ends) or lower[at] == QUOTE:
                continue
            if at + 1 < len(lower) and lower[at + 1] == "'s":
                continue
            if mention.form is Form.PRONOUN and lower[at] not in PERSONAL:
                continue
            return Speaker(mention.person, True)
        return self.last


def _names_it(frame: Frame, comma: int) -> bool:
    """Whether nothing but a name stands between a comma and the next."""
    at = comma + 1
    while at < len(frame.words) and frame.words[at][0].isupper():
        at += 1
    return comma + 1 < at < len(frame.words) and frame.lower[at] == ","


def _opens_with_verb(frame: Frame, first: int, last: int) -> bool:
    """Whether words begin like no noun phrase: "be part of", "accused on Monday of lying"."""
    if frame.words[first][0].isupper():
        return False
    code = lexicon()[frame.lower[first]][0]
    if code in "BbFMHOtL":
        return True
    following = frame.lower[first + 1] if first + 1 < last else ""
    return code in "VGlv" and (following in PREPOSITIONS | DETERMINERS or following in DAYS)


def _counts(frame: Frame, first: int, last: int) -> bool:
    """Whether a phrase is a share of people: "nearly nine out of ten", "just shy of half"."""
    return any(word in _HOW_MANY or word[0].isdigit() for word in frame.lower[first:last])


def _described(frame: Frame, first: int, last: int) -> bool:
    """Whether a phrase is a noun with an adjective behind it: "sources close (to)"."""
    return last - first > 1 and lexicon()[frame.lower[last - 1]][0] == "A" and nominal(frame, last - 2)


def _closes(frame: Frame, mention: Mention, at: int) -> bool:
    """Whether a name that begins at a token is all that stands there, up to the next mark."""
    last = bisect_left(frame.ends, mention.end)
    return last + 1 >= len(frame.lower) or not frame.lower[last + 1][0].isalnum() or last < at


def _without_lead(frame: Frame, first: int, last: int) -> int:
    """Where a noun phrase begins behind what tells when or where: "In Oslo a spokesman"."""
    lower = frame.lower
    if lower[first] not in PREPOSITIONS:
        return first
    for at in range(last - 1, first + 1, -1):
        if lower[at] in DETERMINERS and lower[at - 1] not in PREPOSITIONS and lower[at] not in CONJUNCTIONS:
            return at
    return first


def nominal(frame: Frame, at: int) -> bool:
    """Whether a token can be the head of a noun phrase."""
    word = frame.lower[at]
    if not word[0].isalnum():
        return word in {".", "%", "'s"} and at > 0
    classes = lexicon()[word]
    if word in _HOW_MANY or word[0].isdigit():
        return True
    if frame.words[at].isupper() and len(word) > 1 and at > 0:
        return True  # "the US", which in small letters is a pronoun
    if frame.words[at][0].isupper() and (at > 0 or classes[0] in "NnE"):
        return classes[0] not in "DdIpUWMBFHJO"
    if classes[0] in "nNE0qP" or "N" in classes[:2] or "n" in classes[:2]:
        return True
    if at > 0 and "N" in classes and frame.lower[at - 1] in DETERMINERS:
        return True
    return (
        at > 0 and frame.lower[at - 1] in {"the", "some", "those", "many", "an", "a", "two"} and classes[0] in "AlD"
    )
