"""Introductions: a group is asked, and told exactly what the resident agreed to."""

import uuid

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from console.at_hand import at_hand, now, secret, staff, transaction
from console.forms import LONGEST_LINE, LONGEST_NOTE, Problems, read_text
from people.consent import SHARE, record_consent
from people.contact import person_of
from referrals.claiming import current_referral, require_holder
from referrals.errors import ContactHeld, NoConsentToShare, NoSuchIntroduction
from referrals.introductions import ask_group, introduction_link, share_with_group
from referrals.person_page import PersonPage, read_person_page
from storage.tables.referrals import Introduction

introductions = Blueprint("introductions", __name__, url_prefix="/people")

FIELDS = {
    "first_name": LONGEST_LINE,
    "wish": LONGEST_NOTE,
    "needs": LONGEST_NOTE,
    "contact": LONGEST_LINE,
}
"""What a group may be told -> characters."""


@introductions.post("/<uuid:conversation_id>/introductions")
def ask(conversation_id: uuid.UUID) -> AnyResponse:
    """Begin an introduction to a service; nothing is sent by this."""
    problems: Problems = {}
    name = read_text(request.form, "service_name", problems, longest=300)
    service_id = read_text(request.form, "service_id", problems, longest=80)
    if problems:
        raise NoSuchIntroduction
    with transaction() as session:
        referral = current_referral(session, conversation_id)
        require_holder(session, referral.id, by=staff().id)
        introduction = ask_group(
            session,
            conversation_id=conversation_id,
            referral_id=referral.id,
            service_id=service_id,
            service_name=name,
            by=staff().id,
            at=now(),
        )
    return redirect(_address(conversation_id, introduction.id), 303)


@introductions.get("/<uuid:conversation_id>/introductions/<uuid:introduction_id>")
def show(conversation_id: uuid.UUID, introduction_id: uuid.UUID) -> str:
    """Show what would be shared, to be shortened, and afterwards the group's link."""
    with transaction() as session:
        page = read_person_page(session, conversation_id)
        return _render(page, _introduction(page, introduction_id), {})


@introductions.post("/<uuid:conversation_id>/introductions/<uuid:introduction_id>")
def share(conversation_id: uuid.UUID, introduction_id: uuid.UUID) -> AnyResponse | tuple[str, int]:
    """Fix what the group reads, and make its link."""
    problems: Problems = {}
    shared = {
        field: read_text(
            request.form, field, problems, longest=longest, required=field == "first_name"
        )
        for field, longest in FIELDS.items()
    }
    with transaction() as session:
        page = read_person_page(session, conversation_id)
        introduction = _introduction(page, introduction_id)
        require_holder(session, current_referral(session, conversation_id).id, by=staff().id)
        if not problems:
            _take_consent(session, page, introduction)
            problems = _try_to_share(session, introduction, shared)
        if problems:
            return _render(page, introduction, problems), 422
    flash("", "shared")
    return redirect(_address(conversation_id, introduction_id), 303)


def _try_to_share(session: Session, introduction: Introduction, shared: dict[str, str]) -> Problems:
    try:
        share_with_group(
            session, introduction.id, shared=shared, secret=secret(), by=staff().id, at=now()
        )
    except NoConsentToShare:
        return {"agreed": "empty"}
    except ContactHeld:
        return {"contact": "held"}
    return {}


def _take_consent(session: Session, page: PersonPage, introduction: Introduction) -> None:
    """Keep a yes that the coordinator heard, with the words that were read to the resident."""
    if page.may_share or request.form.get("agreed") != "yes":
        return
    record_consent(
        session,
        person_of(session, page.conversation, at=now()),
        page.conversation,
        purpose=SHARE,
        given=True,
        wording=render_template("parts/share_wording.txt", service=introduction.service_name),
        message_id=None,
        at=now(),
    )


def _introduction(page: PersonPage, introduction_id: uuid.UUID) -> Introduction:
    found = [each for each in page.introductions if each.id == introduction_id]
    if not found:
        raise NoSuchIntroduction
    return found[0]


def _render(page: PersonPage, introduction: Introduction, problems: Problems) -> str:
    link = introduction_link(introduction, secret=secret()) if introduction.token_hash else ""
    return render_template(
        "introduction.html",
        page=page,
        introduction=introduction,
        link=f"{at_hand().settings.public_address}/r/{link}" if link else "",
        problems=problems,
        form=request.form,
    )


def _address(conversation_id: uuid.UUID, introduction_id: uuid.UUID) -> str:
    return url_for(
        "introductions.show", conversation_id=conversation_id, introduction_id=introduction_id
    )
