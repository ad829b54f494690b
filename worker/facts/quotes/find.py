"""Puts the pieces together: marks, frames, cues, speakers; one pass over the text."""

from collections.abc import Sequence

from worker.domain.reading import Form, Mention, Quote, Speech
from worker.facts.document import Document
from worker.facts.grammar.lexicon import lexicon
from worker.facts.quotes.adjuncts import skip_adjuncts
from worker.facts.quotes.around import Said, alone, continued, lead, leading, opens, trailing
from worker.facts.quotes.clauses import clauses
from worker.facts.quotes.cues import Cue, Side, find_cues
from worker.facts.quotes.frames import QUOTE, Frame, frames
from worker.facts.quotes.marks import Quoted, quoted_spans
from worker.facts.quotes.phrases import finite
from worker.facts.quotes.speakers import NOBODY, UNREAD, Speaker, Speakers
from worker.facts.quotes.transcripts import labelled_speech
from worker.facts.quotes.verbs import Shape, Takes
from worker.facts.quotes.words import ADVANCE, DETERMINERS, SO_CALLED
from worker.text.wordlists import listed

_SIGNS = listed(
    "placard sign banner poster headline plaque t-shirt sticker caption billboard signs placards banners "
    "signboard slogan slogans sayings hashtag"
)
_SHOWN = listed(
    "'s show podcast movie film book series song album program programme documentary novel play magazine on in from"
)
"""Words before the title of a work, which may end in a full stop of the sentence's own."""
_NEAR_SIGN = 6
_LONG = 4
_SHORT_SENTENCE = 20
_SIGNATURE = 6
_SHORT = 3


_WISHES = frozenset({"need", "want", "require", "seek", "deserve", "have", "face"})
"""Verbs that quote a thing's words only where nobody else is speaking: "said the bloc needs “a miracle”"."""


_COINING = frozenset({"call", "describe", "label", "deem", "denounce", "decry", "dismiss"})


_NAMING = frozenset({"call", "know", "term", "dub", "nickname", "label", "style"})
_CHANTING = frozenset({"chant", "shout", "yell", "scream"})
_JOINTS: tuple[list[str], ...] = (["and"], ["or"], [","], ["but"], [",", "and"], [",", "or"], [])


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
        self._fragment: tuple[Frame, int, Said] | None = None
        """the last words in marks that were speech: their frame, token, and cue"""
        self._quiet: Frame | None = None
        """the last sentence in which nobody spoke: the next words in marks may be those of whom it is about"""
        self._subject_of: tuple[Frame, Speaker | None] | None = None

    def run(self) -> list[Quote]:
        """All quotes of the text in order."""
        labelled = labelled_speech(self.document, self.speakers)
        taken = [(quote.start, quote.end) for quote in labelled]
        self.quotes += labelled
        if taken:
            self.spans = [s for s in self.spans if not any(a <= s.open < b for a, b in taken)]
        parts = _joined(frames(self.document, self.spans))
        at = 0
        for frame in parts:
            while at < len(taken) and taken[at][1] <= frame.starts[0]:
                at += 1
            if at < len(taken) and frame.ends[-1] > taken[at][0]:
                continue
            self._frame(frame)
            self.speakers.parties.passed(frame)
        return sorted(self.quotes, key=lambda quote: (quote.start, -quote.end))

    def _frame(self, frame: Frame) -> None:
        cues = find_cues(frame)
        if not cues and not frame.quoted:
            self._quiet = frame
            return
        said: list[Said] = []
        advance = _in_advance(frame)
        before: Speaker | None = None
        earlier = self.speakers.last
        for cue in cues:
            speaker = self.speakers.of_cue(frame, cue, before) if not cue.passive else NOBODY
            said.append(Said(cue, speaker, cue.scheduled or advance))
            if cue.takes <= Takes.WORDS and not cue.passive:
                before = speaker
                if speaker.name is not None and cue.side is not Side.SAME:
                    self.speakers.last = speaker
                    if not speaker.person:
                        self.speakers.thing = speaker
        places = clauses(frame, cues)
        for number, first, _ in places:
            if first < cues[number].first and self._of_another(frame, cues[number], first, said[number].speaker):
                said[number].speaker = self.speakers.last = earlier
        spoken: list[Said] = []
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
            stop = self.text.find("\n", start, end)  # words in marks may run on over paragraphs
            end = stop if stop > 0 else end
            self.quotes.append(Quote(start, end, Speech.INDIRECT, each.speaker.name, each.scheduled))
            spoken.append(each)
        if spoken:
            self._quiet = None
            self.running, self.scheduled = spoken[-1].speaker, spoken[-1].scheduled
            if self.running.name is not None:
                self.speakers.last = self.running
        else:
            self._quiet = frame

    def _of_another(self, frame: Frame, cue: Cue, first: int, speaker: Speaker) -> bool:
        """Whether a pronoun that interrupts what is said cannot mean its subject: "Roe, | he said, | had asked"."""
        begin = cue.subject[0]
        if cue.side is not Side.LEFT or cue.last - begin > 3 or frame.lower[begin] not in {"he", "she"}:
            return False
        if begin - first > 4 or not speaker.person or self.speakers.last.name != speaker.name:
            return False
        mention = self.speakers.at(frame.starts[first])
        return mention is not None and mention.form is Form.NAME and mention.person == speaker.name

    def _current(self) -> tuple[Speaker, bool]:
        """Who speaks where words in marks have no cue, and whether that is yet to be said."""
        if self._quiet is not None:
            subject = self._subject(self._quiet)
            self._quiet = None
            if subject is not None:
                self.running, self.scheduled = subject, False
        return self.running, self.scheduled

    def _subject(self, frame: Frame) -> Speaker | None:
        if self._subject_of is not None and self._subject_of[0] is frame:
            return self._subject_of[1]
        found = self._find_subject(frame)
        self._subject_of = (frame, found)
        return found

    def _find_subject(self, frame: Frame) -> Speaker | None:
        found = self.speakers.main_subject(frame, len(frame.words))
        return found if found.person else None

    def _quoted(
        self,
        frame: Frame,
        token: int,
        span: Quoted,
        said: list[Said],
        directs: dict[int, bool],
        places: list[tuple[int, int, int]],
    ) -> Said | None:
        """What words in marks are: adds a quote and gives its cue, or None where they are none."""
        start, end = _trimmed(self.text, span)
        if start >= end:
            return None
        words = self.text.count(" ", start, end) + 1
        capital = _begins_big(self.text, start)
        begins = lead(frame, token) == token
        behind = trailing(frame, token, said)
        before = leading(frame, token, said)
        own_words = before is not None and before.cue.takes is Takes.FRAGMENT and before.cue.lemma not in _WISHES
        if before is not None and not before.speaker.person and not own_words:
            # "said the result showed": what a person says of a thing's words is the person's
            outer = [said[number] for number, first, last in places if first <= before.cue.first < token < last]
            if outer and (outer[-1].speaker.person or outer[-1].cue.lemma == "according"):
                before = outer[-1]
        source: Said | None = None
        kind: Speech | None = None
        own = Cue(0, 0, "", Takes.WORDS, Shape.BASE, Side.SAME, (0, 0), 0)
        signed = self.speakers.signed(frame, token) if words > 1 else None
        if signed is not None:
            source, kind = Said(own, signed, False), Speech.DIRECT
        elif begins:  # nothing before it in the sentence
            if behind is not None and behind.cue.takes <= Takes.WORDS:
                source, kind = behind, Speech.DIRECT
            elif alone(frame, token):
                source, kind = Said(own, *self._current()), Speech.DIRECT
                colon = token > 0 and frame.lower[token - 1] == ":"
                if not colon and words < _SHORT and not _stopped(self.text, end):
                    return None
            elif behind is not None and words > 1:
                source, kind = behind, Speech.MIXED
            elif words >= _LONG and capital and self.text[end - 1] in ",?!":
                # a verb of speech that is on no list: "...," the ministers hedge
                source, kind = Said(own, self.speakers.subject_behind(frame, token + 1), False), Speech.DIRECT
        elif (cont := continued(frame, token, said, directs)) is not None:
            source, kind = cont, Speech.DIRECT
        elif before is not None and before.cue.takes <= Takes.WORDS and opens(frame, before.cue, token):
            marked = frame.lower[token - 1] in {":", ","}
            if frame.lower[token - 1] != "that" and (
                (capital and (words >= _SHORT or marked)) or frame.lower[token - 1] == ":"
            ):
                source, kind = before, Speech.DIRECT
            else:
                source, kind = before, Speech.MIXED
        elif frame.lower[token - 1] == ":" and capital:
            source = before or Said(own, self._colon_speaker(frame, token), False)
            kind = Speech.DIRECT
        elif behind is not None and behind.cue.takes <= Takes.WORDS:
            source = behind
            kind = Speech.DIRECT if capital and frame.lower[token - 1] == "," and words > _LONG else Speech.MIXED
        elif before is not None:
            source, kind = before, Speech.MIXED
        elif words >= _LONG or (words > 1 and frame.lower[token - 1] not in DETERMINERS | {"'s"}):
            subject = self._subject(frame)
            anywhere = [each for each in said if each.cue.takes <= Takes.THAT and not each.cue.passive]
            if anywhere:
                source, kind = anywhere[-1], Speech.MIXED
            elif subject is not None and words >= _LONG and (not capital or _stopped(self.text, end)):
                source, kind = Said(own, subject, False), Speech.MIXED
        if source is None and not begins:
            source = self._joined(frame, token, directs)  # "“late” and “wrong”"
            kind = Speech.MIXED
        if source is None or kind is None:
            return None
        if _headline(self.text[start:end]) and source.cue.lemma not in _CHANTING:
            return None
        if source.cue.lemma == "read" and any(word in _SIGNS for word in frame.lower):
            return None
        if any(word in _SIGNS for word in frame.lower[max(source.cue.last, token - _NEAR_SIGN) : token]):
            return None
        if kind is Speech.MIXED and self._scare(frame, token, start, end, words, source, places):
            return None
        directs[token] = kind is Speech.DIRECT
        self._fragment = (frame, token, source)
        self.quotes.append(Quote(start, end, kind, source.speaker.name, source.scheduled))
        return source

    def _joined(self, frame: Frame, token: int, directs: dict[int, bool]) -> Said | None:
        """What the fragment before this one belongs to, where nothing but "and" or a comma parts them."""
        if self._fragment is None or self._fragment[0] is not frame:
            return None
        _, earlier, source = self._fragment
        between = frame.lower[earlier + 1 : token]
        return source if not directs.get(earlier, True) and between in _JOINTS else None

    def _colon_speaker(self, frame: Frame, token: int) -> Speaker:
        """Of what stands behind a colon: "Roe's message was:", "Roe was blunt:"."""
        for mention in self.speakers.within(frame.starts[0], frame.ends[token - 1]):
            if mention.person is not None:
                return Speaker(mention.person, True)
        return self._current()[0]

    def _scare(
        self,
        frame: Frame,
        token: int,
        start: int,
        end: int,
        words: int,
        source: Said,
        places: list[tuple[int, int, int]],
    ) -> bool:
        """Whether a fragment in marks is no speech: a name, a nickname, a word as a word, a title of a work."""
        lower, cue = frame.lower, source.cue
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
        if source.cue.lemma in SO_CALLED | {"call"} and source.cue.last == token and token > 1 and before2 == ",":
            return True  # "the method, called “sounding by ear”, is new"
        ruled = after[0].isalpha() and finite(frame, token + 1, 0)
        if words <= 2 and before in {"the", "this", "that"} and ruled:
            return True  # "the “sharing economy” grows"
        if words <= 8 and before in _SHOWN and _titled(text.rstrip(".")):
            return True
        if words <= 8 and _titled(text) and before != ":":
            if cue.lemma in _CHANTING and cue.last == token:
                return False
            return cue.last != token or words > 1 or cue.takes is not Takes.FRAGMENT
        if (before == "as" and before2 == "known") or (
            cue.lemma in _NAMING and cue.shape is Shape.PAST and cue.first == 0 and cue.side is Side.SAME
        ):
            return True  # "often called the “rain tree”"
        what = cue.lemma == "call" and "what" in lower[max(0, cue.first - 3) : cue.first]
        if what and not source.speaker.person:
            return True
        told = any(first <= token < last and cue.first < first for _, first, last in places)
        coined = cue.lemma in _COINING and token - cue.last <= 2
        if (
            words <= _SHORT
            and before in DETERMINERS | {"'s"}
            and lexicon()[after][0] in "nNA"
            and not (told or coined)
        ):
            return True
        return bool(source.cue.takes is Takes.FRAGMENT and words == 1 and token - source.cue.last > 4)


def find_quotes(document: Document, mentions: Sequence[Mention]) -> Sequence[Quote]:
    """The speech in a text, in order, each with its speaker. In: who is mentioned in it."""
    return _Finder(document, mentions).run()


def _joined(parts: list[Frame]) -> list[Frame]:
    """Frames with those put together that a stop inside the marks had parted: "Why?" she asked; "Why?" - Ann Roe."""
    made: list[Frame] = []
    for frame in parts:
        follows = made and made[-1].paragraph == frame.paragraph and made[-1].lower[-1] == QUOTE
        signs = frame.lower[0] == "-" and len(frame.words) <= _SIGNATURE
        if follows and len(frame.words) < _SHORT_SENTENCE and (signs or _only_cue(frame)):
            made[-1].extend(frame)
        else:
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


def _headline(text: str) -> bool:
    """Whether words are written like a headline, a full stop aside: "How the East Was Lost."."""
    words = [word.strip(",.:;'\u2019") for word in text.split()]
    big = [word for word in words if word[:1].isupper() and not word.isupper()]
    return (
        len(big) > 3
        and ". " not in text
        and all(word[:1].isupper() for word in words if len(word) > 3 and word.isalpha())
    )


def _in_advance(frame: Frame) -> bool:
    return any(word in ADVANCE for word in frame.lower) and "according" in frame.lower
