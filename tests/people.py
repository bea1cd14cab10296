"""People of the tests: each with a name, a number from Ofcom's drama range and a story."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Resident:
    """Somebody who gets in touch."""

    name: str
    mobile: str
    needs: str


MARGARET = Resident(
    "Margaret Okafor",
    "+447700900123",
    "Since my husband died I don't see anyone and the evenings are long",
)
TARIQ = Resident(
    "Tariq Aziz",
    "+447700900456",
    "I'm worn out looking after my dad, I haven't slept properly for weeks",
)
SUE = Resident(
    "Sue Baker",
    "+447700900789",
    "My mum is on her own since dad died and she can't get to the shops",
)
