"""The watches that users keep, compiled: words listed plainly and queries are one thing to the index."""

from collections.abc import Iterable, Mapping, Sequence

from worker.domain.article import Article
from worker.domain.reading import Reading
from worker.domain.watch import Match, Watch
from worker.watches.index import WatchIndex
from worker.watches.subject import NOTHING_READ, Subject
from worker.watches.terms import term_problem
from worker.watches.tree import And, Node, Not, Or, Saved, Term, children

Queries = Mapping[str, Node]
"""The trees of saved watches by name."""


class Watchlist:
    """Watches ready to be held against articles; made by `compile_watches`."""

    def __init__(self, trees: Mapping[int, Node]) -> None:
        self.index = WatchIndex(trees)

    def match(self, article: Article, reading: Reading = NOTHING_READ, *, origins: int = 1) -> list[Match]:
        """The watches that hold on an article, each with its evidence, in ascending order of their ids.

        In: the article; what was read in it; how many origins its story has. A term lies in title or body, within a
        paragraph. Linear in their length.
        """
        return self.index.match(Subject(article, reading, origins=origins))


def compile_watches(watches: Sequence[Watch]) -> Watchlist:
    """Make watches ready to be matched.

    In: watches with their ids; their queries have passed `worker.watches.language.parse`. A term that `term_problem`
    refuses can never occur; a watch that asks for nothing but absence never holds.
    """
    trees = {watch.id: tree for watch in watches if (tree := tree_of(watch)) is not None}
    queries = {watch.name: trees[watch.id] for watch in watches if watch.id in trees}
    return Watchlist({number: resolved(tree, queries) for number, tree in trees.items()})


def tree_of(watch: Watch) -> Node | None:
    """The one query that a watch's lists and its query make; None where it can never hold."""
    parts: list[Node] = []
    if watch.query:
        from worker.watches.language import parse

        parts.append(parse(watch.query))
    if watch.keywords:
        parts.append(_one_of(_terms(watch.keywords)))
    parts += [Term(term) for term in watch.all_of]
    if not parts or any(isinstance(part, Or) and not part.parts for part in parts):
        return None
    refused = _terms(watch.none_of)
    if refused:
        parts.append(Not(_one_of(refused)))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _terms(words: Iterable[str]) -> list[Term]:
    return [Term(word) for word in words if term_problem(word) is None]


def _one_of(terms: Sequence[Term]) -> Node:
    return terms[0] if len(terms) == 1 else Or(tuple(terms))


def resolved(node: Node, queries: Queries, inside: frozenset[str] = frozenset()) -> Node:
    """The tree with the queries of saved watches put in. One that is unknown, or that asks for itself, never holds.

    inside: the names of the watches that are being put in.
    """
    if isinstance(node, Saved):
        if node.name in inside or node.name not in queries:
            return node
        return resolved(queries[node.name], queries, inside | {node.name})
    if not any(isinstance(each, Saved) for each in _below(node)):
        return node
    if isinstance(node, And):
        return And(tuple(resolved(part, queries, inside) for part in node.parts), start=node.start, end=node.end)
    if isinstance(node, Or):
        return Or(tuple(resolved(part, queries, inside) for part in node.parts), start=node.start, end=node.end)
    if isinstance(node, Not):
        return Not(resolved(node.part, queries, inside), start=node.start, end=node.end)
    return node


def _below(node: Node) -> Iterable[Node]:
    for child in children(node):
        yield child
        yield from _below(child)
