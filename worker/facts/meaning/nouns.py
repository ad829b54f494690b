"""What nouns say of how far a figure has come: "a demand for 5%", "the proposed 3% levy", "a plan to spend 40m"."""

from worker.domain.reading import COUNT, PERCENT, Status
from worker.facts.grammar import Form, Tag, Verb
from worker.facts.meaning.cues import singular
from worker.facts.meaning.place import Place
from worker.text.wordlists import listed

# Nouns whose infinitive or "for" says how far it has come: "a pledge to spend 5%", "in talks to buy".
_NOUNS: dict[str, Status] = {
    **dict.fromkeys(
        listed("demand request call appeal claim push ultimatum plea pressure order need requirement"),
        Status.DEMANDED,
    ),
    **dict.fromkeys(
        listed("proposal offer bid talk suggestion option idea recommendation motion draft negotiation debate"),
        Status.PROPOSED,
    ),
    **dict.fromkeys(
        listed("plan pledge promise commitment aim ambition intention programme program scheme project strategy"),
        Status.PLANNED,
    ),
    **dict.fromkeys(
        listed("deal agreement contract accord pact settlement treaty decision vote law act bill-passed approval"),
        Status.AGREED,
    ),
}
_UNSAID = listed("claims order orders claim votes vote project talks law calls call")
"""Of these, what stands beside them is not of the noun's status: "11 claims", "a 2 billion euro project"."""
_WORDS: dict[str, Status] = {
    **dict.fromkeys(("proposed", "suggested", "possible", "potential", "mooted"), Status.PROPOSED),
    **dict.fromkeys(("planned", "promised", "pledged", "upcoming"), Status.PLANNED),
    **dict.fromkeys(("agreed", "approved", "signed", "negotiated"), Status.AGREED),
    **dict.fromkeys(("demanded", "requested", "sought"), Status.DEMANDED),
}


def opened_by(place: Place, verb: Verb) -> Status | None:
    """What the noun says before an infinitive: "a pledge | to spend 5 percent", "in talks | to buy"."""
    if verb.form is not Form.INFINITIVE:
        return None
    at = verb.first - 1
    if place.tag(at) is not Tag.NOUN:
        return None
    found = _NOUNS.get(place.noun(at))
    if found is Status.PLANNED and any(
        word in ("closer", "considering", "possible", "proposed", "toward", "towards")
        for word in place.sentence.lower[max(0, at - 6) : at]
    ):
        return Status.PROPOSED
    return found


def of_nouns(place: Place) -> tuple[Status, str] | None:
    """What the noun says on which the figure hangs: "a demand for 5%", "the proposed 3% levy", "a $2bn deal"."""
    near: list[str] = []
    words = place.sentence.lower
    phrase = place.phrase_at(place.first)
    if phrase is not None and place.quantity.unit != COUNT:
        near += words[phrase.first : phrase.last]
    near += _behind_brackets(place)
    if place.preposition in ("for", "of"):
        governor = place.phrase_before(place.before)
        if governor is not None:
            near += words[governor.first : governor.last]
            if place.noun(governor.head) in ("order", "contract") and place.quantity.unit == COUNT:
                return Status.AGREED, words[governor.head]  # "an order of 50 jets"
    for word in near:
        found = _WORDS.get(word) or _NOUNS.get(singular(word))
        if found is None or word in _UNSAID or (word == "approval" and place.quantity.unit == PERCENT):
            continue
        return found, word
    return None


def _behind_brackets(place: Place) -> list[str]:
    """The noun that a sum in brackets parts from its figure: "a 7 million euro (9 million dollar) | plan"."""
    at = place.last
    if place.word(at) == "(":
        while at < place.last + 7 and place.word(at) != ")":
            at += 1
    if place.word(at) != ")" or place.tag(at + 1) is not Tag.NOUN:
        return []
    return [place.word(at + 1)]
