"""Who may open what: every endpoint is in this table, and what is not in it opens for nobody."""

from collections.abc import Mapping
from typing import Final

from flask import Flask, Response, abort, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import now, staff_or_none, transaction
from referrals.errors import NotLoggedIn
from referrals.staff import Role, staff_by_token

COOKIE: Final = "doorstep_staff"
EVERYBODY: Final = frozenset[Role]()
"""Needs no log-in."""
ALL_STAFF: Final = frozenset(Role)
RESIDENTS: Final = frozenset({Role.COORDINATOR, Role.LEAD})
"""Who may see residents. Administrators may not: they look after accounts."""
LEADS: Final = frozenset({Role.LEAD})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})

ACCESS: Mapping[str, frozenset[Role]] = {
    "static": EVERYBODY,
    "assets.council_colours": EVERYBODY,
    "assets.front_end": EVERYBODY,
    "log_in.show": EVERYBODY,
    "log_in.submit": EVERYBODY,
    "health.live": EVERYBODY,
    "health.ready": EVERYBODY,
    "health.metrics": EVERYBODY,
    "log_in.out": ALL_STAFF,
    "queue.first_page": ALL_STAFF,
    "queue.show": RESIDENTS,
    "live.queue": RESIDENTS,
    "live.alerts": RESIDENTS,
    "live.thread": RESIDENTS,
    "live.events": RESIDENTS,
    "alerts.show": RESIDENTS,
    "alerts.acknowledge": RESIDENTS,
    "alerts.handle": RESIDENTS,
    "alerts.drill": LEADS,
    "rota.show": RESIDENTS,
    "rota.add": LEADS,
    "rota.change_person": LEADS,
    "rota.earlier": LEADS,
    "rota.remove": LEADS,
    "rota.add_shifts": LEADS,
    "rota.remove_shift": LEADS,
    "rota.add_days_off": LEADS,
    "rota.remove_days_off": LEADS,
    "rota.add_closed_day": LEADS,
    "rota.remove_closed_day": LEADS,
    "safe_contact.record": RESIDENTS,
    "safe_contact.lift": RESIDENTS,
    "person.show": RESIDENTS,
    "calls.show": RESIDENTS,
    "calls.ring_me": RESIDENTS,
    "calls.listen": RESIDENTS,
    "texts.show": RESIDENTS,
    "texts.again": RESIDENTS,
    "texts.rang": RESIDENTS,
    "texts.noted": RESIDENTS,
    "claims.claim_it": RESIDENTS,
    "claims.put_back": RESIDENTS,
    "thread.take": RESIDENTS,
    "thread.give_back": RESIDENTS,
    "thread.reply": RESIDENTS,
    "record.note": RESIDENTS,
    "record.close": RESIDENTS,
    "themes.correct": RESIDENTS,
    "themes.add": RESIDENTS,
    "promises.make": RESIDENTS,
    "promises.keep": RESIDENTS,
    "promises.change": RESIDENTS,
    "introductions.ask": RESIDENTS,
    "introductions.show": RESIDENTS,
    "introductions.share": RESIDENTS,
    "directory_tasks.show": RESIDENTS,
    "directory_tasks.look": RESIDENTS,
    "directory_tasks.open_for": RESIDENTS,
    "directory_tasks.claim_it": RESIDENTS,
    "directory_tasks.release": RESIDENTS,
    "directory_tasks.note": RESIDENTS,
    "directory_tasks.finish": RESIDENTS,
    "directory_groups.set_room": RESIDENTS,
    "directory_groups.add_contact": RESIDENTS,
    "directory_groups.remove_contact": RESIDENTS,
    "directory_groups.new_link": RESIDENTS,
    "directory_groups.ask": RESIDENTS,
    "team.show": LEADS,
    "accounts.show": ADMINISTRATORS,
    "accounts.add": ADMINISTRATORS,
    "accounts.switch": ADMINISTRATORS,
}
"""Endpoint -> roles that may open it."""

BY_ITSELF: Final = frozenset({"live.queue", "live.alerts", "live.thread", "live.events"})
"""What an open page fetches without anybody touching it."""


def guard(app: Flask) -> None:
    """Check every request of an app against the table."""
    app.before_request(_check)


def may_open(endpoint: str, role: Role | None) -> bool:
    """Tell whether a role may open an endpoint."""
    allowed = ACCESS.get(endpoint)
    return allowed is not None and (allowed is EVERYBODY or role in allowed)


def _check() -> AnyResponse | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page: Flask answers 404
    _recognise(is_activity=endpoint not in BY_ITSELF)
    somebody = staff_or_none()
    if may_open(endpoint, somebody.role if somebody else None):
        return None
    if somebody is not None:
        abort(403)
    if endpoint in BY_ITSELF:
        return Response(status=401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("log_in.show", then=wanted), 303)


def _recognise(*, is_activity: bool) -> None:
    token = request.cookies.get(COOKIE)
    if not token or ACCESS.get(request.endpoint or "") is EVERYBODY:
        return
    try:
        with transaction() as session:
            g.staff = staff_by_token(session, token, at=now(), is_activity=is_activity)
    except NotLoggedIn:
        g.pop("staff", None)
