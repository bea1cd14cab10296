"""The council that this Doorstep belongs to: its name, colours, numbers, hours and patches."""

from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field

from settings import settings

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Colours(_Frozen):
    """CSS colours; the brand carries white text, the accent never carries text on white."""

    brand: str
    accent: str
    link: str


class Phones(_Frozen):
    """Numbers as they are shown to residents."""

    switchboard: str
    front_door: str
    safeguarding: str
    safeguarding_children: str
    out_of_hours: str
    text_relay: str


class OpenHours(_Frozen):
    """When the team works on one day of the week, in the council's own time."""

    opens: time
    closes: time


class Team(_Frozen):
    """The coordinators as residents know them."""

    name: str
    email: str
    hours: dict[str, OpenHours]


class Patch(_Frozen):
    """The wards that one team looks after."""

    team: str
    wards: tuple[str, ...]


class BankHoliday(_Frozen):
    """A day on which the team does not work."""

    date: date
    name: str


class CouncilFeed(_Frozen):
    """A feed of services that is loaded every night; ``name`` tells feeds apart."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    address: str


class TextRules(_Frozen):
    """When texts on our own account go out, in the council's own time, and how many a number gets.

    Answers to somebody who has just texted or called, and alerts to staff, go out at once.
    """

    quiet_from: time = time(20)
    quiet_until: time = time(8)
    quiet_on_sundays: bool = True
    most_an_hour: Annotated[int, Field(ge=1)] = 3
    most_a_day: Annotated[int, Field(ge=1)] = 8


class Council(_Frozen):
    """Everything in the council's file."""

    name: str
    place: str
    website: str
    email: str
    timezone: str
    colours: Colours
    phones: Phones
    coordinators: Team
    patches: tuple[Patch, ...]
    bank_holidays: tuple[BankHoliday, ...]
    feeds: tuple[CouncilFeed, ...] = ()
    texts: TextRules = TextRules()

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the council's hours and of every date said to a resident."""
        return ZoneInfo(self.timezone)

    def hours_on(self, day: date) -> OpenHours | None:
        """Return when the team works on ``day``; None on a day off or a bank holiday."""
        if any(holiday.date == day for holiday in self.bank_holidays):
            return None
        return self.coordinators.hours.get(WEEKDAYS[day.weekday()])

    def patch_of(self, ward: str | None) -> str | None:
        """Return the team that looks after ``ward``."""
        return next((patch.team for patch in self.patches if ward in patch.wards), None)


def read_council(path: Path) -> Council:
    """Read a council's file; a mistake in it raises pydantic's error with the field's name."""
    return Council.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))


@cache
def council() -> Council:
    """Return this process's council."""
    return read_council(settings().council_file)
