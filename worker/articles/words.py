"""Counts words, also in scripts that put no spaces between them."""

import re

# Thai, Lao, Burmese, Khmer, kana, Han. A word there is about two letters (in Thai four, so this errs to more).
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


def words_in(text: str) -> int:
    """How many words a text has; in scripts without spaces, two letters count as one."""
    return len(text.split()) + len(_UNSPACED.findall(text)) // 2
