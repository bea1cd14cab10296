"""For oneself, for somebody else, for a professional's client: what was said is not asked."""

import pytest

from tests.journeys.records import Records
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.journey

MUM = (
    "my mum in Northcliff Road is on her own since dad died and can't get to the shops, "
    "she used to teach piano"
)


def test_what_a_daughter_tells_in_one_sentence_is_kept_and_not_asked_again(
    visitors: Visitors, records: Records
) -> None:
    web = visitors.web()
    web.says(MUM)
    web.hears("your mum")
    asked = web.answers(
        until="choose_service",
        confirm_summary="Yes",
        better_week="a proper lunch and fresh fruit in the house",
        network="I ring every evening, that's all",
        access_needs="no",
    )
    assert {"place", "strengths", "what_matters"}.isdisjoint(asked)
    story = records.story(web.conversation_id)
    assert (story.last("about"), story.last("whom")) == ("other", "mother")
    assert story.last("place") in ("Northcliff Road", "HB2 1EG")
    assert "piano" in " ".join(story.values("strength"))
    assert ("father", True) in {(near.relation, near.is_gone) for near in story.network}
    assert "shopping" in story.values("theme") or "food" in story.values("theme")


def test_a_professionals_client_goes_to_a_named_coordinator(
    visitors: Visitors, records: Records
) -> None:
    web = visitors.web()
    web.says(
        "I'm a district nurse. My patient in Chapel Street lives alone "
        "and can't cook for himself any more"
    )
    asked = web.answers(
        until="next_step",
        confirm_summary="Yes",
        better_week="a hot dinner",
        strengths="he plays chess",
        network="nobody",
        place="Chapel Street",
        access_needs="no",
        choose_service="none of these",
    )
    assert "place" not in asked
    web.says("A person should ring me")
    web.answers(
        until="anything_else",
        consent_store="Yes",
        name="Joy Adeyemi",
        contact="01632 960455",
        contact_safe="Yes",
        best_time="afternoons",
    )
    assert records.story(web.conversation_id).last("about") == "client"
    referral = records.referral(web.conversation_id)
    assert referral is not None
    assert referral.route == "coordinator"
    assert "A professional is referring somebody." in referral.reasons
