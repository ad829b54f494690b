"""Noun phrases and the verbs between them, as far as single words tell: a full parse is not worth its time here."""

from worker.facts.grammar.lexicon import lexicon
from worker.facts.quotes.frames import Frame
from worker.facts.quotes.words import AUXILIARIES, BREAKS, PERSONAL, PREPOSITIONS, RELATIVE
from worker.text.wordlists import listed


def relative(frame: Frame, at: int) -> bool:
    """Whether a token begins a relative clause: "who", but not "WHO"."""
    return frame.lower[at] in RELATIVE and not frame.words[at].isupper()


def has_finite(frame: Frame, first: int, last: int) -> bool:
    """Whether tokens [first, last) hold a verb that can rule a clause, as far as single words tell."""
    return any(finite(frame, at, first) for at in range(first, last))


def has_any(frame: Frame, first: int, last: int) -> bool:
    """Whether tokens [first, last) hold a word that is most often a verb, whatever its neighbours say."""
    codes, lower = lexicon(), frame.lower
    return any(
        codes[lower[at]][0] in "lLVv" and lower[at + 1] != "by" for at in range(first + 1, min(last, len(lower) - 1))
    )


_SPOKEN = frozenset({"said", "says", "told"})


def finite(frame: Frame, at: int, first: int) -> bool:
    """Whether a token is a verb that can rule a clause. first: where its clause begins."""
    word = frame.lower[at]
    if not word[0].isalpha():
        return False
    classes = lexicon()[word]
    code = classes[0]
    if frame.words[at][0].isupper() and (at > 0 or frame.lower[1:2] in ([","], ["said"], ["told"])):
        return False
    if code in "MBHO" or word in _SPOKEN:
        return True
    if code == "L" or (code == "v" and at > first):
        return True
    if at == first:
        return False
    behind = lexicon()[frame.lower[at - 1]][0]
    if code == "V" and "l" in classes:  # cost, cut, put
        return behind in "NnEq"
    if code == "l":
        if behind == "R" and at > 1 and lexicon()[frame.lower[at - 2]][0] in "DdS":
            return False  # "its recently named chair"
        return behind not in "DdIH,BbFg0A$" and not (
            at + 1 < len(frame.lower) and frame.lower[at + 1] in {"by", "at"}
        )
    if code == "n" and "v" in classes:
        following = lexicon()[frame.lower[at + 1]][0] if at + 1 < len(frame.lower) else "."
        return behind in "PNE" and following not in "LlvVBMHO." and frame.lower[at - 1] not in {"state", "health"}
    if "V" in classes:
        return behind == "P" or (code == "V" and behind in "nqW")
    return False


_ENDS_PHRASE = frozenset({"that", "because", "when", "while", "after", "before"})


def right_phrase(frame: Frame, first: int) -> int:
    """Where the noun phrase that begins here ends: before what breaks a clause, or tells when, where or to whom."""
    lower, words = frame.lower, frame.words
    at = first
    while at < len(lower) and at - first < 24:
        word = lower[at]
        if word == "!" and words[at + 1 : at + 2] and words[at + 1][0].isupper() and at > first:
            at += 1  # "Yahoo! Finance"
            continue
        if (
            word in BREAKS
            or relative(frame, at)
            or word in _ENDS_PHRASE
            or (word == "." and not inner_stop(frame, at))
        ):
            break
        if at > first and (word in {"during", "told", "said", "as", "if", "but", "last", "via", "this"}):
            break
        if at > first and word in AUXILIARIES and word != "'s":
            break
        if at > first and word in {"in", "on", "at", "to", "by", "late", "early"} and adjunct(frame, at):
            break
        if at > first and word in _DAYS_ONLY and words[at][0].isupper():
            break
        at += 1
    return at


_DAYS_ONLY = listed("monday tuesday wednesday thursday friday saturday sunday yesterday today")


def adjunct(frame: Frame, at: int) -> bool:
    """Whether the preposition here begins an adverbial of a speech ("in a statement", "on Tuesday")."""
    word = frame.lower[at]
    if word in {"late", "early"}:
        return True
    following = frame.lower[at + 1 : at + 5]
    if word == "on" or word == "to":
        return bool(following) and (following[0] in _DAYS_ONLY or word == "to" or following[0] in _MEDIA)
    return any(after in _EVENTS or after in _DAYS_ONLY for after in following)


_MEDIA = frozenset({"twitter", "facebook", "x", "telegram", "instagram", "television", "cnn", "msnbc", "social"})
_EVENTS = listed(
    "statement interview speech letter e-mail email tweet post conference briefing remarks address message memo "
    "telephone phone morning afternoon evening interviews release hearing"
)


def left_phrase(frame: Frame, last: int) -> int:
    """Where the noun phrase that ends here begins; `last` where there is none. Commas are not crossed."""
    lower = frame.lower
    if last == 0:
        return last
    at = last - 1
    if lower[at] in PERSONAL or relative(frame, at):
        return at
    if lower[at] in BREAKS:
        return last
    return clause_start(frame, last)


def clause_start(frame: Frame, last: int) -> int:
    """Where the noun phrase that ends here begins, at most some forty tokens back: behind a comma, another mark, a
    subordinator, a verb, or an "and" that joins clauses. A verb in a relative clause is part of the phrase.
    """
    lower = frame.lower
    at = last
    verb = -1
    while at > 0 and last - at < _FAR:
        word = lower[at - 1]
        if relative(frame, at - 1) or word == "that":
            if verb < 0 or at < 2 or lower[at - 2] in BREAKS:
                break
            verb = -1  # of the relative clause
        elif word in BREAKS or word == "." or word in _STOPS:
            if _goes_through(frame, at - 1):
                at -= 1
                continue
            break
        elif word == "and" or word == "or":
            if not _joins_nouns(frame, at, last):
                break
        elif verb < 0 and finite(frame, at - 1, 0) and not participle(frame, at - 1):
            verb = at - 1
        at -= 1
    if verb >= 0:
        at = _behind_time(frame, verb + 1, last)
    # "a claim the Treasury called": the phrase before is what is spoken of
    for inner in range(last - 1, at, -1):
        if lower[inner] in _ARTICLES:
            code = lexicon()[lower[inner - 1]]
            if (
                ("N" in code or "n" in code)
                and lower[inner - 1] not in _BEFORE_ARTICLE
                and not frame.words[inner - 1][0].isupper()
            ):
                return inner
            break
    return at


def _behind_time(frame: Frame, first: int, last: int) -> int:
    """Where a subject begins in what stands behind another verb: "spoke in May after | the firm" (said)."""
    for at in range(last - 2, first - 1, -1):
        if frame.lower[at] in _WHEN and (at == first or lexicon()[frame.lower[at - 1]][0] != "l"):
            return at + 1
    return first


_WHEN = frozenset({"after", "before", "until", "once"})
_FAR = 40
_MORE = frozenset({"more", "less", "fewer", "other", "rather"})
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their", "its"})
_BEFORE_ARTICLE = frozenset({"today", "yesterday", "tonight", "morning", "evening", "afternoon", "night", "week"})
_STOPS = listed("because if when while although though since but whether unless until than yet nor as so")


def _goes_through(frame: Frame, at: int) -> bool:
    """Whether a noun phrase goes on over a stop or a "than": "St. Ives", "more than half"."""
    return inner_stop(frame, at) or (frame.lower[at] == "than" and at > 0 and frame.lower[at - 1] in _MORE)


def participle(frame: Frame, at: int) -> bool:
    """Whether a past form describes the noun before it: "people briefed on the matter"."""
    return (
        lexicon()[frame.lower[at]][0] in "lT"
        and frame.lower[at] not in _SPOKEN
        and frame.lower[at + 1 : at + 2] != []
        and frame.lower[at + 1] in PREPOSITIONS
    )


def _joins_nouns(frame: Frame, at: int, last: int) -> bool:
    """Whether the "and" before a token joins noun phrases: with no verb before it in its clause."""
    begin = max(0, at - 13)
    for back in range(at - 2, begin - 1, -1):
        if frame.lower[back] in BREAKS:
            begin = back + 1
            break
    return at < last and not has_finite(frame, begin, at - 1) and begin < at - 1


def inner_stop(frame: Frame, at: int) -> bool:
    """Whether a full stop is part of an abbreviation: the sentence goes on behind it."""
    return (
        0 < at < len(frame.lower) - 1
        and frame.lower[at] == "."
        and frame.ends[at - 1] == frame.starts[at]
        and (frame.lower[at - 1] in _SHORTENED or len(frame.lower[at - 1]) == 1)
    )


_SHORTENED = listed(
    "ste mt mr mrs ms dr prof gen lt col maj capt cmdr sgt sen rep reps sens gov pres rev hon st supt det insp "
    "atty jr sr inc "
    "corp co ltd d-conn d-calif r-pa messrs mme adm brig fr tex calif mass ill fla conn mich wis minn ala ariz ark "
    "colo ga ind kan ky la md me miss mo mont neb nev okla ore pa tenn va vt wash wyo del dept bros univ n.c d.c n.y "
    "n.h s.c u.s n.j n.m n.d s.d w.va r.i"
)
