"""Which tokens stand inside quotation marks, as far as pronouns need to know."""

from worker.facts.document import Document
from worker.facts.people.runs import Line


def mark_quoted(lines: list[Line], document: Document) -> None:
    """Marks the tokens of each line. A mark opens or closes by turns; a paragraph that opens anew begins fresh."""
    del document
    inside = single = False
    paragraph = -1
    for line in lines:
        words = line.words
        if line.sentence.paragraph != paragraph:
            paragraph = line.sentence.paragraph
            inside = single = False
        if '"' not in words and "'" not in words:
            line.quoted = [inside or single] * len(words)
            continue
        quoted: list[bool] = []
        starts, ends = line.sentence.starts, line.sentence.ends
        for at, word in enumerate(words):
            if word == '"':
                inside = not inside
                quoted.append(True)
                continue
            if word == "'":
                glued_left = at > 0 and ends[at - 1] == starts[at]
                glued_right = at + 1 < len(words) and ends[at] == starts[at + 1]
                if not single and glued_right and not (glued_left and words[at - 1].isalnum()):
                    single = True
                elif (
                    single
                    and glued_left
                    and (not words[at - 1].isalnum() or not glued_right)
                    and not (
                        words[at - 1].endswith("s")
                        and at + 1 < len(words)
                        and words[at + 1][0].islower()
                        and "'" in words[at + 2 :]
                    )
                ):
                    single = False
            quoted.append(inside or single)
        line.quoted = quoted
