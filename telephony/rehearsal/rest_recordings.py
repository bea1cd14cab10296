"""The stand-in's Recordings: handsets bring them, Doorstep fetches and deletes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify, request

from telephony.rehearsal.rest_shapes import Recording, error

if TYPE_CHECKING:
    from telephony.rehearsal.twilio_stand_in import TwilioStandIn

NOT_FOUND = 20404


def add(app: Flask, stand_in: TwilioStandIn) -> None:
    """Add the addresses of Recordings, and the one that a handset brings one to."""
    desk = Recordings(stand_in)
    base = f"/2010-04-01/Accounts/{stand_in.account}/Recordings"
    app.add_url_rule(f"{base}.json", "list_recordings", desk.list, methods=["GET"])
    for ending, name in ((".json", "json"), (".wav", "wav"), ("", "bare")):
        path = f"{base}/<sid>{ending}"
        view = desk.fetch if ending == ".json" else desk.sound
        app.add_url_rule(path, f"recording_{name}", view, methods=["GET"])
        app.add_url_rule(path, f"delete_recording_{name}", desk.delete, methods=["DELETE"])
    app.add_url_rule("/handsets/recordings/<sid>", "bring_recording", desk.bring, methods=["POST"])


class Recordings:
    """Keeps recorded messages until they are deleted."""

    def __init__(self, stand_in: TwilioStandIn) -> None:
        """Work for a stand-in."""
        self._its = stand_in

    def bring(self, sid: str) -> Response:
        """Take what a caller has said, and tell where it lies now."""
        call = request.args.get("call", "")
        self._its.recordings[sid] = Recording(sid, call, request.get_data())
        base = f"{request.host_url}2010-04-01/Accounts/{self._its.account}"
        return jsonify({"url": f"{base}/Recordings/{sid}"})

    def list(self) -> Response:
        """Show what lies here."""
        shown = [self._shown(one) for one in self._its.recordings.values()]
        return jsonify({"recordings": shown, "page": 0, "page_size": 50, "next_page_uri": None})

    def fetch(self, sid: str) -> Response:
        """Show one recording's particulars."""
        found = self._its.recordings.get(sid)
        return jsonify(self._shown(found)) if found else self._missing()

    def sound(self, sid: str) -> Response:
        """Give the sound itself, as WAV; Twilio does so without an ending too."""
        found = self._its.recordings.get(sid.removesuffix(".mp3"))
        return Response(found.sound, mimetype="audio/x-wav") if found else self._missing()

    def delete(self, sid: str) -> Response:
        """Delete it for ever; once it is gone, it is not found."""
        if self._its.recordings.pop(sid, None) is None:
            return self._missing()
        return Response(status=204)

    def _missing(self) -> Response:
        return error(404, NOT_FOUND)

    def _shown(self, one: Recording) -> dict[str, str]:
        return {
            "sid": one.sid,
            "call_sid": one.call_sid,
            "account_sid": self._its.account,
            "status": "completed",
            "source": "RecordVerb",
        }
