"""Finds the mentions of persons: names first, over the whole text; then, in order, roles and pronouns."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from worker.domain.reading import Mention
from worker.facts.document import Document
from worker.facts.people.cast import Cast, misread, name_tokens
from worker.facts.people.discourse import Discourse
from worker.facts.people.evidence import ASKED, SURE, SURE_ALONE, evidence, shape
from worker.facts.people.finder import BATCH, NameFinder
from worker.facts.people.lands import Lands
from worker.facts.people.lexicon import (
    ADJECTIVE,
    COUNTRY,
    DEMONYM,
    FAMILY_FIRST,
    GIVEN,
    KNOWN_ALONE,
    LOOK_UP,
    MODIFIER,
    OFFICE,
    OFTEN_COMPANY,
    ORGANISATION,
    ORGANISATION_WORD,
    PARTY,
    PERSON,
    PERSON_VERB,
    PORTFOLIO,
    SPEECH,
    SURNAME,
    THING_WORD,
)
from worker.facts.people.links import Link, find_links
from worker.facts.people.organisations import Organisations
from worker.facts.people.quoting import mark_quoted
from worker.facts.people.role import Role, says_no_role, sex_of
from worker.facts.people.roles import find_roles
from worker.facts.people.runs import Line, Run, find_runs
from worker.facts.registry import Registry

_AGAIN = 2.6
"""What a last word that stands alone elsewhere adds to a name."""
_NO_NAME = -2.0
"""The shape of a word that is no name, whatever stands beside it."""
_PLENTY = 7.0
"""Evidence enough: what stands around further mentions is not looked at."""
_LINK_WEIGHT = {"glued": 4.0, "before": 3.0, "behind": 3.0, "who": 3.0, "of": 1.0, "at": 0.5}


_KIN_WEIGHT = 5.5
"""What "her sister" before a name adds: a given name alone is enough."""


def _of_a_family(role: Role) -> bool:
    return role.possessor is not None and says_no_role(role) and bool(sex_of(role))


_Key = tuple[str, ...]
"""A name's folded words."""
_Keyed = tuple[_Key, Run, int]
"""A run with its key and the number of its line."""


class Scene:
    """A text as it is worked on: its lines with their runs, roles and links, and the persons found."""

    def __init__(self, document: Document, registry: Registry) -> None:
        self.document, self.registry = document, registry
        self.cast = Cast()
        self.lines = [Line(sentence, document.text) for sentence in document.sentences]
        mark_quoted(self.lines, document)
        self.small = frozenset(word for line in self.lines for word in line.words)
        self.runs: list[list[Run]] = []
        self.roles: list[list[Role]] = []
        self.links: list[list[Link]] = []
        for line in self.lines:
            runs = find_runs(line)
            roles = find_roles(line, runs)
            self.runs.append(runs)
            self.roles.append(roles)
            self.links.append(find_links(line, runs, roles))


def find_mentions(document: Document, registry: Registry, names: NameFinder | None = None) -> Sequence[Mention]:
    """The places of a text that mean a person, in order.

    In: the text; the operator's officials, whose names are preferred; a name finder or None, asked only about
    sentences where a run could be a person and could be none. Out: names, roles and pronouns, each with its person.
    """
    scene = Scene(document, registry)
    _tell_persons(scene, names)
    return Discourse(
        scene.cast,
        registry,
        document.published,
        Organisations(scene.lines, scene.runs),
        Lands(scene.lines, scene.roles),
        scene.small,
    ).read(scene.lines, scene.runs, scene.roles, scene.links)


def _weigh(scene: Scene) -> tuple[list[_Keyed], dict[_Key, dict[str, float]]]:
    """Every run that may be a name, with its key and line; and by key, what speaks for its being a person."""
    keyed = [(name_tokens(run)[0], run, number) for number, runs in enumerate(scene.runs) for run in runs]
    keyed = [entry for entry in keyed if entry[0]]
    linked: dict[int, float] = {}
    for links in scene.links:
        for link in links:
            if not LOOK_UP(link.role.kind, 0) & OFTEN_COMPANY:
                weight = _KIN_WEIGHT if link.how == "glued" and _of_a_family(link.role) else _LINK_WEIGHT[link.how]
                linked[id(link.run)] = max(linked.get(id(link.run), 0.0), weight)
    totals: dict[_Key, dict[str, float]] = {}
    plain: set[_Key] = set()
    begun: set[_Key] = set()
    for key, run, _number in keyed:
        if len(key) > 1 and key not in plain and not run.line.headline:
            _weigh_run(key, run, totals, begun, linked.get(id(run), 0.0))
            if sum(totals[key].values()) > _PLENTY:
                plain.add(key)
    # a part of a name that is sure already needs no evidence of its own
    parts = {token for key, kinds in totals.items() if sum(kinds.values()) >= SURE for token in key}
    for key, run, _number in keyed:
        if len(key) == 1 and not (key[0] in parts and key in totals):
            _weigh_run(key, run, totals, begun, linked.get(id(run), 0.0))
    return keyed, totals


def _weigh_run(key: _Key, run: Run, totals: dict[_Key, dict[str, float]], begun: set[_Key], link: float) -> None:
    """Adds what one run tells. begun: keys that stood at the beginning of sentences only."""
    known = totals.setdefault(key, {})
    fresh = run.line.fresh(run.name)
    if "shape" not in known or (not fresh and key in begun):
        # at a sentence's beginning a capital tells less
        known["shape"] = max(known.get("shape", -9.0), shape(run))
        begun.add(key) if fresh else begun.discard(key)
    for kind, weight in evidence(run).items():
        other = known.get(kind, weight)
        known[kind] = max(other, weight) if weight > 0 else min(other, weight)
    if link:
        known["link"] = max(known.get("link", 0.0), link)


def _tell_persons(scene: Scene, names: NameFinder | None) -> None:
    """Adds up what speaks for each run being a person, and introduces those who are."""
    keyed, totals = _weigh(scene)
    sums = {key: sum(kinds.values()) for key, kinds in totals.items()}
    unsure = [key for key in sums if len(key) > 1 and sums[key] < SURE]
    printed = {key: run.line.lower[run.name] for key, run, _ in keyed} if unsure else {}
    for key in unsure:
        # print goes on with a person's last name, and with a company's first
        no_name = LOOK_UP(key[-1], 0) & (THING_WORD | ORGANISATION_WORD) or printed[key] in scene.small
        again = sums.get(key[-1:]) if not no_name else None
        if again is not None and again > _NO_NAME:
            sums[key] += _AGAIN
    sums |= {key: -9.0 for key, _, _ in keyed if key not in sums}
    told = _ask(scene, names, keyed, sums) if names is not None else {}
    sure: set[_Key] = set()
    for key, run, _number in keyed:
        if len(key) > 1 and key not in sure:
            verdict = told.get(key)
            named = bool(scene.registry) and scene.registry.by_name(" ".join(run.words)) is not None
            evident = verdict is None and sums[key] >= SURE and not _opens(run, key, sums)
            if verdict is True or named or evident:
                sure.add(key)
    _beside(keyed, sums, sure)
    # "Van der Weijden", "Delos Angeles": the end of a longer name, to be looked up as a surname is
    sure -= {key[start:] for key in sure for start in range(1, len(key) - 1)}
    for key, run, _number in keyed:
        if key in sure:
            run.person = scene.cast.introduce(run)
    for key, run, _number in keyed:
        if run.person is None and len(key) > 1 and key not in sure:
            _trim(scene, run, key, sure)
    for _key, run, _number in keyed:
        key = name_tokens(run)[0]
        if run.person is None and len(key) == 1 and not run.line.headline and not misread(run, scene.small):
            evident = sums.get(key, -9.0) >= SURE_ALONE or told.get(key) is True
            if scene.cast.look_up(run, ()) is None and _stands_alone(scene, run, evident, totals.get(key, {})):
                run.person = scene.cast.introduce(run)
    if scene.registry:
        _put_operators_names(scene)


def _opens(run: Run, key: _Key, sums: Mapping[_Key, float]) -> bool:
    """Whether a run's first word only begins the sentence: "Telling Jeb Bush", "Sadly Roe"."""
    line, at = run.line, run.name
    if not line.fresh(at) or line.flags[at] & (GIVEN | SURNAME | FAMILY_FIRST) or run.titled or run.honorific:
        return False
    known = sums.get(key[1:], -9.0)
    if len(key) > _SHORTEST and known >= SURE:
        return True
    plain = known > _NO_NAME or LOOK_UP(key[-1], 0) & KNOWN_ALONE
    return bool(line.lower[at].endswith(("ing", "ly")) and plain)


_SHORTEST = 2


def _stands_alone(scene: Scene, run: Run, evident: bool, kinds: Mapping[str, float]) -> bool:
    """Whether one word that nobody was introduced by is a person: "President Trump", "Mr Putin", a known official."""
    flag, word = run.line.flags[run.name], run.line.lower[run.name]
    if run.honorific:
        # but "the Lord Advocate"
        return not (flag & (PERSON | OFFICE) and not flag & (GIVEN | SURNAME) and run.honorific in _PEERS)
    if flag & (DEMONYM | PARTY | COUNTRY | ORGANISATION | ORGANISATION_WORD):
        return False
    if LOOK_UP(word.removesuffix("s"), 0) & DEMONYM:
        return False
    placed = "in" in kinds or "place behind" in kinds
    told = kinds.get("age", 0.0) > 0.0 or (flag & KNOWN_ALONE and not placed)
    if told and kinds.get("shape", 0.0) > _NO_NAME:
        return True
    if evident or (run.office and kinds.get("shape", 0.0) > _NO_NAME):
        return True
    return bool(scene.registry) and (
        scene.registry.by_name(run.words[0]) is not None or len(scene.registry.by_surname(run.words[0])) == 1
    )


_PEERS = frozenset({"lord", "lady", "hon", "honourable"})


def _put_operators_names(scene: Scene) -> None:
    for person in scene.cast.persons:
        found = scene.registry.by_name(person.name)
        if found is None and len(person.tokens) == 1:
            bearers = scene.registry.by_surname(person.name)
            found = bearers[0] if len(bearers) == 1 else None
        if found is not None:
            person.known = found.name


def _beside(keyed: Sequence[_Keyed], sums: dict[_Key, float], sure: set[_Key]) -> None:
    """A name in a row with a person's is likely a person's: "Jeb Bush and Hillary Clinton"."""
    for (one, left, number), (other, right, next_number) in pairwise(keyed):
        if number != next_number or (one in sure) == (other in sure):
            continue
        between = left.line.lower[left.last : right.first]
        if between in _JOINTS:
            key = other if one in sure else one
            if len(key) > 1 and sums[key] >= SURE - _BESIDE:
                sure.add(key)


_JOINTS = (["and"], ["or"], [","], [",", "and"], ["&"], ["with"], ["versus"], ["beat"], ["defeated"])
_BESIDE = 1.6


def _trim(scene: Scene, run: Run, key: _Key, sure: set[_Key]) -> None:
    """Takes off what is no part of a name: what begins a sentence ("Chasing Trump"), what a headline prints on."""
    line = run.line
    if line.headline:
        for length in (3, 2):
            for start in range(len(key) - length + 1):
                if key[start : start + length] in sure and len(key) == run.last - run.name:
                    run.name, run.key = run.name + start, None
                    run.last = run.name + length
                    run.person = scene.cast.introduce(run)
                    return
        return
    if not line.fresh(run.name) or run.titled or run.honorific:
        return
    if key[1:] in sure:
        run.name, run.key = run.name + 1, None
        run.person = scene.cast.introduce(run)
    elif len(key) == 2 and run.last - run.name == 2:
        flag, word = line.flags[run.name], line.lower[run.name]
        opening = flag & _OPENING or word in scene.small or (word.endswith(("ing", "ed")) and "-" not in word)
        if opening and not flag & GIVEN:
            run.name, run.key = run.name + 1, None


_OPENING = SPEECH | PERSON_VERB | ADJECTIVE | MODIFIER | PERSON | OFFICE | PORTFOLIO


_LONGEST_NAME = 5
"""Words of a run that is no name of a person any more."""


def _ask(
    scene: Scene,
    names: NameFinder,
    keyed: Sequence[_Keyed],
    sums: dict[_Key, float],
) -> dict[_Key, bool]:
    """What the name finder says of the runs that are neither surely persons nor surely none."""
    open_runs: dict[int, list[tuple[_Key, Run]]] = {}
    asked: set[_Key] = set()
    for key, run, number in keyed:
        # A single capitalised word stays what the text makes of it: asking about each would be half of all sentences,
        # where whole names are one in fourteen (60 real pages of 500 words).
        if 1 < len(key) < _LONGEST_NAME and ASKED <= sums[key] < SURE and key not in asked:
            asked.add(key)
            open_runs.setdefault(number, []).append((key, run))
    told: dict[_Key, bool] = {}
    numbers = sorted(open_runs)
    for begin in range(0, len(numbers), BATCH):
        batch = numbers[begin : begin + BATCH]
        sentences = [scene.lines[number].sentence for number in batch]
        answers = names([scene.document.text[sentence.start : sentence.end] for sentence in sentences])
        for number, sentence, found in zip(batch, sentences, answers, strict=True):
            for key, run in open_runs[number]:
                start = sentence.starts[run.name] - sentence.start
                end = sentence.ends[run.last - 1] - sentence.start
                for one, other, label in found:
                    if one < end and start < other:
                        told[key] = label == "PERSON"
    return told
