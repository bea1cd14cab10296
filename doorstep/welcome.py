"""What `doorstep up` prints when everything works: where to chat, call, text and log in."""

from doorstep.demonstration import LogIn
from settings import Settings

COMMAND = ".venv/bin/doorstep"


def how_to_reach(settings: Settings, log_ins: list[LogIn], *, seconds: float) -> str:
    """Return the lines for the terminal."""
    port = "" if settings.public_port == 8000 else f" --port {settings.public_port}"
    lines = [
        "",
        f"Doorstep is ready ({seconds:.0f} s).",
        "",
        f"  Chat         {settings.public_address}/",
        f"  Console      {settings.console_address}/",
        *[f"  Log in as    {one.email}  {one.password}  ({one.role})" for one in log_ins],
        f"  Text it      {COMMAND} phone text{port}",
        f"  Call it      {COMMAND} phone call{port}",
        f"  Logs         {settings.doorstep_var / 'log'}",
        "",
        "Ctrl-C stops everything.",
        "",
    ]
    return "\n".join(lines)
