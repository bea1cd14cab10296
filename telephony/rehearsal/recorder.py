"""<Record>: a message after the tone, where it lies, and who is told of it."""

from __future__ import annotations

import io
import math
import struct
import wave
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

import httpx

from telephony.rehearsal.carrier import new_sid

if TYPE_CHECKING:
    from telephony.rehearsal.call import Call

RATE = 8000
"""Samples a second of a telephone recording."""
TONE = 440.0


def leaves(call: Call, words: str, *, seconds: int, ends: str) -> str:
    """Leave a message; return what is heard next. Who hangs up hears nothing more."""
    record = call.record
    assert record is not None  # noqa: S101 the call has looked
    call.record = None
    seconds = min(seconds, int(record.get("maxLength", "3600")))
    sid, url = _keep(call, seconds)
    made = {"RecordingSid": sid, "RecordingUrl": url, "RecordingDuration": str(seconds)}
    action = record.get("action", call.at)
    if ends == "hangup":
        call.tell(action, {**made, "Digits": "hangup", "CallStatus": "completed"})
    else:
        call.load(action, {**made, "Digits": ends}, record.get("method", "POST"))
    _report(call, record.get("recordingStatusCallback", ""), made)
    _transcribe(call, record.get("transcribeCallback", ""), made, words)
    if ends == "hangup":
        return ""
    call.run()
    return call.hears()


def leaves_nothing(call: Call) -> str:
    """Stay silent: Twilio keeps no recording and goes on in the document, past the action."""
    call.record = None
    call.run()
    return call.hears()


def _report(call: Call, url: str, made: dict[str, str]) -> None:
    call.tell(
        url,
        {
            **made,
            "RecordingStatus": "completed",
            "RecordingChannels": "1",
            "RecordingSource": "RecordVerb",
            "RecordingStartTime": format_datetime(datetime.now(UTC)),
        },
    )


def _transcribe(call: Call, url: str, made: dict[str, str], words: str) -> None:
    call.tell(
        url,
        {
            **made,
            "TranscriptionSid": new_sid("TR"),
            "TranscriptionStatus": "completed" if words else "failed",
            "TranscriptionText": words,
        },
    )


def _keep(call: Call, seconds: int) -> tuple[str, str]:
    """Put the recording where the REST API finds it; without a stand-in it lies nowhere."""
    sid = new_sid("RE")
    stand_in = call.carrier.stand_in
    if not stand_in:
        return sid, f"https://api.twilio.com/2010-04-01/Accounts/{call.fields['AccountSid']}/" + (
            f"Recordings/{sid}"
        )
    url = f"{stand_in}/handsets/recordings/{sid}"
    try:
        kept = call.carrier.client.post(url, content=sound(seconds), params={"call": call.sid})
        return sid, str(kept.json()["url"])
    except httpx.HTTPError:
        return sid, url


def sound(seconds: int) -> bytes:
    """Return a WAV file of that length as a telephone records it: one channel, a quiet tone."""
    file = io.BytesIO()
    with wave.open(file, "wb") as recording:
        recording.setnchannels(1)
        recording.setsampwidth(2)
        recording.setframerate(RATE)
        wavelet = [int(2000 * math.sin(2 * math.pi * TONE * i / RATE)) for i in range(RATE)]
        recording.writeframes(struct.pack(f"<{RATE}h", *wavelet) * seconds)
    return file.getvalue()
