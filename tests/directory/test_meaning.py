"""Search by meaning: other words for the same thing, and nothing that is for others unasked."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select, text, update
from sqlalchemy.orm import Session

from benchmarks.directory_judged import ndcg, read_judged
from benchmarks.directory_rivals import bm25, encoder_alone, full_text
from directory import meaning_encoder
from directory.circles import circles_meant, circles_of
from directory.learn_meanings import learn_meanings
from directory.load import load_directory
from directory.load_places import load_places
from directory.meaning import parts_of, passages
from directory.meaning_encoder import forget_encoder
from directory.meaning_index import meaning_index
from directory.places import find_place
from directory.search import find_services
from directory.spelling import mend_spelling
from directory.traits import traits_asked
from settings import settings
from storage.tables.directory import Service, ServiceMeaning
from tests.conftest import NOW
from tests.directory.conftest import PLACES, SERVICES


@pytest.fixture(scope="module")
def connection(engine: Engine) -> Iterator[Connection]:
    """The demonstration council with its meanings, loaded once for this file."""
    with engine.connect() as opened:
        outer = opened.begin()
        with Session(opened, join_transaction_mode="create_savepoint") as session:
            load_directory(session, SERVICES, at=NOW)
            load_places(session, PLACES, at=NOW)
            learn_meanings(session)
            session.commit()
        yield opened
        outer.rollback()


@pytest.fixture
def town(connection: Connection) -> Iterator[Session]:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        yield session
        session.rollback()


def names(session: Session, words: str, *, place: str = "HB1", limit: int = 3) -> list[str]:
    where = find_place(session, place)
    found = find_services(session, words=words, place=where, at=NOW, limit=limit)
    return [service.name for service in found]


def test_the_same_thing_in_other_words_is_found(town: Session) -> None:
    talk = {"Chatty table at the Net Loft", "Tea-time telephone call", "The listening bench"}
    assert talk & set(names(town, "I never talk to anybody all week"))
    assert "When someone is inside" in names(town, "husband in jail and me on my own with the kids")
    assert "Hearing aid repairs" in names(town, "dads little ear machines are whistling")


def test_groups_for_one_sort_of_people_are_not_offered_unasked(town: Session) -> None:
    lonely = names(town, "I am lonely and would like company for lunch", limit=6)
    assert not {"Sneh seniors' day", "BSL coffee morning", "Rainbow Quay socials"} & set(lonely)
    assert "Sneh seniors' day" in names(town, "company for my hindu father, he is 80")
    assert "BSL coffee morning" in names(town, "deaf and would like company")
    assert "Rainbow Quay socials" in names(town, "gay and lonely")


def test_a_circle_is_named_by_words_or_by_the_theme() -> None:
    assert circles_of("Men's group", "Alzheimer's Society", None) == {"dementia"}
    assert circles_meant("he forgets my name", {}) >= {"dementia"}
    assert "dementia" in circles_meant("he asks the same all day", {"memory": 0.9})
    assert "dementia" not in circles_meant("my knee is bad", {"memory": 0.2})
    langar = "A meal is served to whoever comes, of any faith or none"
    assert circles_of("Langar", "Guru Nanak Gurdwara", langar) == frozenset()


def test_misspelt_words_mean_what_was_meant(town: Session) -> None:
    assert mend_spelling("lonly and cant aford it") == "lonely and cant afford it"
    assert mend_spelling("Copperhill Wexcombe Stretford") == "Copperhill Wexcombe Stretford"
    assert "Chatty table at the Net Loft" in names(town, "lonly and cant aford to go anywere")


def test_a_day_that_is_over_is_no_wish() -> None:
    assert traits_asked("havent spoken to anyone since thursday") == []
    assert traits_asked("leaving hospital monday") == []
    assert traits_asked("something on wednesday afternoons") == ["we"]
    assert traits_asked("is there anything on sundays") == ["su"]


def test_a_long_story_is_read_in_its_parts() -> None:
    story = "The bus never comes. My knees are bad today, and the bedroom ceiling leaks."
    assert len(parts_of(story)) >= 3
    assert parts_of(story)[0] == story
    assert parts_of("food bank") == ["food bank"]


def test_a_description_is_read_in_passages() -> None:
    read = passages("Shed", "Shed Trust", ["Charity", "Hobby"], "wood " * 130)
    assert read[0] == "Shed. Shed Trust. Hobby"
    assert len(read) == 4
    assert all(one.startswith("Shed: wood") for one in read[1:])


def test_only_what_changed_is_read_again(town: Session) -> None:
    assert learn_meanings(town) == 0
    changed = town.scalars(select(Service).where(Service.name == "Shopmobility")).one()
    before = town.get_one(ServiceMeaning, changed.id).vectors
    changed.name, changed.modified_at = "Bagpipe lessons", NOW + timedelta(hours=1)
    town.flush()
    assert learn_meanings(town) == 1
    assert town.get_one(ServiceMeaning, changed.id, populate_existing=True).vectors != before


def test_a_removed_service_is_no_more_found(town: Session) -> None:
    assert "Shopmobility" in names(town, "hire a mobility scooter")
    town.execute(update(Service).where(Service.name == "Shopmobility").values(removed_at=NOW))
    assert "Shopmobility" not in names(town, "hire a mobility scooter", limit=20)


def test_a_new_database_is_read_anew(town: Session) -> None:
    index = meaning_index(town)
    assert index is not None
    assert len(index.ids) == town.scalar(select(func.count()).select_from(ServiceMeaning))
    town.execute(text("DELETE FROM service_meanings"))
    assert meaning_index(town) is None
    assert learn_meanings(town, most=5) == 5
    again = meaning_index(town)
    assert again is not None
    assert len(again.ids) == 5


@pytest.fixture
def without_encoder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    empty = settings().model_copy(update={"doorstep_encoder": tmp_path})
    monkeypatch.setattr(meaning_encoder, "settings", lambda: empty)
    forget_encoder()
    yield
    forget_encoder()


@pytest.mark.usefixtures("without_encoder")
def test_without_the_encoder_words_find_services(town: Session) -> None:
    assert "Foodbank, Chapel Street session" in names(town, "food bank please")
    assert find_services(town, words="asdf qwer", at=NOW) == []
    town.execute(text("DELETE FROM service_meanings"))
    assert learn_meanings(town) == 0


def test_judged_queries_are_answered_better_than_by_any_reference(town: Session) -> None:
    """The demonstration's half of the judged set; `make bench-directory` measures it all."""
    judged = [one for one in read_judged() if one.directory == "demonstration"]
    references = [full_text(town), bm25(town), encoder_alone(town)]
    gains = [
        sum(ndcg([i for i, _ in search(one.words, 10)], one.grades) for one in judged)
        for search in references
    ]
    ours = 0.0
    for one in judged:
        where = find_place(town, one.place)
        found = find_services(town, words=one.words, place=where, at=NOW, limit=10)
        ours += ndcg([service.id for service in found], one.grades)
    assert ours / len(judged) >= max(gains) / len(judged) + 0.1


def test_every_judged_service_exists(town: Session) -> None:
    known = {str(one) for one in town.scalars(select(Service.id))}
    told = [one for one in read_judged() if one.directory == "demonstration"]
    assert {service for one in told for service in one.grades} <= known
    assert len(read_judged()) >= 80
