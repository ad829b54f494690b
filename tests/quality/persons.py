"""Persons: names, roles and pronouns with whom they mean, and each person's roles."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.quality.compare import same_person, same_role, same_title, shared
from tests.quality.corpus import Mention as MentionLabel
from tests.quality.tally import Sheet, align, rest
from worker.domain.reading import Form, Mention

BESIDE = 60
"""Characters from a name within which a role that is labelled at the name may be found as a mention of its own."""


@dataclass(frozen=True, slots=True)
class _Role:
    person: str
    title: str
    organisation: str | None
    country: str | None
    start: int

    @property
    def role(self) -> tuple[str, str | None, str | None]:
        return self.title, self.organisation, self.country

    def shown(self) -> str:
        """For a list of misses."""
        return f"{self.person}: {self.title}, {self.organisation}, {self.country}"


def mentions(sheet: Sheet) -> None:
    """Count the mentions of each form, and the persons that they come to."""
    named = [mention for mention in sheet.reading.mentions if mention.person is not None]
    for measure, form in (("names", Form.NAME), ("role mentions", Form.ROLE), ("pronouns", Form.PRONOUN)):
        labels = [mention for mention in sheet.item.mentions if mention.form == form]
        found = [mention for mention in named if mention.form == form]
        pairs = align(labels, found, _mention_likeness)
        missed = list(rest(labels, (label for label, _ in pairs)))
        extra = list(rest(found, (mention for _, mention in pairs)))
        if form is Form.ROLE:
            names = [mention for mention in sheet.item.mentions if mention.form == Form.NAME]
            extra = [mention for mention in extra if not _beside(mention, names)]
            found_names = [mention for mention in named if mention.form == Form.NAME]
            missed = [label for label in missed if not _beside(label, found_names)]
        right = [pair for pair in pairs if same_person(pair[0].person, str(pair[1].person))]
        sheet.count(measure, right=len(right), found=len(pairs) + len(extra), labelled=len(pairs) + len(missed))
        for label, mention in pairs:
            if not same_person(label.person, str(mention.person)):
                sheet.miss(measure, label.start, _mention(label), _mention(mention))
        for label in missed:
            sheet.miss(measure, label.start, _mention(label), None)
        for mention in extra:
            sheet.miss(measure, mention.start, None, _mention(mention))
    _named(sheet, sorted({str(mention.person) for mention in named}))


def _named(sheet: Sheet, found: Sequence[str]) -> None:
    labels = sorted(sheet.persons)
    pairs = align(labels, found, lambda a, b: same_person(a, b) and 1 + (a.lower() == b.lower()))
    sheet.count("persons", right=len(pairs), found=len(found), labelled=len(labels))
    for label in rest(labels, (label for label, _ in pairs)):
        sheet.miss("persons", 0, label, None)
    for name in rest(found, (name for _, name in pairs)):
        sheet.miss("persons", 0, None, name)


def roles(sheet: Sheet) -> None:
    """Count each person's roles, whole and by title alone, wherever in the text they stand."""
    labels, found = _roles(sheet.item.mentions), _roles(sheet.reading.mentions)
    _role_pairs(
        sheet, "roles", labels, found, lambda a, b: same_person(a.person, b.person) and same_role(a.role, b.role)
    )
    _role_pairs(
        sheet,
        "titles",
        _titles(labels),
        _titles(found),
        lambda a, b: same_person(a.person, b.person) and same_role((a.title, None, None), (b.title, None, None)),
    )


def _role_pairs(
    sheet: Sheet,
    measure: str,
    labels: Sequence[_Role],
    found: Sequence[_Role],
    same: Callable[[_Role, _Role], bool],
) -> None:
    pairs = align(labels, found, lambda a, b: same(a, b) and 1 + (a.role == b.role))
    # several finds may be one label said in other words, and the other way round: neither is a mistake
    extra = [f for f in rest(found, (f for _, f in pairs)) if not any(same(label, f) for label in labels)]
    missed = [g for g in rest(labels, (g for g, _ in pairs)) if not any(same(g, f) for f in found)]
    sheet.count(measure, right=len(pairs), found=len(pairs) + len(extra), labelled=len(pairs) + len(missed))
    for role in missed:
        sheet.miss(measure, role.start, role.shown(), None)
    for role in extra:
        sheet.miss(measure, role.start, None, role.shown())


def _roles(mentions: Iterable[MentionLabel | Mention]) -> list[_Role]:
    """Each person's roles once; one without an organisation says nothing beside the same one with it."""
    roles: list[_Role] = []
    for mention in mentions:
        if mention.title is None or mention.person is None:
            continue
        role = _Role(mention.person, mention.title, mention.organisation, mention.country, mention.start)
        if not any(same_person(role.person, r.person) and same_role(role.role, r.role) for r in roles):
            roles.append(role)
    return [role for role in roles if role.organisation or role.country or not any(map(_covering(role), roles))]


def _covering(bare: _Role) -> Callable[[_Role], bool]:
    def covers(other: _Role) -> bool:
        return (
            bool(other.organisation or other.country)
            and same_person(bare.person, other.person)
            and same_title(other.title, bare.title)
        )

    return covers


def _titles(roles: Iterable[_Role]) -> list[_Role]:
    titles: list[_Role] = []
    for role in roles:
        if not any(same_person(role.person, t.person) and same_title(role.title, t.title) for t in titles):
            titles.append(role)
    return titles


def _mention_likeness(label: MentionLabel, mention: Mention) -> tuple[bool, float] | None:
    common = shared((label.start, label.end), (mention.start, mention.end))
    return (same_person(label.person, str(mention.person)), common) if common else None


def _beside(role: MentionLabel | Mention, names: Iterable[MentionLabel | Mention]) -> bool:
    """Whether the other side has this role as the title of the person's name, near by."""
    return any(
        name.title is not None
        and name.person is not None
        and role.person is not None
        and same_person(name.person, role.person)
        and max(name.start - role.end, role.start - name.end) <= BESIDE
        and same_title(name.title, role.title or role.surface)
        for name in names
    )


def _mention(mention: MentionLabel | Mention) -> str:
    return f"{mention.surface!r} {mention.person}"
