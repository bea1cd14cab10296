"""Starts the action server: one process, one loopback address, actions named explicitly."""

from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions.asides import ASIDES
from actions.failing import or_say_so, without_words
from actions.hear import VALIDATE, hear_message
from event_log import keep_log
from settings import settings


def make_executor() -> ActionExecutor:
    """Register every action of domain.yml by its name."""
    executor = ActionExecutor()
    executor.register_function(VALIDATE, without_words(hear_message))
    for name, run in ASIDES.items():
        executor.register_function(name, or_say_so(run))
    return executor


def main() -> None:
    """Serve on loopback, or a container's private network, until the process is stopped."""
    keep_log(settings().log_level)
    app: Sanic[Any, Any] = create_app(make_executor())
    app.run(
        host=settings().actions_host,
        port=settings().actions_port,
        single_process=True,
        access_log=False,
        motd=False,
    )


if __name__ == "__main__":
    main()
