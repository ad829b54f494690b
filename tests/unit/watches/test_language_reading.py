"""How queries are read: precedence, operators, words and phrases, fields, facts."""

import pytest

from worker.domain.reading import Kind
from worker.watches.language import parse, read_back
from worker.watches.tree import Compare, Figure, Node, Not, Regex, Term, Within, walk


def same(query: str, reading: str) -> None:
    assert read_back(parse(query)) == reading
    assert parse(reading) == parse(query)


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("NATO", "NATO"),
        ("NATO Kremlin", "NATO AND Kremlin"),
        ("a b | c", "(a AND b) OR c"),
        ("a or b and not c", "a OR (b AND NOT c)"),
        ("NOT a b", "NOT a AND b"),
        ("x NOT a NEAR b", "x AND NOT (a NEAR/4 b)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("a && b || c", "(a AND b) OR c"),
        ("a&&b", "a AND b"),
        ("a|b", "a OR b"),
        ("a And b oR c", "(a AND b) OR c"),
        ("a (b AND c)", "a AND b AND c"),
        ("a OR (b OR c)", "a OR b OR c"),
        ("((((a))))", "a"),
        ("\uff08a\u3000OR\u3000b\uff09 c", "(a OR b) AND c"),
        ("a\nb\tc", "a AND b AND c"),
    ],
)
def test_operators_are_read_by_precedence(query: str, reading: str) -> None:
    same(query, reading)


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("a -b", "a AND NOT b"),
        ('a -"b c"', 'a AND NOT "b c"'),
        ("a -(b c)", "a AND NOT (b AND c)"),
        ("a (-b)", "a AND NOT b"),
        ("a -title:b", "a AND NOT title:b"),
        ("a -FACT(status:denied)", "a AND NOT FACT(status:denied)"),
        ("a \u2212b \u2013c", "a AND NOT b AND NOT c"),
        ("air-defence", "air-defence"),
        ("NOT (NOT a)", "a"),
        ("NOT NOT NOT a b", "NOT a AND b"),
        ("NOT (NOT a OR NOT b)", "NOT (NOT a OR NOT b)"),
    ],
)
def test_a_minus_excludes_at_the_start_of_a_word(query: str, reading: str) -> None:
    same(query, reading)


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("a NEAR b", "a NEAR/4 b"),
        ("a near b", "a NEAR/4 b"),
        ("a NEAR/0 b", "a NEAR/0 b"),
        ("a onear/7 b", "a ONEAR/7 b"),
        ("a NEAR/7f b", "a ONEAR/7 b"),
        ("a w/5 b", "a NEAR/5 b"),
        ("a W/5f b", "a ONEAR/5 b"),
        ("a NEAR/1 b ONEAR/2 c", "(a NEAR/1 b) ONEAR/2 c"),
        ("a NEAR/1 (b NEAR/2 c)", "a NEAR/1 (b NEAR/2 c)"),
        ("a NEAR/3 (b OR person:c) d", "(a NEAR/3 (b OR person:c)) AND d"),
        ("a SENTENCE b SENTENCE c", "(a SENTENCE b) SENTENCE c"),
        ("a NEAR/2 b SENTENCE c", "(a NEAR/2 b) SENTENCE c"),
        ("prison sentence", "prison AND sentence"),
        ("w/o a", "w/o AND a"),
    ],
)
def test_near_joins_places(query: str, reading: str) -> None:
    same(query, reading)


@pytest.mark.parametrize(
    "word",
    [
        "AT&T",
        "C++",
        "F-35",
        "U.S.",
        "O'Brien",
        "don't",
        "don’t",
        "l'OTAN",
        "50%",
        "$5",
        "#tag",
        "@x",
        "10:30",
        "and/or",
        "北約",
        "צה״ל",
        'צה"ל',
        "ÖR",
        "nöt",
        "allies'",
        "3.5",
        "1,000",
        "sentence",
        "fact",
        "cs",
        "x=y",
        "+31",
    ],
)
def test_a_word_is_a_word(word: str) -> None:
    assert parse(word) == Term(word)
    assert read_back(parse(word)) == word


@pytest.mark.parametrize(
    "word", ["or", "AND", "not", "near", "ONEAR", "NEAR/5", "w/5", "a:b", "-x", "/x/", "(x)", "~5", "'90s"]
)
def test_in_quotes_it_is_a_word(word: str) -> None:
    assert parse(f'"{word}"') == Term(word)
    assert read_back(Term(word)) == f'"{word}"'


@pytest.mark.parametrize(
    "query",
    [
        '"a b"',
        "“a b”",
        "„a b“",
        "”a b”",
        "«a b»",
        "»a b«",
        "‹a b›",
        "‘a b’",
        "'a b'",
        "‚a b‘",
        "＂a b＂",
        '" a \u00a0 b "',
    ],
)
def test_quotes_of_all_kinds_make_a_phrase(query: str) -> None:
    assert parse(query) == Term("a b")


@pytest.mark.parametrize(
    ("query", "term"),
    [
        ('"a b"~5', Term("a b", slop=5)),
        ('"a b"~0', Term("a b")),
        ('"a"~5', Term("a")),
        ("'90s", Term("'90s")),
        ('cs("US")', Term("US", exact_case=True)),
        ("CS( US )", Term("US", exact_case=True)),
        ('cs("US Army"~2)', Term("US Army", exact_case=True, slop=2)),
        ("defen*", Term("defen*", wild=True)),
        ("air-defen*", Term("air-defen*", wild=True)),
        ("wom?n", Term("wom?n", wild=True)),
        ('"spending target*"', Term("spending target*", wild=True)),
        (r'"say \"hi\" to C:\\"', Term('say "hi" to C:\\')),
        ("de\u00adfence\u200b", Term("defence")),
        ("\ufeffNATO", Term("NATO")),
    ],
)
def test_a_term_is_read(query: str, term: Term) -> None:
    assert parse(query) == term
    assert parse(read_back(term)) == term


@pytest.mark.parametrize(
    ("query", "pattern", "ignore_case"),
    [("/a b/", "a b", False), ("/a|(b)/i", "a|(b)", True), (r"/a\/b/", "a/b", False), (r"/\\\d/", r"\\\d", False)],
)
def test_a_regular_expression_is_read(query: str, pattern: str, ignore_case: bool) -> None:
    assert parse(query) == Regex(pattern, ignore_case)
    assert parse(read_back(parse(query))) == parse(query)


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("TITLE:NATO", "title:NATO"),
        ('title:"air defence"~2', 'title:"air defence"~2'),
        ("title:cs(US)", 'title:cs("US")'),
        ("title:or", 'title:"or"'),
        ("title:(a b | cat*)", "title:((a AND b) OR cat*)"),
        ("lead:(a NEAR/3 b -c)", "lead:((a NEAR/3 b) AND NOT c)"),
        ("author:(a OR (b c))", "author:a OR (author:b AND author:c)"),
        ('speaker:("Mark Rutte" | Trump)', 'speaker:"Mark Rutte" OR speaker:Trump'),
        ("site:BBC.co.uk", "site:bbc.co.uk"),
        ("site:*.gov.uk", "site:gov.uk"),
        ("url:/news/?id=5", 'url:"/news/?id=5"'),
        ("url:(/news/ | /world/)", 'url:"/news/" OR url:"/world/"'),
        ("url:https://example.org/a", 'url:"https://example.org/a"'),
        ("lang:EN", "lang:en"),
        ("status:(Agreed | PLANNED)", "status:agreed OR status:planned"),
        ("after:2026 before:2026-03", "after:2026-01-01 AND before:2026-03-01"),
        ('watch:"A: \\"B\\" or C"', 'watch:"A: \\"B\\" or C"'),
        ("origins: >= 2", "origins:>=2"),
        ("deadline:<=2032-06", "deadline:<=2032-06"),
        ("deadline:2030..2035", "deadline:2030..2035"),
        ("title：NATO", "title:NATO"),
    ],
)
def test_a_field_is_read(query: str, reading: str) -> None:
    same(query, reading)


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("target:5%", "target:5%"),
        ("target:=5%", "target:5%"),
        ("target: 5%", "target:5%"),
        ("target:≥5% level:≤2%", "target:>=5% AND level:<=2%"),
        ("amount:>1bn EUR", "amount:>1bn_eur"),
        ("amount: >= 1 bn eur NATO", "amount:>=1bn_eur AND NATO"),
        ("amount:>$5 million (a)", "amount:>5m_usd AND a"),
        ("amount:> € 1bn", "amount:>1bn_eur"),
        ("amount:>1.5 billion euros", "amount:>1.5bn_eur"),
        ('amount:">= 1bn eur"', "amount:>=1bn_eur"),
        ("target:>= 3.5 percent of gdp", "target:>=3.5%gdp"),
        ("target:>=2% of GDP by 2030", "target:>=2%gdp AND by AND 2030"),
        ("level:2 percentage points", "level:2pp"),
        ("count:>5 all", "count:>5 AND all"),
        ("count:>5 try top mad", "count:>5 AND try AND top AND mad"),
        ('count:>5 "m"', "count:>5 AND m"),
        ("amount:>5m m", "amount:>5m AND m"),
        ("target:3%gdp..5%gdp", "target:3%gdp..5%gdp"),
        ("target:3..5%gdp", "target:3%gdp..5%gdp"),
        ("target:3%…5%", "target:3%..5%"),
        ("target:5%..5%", "target:5%"),
        ("amount:1bn..2bn_eur", "amount:1bn_eur..2bn_eur"),
        ("level:<-0.5%", "level:<-0.5%"),
        ("fact(amount:>5 -status:denied)", "FACT(amount:>5 AND NOT status:denied)"),
        ("FACT (target:5%)", "FACT(target:5%)"),
        (
            "FACT(speaker:(a | b) (target:5% | level:5%))",
            "FACT((speaker:a OR speaker:b) AND (target:5% OR level:5%))",
        ),
    ],
)
def test_a_figure_is_read(query: str, reading: str) -> None:
    same(query, reading)


def test_a_figure_is_its_kind_comparison_value_and_unit() -> None:
    assert parse("target:>=3.5%gdp") == Figure(Kind.TARGET, Compare.AT_LEAST, 3.5, "percent_of_gdp")
    assert parse("amount:1bn_eur..2bn_eur") == Figure(None, Compare.EQUAL, 1e9, "EUR", 2e9)


def test_nodes_know_their_places_parentheses_and_minus_too() -> None:
    query = 'NATO -(x OR "y z") title:(a b) AND amount:>1 bn eur'

    def written(node: Node) -> str:
        return query[node.start : node.end]

    tree = parse(query)
    assert written(tree) == query
    assert [written(node) for node in walk(tree) if isinstance(node, Not | Within | Figure)] == [
        '-(x OR "y z")',
        "title:(a b)",
        "amount:>1 bn eur",
    ]
    assert [written(node) for node in walk(tree) if isinstance(node, Term)] == ["NATO", "x", '"y z"', "a", "b"]
