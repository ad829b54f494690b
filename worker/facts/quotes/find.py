"""Puts the pieces together: marks, frames, cues, speakers; one pass over the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from worker.domain.reading import Mention, Quote, Speech
from worker.facts.document import Document
from worker.facts.grammar.lexicon import lexicon
from worker.facts.quotes.clauses import clauses, skip_adjuncts
from worker.facts.quotes.cues import Cue, Side, find_cues
from worker.facts.quotes.frames import QUOTE, Frame, frames
from worker.facts.quotes.marks import Quoted, quoted_spans
from worker.facts.quotes.speakers import NOBODY, UNREAD, Speaker, Speakers
from worker.facts.quotes.transcripts import labelled_speech
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import (
    ADVANCE,
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    SO_CALLED,
    SPEECH_NOUNS,
)

_OPENERS = frozenset({"and", "but", "-", "--", ":", "or", ",", "so", "then", "(", "|", "*"})
_TALKING = frozenset({"say", "tell", "add", "write", "ask", "reply", "explain", "go", "continue", "begin", "tweet"})
_SIGNS = frozenset("placard sign banner poster headline plaque t-shirt sticker caption billboard signs placards banners".split())
_NEAR = 12
_LONG = 5
_SHORT = 3


@dataclass(slots=True)
class _Said:
    """What a cue says: by whom, and whether it is yet to be said."""

    cue: Cue
    speaker: Speaker
    scheduled: bool


class _Finder:
    def __init__(self, document: Document, mentions: Sequence[Mention]) -> None:
        self.document = document
        self.text = document.text
        self.spans = quoted_spans(document.text, document.paragraphs)
        self.speakers = Speakers(document, mentions)
        self.quotes: list[Quote] = []
        self.running: Speaker = NOBODY
        """who speaks where the next words in marks have no cue of their own"""
        self.scheduled = False
        self.paragraph = -1

    def run(self) -> list[Quote]:
        """All quotes of the text in order."""
        labelled = labelled_speech(self.document, self.speakers)
        taken = [(quote.start, quote.end) for quote in labelled]
        self.quotes += labelled
        if taken:
            self.spans = [s for s in self.spans if not any(a <= s.open < b for a, b in taken)]
        parts = _joined(self.document, frames(self.document, self.spans), self.spans)
        at = 0
        for frame in parts:
            while at < len(taken) and taken[at][1] <= frame.starts[0]:
                at += 1
            if at < len(taken) and frame.ends[-1] > taken[at][0]:
                continue
            self._frame(frame)
        return sorted(self.quotes, key=lambda quote: (quote.start, -quote.end))

    def _frame(self, frame: Frame) -> None:
        if frame.paragraph != self.paragraph:
            self.paragraph = frame.paragraph
        cues = find_cues(frame)
        if not cues and not frame.quoted:
            self._silent(frame)
            return
        said: list[_Said] = []
        before: Speaker | None = None
        for cue in cues:
            speaker = self.speakers.of_cue(frame, cue, before) if not cue.passive else NOBODY
            said.append(_Said(cue, speaker, cue.scheduled or _in_advance(frame)))
            if cue.takes <= Takes.WORDS and not cue.passive:
                before = speaker
                if speaker.name is not None and cue.side is not Side.SAME:
                    self.speakers.last = speaker
                    if not speaker.person:
                        self.speakers.thing = speaker
        places = clauses(frame, cues)
        spoken: list[_Said] = []
        directs: dict[int, bool] = {}
        for token, number in frame.quoted.items():
            found = self._quoted(frame, token, self.spans[number], said, directs, places)
            if found is not None:
                spoken.append(found)
        for number, first, last in places:
            each = said[number]
            if all(frame.lower[at] == QUOTE for at in range(first, last)):
                continue
            if each.speaker is UNREAD:
                continue
            start, end = frame.starts[first], frame.ends[last - 1]
            self.quotes.append(Quote(start, end, Speech.INDIRECT, each.speaker.name, each.scheduled))
            spoken.append(each)
        if spoken:
            self.running, self.scheduled = spoken[-1].speaker, spoken[-1].scheduled
            if self.running.name is not None:
                self.speakers.last = self.running
        else:
            self._silent(frame)

    def _silent(self, frame: Frame) -> None:
        """A sentence in which nobody speaks: the next words in marks may be those of whom it is about."""
        subject = self._subject(frame)
        if subject is not None:
            self.running, self.scheduled = subject, False

    def _subject(self, frame: Frame) -> Speaker | None:
        found = self.speakers.main_subject(frame, len(frame.words))
        return found if found.person else None

    def _quoted(
        self, frame: Frame, token: int, span: Quoted, said: list[_Said], directs: dict[int, bool], places: list[tuple[int, int, int]]
    ) -> _Said | None:
        """What words in marks are: adds a quote and gives its cue, or None where they are none."""
        start, end = _trimmed(self.text, span)
        if start >= end:
            return None
        words = self.text.count(" ", start, end) + 1
        capital = _begins_big(self.text, start)
        lead = _lead(frame, token)
        trailing = _trailing(frame, token, said)
        leading = _leading(frame, token, said)
        if leading is not None and not leading.speaker.person:
            # "said the result showed": what a person says of a thing's words is the person's
            outer = [said[number] for number, first, last in places if first <= leading.cue.first < token < last]
            if outer and outer[-1].speaker.person:
                leading = outer[-1]
        source: _Said | None = None
        kind: Speech | None = None
        own = Cue(0, 0, "", Takes.WORDS, Shape.BASE, Side.SAME, (0, 0), 0)
        if lead == token:  # nothing before it in the sentence
            if trailing is not None and trailing.cue.takes <= Takes.WORDS:
                source, kind = trailing, Speech.DIRECT
            elif _alone(frame, token):
                source, kind = _Said(own, self.running, self.scheduled), Speech.DIRECT
                colon = token > 0 and frame.lower[token - 1] == ":"
                if not colon and words < _SHORT and not _stopped(self.text, end):
                    return None
            elif trailing is not None and words > 1:
                source, kind = trailing, Speech.MIXED
        elif (cont := _continued(frame, token, said, directs)) is not None:
            source, kind = cont, Speech.DIRECT
        elif leading is not None and leading.cue.takes <= Takes.WORDS and _opens(frame, leading.cue, token):
            marked = frame.lower[token - 1] in {":", ","}
            if frame.lower[token - 1] != "that" and (
                capital and (words >= _SHORT or marked) or frame.lower[token - 1] == ":"
            ):
                source, kind = leading, Speech.DIRECT
            else:
                source, kind = leading, Speech.MIXED
        elif frame.lower[token - 1] == ":" and capital:
            source = leading or _Said(own, self._colon_speaker(frame, token), False)
            kind = Speech.DIRECT
        elif trailing is not None and trailing.cue.takes <= Takes.WORDS:
            source = trailing
            kind = Speech.DIRECT if capital and frame.lower[token - 1] == "," and words > _LONG else Speech.MIXED
        elif leading is not None:
            source, kind = leading, Speech.MIXED
        elif words >= _LONG:
            subject = self._subject(frame)
            anywhere = [each for each in said if each.cue.takes <= Takes.THAT and not each.cue.passive]
            if anywhere:
                source, kind = anywhere[-1], Speech.MIXED
            elif subject is not None:
                source, kind = _Said(own, subject, False), Speech.MIXED
        if source is None or kind is None:
            return None
        if source.cue.lemma == "read" and any(word in _SIGNS for word in frame.lower):
            return None
        if kind is Speech.MIXED and self._scare(frame, token, start, end, words, source):
            return None
        directs[token] = kind is Speech.DIRECT
        self.quotes.append(Quote(start, end, kind, source.speaker.name, source.scheduled))
        return source

    def _colon_speaker(self, frame: Frame, token: int) -> Speaker:
        """Of what stands behind a colon: "Roe's message was:", "Roe was blunt:"."""
        for mention in self.speakers.within(frame.starts[0], frame.ends[token - 1]):
            if mention.person is not None:
                return Speaker(mention.person, True)
        return self.running

    def _scare(self, frame: Frame, token: int, start: int, end: int, words: int, source: _Said) -> bool:
        """Whether a fragment in marks is no speech: a name, a nickname, a word as a word, a title of a work."""
        lower = frame.lower
        before = lower[token - 1] if token else ""
        before2 = lower[token - 2] if token > 1 else ""
        after = lower[token + 1] if token + 1 < len(lower) else "."
        if before == "so-called" or before2 == "so-called":
            return True
        if before in {"dubbed", "nicknamed", "titled", "entitled", "named", "known"}:
            return True
        if before in SO_CALLED and source.cue.last == token and source.cue.passive:
            return True
        text = self.text[start:end]
        if words <= 8 and _titled(text) and before not in {":"}:
            return source.cue.last != token or words > 1 or source.cue.takes is not Takes.FRAGMENT
        if words <= _SHORT and before in DETERMINERS | {"'s"} and after.isalpha():
            if (
                after not in PREPOSITIONS
                and after not in AUXILIARIES
                and after not in {"and", "or", "that", "who", "but"}
            ):
                return True
        lemma = source.cue.lemma
        if lemma == "call" and "what" in lower[max(0, source.cue.first - 3) : source.cue.first]:
            return source.speaker.name is None or not source.speaker.person
        if source.cue.takes is Takes.FRAGMENT and words == 1 and token - source.cue.last > 4:
            return True
        return False


def find_quotes(document: Document, mentions: Sequence[Mention]) -> Sequence[Quote]:
    """The speech in a text, in order, each with its speaker. In: who is mentioned in it."""
    return _Finder(document, mentions).run()


def _joined(document: Document, parts: list[Frame], spans: list[Quoted]) -> list[Frame]:
    """Frames with those put together that a question mark inside the marks had parted: "Why?" she asked."""
    made: list[Frame] = []
    for frame in parts:
        if made and made[-1].paragraph == frame.paragraph and made[-1].lower[-1] == QUOTE and len(frame.words) < 20:
            if _only_cue(frame):
                made[-1].extend(frame)
                continue
        made.append(frame)
    return made


def _only_cue(frame: Frame) -> bool:
    """Whether a sentence is nothing but a cue: "Smith asked." """
    if frame.lower[0] == QUOTE:
        return False
    cues = find_cues(frame)
    if not cues or cues[0].takes > Takes.WORDS or cues[0].passive:
        return False
    cue = cues[0]
    begin = cue.subject[0] if cue.side is Side.LEFT else cue.first
    if begin > 0 and not (cue.side is Side.SAME and cue.shape is not Shape.ING):
        return False
    if ":" in frame.lower:
        return False
    at = skip_adjuncts(frame, cue.rest, tells=cue.lemma in {"tell", "ask"})
    return at >= len(frame.lower) or frame.lower[at] in {".", ",", QUOTE}


def _trimmed(text: str, span: Quoted) -> tuple[int, int]:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _begins_big(text: str, start: int) -> bool:
    at = start
    while at < len(text) and at < start + 4 and not text[at].isalnum():
        at += 1
    return at < len(text) and (text[at].isupper() or text[at].isdigit())


def _stopped(text: str, end: int) -> bool:
    return text[end - 1] in ".!?,\u2026"


def _titled(text: str) -> bool:
    """Whether all longer words have capitals, as in a title: "The Apprentice"."""
    words = [word for word in text.strip(" ,.").split() if word.isalpha()]
    if not words:
        return False
    if text[-1] in "!?." and len(words) > 2:
        return False
    return (
        all(word[0].isupper() or len(word) < 4 for word in words) and words[0][0].isupper() and words[-1][0].isupper()
    )


def _in_advance(frame: Frame) -> bool:
    return any(word in ADVANCE for word in frame.lower) and "according" in frame.lower


def _lead(frame: Frame, token: int) -> int:
    """`token` where nothing stands before it in the sentence but "and" and the like, else the start."""
    at = token
    while at > 0 and frame.lower[at - 1] in _OPENERS and frame.lower[at - 1] not in {",", ":"}:
        at -= 1
    return token if at == 0 else 0


def _alone(frame: Frame, token: int) -> bool:
    """Whether nothing follows, or only another quotation."""
    following = frame.lower[token + 1 :]
    return not following or all(word in {".", QUOTE, ",", "-", ")", "?", "!"} for word in following)


def _trailing(frame: Frame, token: int, said: list[_Said]) -> _Said | None:
    """The cue that begins right behind the words in marks."""
    for each in said:
        cue = each.cue
        if cue.first <= token or cue.passive:
            continue
        begin = cue.subject[0] if cue.side is Side.LEFT else cue.first
        between = frame.lower[token + 1 : cue.first]
        if len(between) > 30 or QUOTE in between:
            return None
        if begin <= token + 2 and all(not word[0].isalnum() for word in frame.lower[token + 1 : begin]):
            return each
        if cue.side is Side.SAME and cue.shape is not Shape.ING and not any(w in AUXILIARIES for w in between[:2]):
            return each
        if between and between[0] in {",", "-", "--"} and cue.takes <= Takes.WORDS and cue.side is not Side.SAME:
            if not any(word in AUXILIARIES for word in between) and between[1:2] not in (["and"], ["but"]):
                return each
        if cue.lemma == "according":
            return each
        if cue.takes <= Takes.WORDS:
            behind = frame.lower[begin - 1] if begin else ""
            if behind == "," and cue.side is not Side.SAME and _closes(frame, each):
                return each
            return None
    return None


def _closes(frame: Frame, each: _Said) -> bool:
    at = skip_adjuncts(frame, each.cue.rest, tells=each.cue.lemma == "tell")
    return at >= len(frame.lower) or frame.lower[at] in {".", ",", ";"}


def _leading(frame: Frame, token: int, said: list[_Said]) -> _Said | None:
    """The nearest cue before the words in marks, in their clause."""
    for each in reversed(said):
        cue = each.cue
        if cue.last > token:
            continue
        if cue.lemma == "according" and cue.first > 1:
            continue
        if cue.passive:
            if cue.last == token:
                return None
            continue
        between = frame.lower[cue.last : token]
        if ";" in between:
            return None
        return each
    return None


def _opens(frame: Frame, cue: Cue, token: int) -> bool:
    """Whether the words in marks are all that the cue brings: "said on Monday: ..."."""
    if cue.rest == token:
        return True
    if cue.rest > token:
        return False
    between = frame.lower[cue.rest : token]
    if between[-1] == ":":
        return len(between) < 30
    if between[-1] == "that" and len(between) == 1:
        return True
    if len(between) > _NEAR or any(word in AUXILIARIES for word in between):
        return False
    at = skip_adjuncts(frame, cue.rest, tells=cue.lemma in {"tell", "ask"})
    return (
        at >= token
        or (at == token - 1 and between[-1] in {",", "that", "-", "--"})
        or (between[-1] == "," and cue.takes <= Takes.WORDS)
    )


def _continued(frame: Frame, token: int, said: list[_Said], directs: dict[int, bool]) -> _Said | None:
    """The cue between this quotation and a direct one before it, where nothing else is: "A," she said, "B"."""
    earlier = token - 1
    while earlier >= 0 and frame.lower[earlier] != QUOTE:
        earlier -= 1
    if earlier < 0 or not directs.get(earlier):
        return None
    for each in said:
        if earlier < each.cue.first < token and each.cue.takes <= Takes.WORDS and not each.cue.passive:
            begin = each.cue.subject[0] if each.cue.side is Side.LEFT else each.cue.first
            between = frame.lower[each.cue.rest : token]
            if begin <= earlier + 2 or each.cue.side is Side.SAME:
                if frame.lower[token - 1] in {",", ".", "-", "--", ":", "..."} and len(between) < 30:
                    return each
            return None
    return None


_ = SPEECH_NOUNS
