"""Whether the ports are free, said before anything is started."""

import socket
from dataclasses import dataclass

from doorstep.problems import CannotGoOn
from settings import Settings


@dataclass(frozen=True)
class Port:
    """A port that a program will listen on."""

    number: int
    setting: str
    called: str
    host: str = "127.0.0.1"


def ports_of(settings: Settings) -> tuple[Port, ...]:
    """Return every port that `doorstep up` needs."""
    host = settings.listen_host
    return (
        Port(settings.public_port, "PUBLIC_PORT or --port", "the public web", host),
        Port(settings.console_port, "CONSOLE_PORT or --console-port", "the console", host),
        Port(settings.bot_port, "BOT_PORT", "the bot"),
        Port(settings.actions_port, "ACTIONS_PORT", "the action server"),
        Port(settings.stand_in_port, "STAND_IN_PORT", "the stand-in for Twilio"),
    )  # fmt: skip


def check_ports(ports: tuple[Port, ...]) -> None:
    """Raise CannotGoOn naming the first port that is taken or given twice."""
    seen: dict[int, Port] = {}
    for port in ports:
        if port.number in seen:
            raise CannotGoOn(
                f"Port {port.number} is given to both {seen[port.number].called} and "
                f"{port.called}: choose another with {port.setting}."
            )
        seen[port.number] = port
        _check_free(port)


def _check_free(port: Port) -> None:
    family = socket.AF_INET6 if ":" in port.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((port.host, port.number))
        except OSError as problem:
            raise CannotGoOn(
                f"Port {port.number} for {port.called} cannot be used "
                f"({(problem.strerror or 'refused').lower()}): free it or choose another "
                f"with {port.setting}."
            ) from problem
