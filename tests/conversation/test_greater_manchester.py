"""The same conversation works with a real directory and real postcodes: Greater Manchester."""

from collections.abc import Callable
from pathlib import Path

from conversation.desk import Desk
from conversation.message import ServiceCard
from directory.load import load_directory
from directory.load_places import load_places
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells

NEAR_KM = 12


PLACES = ("M33 2AA", "m33", "Sale", "M32")
"""A postcode, an outward code as it is texted, a town that only services name, another code."""


def load_greater_manchester(desk: Desk, shared: Path) -> None:
    services = shared / "data" / "directory" / "gm_services_oruk_v3.json.gz"
    with desk.sessions.begin() as session:
        report = load_directory(session, services, at=desk.clock())
        for table in ("uk_outcodes.csv", "trafford_postcodes.csv"):
            load_places(session, shared / "data" / "geo" / table, at=desk.clock())
    assert report.added > 2000


def offered(chat: Chat, where: str) -> list[ServiceCard]:
    """Tell a story up to the offers, and return them."""
    chat.says("the house is so quiet since I retired")
    for answer in ("yes", "people to talk to on a weekday", "I was a joiner", "only my sister"):
        chat.says(answer)
    assert chat.reply.expects == "place"
    chat.says(where)
    assert chat.reply.expects == "access_needs", f"{where} was not found"
    chat.says("no")
    return [card for said in chat.reply.said for card in said.services]


def test_residents_of_trafford_are_offered_something_nearby(
    desk: Desk, bot: ScriptedBot, shared: Path, open_chat: Callable[[], Chat]
) -> None:
    load_greater_manchester(desk, shared)
    bot.understood = {
        "the house is so quiet since I retired": tells("tell_need", "company", "activity"),
        "yes": tells("affirm"),
    }
    for where in PLACES:
        cards = offered(open_chat(), where)
        assert len(cards) == 3
        assert all(card.why for card in cards)
        near = [card.distance_km for card in cards if card.distance_km is not None]
        assert near
        assert max(near) < NEAR_KM
