"""Whether what the files say makes sense: everything is looked at before anything is taken."""

import json
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config import syntax
from config.durations import format_duration
from config.files import CHANNELS, FEEDS, FILES, OFFICIALS, WATCHES, Declared, all_problems, read_files
from config.officials import check_officials
from config.problems import Place, Problem, Problems, Severity, shown, some, suggest
from config.settings import Settings, unknown_variables
from config.shapes import Watches
from config.variables import has_malformed_variable, variables_in
from worker.domain.alert import ChannelKind, DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.http import host_key
from worker.domain.reading import Official
from worker.domain.watch import DeclaredWatch
from worker.errors import UnsetVariable
from worker.ports import Secrets
from worker.text.tokens import term_keys, term_variants
from worker.watches.language import Problem as QueryProblem
from worker.watches.language import QueryError, parse
from worker.watches.language import problems as query_problems
from worker.watches.terms import MOST_CHARS, term_problem
from worker.watches.tree import Node, Term

__all__ = ["Problem", "Report", "Severity", "check", "check_watch", "officials_of"]

LONGEST_TAG = 60


@dataclass(frozen=True, slots=True)
class Report:
    """What a check came to. declared: what may be taken, or None where there is an error."""

    problems: tuple[Problem, ...]
    declared: Declared | None

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the files from being taken."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that are only told."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)

    def render(self) -> str:
        """For a terminal: two lines a problem, the first as `path:line:column: error: message`."""
        return "\n".join(problem.render() for problem in self.problems)

    def as_json(self) -> list[str]:
        """One JSON object a line: id, severity, file, line, column, message, hint."""
        return [json.dumps(problem.as_dict(), ensure_ascii=False) for problem in self.problems]


def check(directory: Path, settings: Settings, secrets: Secrets) -> Report:
    """Read and check a configuration directory as a whole.

    In: the directory, the settings that the files are held against, and who knows the values of `${NAME}`.
    Out: every problem with its place and fix, and what was declared where none of them is an error.
    Unset variables are warnings: their channel is disabled, nothing else stops. Raises nothing for any content.
    """
    missing = _no_directory(directory)
    if missing:
        return Report((missing,), None)
    declared, problems = read_files(directory)
    readable = {name: not problems[name].errors for name in FILES}
    values = _Values(secrets)
    _Feeds(declared, problems[FEEDS], settings, values).check()
    off = _Channels(declared, problems[CHANNELS], settings, values).check()
    # where the channels cannot be read, a name that is not among them says nothing
    _check_watches(declared, problems[WATCHES], names_known=readable[CHANNELS])
    check_officials(declared.officials, declared.place, problems[OFFICIALS])
    failed = any(found.errors for found in problems.values())
    if not failed:
        _check_told(declared, problems[WATCHES], off)
    unknown = (
        Problem("settings.unknown", Severity.WARNING, "environment", 0, 0, f"{name} is no setting", fix)
        for name, fix in unknown_variables().items()
    )
    return Report((*unknown, *all_problems(problems)), None if failed else declared)


def check_watch(
    entry: Mapping[str, Any], others: Sequence[DeclaredWatch], channels: Sequence[DeclaredChannel]
) -> tuple[DeclaredWatch | None, tuple[Problem, ...]]:
    """Check one watch that is made by hand, by all that is asked of one in watches.yaml.

    In: its keys and values as they would stand there; the watches and channels beside it. Out: the watch, None where
    there is an error, and what is wrong with it; nothing is said of the others. Raises nothing for any content.
    """
    problems = Problems(WATCHES)
    shape = Watches(problems)
    shape.read(json.dumps({"watches": [dict(entry)]}))  # JSON is YAML
    if not problems.errors:
        last = len(others)
        lines = {("watches", last, *path[2:]): place for path, place in shape.lines.items()}
        declared = Declared((), (*others, *shape.found), tuple(channels), (), "", lines)
        _check_watches(declared, problems, names_known=True)
    found = tuple(problem for problem in problems.all() if problem.file)  # the others have no place
    failed = any(problem.severity is Severity.ERROR for problem in found)
    return (None if failed or not shape.found else shape.found[0]), found


def officials_of(directory: Path) -> tuple[tuple[Official, ...], tuple[Problem, ...]]:
    """The officials that a directory's file names, and the errors that keep them from being taken.

    A missing directory or file names none. Raises nothing for any content.
    """
    declared, problems = read_files(directory, [OFFICIALS])
    check_officials(declared.officials, declared.place, problems[OFFICIALS])
    errors = tuple(found for found in problems[OFFICIALS].all() if found.severity is Severity.ERROR)
    return (() if errors else declared.officials), errors


def _no_directory(directory: Path) -> Problem | None:
    """What is wrong with the directory itself, or None.

    An error: taken for three missing files, a slip in a path would end every feed.
    """
    id_, message = "directory.missing", "there is no such directory"
    hint = "name the directory with --config or WIREWATCH_CONFIG_DIR, or make it with `wirewatch init`"
    try:
        if directory.is_dir():
            return None
        if directory.exists():
            id_, message = "directory.kind", "this is a file, where the directory with the files is meant"
            hint = f"name the directory that it is in: --config {shlex.quote(str(directory.parent))}"
    except OSError as error:
        id_, message = "directory.unreadable", f"this directory cannot be looked into: {error.strerror}"
        hint = "let this user read it, or name another with --config or WIREWATCH_CONFIG_DIR"
    return Problem(id_, Severity.ERROR, str(directory), 0, 0, message, hint)


class _Values:
    """What is behind `${NAME}`, for looking at its form only."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def unset_in(self, text: str) -> list[str]:
        """The NAMEs in `text` that have no value."""
        return [name for name in variables_in(text) if self.expanded(f"${{{name}}}") is None]

    def expanded(self, text: str) -> str | None:
        """`text` with its values, or None where one is unset."""
        try:
            return self._secrets.expand(text)
        except UnsetVariable:
            return None


class _Names:
    """Names that may be given once."""

    def __init__(self, problems: Problems, id_: str, what: str) -> None:
        self._problems, self._id, self._what = problems, id_, what
        self._first: dict[str, Place] = {}

    def add(self, key: str, place: Place) -> None:
        """Note a name; a problem where it was noted before."""
        first = self._first.setdefault(key, place)
        if first is not place:
            message = f"{self._what} as in line {first.line}"
            self._problems.error(self._id, place, message, "keep one of them, or tell them apart")


# ---- feeds


@dataclass(frozen=True, slots=True)
class _Feeds:
    declared: Declared
    problems: Problems
    settings: Settings
    values: _Values

    def check(self) -> None:
        urls = _Names(self.problems, "feeds.url.duplicate", "the same feed URL")
        least = self.settings.policy().poll_interval_min
        for index, feed in enumerate(self.declared.feeds):
            place = self.declared.place("feeds", index, "url")
            if self._url(feed.url, place):
                urls.add(_canonical(feed.url), place)
            if feed.auth:
                self._auth(feed, self.declared.place("feeds", index, "auth"))
            for number, tag in enumerate(feed.tags):
                if not tag or len(tag) > LONGEST_TAG or not tag.isprintable():
                    where = self.declared.place("feeds", index, "tags", number)
                    message = f"a tag is empty or longer than {LONGEST_TAG} characters"
                    self.problems.error("feeds.tags", where, message, "write a short word")
            if feed.every and feed.every < least:
                message = f"every is shorter than {format_duration(least)}, and no feed is asked more often"
                where = self.declared.place("feeds", index, "every")
                self.problems.warn("feeds.every.short", where, message, f"write {format_duration(least)} or longer")

    def _url(self, url: str, place: Place) -> bool:
        if "${" in url:
            hint = "put the secret under auth: (basic or header), where ${NAME} is read"
            self.problems.error("feeds.url.variable", place, "${NAME} is not read in a feed's URL", hint)
            return False
        complaint = syntax.web_url(url)
        if complaint:
            fix = complaint.fix
            if complaint.slug == "credentials":
                fix = 'take them out and write auth: {basic: "user:${PASS}"} below the url'
            self.problems.error(f"feeds.url.{complaint.slug}", place, f"the feed's URL {complaint.what}", fix)
            return False
        _warn_private(url, place, self.problems, "feeds.url.private", self.settings.allow_private)
        return True

    def _auth(self, feed: DeclaredFeed, place: Place) -> None:
        for kind, text in (feed.auth or {}).items():
            if _malformed(text, place, self.problems, "feeds.auth.variable"):
                continue
            if kind == "basic" and ":" not in text and not variables_in(text):
                hint = 'write basic: "user:${PASS}"'
                self.problems.error("feeds.auth.basic", place, "basic has no colon between user and password", hint)
            header = syntax.header_line(text) if kind == "header" else None
            # a text with variables is judged by what is behind them only where it has no colon of its own
            if header and not (variables_in(text) and ":" not in text):
                self.problems.error("feeds.auth.header", place, f"header {header.what}", header.fix)
            if not variables_in(text):
                hint = "write ${NAME} instead, and set NAME in the environment"
                self.problems.warn("feeds.auth.literal", place, "the file itself holds the feed's secret", hint)
            for name in self.values.unset_in(text):
                hint = f"set {name} in the environment of Wirewatch, and start it again"
                message = f"feed {shown(feed.name or syntax_host(feed.url))} cannot be polled until {name} is set"
                self.problems.warn("feeds.auth.unset", place, message, hint)


def syntax_host(url: str) -> str:
    """The host of a URL, for a message: it cannot hold a secret."""
    return host_key(url).rpartition("//")[2]


def _canonical(url: str) -> str:
    """The same for URLs that ask the same server the same: case of scheme and host, default port, fragment."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host_key(url)}{parts.path or '/'}{query}"


def _warn_private(
    url: str, place: Place, problems: Problems, id_: str, allowed: tuple[IPv4Network | IPv6Network, ...]
) -> None:
    address = syntax.private_address(urlsplit(url).hostname or "")
    if address is None or any(address in network for network in allowed):
        return
    message = f"the URL leads to {address}, which is not public, so it will be refused"
    problems.warn(id_, place, message, f"set WIREWATCH_ALLOW_PRIVATE={address} if you mean it")


def _malformed(text: str, place: Place, problems: Problems, id_: str) -> bool:
    if not has_malformed_variable(text):
        return False
    hint = "write ${NAME} with letters, digits and _, or $${ for these two characters themselves"
    problems.error(id_, place, "a ${ has no NAME} behind it", hint)
    return True


# ---- watches


def _check_watches(declared: Declared, problems: Problems, *, names_known: bool) -> None:
    _check_queries(declared, problems)
    channels = {channel.name: None for channel in declared.channels}
    names = _Names(problems, "watches.name.duplicate", "the same name for a watch")
    for index, watch in enumerate(declared.watches):
        at = ("watches", index)
        names.add(" ".join(watch.name.split()).casefold(), declared.place(*at, "name"))
        _check_terms(watch, at, declared, problems)
        if not watch.channels:
            message = f"watch {shown(watch.name)} names no channel, so its matches are only listed"
            problems.warn("watches.channels.none", declared.place(*at), message, "add channels: [desk]")
        for number, channel in enumerate(watch.channels):
            if names_known and channel not in channels:
                place = declared.place(*at, "channels", number)
                message = f"there is no channel {shown(channel)} in {CHANNELS}"
                hint = "" if problems.full else suggest(channel, channels)
                problems.error("watches.channels.unknown", place, message, hint or f"add it to {CHANNELS}")


def _check_told(declared: Declared, problems: Problems, off: set[str]) -> None:
    """Warn of watches of which nobody hears, because each of their channels is off as things are."""
    silent = [
        index
        for index, watch in enumerate(declared.watches)
        if watch.channels and all(channel in off for channel in watch.channels)
    ]
    if not silent:
        return
    names = [shown(declared.watches[index].name) for index in silent]
    which = f"watch {names[0]} tells" if len(names) == 1 else f"the watches {some(names)} tell"
    message = f"{which} nobody: every channel that is named there is off for now"
    hint = f"do what the warnings on {CHANNELS} say, or name another channel"
    problems.warn("watches.channels.off", declared.place("watches", silent[0], "channels"), message, hint)


def _check_queries(declared: Declared, problems: Problems) -> None:
    """Each query parses, and the watches that it names are there and do not ask for each other in a circle."""
    trees: dict[str, Node] = {}
    for index, watch in enumerate(declared.watches):
        if not watch.query:
            continue
        try:
            trees[watch.name] = parse(watch.query)
        except QueryError as error:
            _tell_query(error.problem, watch.query, declared.place("watches", index, "query"), problems)
    # a watch of plain words can be asked for too
    known = {watch.name: trees.get(watch.name, Term(watch.name)) for watch in declared.watches}
    for index, watch in enumerate(declared.watches):
        if watch.name in trees:
            for problem in query_problems(trees[watch.name], known):
                _tell_query(problem, watch.query, declared.place("watches", index, "query"), problems)


def _tell_query(problem: QueryProblem, query: str, place: Place, problems: Problems) -> None:
    where = query[problem.start : problem.end].strip()
    at = f", at {shown(where)}" if where and where != query else ""
    problems.error("watches.query", place, f"query: {problem.message}{at}", problem.hint)


def _check_terms(watch: DeclaredWatch, at: tuple[str, int], declared: Declared, problems: Problems) -> None:
    if not watch.keywords and not watch.all_of and not watch.query:
        only = "says only what must not occur" if watch.none_of else "says nothing that must occur"
        message = f"watch {shown(watch.name)} {only}, so it would hold on nearly everything"
        problems.error(
            "watches.empty", declared.place(*at), message, "add query:, keywords: (any of them) or all: (every one)"
        )
    excluded = {keys for term in watch.none_of for keys in term_variants(term)}
    ruled_out = [bool(excluded) and _holds_one_of(term_keys(term), excluded) for term in watch.keywords]
    never = bool(ruled_out) and all(ruled_out)
    if never:
        message = f"watch {shown(watch.name)} can never hold: its none: rules out every one of its keywords"
        hint = "take words out of none:, or out of keywords:"
        problems.warn("watches.contradiction", declared.place(*at, "keywords"), message, hint)
    for key, terms in (("keywords", watch.keywords), ("all", watch.all_of), ("none", watch.none_of)):
        for number, term in enumerate(terms):
            place = declared.place(*at, key, number)
            if not _check_term(term, place, problems):
                continue
            _check_common(term, key, place, problems)
            if key == "none" or (never and key == "keywords"):
                continue
            if _holds_one_of(term_keys(term), excluded):
                what = "this watch can never hold" if key == "all" else "it can never make the watch hold"
                message = f"{shown(term)} is ruled out by none: of the same watch, so {what}"
                problems.warn("watches.contradiction", place, message, "take one of the two out")


_COMMON = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it", "its", "not",
    "of", "on", "or", "that", "the", "this", "to", "was", "were", "with",
})  # fmt: skip
"""The words that every frequency list of written English begins with. Keys as `term_keys` gives them: the acronym
IT has another."""


def _check_common(term: str, key: str, place: Place, problems: Problems) -> None:
    """Warn of a term that tells no article from another."""
    keys = term_keys(term)
    if len(keys) > 1 or not _COMMON.issuperset(keys):
        return  # a phrase of such words may be a name: The Who, or a saying that is looked for
    what = {
        "keywords": "so as one of the keywords it lets nearly everything through",
        "all": "so it narrows nothing",
        "none": "so it rules out nearly everything",
    }
    message = f"{shown(term)} stands in nearly every English article, {what[key]}"
    hint = "take it out, or write the phrase that it belongs to as one keyword"
    problems.warn("watches.keyword.common", place, message, hint)


def _check_term(term: str, place: Place, problems: Problems) -> bool:
    """Whether the keyword can be looked for."""
    what = term_problem(term)
    if what is not None:
        slug = "long" if len(term) > MOST_CHARS else "empty"
        problems.error(
            f"watches.keyword.{slug}",
            place,
            f"a keyword {what}",
            "write a word or a phrase, in quotes where it begins with #, or take it out",
        )
        return False
    if not term.isprintable():
        hint = "write a phrase as an article would print it, on one line"
        problems.error("watches.keyword.characters", place, "a keyword holds a line end or control character", hint)
        return False
    operators = {"AND", "OR", "NOT", "NEAR", "ONEAR"} & set(term.split())
    if "*" in term or '"' in term or operators:
        sign = next(iter(sorted(operators)), "*" if "*" in term else "a quote mark")
        message = f"{shown(term)} is looked for as the words it holds; {sign} has no meaning of its own in a keyword"
        problems.warn("watches.keyword.operator", place, message, "write each word or phrase as a keyword of its own")
    return True


def _holds_one_of(keys: tuple[str, ...], phrases: set[tuple[str, ...]]) -> bool:
    """Whether a phrase of up to five words, or one that is the same, stands somewhere in the keyword."""
    starts = range(len(keys) if phrases else 0)
    return keys in phrases or any(keys[start : start + n] in phrases for start in starts for n in range(1, 6))


# ---- channels


@dataclass(frozen=True, slots=True)
class _Channels:
    declared: Declared
    problems: Problems
    settings: Settings
    values: _Values
    off: set[str] = field(default_factory=set)

    def check(self) -> set[str]:
        """Look at all of them; the names of those that cannot send as things are, though the file is right."""
        names = _Names(self.problems, "channels.name.duplicate", "the same name for a channel")
        kinds = {
            ChannelKind.EMAIL: self._email,
            ChannelKind.WEBHOOK: self._webhook,
            ChannelKind.APPRISE: self._apprise,
        }
        for index, channel in enumerate(self.declared.channels):
            names.add(channel.name.casefold(), self.declared.place("channels", index))
            kinds[channel.kind](channel, index)
        return self.off

    def _email(self, channel: DeclaredChannel, index: int) -> None:
        to = channel.config["to"]
        if not to:
            place = self.declared.place("channels", index, "to")
            self.problems.error("channels.email.to", place, "to: is empty", "write to: desk@example.org")
        for number, address in enumerate(to):
            self._value(channel, address, (index, "to", number), "channels.email.to", "to", syntax.mailbox)
        if "from" in channel.config:
            at = (index, "from")
            self._value(channel, channel.config["from"], at, "channels.email.from", "from", syntax.mailbox)
        if "smtp" in channel.config:
            smtp = channel.config["smtp"]
            self._value(channel, smtp, (index, "smtp"), "channels.email.smtp", "smtp", syntax.smtp_url)
            if syntax.has_password(smtp):
                self._literal(self.declared.place("channels", index, "smtp"), "the mail server's password")
            if not channel.allow_private and not variables_in(smtp) and not syntax.smtp_url(smtp):
                where = self.declared.place("channels", index, "smtp")
                _warn_private(smtp, where, self.problems, "channels.email.smtp.private", self.settings.allow_private)
        elif self.settings.smtp_url is None:
            hint = "set WIREWATCH_SMTP_URL=smtp://user:password@mail.example.org:587, or write smtp: in the channel"
            message = f"channel {shown(channel.name)} has no mail server to send through"
            self.problems.warn("channels.email.server", self.declared.place("channels", index), message, hint)
            self.off.add(channel.name)
            return
        self._sender(channel, index)

    def _sender(self, channel: DeclaredChannel, index: int) -> None:
        """Mail needs a From: the channel's, the SMTP URL's `from=`, or the setting's."""
        own = channel.config.get("smtp")
        setting = self.settings.smtp_url.get_secret_value() if self.settings.smtp_url else ""
        url = self.values.expanded(own) if own else setting
        # an unset variable in the URL, or a URL that cannot be read, is told already
        if url is None or (url and syntax.smtp_url(url)):
            return
        if channel.config.get("from") or self.settings.mail_from or syntax.smtp_sender(url):
            return
        hint = "set WIREWATCH_MAIL_FROM=wirewatch@example.org, or write from: in the channel"
        message = f"channel {shown(channel.name)} has no address to send from"
        self.problems.warn("channels.email.sender", self.declared.place("channels", index), message, hint)
        self.off.add(channel.name)

    def _webhook(self, channel: DeclaredChannel, index: int) -> None:
        self._value(channel, channel.config["url"], (index, "webhook"), "channels.webhook", "webhook", _webhook_url)
        if not variables_in(channel.config["url"]) and not syntax.web_url(channel.config["url"]):
            allowed = self.settings.allow_private
            if not channel.allow_private:
                place = self.declared.place("channels", index, "webhook")
                _warn_private(channel.config["url"], place, self.problems, "channels.webhook.private", allowed)
        if "secret" in channel.config:
            secret = channel.config["secret"]
            self._value(channel, secret, (index, "secret"), "channels.secret", "secret", syntax.webhook_secret)
            if "${" not in secret:
                self._literal(self.declared.place("channels", index, "secret"), "the webhook's secret")

    def _apprise(self, channel: DeclaredChannel, index: int) -> None:
        url = channel.config["url"]
        self._value(channel, url, (index, "url"), "channels.url", "url", _apprise_url)
        if "${" not in url and not syntax.apprise_url(url):
            self._literal(self.declared.place("channels", index, "url"), "the service's URL, often a secret,")

    def _literal(self, place: Place, what: str) -> None:
        hint = "write ${NAME} instead, and set NAME in the environment"
        self.problems.warn("channels.secret.literal", place, f"{what} stands in the file itself", hint)

    def _value(
        self,
        channel: DeclaredChannel,
        text: str,
        at: tuple[str | int, ...],
        id_: str,
        what: str,
        complain: Callable[[str], syntax.Complaint | None],
    ) -> None:
        """Look at one value of a channel, with what its variables hold today where they are set."""
        place = self.declared.place("channels", *at)
        if _malformed(text, place, self.problems, f"{id_}.variable"):
            return
        unset = self.values.unset_in(text)
        for name in unset:
            message = f"channel {shown(channel.name)} is disabled until {name} is set"
            hint = f"set {name} in the environment of Wirewatch, and start it again"
            self.problems.warn("channels.unset", place, message, hint)
            self.off.add(channel.name)
        value = self.values.expanded(text)
        complaint = complain(value) if value is not None and not unset else None
        if complaint is None:
            return
        names = variables_in(text)
        if not names:
            self.problems.error(f"{id_}.{complaint.slug}", place, f"{what} {complaint.what}", complaint.fix)
            return
        # the file is right, the environment is not, and may be mended without it: never a reason to refuse the file
        filled = " and ".join(names)
        message = f"channel {shown(channel.name)} cannot work: with {filled} filled in, {what} {complaint.what}"
        self.problems.warn(f"{id_}.{complaint.slug}", place, message, complaint.fix)


def _apprise_url(url: str) -> syntax.Complaint | None:
    complaint = syntax.apprise_url(url)
    if complaint is not None:
        return complaint
    # imported where it is needed: Apprise's plugins cost memory, and most checks see no such channel
    from worker.delivery.apprise_channel import url_problem

    problem = url_problem(url)
    fix = "see appriseit.com/services for how each service is written"
    return None if problem is None else syntax.Complaint("service", f"cannot be used: {problem}", fix)


def _webhook_url(url: str) -> syntax.Complaint | None:
    complaint = syntax.web_url(url)
    if complaint and complaint.slug == "credentials":
        return complaint._replace(fix="take them out; a webhook is authenticated by its secret")
    return complaint
