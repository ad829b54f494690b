"""The shapes of feeds.yaml, watches.yaml and channels.yaml: text in, declared values and their places out.

Says whether something has the right shape; checks.py says whether it makes sense.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

from config.durations import parse_duration
from config.problems import Place, Problems, listed, shown, shown_key, suggest
from config.yaml_nodes import Items, Node, Scalar, Table, compose
from worker.domain.alert import ChannelKind, DeclaredChannel
from worker.domain.feed import DeclaredFeed
from worker.domain.watch import DeclaredWatch, Severity

LONGEST_NAME = 200
LONGEST_TEXT = 4_000

Steps = tuple[str | int, ...]
"""The way to a value: ("watches", 2, "keywords", 1)."""

_TYPES = {Scalar: "a text", Items: "a list", Table: "a table"}


class Shape:
    """Reads one file; subclasses say what an entry is. found: the values; lines: where their parts were written."""

    key = ""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.found: list[Any] = []
        self.lines: dict[Steps, Place] = {}

    def read(self, text: str) -> None:
        """Read the file's text: one table with one key."""
        errors = self.problems.errors
        top = compose(text, self.problems)
        if self.problems.errors > errors and top is None:
            return
        hint = f"the file begins with {self.key}: and the entries stand indented below it"
        if top is None or (isinstance(top, Scalar) and top.null):
            hint = f"write `{self.key}: {'{}' if self.key == 'channels' else '[]'}` for none, or take the file away"
            self.problems.error("file.empty", Place(self.problems.file, 1, 1), "the file is empty", hint)
        elif not isinstance(top, Table):
            message = f"the file holds {_TYPES[type(top)]}, where a table with {self.key}: is expected"
            self.problems.error("file.top", top.place, message, hint)
        elif self.known(top, (self.key,), "file") and self.key not in top.pairs:
            self.problems.error(f"{self.key}.key", top.place, f"the key {self.key}: is missing", hint)
        elif self.key in top.pairs:
            self.entries(top.pairs[self.key][1])

    def entries(self, node: Node) -> None:
        """Read what stands below the file's one key: a list of entries."""
        if isinstance(node, Scalar) and node.null:
            return
        if not isinstance(node, Items):
            hint = "write each entry on a line of its own, with - in front"
            self.problems.error(
                f"{self.key}.shape", node.place, f"{self.key}: is {_TYPES[type(node)]}, not a list", hint
            )
            return
        for item in node.values:
            self.entry(item)

    def entry(self, node: Node) -> None:
        """Read one entry of the list."""
        raise NotImplementedError

    # ---- parts that all shapes have; each gives None where it added a problem

    def known(self, table: Table, keys: tuple[str, ...], where: str) -> bool:
        """Whether the table has only these keys."""
        known = True
        for key, (place, _) in table.pairs.items():
            if key in keys:
                continue
            known = False
            if self.problems.full:
                self.problems.error(f"{where}.unknown", place, "", "")
            elif key == "<<":
                self.problems.error(f"{where}.unknown", place, "merge keys (<<) are not read", "write the keys out")
            elif ":" in key:
                hint = "write key: value, with a space behind the colon"
                self.problems.error(f"{where}.unknown", place, "a space is missing behind the colon", hint)
            else:
                hint = suggest(key, keys) or f"the keys here are {listed(keys)}"
                self.problems.error(f"{where}.unknown", place, f"{shown_key(key)} is not known here", hint)
        return known

    def text(self, node: Node, what: str, id_: str) -> str | None:
        """A text that is not empty, of at most 4,000 characters."""
        if not isinstance(node, Scalar):
            self.problems.error(id_, node.place, f"{what} is {_TYPES[type(node)]}, not a text", "write one text")
            return None
        if node.null or not node.text.strip():
            self.problems.error(id_, node.place, f"{what} is empty", "write it, or take the key out")
            return None
        if len(node.text) > LONGEST_TEXT:
            self.problems.error(
                id_, node.place, f"{what} is longer than {LONGEST_TEXT} characters", "make it shorter"
            )
            return None
        return node.text.strip()

    def name(self, node: Node, what: str, id_: str) -> str | None:
        """A name: one line of at most 200 characters; it goes into subjects and log lines."""
        text = self.text(node, what, id_)
        if text is not None and (len(text) > LONGEST_NAME or not text.isprintable()):
            message = f"{what} is longer than {LONGEST_NAME} characters or not one line of plain characters"
            self.problems.error(id_, node.place, message, "write a short name on one line")
            return None
        return text

    def texts(self, node: Node, what: str, path: Steps, id_: str) -> tuple[str, ...]:
        """A list of texts, or one text alone; places are noted below `path`. Empty texts are left to checks.py."""
        if isinstance(node, Scalar) and node.null:
            return ()
        values = node.values if isinstance(node, Items) else (node,)
        texts: list[str] = []
        for value in values:
            if not isinstance(value, Scalar):
                message = f"{what} holds {_TYPES[type(value)]}, where a text is expected"
                self.problems.error(id_, value.place, message, 'write a list of texts, such as ["air defence", NATO]')
                continue
            self.lines[(*path, len(texts))] = value.place
            texts.append("" if value.null else value.text.strip())
        return tuple(texts)

    def word(self, node: Node, words: tuple[str, ...], what: str, id_: str) -> str:
        """One of some words, or an empty string."""
        text = self.text(node, what, id_)
        if text is None or text.casefold() in words:
            return (text or "").casefold()
        hint = suggest(text, words) or f"write {listed(words)}"
        self.problems.error(id_, node.place, f"{what} is not {listed(words)}", hint)
        return ""


class Feeds(Shape):
    """feeds.yaml: `feeds:` is a list of URLs or tables."""

    key = "feeds"
    keys = ("url", "name", "tags", "auth", "every", "first_poll")

    def entry(self, node: Node) -> None:
        at: Steps = ("feeds", len(self.found))
        if isinstance(node, Scalar):
            url = self.text(node, "the feed's URL", "feeds.url.empty")
            if url is not None:
                self.lines[at] = node.place
                self.found.append(DeclaredFeed(url))
            return
        if not isinstance(node, Table):
            self.problems.error(
                "feeds.shape", node.place, "an entry is a list", "write - url: https://example.org/rss"
            )
            return
        self.known(node, self.keys, "feeds")
        pairs = {key: value for key, (_, value) in node.pairs.items()}
        if "url" not in pairs:
            self.problems.error(
                "feeds.url.missing", node.place, "a feed has no url", "add url: https://example.org/rss"
            )
            return
        url = self.text(pairs["url"], "url", "feeds.url.empty")
        if url is None:
            return
        self.lines[at] = node.place
        for key, value in pairs.items():
            self.lines[(*at, key)] = value.place
        self.found.append(
            DeclaredFeed(
                url,
                name=(self.name(pairs["name"], "name", "feeds.name") or "") if "name" in pairs else "",
                tags=self.texts(pairs["tags"], "tags", (*at, "tags"), "feeds.tags") if "tags" in pairs else (),
                auth=self._auth(pairs["auth"]) if "auth" in pairs else None,
                every=self._every(pairs["every"]) if "every" in pairs else None,
                first_poll=self.word(pairs["first_poll"], ("history", "tell"), "first_poll", "feeds.first_poll")
                if "first_poll" in pairs
                else "",
            )
        )

    def _auth(self, node: Node) -> Mapping[str, str] | None:
        hint = 'write auth: {basic: "user:${PASS}"} or auth: {header: "X-Key: ${KEY}"}'
        pairs = list(node.pairs.items()) if isinstance(node, Table) else []
        # the key is not repeated: it may be half of a password
        if len(pairs) != 1 or pairs[0][0] not in ("basic", "header"):
            self.problems.error("feeds.auth.shape", node.place, "auth is neither a basic nor a header", hint)
            return None
        kind, (_, value) = pairs[0]
        text = self.text(value, kind, "feeds.auth.shape")
        return None if text is None else {kind: text}

    def _every(self, node: Node) -> timedelta | None:
        text = self.text(node, "every", "feeds.every")
        if text is None:
            return None
        try:
            duration = parse_duration(text)
        except ValueError as error:
            message, _, hint = str(error).partition("; ")
            self.problems.error("feeds.every", node.place, f"every: {message}", hint)
            return None
        if not duration:
            self.problems.error("feeds.every", node.place, "every is zero", "write such as 10m, or take it out")
            return None
        return duration


class Watches(Shape):
    """watches.yaml: `watches:` is a list of tables."""

    key = "watches"
    keys = ("name", "query", "keywords", "all", "none", "channels", "severity")

    def entry(self, node: Node) -> None:
        at: Steps = ("watches", len(self.found))
        if not isinstance(node, Table):
            hint = "write - name: My watch, and below it keywords: [NATO, air defence]"
            self.problems.error("watches.shape", node.place, f"an entry is {_TYPES[type(node)]}, not a table", hint)
            return
        pairs = {key: value for key, (_, value) in node.pairs.items()}
        misspelt = not self.known(node, self.keys, "watches") and not pairs.keys() & {"query", "keywords", "all"}
        if "name" not in pairs:
            self.problems.error("watches.name", node.place, "a watch has no name", "add name: and how alerts call it")
            return
        name = self.name(pairs["name"], "name", "watches.name")
        # where nothing says what must occur, the key that is not known was to: that is told, and enough
        if name is None or misspelt:
            return
        self.lines[at] = node.place
        for key, value in pairs.items():
            self.lines[(*at, key)] = value.place
        lists = {
            key: self.texts(pairs[key], key, (*at, key), f"watches.{key}") if key in pairs else ()
            for key in ("keywords", "all", "none", "channels")
        }
        words = tuple(severity.value for severity in Severity)
        query = self.text(pairs["query"], "query", "watches.query") if "query" in pairs else ""
        if query is None:
            return
        severity = self.word(pairs["severity"], words, "severity", "watches.severity") if "severity" in pairs else ""
        self.found.append(
            DeclaredWatch(
                name,
                keywords=lists["keywords"],
                all_of=lists["all"],
                none_of=lists["none"],
                channels=lists["channels"],
                severity=Severity(severity or Severity.NORMAL),
                query=query,
            )
        )


class Channels(Shape):
    """channels.yaml: `channels:` is a table of names."""

    key = "channels"
    kinds: ClassVar = {"email": ChannelKind.EMAIL, "webhook": ChannelKind.WEBHOOK, "url": ChannelKind.APPRISE}
    example = 'write `desk: {email: {to: desk@example.org}}` or `chat: {url: "${CHAT_URL}"}` below channels:'

    def entries(self, node: Node) -> None:
        if isinstance(node, Scalar) and node.null:
            return
        if not isinstance(node, Table):
            message = f"channels: is {_TYPES[type(node)]}, not a table of names"
            self.problems.error("channels.shape", node.place, message, self.example)
            return
        for name, (place, value) in node.pairs.items():
            self._channel(name, place, value)

    def _channel(self, name: str, place: Place, node: Node) -> None:
        at: Steps = ("channels", len(self.found))
        plain = self.name(Scalar(name, null=False, place=place), "the channel's name", "channels.name")
        if plain is None:
            return
        if not isinstance(node, Table):
            message = f"channel {shown(name)} is {_TYPES[type(node)]}, not a table"
            self.problems.error("channels.shape", node.place, message, self.example)
            return
        kinds = [key for key in node.pairs if key in self.kinds]
        if len(kinds) != 1:
            which = "more than one kind" if kinds else "no kind"
            self.known(node, (*self.kinds, "secret", "allow_private"), "channels")
            hint = "give it exactly one of email, webhook or url"
            self.problems.error("channels.kind", place, f"channel {shown(name)} has {which}", hint)
            return
        kind = kinds[0]
        extra = ("secret",) if kind == "webhook" else ()
        self.known(node, (kind, *extra, "allow_private"), "channels")
        self.lines[at] = place
        for key, (_, value) in node.pairs.items():
            self.lines[(*at, key)] = value.place
        value = node.pairs[kind][1]
        config = self._email(value, at) if kind == "email" else self._url(value, kind)
        if config is not None and "secret" in node.pairs and extra:
            secret = self.text(node.pairs["secret"][1], "secret", "channels.secret.empty")
            config |= {} if secret is None else {"secret": secret}
        private = False
        if "allow_private" in node.pairs:
            words = ("true", "false", "yes", "no")
            said = self.word(node.pairs["allow_private"][1], words, "allow_private", "channels.allow_private")
            private = said in ("true", "yes")
        if config is not None:
            self.found.append(DeclaredChannel(plain, self.kinds[kind], config, allow_private=private))

    def _url(self, node: Node, kind: str) -> dict[str, Any] | None:
        url = self.text(node, kind, f"channels.{kind}.empty")
        return None if url is None else {"url": url}

    def _email(self, node: Node, at: Steps) -> dict[str, Any] | None:
        table = node if isinstance(node, Table) else Table({"to": (node.place, node)}, node.place)
        self.known(table, ("to", "from", "smtp"), "channels.email")
        if "to" not in table.pairs:
            hint = "add to: desk@example.org"
            self.problems.error("channels.email.to", node.place, "the e-mail channel has no to", hint)
            return None
        to = self.texts(table.pairs["to"][1], "to", (*at, "to"), "channels.email.to")
        config: dict[str, Any] = {"to": list(to)}
        for key in ("from", "smtp"):
            if key in table.pairs:
                place = table.pairs[key][1]
                self.lines[(*at, key)] = place.place
                text = self.text(place, key, f"channels.email.{key}")
                config |= {} if text is None else {key: text}
        return config
