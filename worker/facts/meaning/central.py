"""Whom a text is about where its figures are told of one: the person it portrays, the accused, the pollster."""

import re
from collections import Counter
from collections.abc import Callable, Sequence

from worker.domain.reading import Mention
from worker.facts.document import Sentence
from worker.facts.meaning.cues import word_classes
from worker.facts.people.lexicon import DAY, FUNCTION, LOOK_UP, MONTH

WORDS = word_classes("actors.txt")
_OFTEN = 6
"""Mentions that the person whom a text is about has at least."""
_FEW = 12
"""Verbs of a sentence that are asked whom they punish."""
_TRY = WORDS["try"]
_PENAL = WORDS["jail"] | WORDS["penal"] | WORDS["security"]
"""Words of which one stands in a sentence about a punishment."""
_CALENDAR = FUNCTION | MONTH | DAY
_POLL = re.compile(r"(?<![\w'.&])((?:[A-Z][\w&/-]* ){1,6})(?:[Pp]oll|[Ss]urvey|conducted)\b")


def profiled(mentions: Sequence[Mention]) -> str | None:
    """The person who is mentioned often, and twice as often as any other."""
    best = Counter(mention.person for mention in mentions if mention.person is not None).most_common(2)
    if not best or best[0][1] < _OFTEN or (len(best) > 1 and best[0][1] < 2 * best[1][1]):
        return None
    return best[0][0]


def accused(sentences: Sequence[Sentence], within: Callable[[int, int], Mention | None]) -> str | None:
    """The person whom most verbs of a text punish or charge, far more often than another.

    within: the mention inside of two offsets.
    """
    counts: Counter[str] = Counter()
    for sentence in sentences:
        if not _PENAL & set(sentence.lower):
            continue
        for verb in sentence.parse.verbs[:_FEW]:
            if verb.lemma not in _TRY:
                continue
            bearer = verb.subject if verb.passive or verb.lemma == "plead" else verb.object
            if bearer is None:
                continue
            mention = within(sentence.starts[bearer.first], sentence.ends[bearer.last - 1])
            if mention is not None and mention.person is not None:
                counts[mention.person] += 1
    best = counts.most_common(2)
    return best[0][0] if best and (len(best) == 1 or best[0][1] > 2 * best[1][1]) else None


def pollster(text: str, is_house: Callable[[Sequence[str]], bool]) -> str | None:
    """The first organisation whose name stands before "poll". is_house: whether words may name an organisation."""
    for match in _POLL.finditer(text):
        words = match[1].split()
        while words and LOOK_UP(words[0].lower(), 0) & _CALENDAR:
            del words[0]
        if words and is_house(words):
            return " ".join(words)
    return None
