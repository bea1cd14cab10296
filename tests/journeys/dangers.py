"""Every kind of danger on every channel: words in the same turn, and the alert at the console."""

import uuid
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.journeys.coordinator import Coordinator
from tests.journeys.records import Records
from tests.journeys.residents import Caller, Heard, Texts, WebChat
from tests.journeys.visitors import Visitors

CHANNELS = ("web", "texts", "caller")


@dataclass(frozen=True)
class Danger:
    """What somebody says, the taxonomy's category of it, and words of the answer."""

    category: str
    says: str
    hears: str


def dangers() -> list[Danger]:
    """Return one danger of each category, in the taxonomy's order."""
    path = Path(__file__).with_suffix(".yml")
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [Danger(category, **danger) for category, danger in table.items()]


def is_answered_and_alerted(
    danger: Danger, channel: str, visitors: Visitors, records: Records
) -> None:
    """Say it, hear the right words at once, and see the alert at the console."""
    resident: Heard = getattr(visitors, channel)()
    resident.says(danger.says)
    assert danger.hears in resident.last.replace("9 9 9", "999"), str(resident)
    resident.is_asked("safe_now")
    thread = _thread(resident, records)
    [alert] = records.alerts(thread)
    assert alert.level in ("urgent", "immediate")
    sam = visitors.coordinator()
    sam.opens("/live/alerts")
    assert str(alert.id) in sam.page
    _deal_with(sam, thread)
    assert str(alert.id) not in sam.page


def _deal_with(sam: Coordinator, thread: uuid.UUID) -> None:
    """Leave the console as it was, so that a hundred alerts do not pile up on every page."""
    sam.goes_to(thread)
    sam.handles_alerts("Rang them: tried in a test.")
    sam.opens("/live/alerts")


def _thread(resident: Heard, records: Records) -> uuid.UUID:
    if isinstance(resident, WebChat):
        return resident.conversation_id
    assert isinstance(resident, Texts | Caller)
    sender = resident.number if isinstance(resident, Texts) else resident.call.sid
    return records.of_sender(sender)
