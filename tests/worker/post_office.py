"""A small mail server on a port of its own: it takes e-mails, or refuses as it is told."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message


@dataclass
class PostOffice:
    """What arrived, and what it answers to an address."""

    port: int = 0
    refuses_with: str = ""
    arrived: list[Message] = field(default_factory=list)

    @property
    def addresses(self) -> list[str]:
        """To whom the e-mails went, in their order."""
        return [str(mail["To"]) for mail in self.arrived]


class _Talk(socketserver.StreamRequestHandler):
    """One connection, in the words of RFC 5321."""

    office: PostOffice

    def handle(self) -> None:
        self._say("220 post office")
        for line in self.rfile:
            word = line.decode().strip().upper()
            if word == "DATA":
                self._take()
            elif word == "QUIT":
                self._say("221 goodbye")
                return
            elif word.startswith("RCPT") and self.office.refuses_with:
                self._say(self.office.refuses_with)
            else:
                self._say("250 good")

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        for line in self.rfile:
            if line.rstrip(b"\r\n") == b".":
                break
            lines.append(line)
        self.office.arrived.append(message_from_bytes(b"".join(lines)))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def serving() -> Iterator[PostOffice]:
    """Run a post office while the block does."""
    office = PostOffice()
    talk = type("Talk", (_Talk,), {"office": office})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), talk) as server:
        office.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield office
        server.shutdown()
        thread.join(5)
