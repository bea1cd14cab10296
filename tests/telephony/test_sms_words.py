"""A reply as texts: short enough, danger first, and nothing lost."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from conversation.message import AlertShown, Choice, PromiseShown, ServiceCard
from conversation.words import words
from language.segments import is_gsm7, segments
from telephony.pages import LIMIT, pages
from telephony.sms_words import texts_of
from tests.telephony.replies import REPLY, SAID, reply_of

SAFE = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"))
WORD = st.text(SAFE.filter(lambda c: not c.isspace()), min_size=1, max_size=400)
STORY = st.lists(
    st.one_of(WORD, st.sampled_from(["I am 80.", "Really?", "\n", "it’s", "–", "€€€", "Siân"])),
    max_size=120,
).map(" ".join)

WALKS = ServiceCard(
    id="1",
    name="Harbour Walks",
    why="Company",
    when="Tuesdays, 10am to 11am",
    first_step="Ring Sue on 01632 960001",
    phone="01632 960001",
    url="https://walks.example.org",
)


def no_spaces(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(STORY)
def test_every_page_fits_two_segments_and_nothing_is_lost(story: str) -> None:
    ending = "Text MORE {} to read on."
    texts = pages(story, ending=lambda page: ending.format(page))
    assert all(segments(text) <= LIMIT for text in texts)
    assert all(len(text) <= 306 for text in texts)
    kept = [
        text.removesuffix("\n" + ending.format(number))
        for number, text in enumerate(texts, start=2)
    ]
    assert no_spaces("".join(kept)) == no_spaces(story)


def test_a_long_answer_is_cut_between_sentences() -> None:
    sentence = "There is a lunch club at the chapel hall on Mondays and you need not book. "
    first, *_ = pages(sentence * 6, ending=lambda _: "Text MORE to read on.")
    assert first.removesuffix("\nText MORE to read on.").endswith("not book.")


def test_a_short_answer_has_no_ending() -> None:
    assert texts_of(reply_of("What matters to you?"), words()) == ("What matters to you?",)


def test_curly_quotes_and_dashes_are_made_plain() -> None:
    (text,) = texts_of(reply_of("“It’s free” – every week…"), words())
    assert text == '"It\'s free" - every week...'
    assert is_gsm7(text)


def test_the_letters_of_a_name_are_never_changed() -> None:
    (text,) = texts_of(reply_of("Thank you, Siân Llŷr."), words())
    assert text == "Thank you, Siân Llŷr."


def test_an_old_number_of_segments_counts_escaped_and_wide_characters() -> None:
    assert segments("a" * 160) == 1
    assert segments("a" * 161) == 2
    assert segments("a" * 306) == 2
    assert segments("a" * 307) == 3
    assert segments("€" * 80) == 1
    assert segments("€" * 81) == 2
    assert segments("a" * 152 + "€" + "a" * 152) == 3  # an escape is not parted
    assert segments("ŵ" * 70) == 1
    assert segments("ŵ" * 134) == 2
    assert segments("ŵ" * 135) == 3


def test_services_are_numbered_with_when_first_step_and_number() -> None:
    lunch = replace(WALKS, name="Lunch Club", when="Mondays", first_step="", phone="01632 960002")
    choices = (Choice("Harbour Walks", "Harbour Walks"), Choice("Lunch Club", "Lunch Club"))
    offer = replace(SAID, text="Two near you.", services=(WALKS, lunch), choices=choices)
    (text,) = texts_of(replace(REPLY, said=(offer,)), words())
    assert text == (
        "Two near you.\n"
        "1 Harbour Walks. Tuesdays, 10am to 11am. Ring Sue on 01632 960001.\n"
        "2 Lunch Club. Mondays. 01632 960002."
    )


def test_three_long_offers_are_named_in_one_text_and_the_question_comes_last() -> None:
    long = replace(WALKS, first_step="Ring Sue on 01632 960001, who meets you at the gate. " * 2)
    three = tuple(replace(long, name=name) for name in ("Harbour Walks", "Lunch Club", "Singers"))
    offer = replace(SAID, text="I found:", services=three)
    question = replace(SAID, text="Which one?")
    (text,) = texts_of(replace(REPLY, said=(offer, question)), words())
    assert text.splitlines() == [
        "I found:",
        "1 Harbour Walks. Tuesdays, 10am to 11am.",
        "2 Lunch Club. Tuesdays, 10am to 11am.",
        "3 Singers. Tuesdays, 10am to 11am.",
        "Which one?",
    ]


def test_choices_are_numbered_after_services() -> None:
    choices = (Choice("Harbour Walks", "Harbour Walks"), Choice("None of these", "none of these"))
    offer = replace(SAID, text="One near you.", services=(WALKS,), choices=choices)
    (text,) = texts_of(replace(REPLY, said=(offer,)), words())
    assert text.splitlines()[-1] == "2 None of these"


def test_danger_comes_before_everything_else() -> None:
    alert = AlertShown("immediate", ("Samaritans: 116 123, any time, free",))
    danger = replace(SAID, text="Ring 999 now.", alert=alert)
    reply = replace(REPLY, said=(replace(SAID, text="Hello."), danger))
    (text,) = texts_of(reply, words())
    assert text.startswith("Ring 999 now.\nSamaritans: 116 123")


def test_the_promise_names_what_by_when_and_who() -> None:
    promise = PromiseShown("Somebody rings you", "Tuesday 24 November, 5pm", "Harbourside team")
    (text,) = texts_of(replace(REPLY, said=(replace(SAID, text="OK.", promise=promise),)), words())
    assert text == "OK.\nSomebody rings you by Tuesday 24 November, 5pm. Harbourside team."


def test_a_promise_already_in_the_words_is_not_said_twice() -> None:
    promise = PromiseShown("Somebody rings you", "Tuesday", "the team")
    said = replace(SAID, text="Somebody rings you by Tuesday.", promise=promise)
    assert texts_of(replace(REPLY, said=(said,)), words()) == ("Somebody rings you by Tuesday.",)


def test_a_residents_own_words_are_not_sent_back() -> None:
    reply = replace(REPLY, said=(replace(SAID, sent_by="resident", text="I am lonely"),))
    assert texts_of(reply, words()) == ()
