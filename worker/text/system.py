"""The operating system's network errors in words for people: not the library's class, nor a number in brackets."""

import errno

_WORDS = {
    errno.ECONNREFUSED: "connection refused",
    errno.ECONNRESET: "connection reset",
    errno.ECONNABORTED: "connection aborted",
    errno.EPIPE: "connection closed while the request was being sent",
    errno.EHOSTUNREACH: "host cannot be reached",
    errno.ENETUNREACH: "network cannot be reached",
    errno.ETIMEDOUT: "no answer to the connection attempt",
    errno.EADDRNOTAVAIL: "no such address on this machine's networks",
    errno.EACCES: "this machine does not permit the connection",
    errno.EMFILE: "this process has too many files open",
    errno.ENFILE: "this machine has too many files open",
}


def errno_words(error: OSError) -> str | None:
    """What a network error means, or None where this table does not know it."""
    return None if error.errno is None else _WORDS.get(error.errno)
