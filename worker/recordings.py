"""Fetches recorded messages from Twilio, stores them sealed, and deletes them there."""

import uuid
from datetime import datetime

import httpx
import structlog

from conversation.recordings import (
    ERASED,
    STORED,
    WAITING,
    gone_there,
    read_recording,
    store_audio,
    to_fetch,
    try_later,
)
from storage.sealing import seal
from worker.workplace import Workplace

log = structlog.get_logger()

TWILIO = "https://api.twilio.com"
SECONDS = 30.0
LARGEST = 8 * 1024 * 1024
"""Bytes: two minutes of telephone sound in the largest form, four times over."""


class CannotFetch(Exception):
    """Twilio did not give or delete a recording now; the message says why, with no address."""


def fetch_recordings(place: Workplace, *, at: datetime) -> int:
    """Do what is to be done for each recorded message, and return for how many it was."""
    with place.desk.sessions() as session:
        due = to_fetch(session, at=at)
    with httpx.Client(timeout=SECONDS, trust_env=False, follow_redirects=True) as client:
        for recording_id in due:
            _see_to(place, client, recording_id, at)
    return len(due)


def _see_to(place: Workplace, client: httpx.Client, recording_id: uuid.UUID, at: datetime) -> None:
    """Fetch, then delete at Twilio; each is committed by itself, so that neither is done blindly.

    The row is locked meanwhile: an erasure that comes in between waits, and then finds the sound.
    """
    for step in (_fetch, _delete):
        with place.desk.sessions.begin() as session:
            row = read_recording(session, recording_id)
            try:
                if step is _fetch and row.state == WAITING:
                    sound = _fetch(place, client, row.provider_id)
                    keys = place.settings.recording_key.get_secret_value()
                    store_audio(session, row, seal(sound, keys), at=at)
                elif step is _delete and row.state in (STORED, ERASED):
                    _delete(place, client, row.provider_id)
                    gone_there(row)
            except CannotFetch as problem:
                try_later(row, error=str(problem), at=at)
                log.warning("recording.later", recording=str(recording_id), problem=str(problem))
                return


def _fetch(place: Workplace, client: httpx.Client, provider_id: str) -> bytes:
    answer = _ask(place, client, "GET", f"{provider_id}.wav")
    if answer.status_code != 200 or not answer.content:
        raise CannotFetch(f"HTTP {answer.status_code}")
    if len(answer.content) > LARGEST:
        raise CannotFetch("larger than a message can be")
    return answer.content


def _delete(place: Workplace, client: httpx.Client, provider_id: str) -> None:
    answer = _ask(place, client, "DELETE", f"{provider_id}.json")
    if answer.status_code not in (204, 404):  # 404: it is gone already
        raise CannotFetch(f"not deleted: HTTP {answer.status_code}")


def _ask(place: Workplace, client: httpx.Client, method: str, name: str) -> httpx.Response:
    """Ask Twilio by the recording's id; the address in its notice is not used."""
    given = place.settings
    account = given.twilio_account_sid
    base = (given.twilio_api_base or TWILIO).rstrip("/")
    login = (account, given.twilio_auth_token.get_secret_value())
    try:
        return client.request(
            method, f"{base}/2010-04-01/Accounts/{account}/Recordings/{name}", auth=login
        )
    except httpx.HTTPError as problem:
        raise CannotFetch(type(problem).__name__) from problem
