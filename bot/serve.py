"""Starts Rasa on loopback, without TensorFlow and with quiet logs: python -m bot.serve."""

from __future__ import annotations

import os
from pathlib import Path

from bot.lean import keep_tensorflow_out

HERE = Path(__file__).resolve().parent


def main() -> None:
    """Serve the newest model in bot/models (or BOT_MODEL) on BOT_HOST and BOT_PORT."""
    keep_tensorflow_out()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["ACTIONS_WEBHOOK"] = actions_webhook()
    from bot.quiet_logs import keep_words_out_of_logs

    keep_words_out_of_logs(os.environ.get("LOG_LEVEL", "INFO"))
    import rasa.core.run
    from rasa.core.utils import AvailableEndpoints

    from bot.action_server import ActionServer, check_answers_with_a_ready_schema

    endpoints = AvailableEndpoints.read_endpoints(str(HERE / "endpoints.yml"))
    endpoints.action = ActionServer.of(endpoints.action)
    check_answers_with_a_ready_schema()
    rasa.core.run.serve_application(
        model_path=os.environ.get("BOT_MODEL", str(HERE / "models")),
        interface=os.environ.get("BOT_HOST", "127.0.0.1"),
        port=int(os.environ.get("BOT_PORT", "5005")),
        credentials=str(HERE / "credentials.yml"),
        endpoints=endpoints,
        enable_api=False,
    )


def actions_webhook() -> str:
    """The action server's webhook from ACTIONS_URL, else on this machine at ACTIONS_PORT."""
    port = os.environ.get("ACTIONS_PORT") or "5055"
    address = (os.environ.get("ACTIONS_URL") or f"http://127.0.0.1:{port}").rstrip("/")
    return address if address.endswith("/webhook") else f"{address}/webhook"


if __name__ == "__main__":
    main()
