"""The sentence encoder: what it promises to search and understanding."""

from pathlib import Path

import numpy as np
import pytest

from language.encoder import EncoderMissing, SentenceEncoder
from language.encoder_files import find_damage, find_folder, is_up_to_date

built = pytest.mark.skipif(find_damage(find_folder()) is not None, reason="run: make setup")


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder.load()


def test_a_missing_encoder_says_which_command_builds_it(tmp_path: Path) -> None:
    with pytest.raises(EncoderMissing, match="make setup"):
        SentenceEncoder.load(tmp_path)


@built
def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    for file in find_folder().iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.onnx").write_bytes(b"short")
    with pytest.raises(EncoderMissing, match=r"model\.onnx"):
        SentenceEncoder.load(tmp_path)
    assert not is_up_to_date(tmp_path)


@built
def test_each_sentence_has_a_vector_of_length_one(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(["I am lonely", "", "word " * 500])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@built
def test_no_sentences_give_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


@built
def test_a_vector_does_not_depend_on_its_neighbours(encoder: SentenceEncoder) -> None:
    sentences = ["help", "I look after my husband and I am at the end of my tether", "bins"]
    alone = np.vstack([encoder.encode([sentence]) for sentence in sentences])
    np.testing.assert_allclose(encoder.encode(sentences, batch=2), alone, atol=1e-4)


@built
def test_like_meaning_is_nearer_than_like_words(encoder: SentenceEncoder) -> None:
    alone, unheard, castle = encoder.encode(
        [
            "nobody ever visits me any more",
            "I have no one to talk to",
            "the nobles visit the castle",
        ]
    )
    assert alone @ unheard > alone @ castle + 0.2


@built
def test_vectors_are_those_of_the_exact_model(encoder: SentenceEncoder) -> None:
    """First numbers of the model in 32-bit floats, worked out in NumPy."""
    vectors = encoder.encode(list(EXACT))
    for vector, first in zip(vectors, EXACT.values(), strict=True):
        np.testing.assert_allclose(vector[:6], first, atol=0.012)


EXACT = {
    "I look after my husband, he has dementia": [0.0492, 0.0025, 0.0178, 0.0235, -0.0473, 0.0167],
    "i cant pay my gas bill an its freezin": [-0.0402, 0.0475, 0.0007, 0.0072, 0.0221, -0.0144],
    "Knit and natter at the library, Thursdays 2pm": [
        -0.081, -0.0372, -0.0208, 0.0308, 0.032, 0.0365,
    ],
}  # fmt: skip


@built
def test_both_gives_the_meaning_and_beside_it_the_manner(encoder: SentenceEncoder) -> None:
    sentences = ["me mam's proper poorly", "my mother is very ill"]
    both = encoder.encode_both(sentences)
    np.testing.assert_array_equal(both[:, :384], encoder.encode(sentences))
    meaning, manner = (part[0] @ part[1] for part in (both[:, :384], both[:, 384:]))
    assert abs(manner - meaning) > 0.01
    np.testing.assert_allclose(np.linalg.norm(both[:, 384:], axis=1), 1, atol=1e-5)
