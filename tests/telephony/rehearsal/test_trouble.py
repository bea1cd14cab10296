"""Troubles fall the same with one seed; a misheard word is a likely one."""

from pathlib import Path

import pytest

from telephony.rehearsal.mishearing import misheard
from telephony.rehearsal.trouble import Luck, Trouble

SAID = "I need help with my heating and my meals, the carer is not coming this week"


def test_one_seed_falls_the_same_and_another_seed_otherwise() -> None:
    heard = [misheard(SAID, Luck(Trouble(seed=seed, misheard=0.4))) for seed in (1, 1, 2, 3)]
    assert heard[0] == heard[1]
    assert len(set(heard)) > 1


def test_without_trouble_every_word_is_heard() -> None:
    assert misheard(SAID, Luck(Trouble())) == SAID


def test_a_word_becomes_one_that_sounds_alike_and_small_words_are_lost() -> None:
    heard = misheard("the heating is off", Luck(Trouble(misheard=1)))
    assert heard == "eating off"


def test_a_denial_is_never_lost() -> None:
    for seed in range(20):
        heard = misheard("I am not safe", Luck(Trouble(seed=seed, misheard=1)))
        assert "not" in heard


def test_what_is_only_small_words_is_heard_whole() -> None:
    assert misheard("it is", Luck(Trouble(misheard=1))) == "it is"


def test_a_trouble_comes_about_as_often_as_it_is_said_to() -> None:
    luck = Luck(Trouble(seed=5, lost=0.2))
    came = sum(luck.strikes("lost") for _ in range(2000))
    assert 330 <= came <= 470
    assert luck.happened == ["lost"] * came


def test_trouble_is_read_from_yaml_and_refused_when_it_makes_no_sense(tmp_path: Path) -> None:
    file = tmp_path / "trouble.yml"
    file.write_text("seed: 7\nduplicated: 0.2\n", encoding="utf-8")
    assert Trouble.load(file) == Trouble(seed=7, duplicated=0.2)
    with pytest.raises(ValueError, match="no such trouble: storms"):
        Trouble.read({"storms": 1})
    with pytest.raises(ValueError, match="lost is 20"):
        Trouble.read({"lost": 20})
