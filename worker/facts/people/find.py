"""Finds the mentions of persons: names first, over the whole text; then, in order, roles and pronouns."""

from collections.abc import Sequence

from worker.domain.reading import Mention
from worker.facts.document import Document
from worker.facts.people.cast import Cast, misread, name_tokens
from worker.facts.people.discourse import Discourse
from worker.facts.people.evidence import ASKED, SURE, SURE_ALONE, evidence
from worker.facts.people.finder import BATCH, NameFinder
from worker.facts.people.lexicon import FLAGS, ORGANISATION, ORGANISATION_WORD
from worker.facts.people.links import Link, find_links
from worker.facts.people.organisations import Organisations
from worker.facts.people.quoting import mark_quoted
from worker.facts.people.roles import Role, find_roles
from worker.facts.people.runs import Line, Run, find_runs, shape
from worker.facts.registry import Registry

_LINK_WEIGHT = {"glued": 4.0, "before": 3.0, "behind": 3.0, "who": 3.0, "of": 1.0, "at": 0.5}


class Scene:
    """A text as it is worked on: its lines with their runs, roles and links, and the persons found."""

    def __init__(self, document: Document, registry: Registry) -> None:
        self.document, self.registry = document, registry
        self.cast = Cast()
        self.lines = [Line(sentence, document.text) for sentence in document.sentences]
        mark_quoted(self.lines, document)
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
    return Discourse(scene.cast, registry, document.published, Organisations(scene.lines, scene.runs)).read(
        scene.lines, scene.runs, scene.roles, scene.links
    )


def _tell_persons(scene: Scene, names: NameFinder | None) -> None:
    """Adds up what speaks for each run being a person, and introduces those who are."""
    totals: dict[tuple[str, ...], dict[str, float]] = {}
    keyed: list[tuple[tuple[str, ...], Run, int]] = []
    for number, runs in enumerate(scene.runs):
        linked: dict[int, float] = {}
        for link in scene.links[number]:
            linked[id(link.run)] = max(linked.get(id(link.run), 0.0), _LINK_WEIGHT[link.how])
        for run in runs:
            key, _ = name_tokens(run)
            if not key:
                continue
            known = totals.setdefault(key, {})
            known["shape"] = max(known.get("shape", -9.0), shape(run))
            for kind, weight in evidence(run).items():
                known[kind] = (
                    weight
                    if kind not in known
                    else max(known[kind], weight)
                    if weight > 0
                    else min(known[kind], weight)
                )
            if id(run) in linked:
                known["link"] = max(known.get("link", 0.0), linked[id(run)])
            keyed.append((key, run, number))
    sums = {key: sum(kinds.values()) for key, kinds in totals.items()}
    told = _ask(scene, names, keyed, sums) if names is not None else {}
    official = scene.registry.by_name if scene.registry else None
    sure: set[tuple[str, ...]] = set()
    for key, run, _number in keyed:
        if len(key) > 1 and key not in sure:
            verdict = told.get(key)
            known = official is not None and official(" ".join(run.words)) is not None
            if verdict is True or known or (verdict is None and sums[key] >= SURE):
                sure.add(key)
    for key, run, _number in keyed:
        if key in sure:
            run.person = scene.cast.introduce(run)
    for key, run, _number in keyed:
        # "Billionaire Elon Musk", "Says Trump": what begins a sentence is no part of the name
        if key not in sure and len(key) > 1 and run.line.fresh(run.name) and key[1:] in sure:
            run.name += 1
            run.person = scene.cast.introduce(run)
    for key, run, _number in keyed:
        if len(key) != 1 or run.person is not None:
            continue
        if misread(run):
            continue
        person = scene.cast.look_up(run, ())
        if person is not None:
            continue
        kinds = totals[key]
        strong = run.honorific or (run.titled and kinds.get("shape", 0.0) > -2.0)
        if (
            strong
            or sums[key] >= SURE_ALONE
            or told.get(key) is True
            or (
                official is not None
                and (official(run.words[0]) is not None or len(scene.registry.by_surname(run.words[0])) == 1)
            )
        ):
            if FLAGS.get(run.line.lower[run.name], 0) & (ORGANISATION | ORGANISATION_WORD) and not run.honorific:
                continue
            run.person = scene.cast.introduce(run)
    if official is not None:
        for person in scene.cast.persons:
            found = official(person.name)
            if found is None and len(person.tokens) == 1:
                bearers = scene.registry.by_surname(person.name)
                found = bearers[0] if len(bearers) == 1 else None
            if found is not None:
                person.known = found.name


def _ask(
    scene: Scene,
    names: NameFinder,
    keyed: Sequence[tuple[tuple[str, ...], Run, int]],
    sums: dict[tuple[str, ...], float],
) -> dict[tuple[str, ...], bool]:
    """What the name finder says of the runs that are neither surely persons nor surely none."""
    open_runs: dict[int, list[tuple[tuple[str, ...], Run]]] = {}
    asked: set[tuple[str, ...]] = set()
    for key, run, number in keyed:
        limit = SURE if len(key) > 1 else SURE_ALONE
        if ASKED <= sums[key] < limit and key not in asked:
            asked.add(key)
            open_runs.setdefault(number, []).append((key, run))
    told: dict[tuple[str, ...], bool] = {}
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
