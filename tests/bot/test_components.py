"""Each component of config.yml: trained on a few sentences, kept, loaded, asked again."""

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.english_tokenizer import PLAIN_TEXT, PLAIN_WORDS
from bot.components.intent_classifier import LinearIntentClassifier
from bot.components.message_features import LETTERS, MANNER, MEANING, SIGNS, WORDS, features_of
from bot.components.theme_classifier import ThemeClassifier
from bot.components.whom_classifier import WhomClassifier
from bot.measuring.pipeline import Pipeline, example

NEEDS = (
    ("I've nobody to talk to from one week to the next", ["company"], "self"),
    ("I sit on my own all day", ["company"], "self"),
    ("my mum sees nobody since she moved", ["company"], "other"),
    ("we've no food left till Friday", ["food"], "self"),
    ("the cupboards are bare and I'm hungry", ["food"], "self"),
    ("my nan isn't eating proper meals", ["food"], "other"),
    ("I'm hungry and I see no one", ["company", "food"], "self"),
    ("my dad eats alone and badly", ["company", "food"], "other"),
)
OTHERS = (
    ("hello", "greet"),
    ("hiya", "greet"),
    ("good morning", "greet"),
    ("hello there love", "greet"),
    ("can I speak to a real person", "ask_human"),
    ("put me through to somebody", "ask_human"),
    ("I want to talk to a human", "ask_human"),
    ("is there a real person I can have", "ask_human"),
)
ASKED = (
    "my mum is hungry and sees nobody all week",
    "hello you",
    "a real person please",
    "07700 900123, HB1 2AB",
    "?",
    "x" * 3000,
)
FEW = {"folds": 2}
SETTINGS = {
    kind.__name__: FEW for kind in (LinearIntentClassifier, ThemeClassifier, WhomClassifier)
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    made = Pipeline(tmp_path_factory.mktemp("model"), settings=SETTINGS)
    needs = [example(text, "tell_need", themes=t, about=a) for text, t, a in NEEDS]
    made.train(needs + [example(text, intent) for text, intent in OTHERS])
    return made


@pytest.fixture(scope="module")
def heard(pipeline: Pipeline) -> dict[str, Message]:
    return {message.get(TEXT): message for message in pipeline.read(ASKED)}


def test_what_is_loaded_from_disk_says_the_same_as_what_was_trained(pipeline, heard):
    pipeline.load_again()
    for again in pipeline.read(ASKED):
        before = heard[again.get(TEXT)]
        for said in ("intent", "intent_ranking", "themes", "likely_themes", "about", "entities"):
            assert again.get(said) == before.get(said)


def test_a_need_is_heard_with_its_themes_and_whom_it_is_about(heard):
    need = heard[ASKED[0]]
    assert need.get("intent")["name"] == "tell_need"
    by_confidence = [*need.get("themes"), *need.get("likely_themes")]
    assert {theme["id"] for theme in by_confidence[:2]} == {"company", "food"}
    assert need.get("about") == "other"


def test_other_intents_are_told_apart(heard):
    assert heard["hello you"].get("intent")["name"] == "greet"
    assert heard["a real person please"].get("intent")["name"] == "ask_human"


def test_every_message_gets_an_answer_however_odd_it_is(heard):
    for message in heard.values():
        assert 0 < message.get("intent")["confidence"] <= 1
        assert len(message.get("likely")) == 2


def test_a_message_without_words_gets_no_intent_and_no_theme(pipeline):
    [message] = pipeline.read([""])
    assert message.get("intent")["name"] == "nlu_fallback"
    assert message.get("themes") == []


def test_values_are_found_beside(heard):
    found = {(e["entity"], e["value"]) for e in heard[ASKED[3]].get("entities")}
    assert found >= {("phone", "+447700900123"), ("postcode", "HB1 2AB")}


def test_the_tokenizer_keeps_what_was_written_and_spells_it_out_beside(pipeline):
    [message] = pipeline.read(["got no1 2 talk 2"])
    assert [token.text for token in message.get("text_tokens")] == ["got", "no1", "2", "talk", "2"]
    assert message.get(PLAIN_TEXT) == "got no one to talk 2"
    assert message.get(PLAIN_WORDS)[:4] == ["got", "no", "one", "to"]


def test_featurizers_give_each_kind_and_shares_weigh_them(pipeline):
    [message] = pipeline.read(["I sit on my own"])
    kinds = {features.origin for features in message.features}
    assert kinds == {MEANING, MANNER, WORDS, LETTERS, SIGNS}
    once, twice = (features_of([message], {MEANING: share}) for share in (1.0, 2.0))
    assert once.shape == (1, 384)
    assert (twice != 2 * once).nnz == 0
    left_out = features_of([message], {MEANING: 1.0, WORDS: 0.0})
    assert left_out.shape == (1, 384)


def test_a_classifier_asked_for_features_that_nobody_gives_says_so(pipeline):
    [message] = pipeline.read(["I sit on my own"])
    with pytest.raises(KeyError, match="spelling"):
        features_of([message], {"spelling": 1.0})


def test_where_no_example_says_whom_it_is_about_the_rules_answer_stays(tmp_path):
    storage = LocalModelStorage.create(tmp_path)
    whom = WhomClassifier(WhomClassifier.get_default_config(), storage, Resource("whom"))
    assert whom.fit([example("hello", "greet")]) is None
    message = Message({TEXT: "my mum", "about": "other"})
    whom.read(message, None)
    assert message.get("about") == "other"


def test_an_example_of_a_rare_label_may_be_missing_from_a_fold(tmp_path):
    lone = Pipeline(tmp_path, settings=SETTINGS)
    needs = [example(text, "tell_need", themes=t, about=a) for text, t, a in NEEDS]
    greetings = [example("hello", "greet"), example("hiya", "greet")]
    with pytest.warns(UserWarning, match="least populated class"):
        lone.train([*needs, *greetings, example("bins", "out_of_scope")])
    assert lone.read(["hello"])[0].get("intent")["name"] == "greet"
