"""Makes `worker/facts/data/lexicon.txt` from WordNet 3.0, which Debian ships as `wordnet-base`.

    python tests/quality/make_lexicon.py /usr/share/wordnet > worker/facts/data/lexicon.txt

The lexicon holds single words in small letters with their classes and, for each class, how often SemCor, the text
that WordNet's senses were counted in, uses the word so: the bit length of the count, one digit. A noun that is
nothing else, was never counted and has one sense is left out: an unknown word is read as a noun anyway.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

_CLASSES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_WORD = re.compile(r"[a-z]{2,24}")
_SENSE_CLASS = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}

HEAD = """\
# Words of English with their classes (n noun, v verb, a adjective, r adverb) and how often each: the bit length of
# the count in SemCor. Below "== verb" and "== noun": irregular forms and their base.
# Made by tests/quality/make_lexicon.py from WordNet 3.0; what was left out and regrouped is said there.
#
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.
# This software and database is being provided to you, the LICENSEE, by Princeton University under the following
# license. By obtaining, using and/or copying this software and database, you agree that you have read, understood,
# and will comply with these terms and conditions.:
# Permission to use, copy, modify and distribute this software and database and its documentation for any purpose and
# without fee or royalty is hereby granted, provided that you agree to comply with the following copyright notice and
# statements, including the disclaimer, and that the same appear on ALL copies of the software, database and
# documentation, including modifications that you make for internal use or for distribution.
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES,
# EXPRESS OR IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR
# WARRANTIES OF MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE,
# DATABASE OR DOCUMENTATION WILL NOT INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS.
# The name of Princeton University or Princeton may not be used in advertising or publicity pertaining to distribution
# of the software and/or database. Title to copyright in this software, database and any associated documentation
# shall at all times remain with Princeton University and LICENSEE agrees to preserve same."""


def lexicon(folder: Path) -> list[str]:
    """In: the folder of WordNet's files. Out: the lines of the data file."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (folder / "cntlist.rev").read_text(encoding="ascii").splitlines():
        key, _, count = line.split()
        lemma, _, rest = key.partition("%")
        counts[lemma][_SENSE_CLASS[rest[0]]] += int(count)
    senses: dict[str, Counter[str]] = defaultdict(Counter)
    for letter, name in _CLASSES.items():
        for line in (folder / f"data.{name}").read_text(encoding="ascii").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split(" ")
            for at in range(4, 4 + 2 * int(fields[3], 16), 2):
                word = fields[at].partition("(")[0]
                if _WORD.fullmatch(word):
                    senses[word][letter] += 1
    lines = [HEAD]
    for word, classes in sorted(senses.items()):
        if set(classes) == {"n"} and not counts[word]["n"] and classes["n"] == 1:
            continue
        order = sorted(classes, key=lambda letter: (-counts[word][letter], -classes[letter], letter))
        lines.append(word + " " + "".join(f"{c}{min(counts[word][c].bit_length(), 9)}" for c in order))
    for name in ("verb", "noun"):
        lines.append(f"== {name}")
        for line in (folder / f"{name}.exc").read_text(encoding="ascii").splitlines():
            form, *bases = line.split()
            base = next((base for base in bases if name[0] in senses.get(base, ())), None)
            if base and _WORD.fullmatch(form) and not _regular(form, base):
                lines.append(f"{form} {base}")
    return lines


def _regular(form: str, base: str) -> bool:
    stems = {base, base.removesuffix("e"), base + base[-1]}
    return any(form == stem + end for stem in stems for end in ("ed", "ing", "s", "es"))


if __name__ == "__main__":
    sys.stdout.write("\n".join(lexicon(Path(sys.argv[1]))) + "\n")
