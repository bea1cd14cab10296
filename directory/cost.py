"""Reads from a mended record what a service costs, and whether it is free."""

import re

from directory.document import Document
from directory.words import say


def amounts_of(document: Document) -> list[float]:
    """Return the prices in pounds that the record names; none when it names none."""
    options = document.get("cost_options") or []
    return [option["amount"] for option in options if "amount" in option]


def traits_of_cost(document: Document) -> list[str]:
    """Return "free" when every price is nought, or when the fees begin with that word."""
    options = document.get("cost_options") or []
    amounts = amounts_of(document)
    if options:
        return ["free"] if len(amounts) == len(options) and not any(amounts) else []
    fees = str(document.get("fees") or "").lower()
    return ["free"] if re.match(r"^(it is |this is )?free\b", fees) else []


def cost_in_words(document: Document) -> str | None:
    """Say what it costs as a card says it; None when the record does not tell."""
    options = [_cost_option(option) for option in document.get("cost_options") or []]
    told = "; ".join(dict.fromkeys(option for option in options if option))
    return told or document.get("fees")


def _cost_option(option: Document) -> str:
    amount, name = option.get("amount"), option.get("option")
    if amount == 0:
        free = say("cost", "free")
        return free if not name or name.lower() == free.lower() else f"{free}: {name}"
    price = f"£{amount:.2f}".removesuffix(".00") if amount is not None else None
    parts = [part for part in (price, name, option.get("amount_description")) if part]
    return ", ".join(parts)
