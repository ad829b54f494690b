"""What money is of: what it is paid for, or a noun for what the verb does with it."""

from worker.domain.reading import PERCENT_OF_GDP
from worker.facts.grammar import Tag
from worker.facts.meaning.cues import SPEND
from worker.facts.meaning.looks import CARRIED
from worker.facts.meaning.place import NOUNS, TIMES, Place
from worker.facts.meaning.wording import GDP, UNITS, behind, outward, phrase_text, predicate, trimmed

# What a verb's bare object is of, where nothing else says it: "they made 310 million".
_NAMED = {
    "raise": "funds raised", "collect": "funds collected",
    "bid": "bid", "make": "earnings", "earn": "earnings", "start": "starting price",
    "lose": "losses", "pay": "payment",
    "repay": "repayment", "steal": "money stolen", "owe": "debt", "borrow": "borrowing", "invest": "investment",
    "donate": "donation", "fine": "fine", "save": "savings", "receive": "money received", "win": "winnings",
    "award": "award", "pledge": "aid pledged", "give": "money given", "spend": "spending", "demand": "demand",
    "return": "repayment", "refund": "refund", "offer": "offer", "charge": "charge", "sell": "price",
    "fetch": "price", "contribute": "contribution", "lend": "loan", "promise": "promise", "take": "money taken",
    "commit": "money committed", "secure": "money secured", "reclaim": "money reclaimed", "need": "money needed",
    "allocate": "money allocated", "earmark": "money earmarked",
    "ask": "money asked for", "seek": "money sought", "want": "money wanted",
}  # fmt: skip
_HANDS = {
    "pay": "to", "give": "to", "award": "to", "lend": "to", "offer": "to", "grant": "to", "send": "to", "owe": "to",
    "charge": "to", "fine": "for", "repay": "to", "promise": "to", "hand": "to",
}  # fmt: skip
_TO_DO = frozenset({"pay", "charge", "spend", "raise", "borrow", "offer", "pledge", "demand"})
"""Verbs of money whose purpose may follow: "paid $3 million | to settle a lawsuit"."""
_HOLDS = frozenset({"of", "in"})
_TAKES = frozenset({"take", "steal", "receive", "borrow", "win", "collect"})
_MEANS = frozenset({"cash", "total", "all", "coin", "bitcoin", "cryptocurrency", "case", "fact", "advance", "return"})
_GIVES = frozenset({"give", "send", "donate", "pledge", "provide", "offer", "grant", "promise", "deliver", "commit"})


def worth(place: Place) -> str:
    """The noun before "worth": "aid | worth 400 million"."""
    if place.word(place.last) == "worth":
        return behind(place, place.last + 1, frozenset({"of"}))  # "$125 billion | worth of goods"
    if place.word(place.before) != "worth":
        return ""
    phrase = place.phrase_at(place.before - 1)
    if phrase is None:
        return ""
    return trimmed(place, outward(place, phrase, _HOLDS), min(phrase.last, place.before))


def taken(place: Place) -> str:
    """The same where the money is the verb's object, and no thing stands nearer: "raised $3m in a listing"."""
    verb = place.ruling
    if verb is None or verb.object is None or not verb.object.first <= place.first < verb.object.last:
        return ""
    return _NAMED.get(verb.lemma, "")


def named(place: Place) -> str:
    """A noun for what the verb does with the money: "lost $3m" is of losses."""
    for verb in place.chain():
        if verb.first > place.first:
            continue
        return _NAMED.get(verb.lemma, "")
    return ""


def handed(place: Place) -> str:
    """What is given to whom: "paid | the agency $9,000" is a payment to the agency."""
    verb = place.ruling
    if verb is None or verb.lemma not in _HANDS or verb.passive or verb.object is None or verb.second is None:
        return ""
    if not verb.second.first <= place.first < verb.second.last:
        return ""
    whom = phrase_text(place, verb.object, whole=False)
    noun = _NAMED.get(verb.lemma, "money given")
    return f"{noun} {_HANDS[verb.lemma]} {whom}" if whom else noun


def in_kind(place: Place) -> str:
    """What sort of money it is: "$5,000 | in interest income"."""
    if place.word(place.last) != "in":
        return ""
    phrase = place.phrase_at(place.last + 1)
    if (
        phrase is None
        or phrase.first != place.last + 1
        or place.tag(phrase.first) in (Tag.DET, Tag.NUM, Tag.PRON)
        or place.tag(phrase.head) is not Tag.NOUN
        or place.named(phrase.head)
        or place.head(phrase) in TIMES | _MEANS
    ):
        return ""
    return phrase_text(place, phrase)


def short(place: Place) -> str:
    """ "$7 million | short of its goal" is of the shortfall, the money behind "short of" is the goal."""
    if place.word(place.before) == "of" and place.word(place.before - 1) in ("short", "shy"):
        return "goal"
    return "shortfall" if place.word(place.last) == "short" else ""


def spent(place: Place) -> str:
    """What money or a share goes to: "spend 5 percent | on defence"."""
    verb = next((verb for verb in place.chain() if verb.first <= place.first), None)
    if verb is None:
        return ""
    token = place.last
    words = place.sentence.lower
    # "of GDP" and "a year" may stand between.
    for at in range(token, min(len(words), token + 9)):
        if place.tag(at) in (Tag.VERB, Tag.PAST, Tag.HAVE, Tag.BE, Tag.MODAL, Tag.WH, Tag.SUB) or words[at] in (
            ";",
            ",",
            "--",
        ):
            break
        if words[at] == "to" and place.tag(at + 1) is Tag.VERB:
            if verb.lemma in _TO_DO and at == token:
                return f"{_NAMED[verb.lemma]} {predicate(place, at, at + 12, 6)}"
            break
        if words[at] in ("on", "for", "towards", "toward", "into", "in", "to", "from") and place.tag(at) in (
            Tag.PREP,
            Tag.TO,
        ):
            phrase = place.phrase_from(at + 1)
            if (
                phrase is None
                or place.head(phrase) in GDP | UNITS | {"year", "month", "week", "day", "quarter", "decade"}
                or place.tag(phrase.head) is Tag.NUM
            ):
                continue
            what = phrase_text(place, phrase)
            if what and words[at] == "from" and at == token and verb.lemma in _TAKES:
                return f"{_NAMED[verb.lemma]} from {what}"
            if words[at] == "from" and verb.lemma not in ("take", "cut", "divert", "shift", "redirect", "withdraw"):
                continue
            if what and words[at] == "to" and place.named(phrase.head):
                if verb.lemma in _GIVES:
                    return f"aid to {what}"
                continue
            if what and words[at] == "to" and verb.lemma in _GIVES | {"pay"}:
                return f"{_NAMED.get(verb.lemma, 'money given')} to {what}"
            if what and verb.lemma in ("borrow", "lend"):
                return f"{_NAMED[verb.lemma]} for {what}"
            if (
                not what
                or (place.named(phrase.head) and words[at] != "for")
                or (
                    words[at] == "to"
                    and verb.lemma not in SPEND | {"go", "rise"}
                    and place.tag(phrase.head) is Tag.NAME
                )
            ):
                continue
            if words[at] == "in" and verb.lemma not in SPEND | {"go", "rise"}:
                continue
            if verb.lemma == "spend":
                return f"{what} spending" if " " not in what and not what.endswith("s") else f"spending on {what}"
            return what
    if verb.lemma == "spend":
        return CARRIED if place.quantity.unit == PERCENT_OF_GDP else "spending"
    return ""


def priced(place: Place) -> str:
    """The price of what stands before "for" and "at", where no verb says more: "a kit | for $20"."""
    if place.preposition not in ("for", "at"):
        return ""
    phrase = place.phrase_at(place.before - 1)
    verb = place.ruling
    if (
        phrase is None
        or phrase.last != place.before
        or place.tag(phrase.head) not in NOUNS
        or place.tag(phrase.first - 1) is Tag.PREP  # "the game on Amazon for $30"
        or (verb is not None and verb.clause[1])
    ):
        return "price"
    what = phrase_text(place, phrase, whole=False)
    return f"price of {what}" if what else "price"


def cost(place: Place) -> str:
    """ "X would cost $3bn" is of the cost of X; "bought X for $3bn" of its price."""
    verb = place.ruling
    if verb is None or verb.first > place.first:
        return ""
    if verb.lemma == "cost":
        what = phrase_text(place, verb.subject) or trimmed(place, verb.clause[0], verb.first)
        return f"cost of {what}" if what else "cost"
    if verb.lemma in ("sell", "buy", "purchase", "acquire", "fetch") and (
        place.preposition in ("for", "at") or verb.lemma == "fetch"
    ):
        what = (
            phrase_text(place, verb.object)
            if verb.object is not None and verb.object.last <= place.first
            else phrase_text(place, verb.subject)
        )
        return f"price of {what}" if what else "price"
    return ""
