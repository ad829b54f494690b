"""Which sentences are shown, and what is marked in them."""

from collections.abc import Callable

from worker.domain.watch import Evidence, Part, Watch
from worker.watches.evidence import MOST_CHARS

Show = Callable[..., tuple[Evidence, ...]]
MakeWatch = Callable[..., Watch]
Marked = Callable[[Evidence], list[str]]


def test_the_sentence_is_shown_as_printed_with_its_offset(evidence: Show, watch: MakeWatch, marked: Marked) -> None:
    text = "It rained.\n\n\u201cNATO\u2019s air  -  defence\nworks,\u201d he said. It ended."
    (piece,) = evidence(watch("air defence"), text)
    assert piece.part is Part.BODY
    assert piece.text == "\u201cNATO\u2019s air  -  defence\nworks,\u201d he said."
    assert text[piece.start :].startswith(piece.text)
    assert marked(piece) == ["air  -  defence"]


def test_the_sentence_with_most_terms_comes_before_an_earlier_one(evidence: Show, watch: MakeWatch) -> None:
    pieces = evidence(watch("alpha", "beta"), "Alpha came. Then alpha met beta.")
    assert [piece.text for piece in pieces] == ["Then alpha met beta."]


def test_of_equal_sentences_the_earlier_is_shown(evidence: Show, watch: MakeWatch) -> None:
    pieces = evidence(watch("alpha"), "One alpha. Two alpha.")
    assert [piece.text for piece in pieces] == ["One alpha."]


def test_each_keyword_is_shown_once_in_three_sentences_at_most(evidence: Show, watch: MakeWatch) -> None:
    text = "A alpha. Again alpha. A beta. A gamma. A delta. A epsilon."
    pieces = evidence(watch("alpha", "beta", "gamma", "delta", "epsilon"), text)
    assert [piece.text for piece in pieces] == ["A alpha.", "A beta.", "A gamma."]


def test_the_title_is_shown_only_where_the_body_has_nothing(evidence: Show, watch: MakeWatch) -> None:
    either = watch("alpha", "beta")
    assert [piece.part for piece in evidence(either, "Alpha here.", "Alpha and beta")] == [Part.BODY]
    (piece,) = evidence(either, "Nothing here.", " Beta. And alpha ")
    assert (piece.part, piece.text, piece.start) == (Part.TITLE, "Beta. And alpha", 1)


def test_one_sentence_that_has_all_is_enough(evidence: Show, watch: MakeWatch, marked: Marked) -> None:
    (piece,) = evidence(watch(all_of=["alpha", "beta"]), "Alpha. Beta. Beta met alpha and beta. Alpha.")
    assert marked(piece) == ["Beta", "alpha", "beta"]


def test_terms_of_all_are_shown_wherever_they_are(evidence: Show, watch: MakeWatch) -> None:
    pieces = evidence(watch(all_of=["a1", "b2", "c3", "d4", "e5"]), "A1. B2. C3. D4.", "E5")
    assert [piece.text for piece in pieces] == ["A1.", "B2.", "C3.", "D4.", "E5"]


def test_with_all_and_keywords_a_keyword_is_shown_too(evidence: Show, watch: MakeWatch) -> None:
    pieces = evidence(watch("alpha", all_of=["beta"]), "Beta one. Beta two.", "Alpha")
    assert [piece.text for piece in pieces] == ["Beta one.", "Alpha"]


def test_a_keyword_that_is_also_needed_is_shown_once(evidence: Show, watch: MakeWatch) -> None:
    pieces = evidence(watch("alpha", all_of=["Alpha"]), "Alpha one. Alpha two.")
    assert [piece.text for piece in pieces] == ["Alpha one."]


def test_all_places_of_the_terms_are_marked_and_overlapping_ones_are_one(
    evidence: Show, watch: MakeWatch, marked: Marked
) -> None:
    (piece,) = evidence(watch("air defence", "defence spending", "rise"), "Air defence spending may rise and rise.")
    assert marked(piece) == ["Air defence spending", "rise", "rise"]


def test_terms_of_none_are_not_marked(evidence: Show, watch: MakeWatch, marked: Marked) -> None:
    (piece,) = evidence(watch("alpha", none_of=["gamma"]), "Alpha and beta.")
    assert marked(piece) == ["Alpha"]


def test_a_phrase_over_a_stop_shows_both_sentences(evidence: Show, watch: MakeWatch, marked: Marked) -> None:
    (piece,) = evidence(watch("alpha beta"), "This is alpha. Beta came. Gamma left.")
    assert piece.text == "This is alpha. Beta came."
    assert marked(piece) == ["alpha. Beta"]


def test_a_long_sentence_is_cut_between_words_around_its_terms(
    evidence: Show, watch: MakeWatch, marked: Marked
) -> None:
    text = "Intro. " + "before " * 200 + "alpha then beta " + "after " * 200 + "alpha end."
    (piece,) = evidence(watch("alpha", "beta"), text)
    assert len(piece.text) <= MOST_CHARS
    assert text[piece.start : piece.start + len(piece.text)] == piece.text
    assert marked(piece) == ["alpha", "beta"]
    assert set(piece.text.split()) == {"before", "alpha", "then", "beta", "after"}
    assert piece.text.strip() == piece.text


def test_terms_far_apart_in_one_sentence_are_shown_in_two_cuts(
    evidence: Show, watch: MakeWatch, marked: Marked
) -> None:
    pieces = evidence(watch(all_of=["alpha", "beta"]), "alpha " + "word " * 400 + "beta.")
    assert [marked(piece) for piece in pieces] == [["alpha"], ["beta"]]
    assert all(len(piece.text) <= MOST_CHARS for piece in pieces)


def test_a_sentence_without_spaces_is_cut_at_the_length(evidence: Show, watch: MakeWatch, marked: Marked) -> None:
    (piece,) = evidence(watch("\u5317\u7ea6"), "\u5cf0" * 900 + "\u5317\u7ea6" + "\u4f1a" * 900)
    assert len(piece.text) == MOST_CHARS
    assert marked(piece) == ["\u5317\u7ea6"]
