"""No process writes down who a resident is, where they live, or what they said."""

import pytest

from tests.journeys.town import Town
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

SECRETS = (
    "Thomasina", "Quillfeather", "xylophone", "badminton", "Kittiwake", "900806", "quill@",
    "Great-Aunt Hepzibah",
)  # fmt: skip


def test_no_log_of_any_process_holds_a_name_a_number_an_address_or_words(
    visitors: Visitors, town: Town
) -> None:
    web, sms, call = visitors.web(), visitors.texts(), visitors.caller()
    for resident in (web, sms, call):
        resident.says("I'm Thomasina Quillfeather and I can't carry my xylophone any more")
        resident.answers(
            until="next_step",
            confirm_summary="yes",
            better_week="badminton",
            strengths="the xylophone",
            network="only my Great-Aunt Hepzibah",
            place="22 Kittiwake Drive",
            access_needs="no",
            choose_service="none of these",
        )
        resident.says("A person should ring me")
        resident.answers(
            until="anything_else",
            consent_store="yes",
            name="Thomasina Quillfeather",
            contact="07700 900806 or quill@example.org",
            contact_safe="yes",
            best_time="after badminton",
        )
    sms.says("STOP")
    call.hangs_up()
    web.post("\x00")
    web.client.post("/api/chat", content="{not json about Thomasina")
    visitors.coordinator().goes_to(web.conversation_id)
    logs = town.logs()
    assert {"public.log", "bot.log", "actions.log", "console.log", "worker.log"} <= set(logs)
    numbers = (sms.number, sms.number[3:], call.handset.number[3:])
    found = {
        (name, secret)
        for name, log in logs.items()
        for secret in (*SECRETS, *numbers)
        if secret.casefold() in log.casefold()
    }
    assert found == set()
