"""What is refused: where, and what to do about it."""

import pytest

from worker.errors import WirewatchError
from worker.watches.language import QueryError, parse, pointed, problems
from worker.watches.language.checks import negative
from worker.watches.tree import Node


def refused(query: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse(query)
    return caught.value


@pytest.mark.parametrize(
    ("query", "place", "message", "hint"),
    [
        ("", "", "the query is empty", "NATO"),
        (" \n ", " \n ", "the query is empty", "NATO"),
        ("...", "...", "has neither a letter nor a digit", "leave this out"),
        ('a "--"', '"--"', "has neither a letter nor a digit", "leave this out"),
        ('a ""', '""', "this phrase is empty", "between the quotes"),
        ("x" * 201, "x" * 201, "has 201 characters", "shorter"),
        ("(a OR b", "(", "never closed", "add )"),
        ("a (b (c)", "(", "never closed", "add )"),
        ("title:(a", "title:(", "never closed", "add )"),
        ("a)", ")", "closes nothing", "put a ("),
        ("a ()", "()", "nothing stands between", "a term"),
        ("a AND AND b", "AND", "after AND comes a term, a phrase or ( …, not AND", "leave one of the two out"),
        ("a OR", "OR", "but the query ends", "leave OR out"),
        ("(a OR) b", "OR", "not )", "leave OR out"),
        ("AND a", "AND", "the query begins with AND", "in quotes"),
        ("a (or b)", "or", "( … ) begins with or", "in quotes"),
        ("a NOT", "NOT", "after NOT comes", "leave NOT out"),
        ("a NEAR/x b", "NEAR/x", "“x” is no number of words", "NEAR/5"),
        ("a NEAR/ b", "NEAR/", "the number of words is missing", "NEAR/5"),
        ("a NEAR/500 b", "NEAR/500", "500 words are too many", "SENTENCE"),
        ("a near 5 b", "near 5", "its number are apart", "NEAR/5"),
        ("a NEAR5 b", "NEAR5", "no slash", "NEAR/5"),
        ("a NEAR -b", "-", "what does not occur is near nothing", "say apart"),
        ("a NEAR (b c)", "(b c)", "this needs several", "phrase in quotes"),
        ("a NEAR title:b", "title:b", "title: stands inside it", "title:(a NEAR b)"),
        ("a NEAR/5 (b OR amount:>5)", "amount:>5", "this has none", "AND"),
        ("a SENTENCE b NEAR/3 c", "a SENTENCE b", "SENTENCE is wider", "a SENTENCE (b NEAR/5 c)"),
        ('a "b', '"', 'the quote " is opened here and never closed', 'add "'),
        ("\"a b'", '"', "never closed", "same kind"),
        ("'a b\"", '"', "never closed", "same kind"),
        ("title:", "title:", "title: has no value", "title:word"),
        ("title:&&", "title:", "title: has no value", "title:word"),
        ("author:&& a", "author:", "author: has no value", "author:word"),
        ("title: NATO", "title:", "a space stands behind title:", "title:NATO"),
        ("title :NATO", ":NATO", "a colon with nothing before it", "title:NATO"),
        ("foo:bar", "foo:", "no field “foo:”", "fields: title:"),
        ("intitle:a", "intitle:", "no field", "did you mean title:?"),
        ("auther:a", "auther:", "no field", "did you mean author: or after:?"),
        ("near:5", "near:", "no field", "NEAR/5"),
        ("https://example.org", "https:", "no field", "url:"),
        ("title:-a", "-a", "the - stands inside title:", "-title:"),
        ("title:/a/", "/a/", "no regular expression", "without a field"),
        ("title:(a person:b)", "person:b", "takes words and phrases", "outside"),
        ("author:(title:a)", "title:", "stands inside author:", "close author:"),
        ("author:a*", "a*", "takes no *", "whole words"),
        ("person:>5", ">5", "compares nothing", "figures"),
        ("site:bbc.co.uk/news", "bbc.co.uk/news", "is no host", "site:bbc.co.uk"),
        ("lang:english", "english", "no language's code", "lang:en"),
        ("status:approved", "approved", "no status", "status:agreed"),
        ("status:xyz", "xyz", "no status", "one of demanded, proposed, planned, agreed, reported, denied"),
        ("origins:two", "two", "no number", "origins:>=2"),
        ("after:7d", "7d", "is no date", "no clock"),
        ("deadline:>=2030..2035", "deadline:>=2030..2035", "exclude one another", "leave the comparison out"),
        ("target: NATO", "target:", "by no number", "target:>=5%"),
        ("target:>=", "target:>=", "has no value", "target:>=5%"),
        ("target:(5% OR 6%)", "target:(", "takes one value", "target:… OR target:…"),
        (">=5%", ">=5%", "a comparison without a field", "amount:>=5%"),
        ("target >= 5%", ">=", "a comparison without a field", "target:>=5%"),
        ("target>=5%", "target>=5%", "a colon is missing", "target:>=5%"),
        ("target:!=5%", "!=", "not equal", "NOT target:"),
        ("target:≠5%", "≠", "not equal", "NOT target:"),
        ("amount:>1bn€", "bn€", "stands behind the number", "€1bn"),
        ("amount:>1bn_eurr", "bn_eurr", "no unit is called", "eur"),
        ("amount:>5 m", "m", "may be a unit or a word", "amount:>5m"),
        ("level:5 points", "points", "may be a unit or a word", "level:5pp"),
        ("amount:>5bn CAD", "CAD", "may be a unit or a word", "amount:>5bn_cad"),
        ("target:5% gdp", "gdp", "may be a unit or a word", "target:5%gdp"),
        ("amount:1..2bn_eur", "1..2bn_eur", "only one end", "1bn_eur..2bn_eur"),
        ("amount:5%..3%", "5%..3%", "ends before it begins", "smaller one first"),
        ("amount:5%..3_eur", "5%..3_eur", "two units, percent and EUR", "one unit"),
        ('amount:"1bn eur x"', '"1bn eur x"', "is no part of a value", "close the quote"),
        ("FACT()", "FACT()", "asks for nothing", "FACT(target:>=2%gdp"),
        ("FACT(NATO)", "NATO", "this is a term of the text", 'about:"NATO"'),
        ("FACT(person:x)", "person:x", "asked of the article", 'speaker:"x"'),
        ("FACT(FACT(amount:5))", "FACT(amount:5)", "inside another", "leave the inner"),
        ("FACT(after:2026)", "after:2026", "asked of the article", "outside"),
        ("fact (a)", "fact (", "a space stands between", "fact("),
        ("cs(a b)", "cs(a b", "more than one term", "cs("),
        ("cs(a", "cs(", "never closed", ")"),
        ("*", "*", "stands for no word", "NEAR/3"),
        ("de*", "de*", "too many words", "3 letters"),
        ("a? b", "a?", "too many words", "2 letters"),
        ("def*nce", "def*nce", "only at the end", "defen*"),
        ('"a ? b"', '"a ? b"', "stands for no word", "NEAR/3"),
        ('"a b" ~5', "~5", "right behind a phrase", '"a b"~5'),
        ("nato~2", "nato~2", "right behind a phrase", '"a b"~5'),
        ('"a b"~x', "~x", "is no number of words", '"a b"~5'),
        ("a, b", ",", "“,” joins nothing", "OR for any"),
        ("a & b", "&", "stands alone", "AND"),
        ("!a", "!a", "excludes nothing", "-a"),
        ("a - b", "-", "stands alone", "-word"),
        ("a --b", "--", "one - is enough", "-word"),
        ("a —b", "—", "this dash excludes nothing", "hyphen"),
        ('"a"-b', "-", "a space is missing", "a -b"),
        ("/abc", "/", "no closing /", "and/or"),
        ("/a/g", "g", "only i may stand", r"\/"),
        ("/(?=a)b/", "(?=", "looks around itself", "NEAR/5"),
        (r"/(a)\1/", r"\1", "refers back", "write the words out"),
        ("/a**/", "**", "repeats what is repeated already", "leave one out"),
        ("/(a/", "(a", "never closed", r"\("),
        ("/a*/", "a*", "finds the empty text", "+ in place of *"),
        ("a \x00", "\x00", "U+0000 cannot stand", "leave it out"),
        ("a \ud800", "\ud800", "U+D800 cannot stand", "leave it out"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_fix(query: str, place: str, message: str, hint: str) -> None:
    error = refused(query)
    assert message in str(error)
    assert hint in error.hint
    assert query[error.start : error.end] == place


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("-a", "-a"),
        ("NOT a NOT b", "NOT a NOT b"),
        ("a OR NOT b", "NOT b"),
        ("a OR b OR (-c -d)", "(-c -d)"),
        ("a OR (b OR (c OR -d))", "-d"),
        ("NOT (a AND NOT b)", "NOT (a AND NOT b)"),
        ("-title:a", "-title:a"),
        ("title:(a OR -b)", "title:(a OR -b)"),
        ("-FACT(status:denied)", "-FACT(status:denied)"),
        ("-watch:x", "-watch:x"),
    ],
)
def test_a_query_that_only_excludes_is_refused(query: str, place: str) -> None:
    error = refused(query)
    assert "only says what must not occur" in str(error)
    assert query[error.start : error.end] == place


@pytest.mark.parametrize(
    "query", ["a AND (b OR NOT c)", "NOT (NOT a)", "NOT (NOT a OR NOT b)", "FACT(-status:denied)", "lang:en -a"]
)
def test_a_query_that_asks_for_something_is_taken(query: str) -> None:
    assert negative(parse(query)) is None


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("a " * 501, "at most 500 terms"),
        ("(" * 51 + "a" + ")" * 51, "more than 50 parentheses"),
        ("a" + " NEAR b" * 51, "nested more than 50 deep"),
        ("a" * 10_001, "10,001 characters, 10,000 are allowed"),
    ],
)
def test_what_is_too_large_is_refused(query: str, message: str) -> None:
    assert message in str(refused(query))


def test_what_is_as_large_as_allowed_is_taken() -> None:
    parse("a " * 500)
    parse("(" * 50 + "a" + ")" * 50)
    parse("a" + " NEAR b" * 49)


def test_a_query_error_is_one_of_wirewatch_and_shows_its_query() -> None:
    error = refused("NATO AND AND x")
    assert isinstance(error, WirewatchError)
    assert error.pointed() == "NATO AND AND x\n         ^^^"
    assert error.problem.message == str(error)


@pytest.mark.parametrize(
    ("query", "start", "end", "shown"),
    [
        ("abc", 3, 3, "abc\n   ^"),
        ("a\nb\tc", 2, 3, "a b c\n  ^"),
        ("北約 x", 3, 4, "北約 x\n     ^"),
        ("e\u0301 x", 3, 4, "e\u0301 x\n  ^"),
        ("\x1b[31mred", 5, 8, "[31mred\n    ^^^"),
        ("a\u202eb", 2, 3, "ab\n ^"),
    ],
)
def test_a_place_is_pointed_at_in_two_lines_that_do_nothing(query: str, start: int, end: int, shown: str) -> None:
    assert pointed(query, start, end) == shown


def test_of_a_long_query_the_part_around_the_place_is_shown() -> None:
    line, carets = pointed("x " * 400 + "here" + " y" * 400, 800, 804).split("\n")
    assert len(line) <= 102
    assert line[carets.index("^") :][: carets.count("^")] == "here"
    assert line[0] == line[-1] == "…"


def watch_problems(query: str, **watches: str) -> list[tuple[str, str]]:
    nodes: dict[str, Node] = {name: parse(text) for name, text in watches.items()}
    return [(query[one.start : one.end], one.message) for one in problems(parse(query), nodes)]


def test_a_watch_that_is_not_there_is_a_problem_with_the_nearest_name() -> None:
    (problem,) = problems(parse("a watch:targts"), {"targets": parse("a")})
    assert (problem.start, problem.end) == (2, 14)
    assert problem.hint == 'did you mean watch:"targets"?'


def test_watches_that_lead_back_are_a_problem_that_names_the_way() -> None:
    assert watch_problems("x OR watch:a", a="b watch:b", b="c watch:a") == [
        ("watch:a", "this watch leads back to itself: a → b → a")
    ]
    assert watch_problems("watch:a", a="watch:a") == [("watch:a", "this watch leads back to itself: a → a")]


def test_watches_that_share_a_third_are_no_problem() -> None:
    assert watch_problems("watch:a watch:b", a="watch:c", b="watch:c", c="x") == []


def test_a_chain_of_many_watches_needs_no_recursion() -> None:
    nodes = {f"w{number}": parse(f"watch:w{number + 1}") for number in range(3_000)} | {"w3000": parse("a")}
    assert problems(parse("watch:w0"), nodes) == []
