"""The table of routes: order, reasons, and what never changes a route."""

from typing import Any

import pytest

from triage.levels import Level
from triage.route import Route, Situation, decide_route

SITUATIONS: list[tuple[Route, dict[str, Any]]] = [
    (Route.emergency, {"level": Level.immediate, "asked_for_person": True}),
    (Route.urgent, {"level": Level.urgent, "categories": ("financial_abuse",)}),
    (Route.urgent, {"level": Level.urgent, "categories": ("no_essentials",)}),
    (Route.coordinator, {"asked_for_person": True, "wants_details_only": True}),
    (Route.coordinator, {"themes": ("money", "food", "company")}),
    (Route.coordinator, {"carer_at_breaking_point": True}),
    (Route.coordinator, {"no_one_around": True, "something_changed": True}),
    (Route.coordinator, {"misunderstandings": 2}),
    (Route.coordinator, {"cannot_use_channel": True}),
    (Route.coordinator, {"about": "client"}),
    (Route.connect, {"themes": ("company",), "suitable_nearby": True, "wants_introduction": True}),
    (Route.self_serve, {"themes": ("company",), "wants_details_only": True}),
    (Route.offer, {"offers_help": True}),
    (Route.coordinator, {"themes": ("company",), "wants_introduction": True}),
    (Route.self_serve, {}),
]


@pytest.mark.parametrize(("route", "facts"), SITUATIONS)
def test_the_first_line_that_holds_gives_the_route(route: Route, facts: dict[str, Any]) -> None:
    decision = decide_route(Situation(**facts))
    assert decision.route is route
    assert decision.reason == decision.all_reasons[0]


def test_every_reason_that_holds_is_shown_in_the_order_of_the_table() -> None:
    situation = Situation(level=Level.urgent, asked_for_person=True, about="client")
    assert decide_route(situation).all_reasons == (
        "Something was said that a person must act on today.",
        "They asked for a person.",
        "A professional is referring somebody.",
    )


@pytest.mark.parametrize(("_", "facts"), [entry for entry in SITUATIONS if "level" not in entry[1]])
def test_a_concern_never_changes_a_route(_: Route, facts: dict[str, Any]) -> None:
    calm, worried = Situation(**facts), Situation(**facts, level=Level.concern)
    assert decide_route(worried).route is decide_route(calm).route


def test_being_alone_without_a_change_is_no_reason_for_a_coordinator() -> None:
    assert decide_route(Situation(no_one_around=True)).route is Route.self_serve


def test_one_theme_named_three_times_is_one_theme() -> None:
    assert decide_route(Situation(themes=("food", "food", "food"))).route is Route.self_serve
