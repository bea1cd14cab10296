"""Every address is known, with who may use it. A new one fails here until somebody decides."""

from collections.abc import Iterator

import pytest
from flask import Flask
from pydantic import SecretStr

from console.access import ACCESS, ALL_STAFF, EVERYBODY
from conversation.desk import open_desk
from doorstep.serve import console_app, public_app
from settings import Settings
from storage.live import Listener

NOBODY = "postgresql://127.0.0.1:1/nothing"

ANYBODY = frozenset(
    {
        "assets.file",
        "assets.icon",
        "assets.robots",
        "assets.widget",
        "chat.ask_reference",
        "chat.leave",
        "chat.page",
        "chat_api.description",
        "chat_api.open_chat",
        "chat.open_by_script",
        "chat.start_again",
        "directory_api.list_organizations",
        "directory_api.list_service_at_locations",
        "directory_api.list_services",
        "directory_api.list_taxonomies",
        "directory_api.list_taxonomy_terms",
        "directory_api.nothing_here",
        "directory_api.read_organizations",
        "directory_api.read_service_at_locations",
        "directory_api.read_services",
        "directory_api.read_taxonomies",
        "directory_api.read_taxonomy_terms",
        "directory_api.root",
        "directory_api.search",
        "entries.entry",
        "entries.wrong",
        "health.live",
        "health.metrics",
        "health.ready",
        "information.accessibility",
        "information.privacy",
        "telephony.voice_fallback",
    }
)
"""Shows nothing of a person, or makes something new that belongs to who asked."""

WHO_HOLDS_A_TOKEN = frozenset(
    {
        "chat.read_by_script",
        "chat.say",
        "chat.say_by_script",
        "chat_api.events",
        "chat_api.read",
        "chat_api.say",
        "group_entry.answer",
        "group_entry.read",
        "groups.answer",
        "groups.read",
        "summary.mine",
        "summary.summary",
    }
)
WHO_KNOWS_THE_ANSWER = frozenset({"chat.come_back", "chat_api.go_on"})
SIGNED_BY_TWILIO = frozenset(
    {
        "telephony.sms",
        "telephony.sms_status",
        "telephony.voice",
        "telephony.voice_recording",
        "telephony.voice_status",
        "telephony.voice_partial",
        "telephony.voice_relay_ended",
        "telephony.voice_transferred",
        "telephony.voice_turn",
        "telephony.voice_whisper",
        "telephony.voice_whisper_answer",
    }
)
SOCKETS_SIGNED_BY_TWILIO = frozenset({"telephony.voice_relay"})
"""Opened by an upgrade; that an unsigned one is refused is in tests/telephony/test_relay.py."""
OF_THE_PUBLIC_WEB = (
    ANYBODY | WHO_HOLDS_A_TOKEN | WHO_KNOWS_THE_ANSWER | SIGNED_BY_TWILIO | SOCKETS_SIGNED_BY_TWILIO
)

WITHOUT_LOG_IN = frozenset(
    {
        "static",
        "assets.council_colours",
        "assets.front_end",
        "log_in.show",
        "log_in.submit",
        "health.live",
        "health.ready",
        "health.metrics",
    }
)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(
        database_url=NOBODY,
        secret_key=SecretStr("a secret for tests"),
        twilio_auth_token=SecretStr("a token for tests"),
    )


@pytest.fixture(scope="module")
def public(settings: Settings) -> Flask:
    return public_app(open_desk(settings, pool_size=1), settings, Listener(NOBODY))


@pytest.fixture(scope="module")
def console(settings: Settings) -> Flask:
    return console_app(open_desk(settings, pool_size=1), settings, Listener(NOBODY))


def test_every_address_of_the_public_web_says_who_may_use_it(public: Flask) -> None:
    assert set(public.view_functions) == OF_THE_PUBLIC_WEB


def test_no_staff_page_is_in_the_public_web(public: Flask, console: Flask) -> None:
    of_staff = {name for name in console.view_functions if name not in WITHOUT_LOG_IN}
    assert not of_staff & set(public.view_functions)


def test_every_address_of_the_console_has_its_roles(console: Flask) -> None:
    assert set(console.view_functions) == set(ACCESS)


def test_only_these_pages_of_the_console_open_without_a_log_in() -> None:
    assert {name for name, roles in ACCESS.items() if roles is EVERYBODY} == WITHOUT_LOG_IN


def test_no_page_about_residents_opens_for_administrators() -> None:
    everybody = {name for name, roles in ACCESS.items() if roles == ALL_STAFF}
    assert everybody == {"log_in.out", "queue.first_page"}


@pytest.mark.parametrize("endpoint", sorted(SIGNED_BY_TWILIO))
def test_an_unsigned_post_in_twilios_name_is_refused(public: Flask, endpoint: str) -> None:
    [rule] = [r for r in public.url_map.iter_rules() if r.endpoint == endpoint]
    answer = public.test_client().post(rule.rule, data={"MessageSid": "SM1", "CallSid": "CA1"})
    assert answer.status_code == 403


NUMBERED = ("promise_id", "duty_id", "shift_id", "off_id", "note_id", "text_id", "contact_id")


def _pages(console: Flask) -> Iterator[tuple[str, str]]:
    ids = {
        "conversation_id",
        "alert_id",
        "staff_id",
        "introduction_id",
        "recording_id",
        "task_id",
        "service_id",
    }
    values = dict.fromkeys(ids, "00000000-0000-4000-8000-000000000000")
    for rule in console.url_map.iter_rules():
        if rule.endpoint in WITHOUT_LOG_IN:
            continue
        path = rule.rule
        for name, value in {**values, **dict.fromkeys(NUMBERED, "1")}.items():
            for kind in ("uuid", "int"):
                path = path.replace(f"<{kind}:{name}>", value)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, path


def test_no_page_of_the_console_answers_somebody_without_a_log_in(console: Flask) -> None:
    console.config["WTF_CSRF_ENABLED"] = False
    client = console.test_client()
    answers = {
        (method, path): client.open(path, method=method).status_code
        for method, path in _pages(console)
    }
    assert len(answers) > 20
    assert {page: code for page, code in answers.items() if code not in (303, 401)} == {}
