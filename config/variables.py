"""`${NAME}` in a text: found and replaced. Where the values come from is the caller's business."""

import re
from collections.abc import Callable

# `$${` stands for a literal `${`; a `${` without a NAME and its brace is no variable
_REFERENCE = re.compile(r"\$(\$\{)|\$\{([A-Za-z_][A-Za-z0-9_]{0,99})\}")
_OPENING = re.compile(r"(?<!\$)\$\{(?![A-Za-z_][A-Za-z0-9_]{0,99}\})")


def variables_in(text: str) -> tuple[str, ...]:
    """The NAMEs that `text` refers to as `${NAME}`, in order, each once. `$${NAME}` is not a reference."""
    names = (found.group(2) for found in _REFERENCE.finditer(text))
    return tuple(dict.fromkeys(name for name in names if name))


def has_malformed_variable(text: str) -> bool:
    """Whether a `${` stands in the text that is neither a `${NAME}` nor escaped as `$${`."""
    return _OPENING.search(text) is not None


def replace_variables(text: str, value_of: Callable[[str], str]) -> str:
    """`text` with each `${NAME}` replaced by `value_of(NAME)` and each `$${` by `${`.

    What a value holds is not looked at again. A `${` that is neither stays as it is; checks report it.
    """
    return _REFERENCE.sub(lambda found: "${" if found.group(1) else value_of(found.group(2)), text)
