"""Whether a feed carries the whole article, and its text if it does."""

from worker.articles.words import words_in
from worker.text.html import html_to_text

MIN_WORDS = 200
"""Teasers end below this; an item in brief may too, and is then read from its page."""
CLEARLY_LONGER = 1.2

_SIGNATURE_STARTS = ("the post ", "der beitrag ", "l'article ", "la entrada ", "el post ", "il post ")
_SIGNATURE_WORDS = (
    "appeared first on",
    "erschien zuerst auf",
    "est apparu en premier sur",
    "apareció primero en",
    "proviene da",
)
_BROKEN_OFF = ("…", "...", "[…]", "[...]", "(more)")
_SENT_ON = (
    "read more",
    "read on",
    "read the full",
    "read the rest",
    "read the whole",
    "continue reading",
    "full story",
    "full article",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "seguir leyendo",
    "leer más",
    "continua a leggere",
)


def full_text(content_html: str | None, summary: str) -> str | None:
    """The feed's own full text, paragraphs joined by a blank line, if it is whole; else None.

    In: the entry's content as HTML, or None; its summary as plain text. Whole is what has MIN_WORDS words, is
    clearly longer than the summary and does not end like a teaser. "The post … appeared first on …" is cut off.
    """
    if not content_html:
        return None
    paragraphs = html_to_text(content_html).split("\n\n")
    while paragraphs and _is_signature(paragraphs[-1]):
        paragraphs.pop()
    text = "\n\n".join(paragraphs).strip()
    if words_in(text) < MIN_WORDS or ends_like_teaser(text):
        return None
    cut = summary.endswith("…") and text.startswith(summary[:40])
    return text if cut or len(text) > CLEARLY_LONGER * len(summary) else None


def ends_like_teaser(text: str) -> bool:
    """Whether a text breaks off ("…", "[...]") or ends by sending readers on ("Read more", "Continue reading")."""
    end = text[-300:].rstrip(" \n→»>").lower()
    last_line = end.rpartition("\n")[2].lstrip("[( ")
    return end.endswith(_BROKEN_OFF) or end.rstrip(".:])").endswith(_SENT_ON) or last_line.startswith(_SENT_ON)


def _is_signature(paragraph: str) -> bool:
    lowered = paragraph.lower().replace("\u2019", "'")
    return lowered.startswith(_SIGNATURE_STARTS) and any(words in lowered for words in _SIGNATURE_WORDS)
