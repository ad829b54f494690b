"""The articles as they were written: articles/*.txt in, checked manuscripts out.

A file is a header block, a blank line and paragraphs parted by blank lines. A line of equals signs begins an edit: a
header block of its own, then nothing. Line breaks within a paragraph are spaces.

    Slug        unique; the last part of the article's address
    Outlet      a key of worker.demo.outlets
    At          mm:ss after the opening; -mm:ss for what was printed before it
    Headline, Summary, Author, Section, Language (en where it is left out)
    Story       the event that it reports, as a label; left out where it is of no story
    Wire        the agency, where it is an agency's copy
    Holds       the watches of the demo that hold on it, parted by semicolons: a label that tests prove
    Feeds       names of the outlet's feeds that list it; `all` where it is left out
    Also        keys of other outlets whose feeds list it too, with tracking parameters in the address
    Page        `missing`: its page answers 404, so that the feed's own text must do
    Copy-Of     a slug: begins with the paragraphs of that article, those that Cut numbers left out

An edit has `Edit-At`, any number of `Replace: these words => those words` (in headline, summary and paragraphs; they
must occur) and `Append: a paragraph`. `{name}` is a field, see worker.demo.editions.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import Parser
from functools import cache
from importlib.resources import files

from worker.demo.editions import DAY_NAMES, FIELD_NAMES, names_in
from worker.demo.outlets import BY_KEY, WATCHES
from worker.errors import WirewatchError


class ManuscriptError(WirewatchError):
    """An article of the demo is not written as it must be; only somebody who edits them ever sees this."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a printed article. at: seconds after the opening. replace: (old, new) words."""

    at: float
    replace: tuple[tuple[str, str], ...]
    append: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An article as written, with its labels; fields are not filled in. at: seconds, negative before the opening."""

    slug: str
    outlet: str
    at: float
    headline: str
    summary: str
    paragraphs: tuple[str, ...]
    author: str = ""
    section: str = ""
    language: str = "en"
    story: str = ""
    wire: str = ""
    holds: frozenset[str] = frozenset()
    feeds: tuple[str, ...] = ("all",)
    also: tuple[str, ...] = ()
    page_missing: bool = False
    edits: tuple[Edit, ...] = ()


_KEYS = {
    "slug", "outlet", "at", "headline", "summary", "author", "story", "wire", "holds", "section", "language",
    "feeds", "also", "page", "copy-of", "cut",
}  # fmt: skip
_EDIT_KEYS = {"edit-at", "replace", "append"}
_PART = re.compile(r"^=====\n", re.MULTILINE)
_TIME = re.compile(r"(-?)(\d{1,3}):([0-5]\d)")
_SLUG = re.compile(r"[a-z]+(?:-[a-z]+)*")


@cache
def read_articles() -> tuple[Manuscript, ...]:
    """The forty articles, by the time at which they are printed. Raises ManuscriptError where one is wrong."""
    folder = files("worker.demo").joinpath("articles")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".txt"))
    return manuscripts((name, folder.joinpath(name).read_text(encoding="utf-8")) for name in names)


def manuscripts(sources: Iterable[tuple[str, str]]) -> tuple[Manuscript, ...]:
    """Read articles out of (file name, text), in the order of their files, which must be that of their times.

    Raises ManuscriptError, with the file's name and what to do.
    """
    found: dict[str, Manuscript] = {}
    for name, text in sources:
        try:
            article = _read(text, found)
            _check(article, list(found.values()))
        except ValueError as error:
            raise ManuscriptError(
                f"{name}: {error}", hint="worker/demo/manuscripts.py says how it is written"
            ) from None
        found[article.slug] = article
    return tuple(found.values())


def edited(article: Manuscript, edit: Edit) -> Manuscript:
    """The article as an edit leaves it."""

    def change(text: str) -> str:
        for old, new in edit.replace:
            text = text.replace(old, new)
        return text

    return replace(
        article,
        headline=change(article.headline),
        summary=change(article.summary),
        paragraphs=(*(change(paragraph) for paragraph in article.paragraphs), *edit.append),
    )


def _read(text: str, earlier: dict[str, Manuscript]) -> Manuscript:
    first, *parts = _PART.split(text)
    head = Parser().parsestr(first)
    _known(head, _KEYS)
    body = first.partition("\n\n")[2].strip("\n")
    paragraphs = [" ".join(block.split("\n")) for block in body.split("\n\n") if block]
    if origin := _one(head, "Copy-Of"):
        if origin not in earlier:
            raise ValueError(f"Copy-Of names {origin}, which is not among the articles before it")
        cut = {int(number) for number in _list(head, "Cut", ",")}
        whole = enumerate(earlier[origin].paragraphs, start=1)
        paragraphs = [paragraph for number, paragraph in whole if number not in cut] + paragraphs
    page = _one(head, "Page")
    if page not in ("", "missing"):
        raise ValueError(f"Page is {page}; write missing, or leave it out")
    return Manuscript(
        slug=_one(head, "Slug"),
        outlet=_one(head, "Outlet"),
        at=_seconds(_one(head, "At")),
        headline=_one(head, "Headline"),
        summary=_one(head, "Summary"),
        paragraphs=tuple(paragraphs),
        author=_one(head, "Author"),
        section=_one(head, "Section"),
        language=_one(head, "Language") or "en",
        story=_one(head, "Story"),
        wire=_one(head, "Wire"),
        holds=frozenset(_list(head, "Holds")),
        feeds=_list(head, "Feeds") or ("all",),
        also=_list(head, "Also"),
        page_missing=page == "missing",
        edits=tuple(_edit(part) for part in parts),
    )


def _edit(text: str) -> Edit:
    head = Parser().parsestr(text)
    _known(head, _EDIT_KEYS)
    pairs = [tuple(value.split(" => ")) for value in head.get_all("Replace", [])]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("Replace needs: these words => those words")
    return Edit(
        _seconds(_one(head, "Edit-At")), tuple((old, new) for old, new in pairs), tuple(head.get_all("Append", []))
    )


def _check(article: Manuscript, earlier: list[Manuscript]) -> None:
    if not _SLUG.fullmatch(article.slug):
        raise ValueError(f"the slug {article.slug} is not small letters with hyphens between")
    if any(article.slug == other.slug for other in earlier):
        raise ValueError(f"the slug {article.slug} is taken")
    if article.outlet not in BY_KEY or not set(article.also) <= set(BY_KEY) - {article.outlet}:
        raise ValueError(f"Outlet or Also names no outlet; there are {', '.join(BY_KEY)}")
    if not set(article.feeds) <= {name for name, _ in BY_KEY[article.outlet].feeds}:
        raise ValueError("Feeds names a feed that its outlet has not")
    if unknown := article.holds - {watch.name for watch in WATCHES}:
        raise ValueError(f"Holds names {', '.join(sorted(unknown))}, which is no watch of the demo")
    if not article.headline or not article.paragraphs:
        raise ValueError("it needs a Headline and paragraphs")
    if article.page_missing and not article.summary:
        raise ValueError("an article whose page is missing needs a Summary")
    if earlier and article.at <= earlier[-1].at:
        raise ValueError("it is printed no later than the article in the file before it")
    text = article
    when = article.at
    for edit in article.edits:
        if edit.at <= when:
            raise ValueError("an edit comes before what it edits")
        for old, _ in edit.replace:
            if not any(old in part for part in (text.headline, text.summary, *text.paragraphs)):
                raise ValueError(f"an edit replaces {old!r}, which does not occur")
        text, when = edited(text, edit), edit.at
    for state in (article, text):
        used = names_in("\n".join((state.headline, state.summary, *state.paragraphs)))
        if unknown := used - FIELD_NAMES - DAY_NAMES:
            raise ValueError(f"there is no field {', '.join(sorted(unknown))}")
    if not names_in(article.headline) & FIELD_NAMES:
        raise ValueError("the headline needs a field, or it would be the same in each edition")
    if names_in(article.headline) & DAY_NAMES:
        raise ValueError("a headline names no day")


def _known(head: "Message[str, str]", keys: set[str]) -> None:
    if head.defects:
        raise ValueError("the header lines cannot be read; each is `Name: value`")
    for key in head:
        if key.lower() not in keys:
            raise ValueError(f"{key} is no header; there are {', '.join(sorted(keys))}")


def _one(head: "Message[str, str]", key: str) -> str:
    values = head.get_all(key, [])
    if len(values) > 1:
        raise ValueError(f"{key} stands there twice")
    return " ".join(values[0].split("\n")).strip(" ") if values else ""


def _list(head: "Message[str, str]", key: str, mark: str = ";") -> tuple[str, ...]:
    return tuple(part.strip() for part in _one(head, key).split(mark) if part.strip())


def _seconds(text: str) -> float:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(f"{text or 'a missing time'} is not written as mm:ss")
    seconds = int(found[2]) * 60.0 + int(found[3])
    return -seconds if found[1] else seconds
