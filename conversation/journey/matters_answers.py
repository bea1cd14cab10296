"""What matters, and whether the one-sentence summary is right."""

from conversation.journey.misunderstanding import not_understood, understood
from conversation.journey.state import Journey, Line
from conversation.message import Choice
from conversation.titles import theme_titles
from language.yes_no import read_yes_no
from people.story import ABOUT, MATTERS, THEME, WHOM

SAYS_NOTHING_MATTERS = frozenset({"greet", "affirm", "help", "unsure", "out_of_scope"})
"""Intents that are no answer to what matters; the question is put again in other words."""

CLEAR_ENOUGH = 4
"""Words from which a message without a theme is taken as it is: a person will read it."""


def hear_what_matters(journey: Journey) -> None:
    """Take the words as they are; where no theme is heard, offer the two nearest once."""
    _take_title(journey)
    has_themes = bool(journey.story.values(THEME))
    if not has_themes and _should_ask_again(journey):
        _offer_likely(journey)
        return
    journey.note(MATTERS, journey.text)
    journey.done("what_matters")
    understood(journey)


def hear_confirmation(journey: Journey) -> None:
    """Take yes, a plain no, or a correction that tells it anew."""
    answer = read_yes_no(journey.text)
    if answer or journey.heard.intent == "affirm":
        journey.done("confirm_summary")
        understood(journey)
    elif _tells_more(journey):
        _put_right(journey)
    elif answer is False or journey.heard.intent in ("deny", "go_back"):
        _forget_summary(journey)
        journey.say("utter_put_it_right")
    elif journey.heard.intent.startswith("tell_"):
        journey.done("confirm_summary")  # who goes on telling has nothing to put right
        understood(journey)
    else:
        not_understood(journey)


def _tells_more(journey: Journey) -> bool:
    """Tell whether a message brings a need of its own and is more than a no."""
    is_telling = journey.heard.intent in ("tell_need", "tell_network", "go_back")
    return is_telling and bool(journey.heard.themes)


def _put_right(journey: Journey) -> None:
    """Take what was just said instead of the themes before it, and reflect it back again."""
    says_no = read_yes_no(journey.text) is False or journey.heard.intent == "go_back"
    if says_no:
        journey.set_aside(THEME)
    for theme in journey.heard.themes:
        journey.note(THEME, theme.id, confidence=theme.confidence)
    journey.note(MATTERS, journey.text)


def _forget_summary(journey: Journey) -> None:
    """Set the summary's parts aside; the first words stay in the thread and the record."""
    journey.set_aside(MATTERS, THEME, ABOUT, WHOM)
    journey.undone("what_matters")


def _take_title(journey: Journey) -> None:
    """Take a theme that was picked by its title, or by its number among those offered."""
    for theme, title in theme_titles().items():
        if journey.text.casefold() == title.casefold():
            journey.note(THEME, theme, confidence=1.0)


def _should_ask_again(journey: Journey) -> bool:
    if journey.working.get("plain"):
        return False
    is_nothing = journey.heard.intent in SAYS_NOTHING_MATTERS
    is_short = len(journey.text.split()) < CLEAR_ENOUGH
    return is_nothing or (journey.heard.is_unclear and is_short)


def _offer_likely(journey: Journey) -> None:
    """Put the question again with the two likeliest themes as choices."""
    titles = theme_titles()
    likely = [titles[theme.id] for theme in journey.heard.likely_themes[:2] if theme.id in titles]
    before = journey.conversation.misunderstandings
    not_understood(journey, "utter_tell_me_more")
    if likely and journey.conversation.misunderstandings > before:
        choices = tuple(Choice(title, title) for title in likely)
        journey.lines[-1] = Line("utter_which_of_these", choices=choices)
