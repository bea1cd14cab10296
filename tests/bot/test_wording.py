"""What the model sees of a message: spelling, pieces of wording, signs."""

import numpy as np
import pytest

from bot.ngrams import Pieces, level
from bot.spelling import spell_out


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("tysm", "thank you so much"),
        ("wd luv sum1 to ring", "would love someone to ring"),
        ("dinnae ken", "do not know"),
        ("i want 2 talk 4 a bit", "i want to talk for a bit"),
        ("um er the second one", "the second one"),
        ("got no1 2 talk to", "got no one to talk to"),
    ],
)
def test_text_speak_and_dialect_are_spelled_out(typed, plain):
    assert spell_out(typed) == plain


@pytest.mark.parametrize("text", ["2", "option 2 please", "4", "x", "07700 900123"])
def test_figures_that_choose_and_messages_of_one_sign_stay(text):
    assert spell_out(text) == text


def test_long_numbers_are_seen_by_shape_and_single_digits_as_they_are():
    assert level("07700 900123") == "##### ######"
    assert level("2") == "2"


def test_a_misspelt_word_still_shares_pieces_with_the_right_one():
    pieces = Pieces.learn([["lonely"], ["lonley"], ["lonely"], ["lonley"], ["rain"], ["rain"]])
    _, letters = pieces.count([["lonely"], ["lonley"], ["rain"]])
    right, wrong, other = letters.toarray()
    assert right @ wrong > 0.1
    assert right @ other == 0


def test_pieces_come_back_from_disk_as_they_were(tmp_path):
    pieces = Pieces.learn([["my", "mum"], ["my", "dad"], ["my", "mum"]])
    pieces.save(tmp_path)
    again = Pieces.load(tmp_path)
    words = [["my", "mum", "fell"]]
    for before, after in zip(pieces.count(words), again.count(words), strict=True):
        assert before.nnz
        assert np.array_equal(after.toarray(), before.toarray())


def test_words_never_seen_count_for_nothing():
    words, letters = Pieces.learn([["tea"], ["tea"]]).count([["hum"]])
    assert words.nnz == letters.nnz == 0


def test_each_row_of_words_and_of_letters_has_length_one():
    pieces = Pieces.learn([["my", "mum"], ["my", "dad"], ["my", "mum"]])
    for kind in pieces.count([["my", "mum"]]):
        assert np.linalg.norm(kind.toarray()) == pytest.approx(1)
