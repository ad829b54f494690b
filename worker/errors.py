"""Every error Wirewatch raises on purpose.

WirewatchError                  says what went wrong, and `hint` what to do about it
├── ConfigError                 a setting or a file of the operator's is wrong
├── StartRefused                this machine is not as a start of everything needs it: folder, port, broker
├── UnsetVariable               ${NAME} is used, and NAME has no value in the environment
├── FetchError                  a request gave no usable answer
│   ├── AddressRefused          the address is not public and not allowed by name
│   ├── BadUrl                  not a URL that may be fetched: scheme, host, port or credentials
│   ├── FetchTimeout            no whole answer within the time allowed
│   │   └── BatchOver           the caller's own time was over first: says nothing about the other side
│   ├── ConnectionFailed        no connection: DNS, refused, reset, TLS
│   ├── BodyTooLarge            over the bound, before or after decompression
│   ├── TooManyRedirects        a chain longer than allowed, or one that bites its tail
│   └── BadResponse             an answer that breaks HTTP or its own encoding
├── FeedError                   bytes arrived, and are no feed that can be read
│   ├── FeedHazard              entity declarations, absurd nesting or size: refused before parsing
│   └── NotAFeed                an HTML page, an empty body, something else
├── PageError                   bytes arrived, and no article can be read from them
├── QueryError                  a watch's query cannot be taken: see worker.watches.language
├── RegexRefused                a regular expression cannot be taken: see worker.watches.regex
└── StorageError
    ├── DatabaseUnavailable     the database cannot be opened or reached
    └── SchemaMismatch          the database's schema is not the one this version expects
"""


class WirewatchError(Exception):
    """Base of all. `str(error)` is one sentence for a person; `hint` says the fix, or is empty."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class ConfigError(WirewatchError):
    """A setting or a configuration file is wrong; nothing of it was taken."""


class UnsetVariable(WirewatchError):
    """`${NAME}` stands in a value that is needed now, and NAME is not set."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not set", hint=f"set {name} in the environment of Wirewatch, and start it again")
        self.name = name


class StartRefused(WirewatchError):
    """Something on this machine keeps Wirewatch from being started; nothing was."""


class FetchError(WirewatchError):
    """A request gave no usable answer. `permanent`: asking again soon cannot help."""

    permanent = False


class AddressRefused(FetchError):
    """The resolved address is not public, and no ALLOW_PRIVATE network holds it."""

    permanent = True


class BadUrl(FetchError):
    """The URL cannot be fetched by its form."""

    permanent = True


class FetchTimeout(FetchError):
    """The total deadline passed."""


class BatchOver(FetchTimeout):
    """The caller's time was over before the request had its own; the row goes back as if it had not been tried."""


class ConnectionFailed(FetchError):
    """No connection could be made or kept."""


class BodyTooLarge(FetchError):
    """The body went over the bound, compressed or decompressed."""


class TooManyRedirects(FetchError):
    """More redirects than allowed."""


class BadResponse(FetchError):
    """The answer is broken: HTTP framing, content encoding, a redirect to nowhere."""


class FeedError(WirewatchError):
    """A body that is no readable feed."""


class FeedHazard(FeedError):
    """A feed that is refused before it is parsed, because parsing it could do harm."""


class NotAFeed(FeedError):
    """A body that is something else than a feed."""


class PageError(WirewatchError):
    """A page from which no article can be read; the message says what was seen instead."""


class StorageError(WirewatchError):
    """The database refused."""


class DatabaseUnavailable(StorageError):
    """The database cannot be opened or reached."""


class SchemaMismatch(StorageError):
    """The database's schema is older or newer than this version's."""
