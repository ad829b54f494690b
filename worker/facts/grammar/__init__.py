"""The grammar of one sentence, as far as the readers need it: word classes, noun phrases, and verbs with who does
what to whom. A shallow parse by rules and word lists: one pass each, linear in the sentence.
"""

from collections.abc import Sequence

from worker.facts.grammar.clauses import build
from worker.facts.grammar.model import Form, Parse, Phrase, Tag, Verb
from worker.facts.grammar.tagging import tag

__all__ = ["Form", "Parse", "Phrase", "Tag", "Verb", "parse"]


def parse(words: Sequence[str], lower: Sequence[str]) -> Parse:
    """The grammar of a sentence. In: its tokens, as printed and in small letters."""
    return build(lower, tag(words, lower))
