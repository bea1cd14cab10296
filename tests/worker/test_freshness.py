"""The worker asks groups: by e-mail through a real SMTP server, else by text, in working hours."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from conversation.desk import Desk
from conversation.words import words
from council import council
from settings import Settings
from storage.engine import Sessions
from storage.tables.freshness import StillRightQuestion
from storage.tables.outbox import OutgoingText
from telephony.outgoing import open_line
from tests.directory.upkeep import MOBILE, entry, load_entries
from tests.telephony.line import ScriptedBot
from worker.freshness import end_states, keep_directory_fresh, send_questions
from worker.queueing import Queue
from worker.workplace import Workplace

NIGHT = datetime.fromisoformat("2026-11-24T03:20:00+00:00")
OFFICE = datetime.fromisoformat("2026-11-24T10:00:00+00:00")


class Mailbox:
    """A small SMTP server that keeps what it is given, or refuses all of it."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.refuses = False
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with closing(connection), connection.makefile("rwb") as stream:
                self._talk(stream)

    def _talk(self, stream) -> None:  # type: ignore[no-untyped-def]  # a socket's two-way file
        def say(line: str) -> None:
            stream.write(f"{line}\r\n".encode())
            stream.flush()

        say("220 here")
        while line := stream.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                say("354 go on")
                lines = []
                while (part := stream.readline().decode()) != ".\r\n":
                    lines.append(part)
                self.letters.append("".join(lines))
                say("250 kept")
            elif word == "MAIL" and self.refuses:
                say("451 later")
            elif word == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox()
    yield made
    made.close()


def open_place(sessions: Sessions, url: str, **more: object) -> Workplace:
    settings = Settings.model_validate(
        {
            "database_url": url,
            "secret_key": SecretStr("only for these tests"),
            "public_base_url": "https://doorstep.example.org",
            **more,
        }
    )
    desk = Desk(
        sessions=sessions,
        bot=ScriptedBot(sessions),
        words=words(),
        council=council(),
        clock=lambda: OFFICE,
    )
    return Workplace(desk=desk, line=open_line(settings), queue=Queue(url), settings=settings)


@pytest.fixture
def place(sessions: Sessions, database_url: str, mailbox: Mailbox, tmp_path: Path) -> Workplace:
    given = [
        {"number": n, "assured_date": "2026-01-05", "email": "hello@lunch.example.org"}
        for n in (1, 2)
    ]
    with sessions.begin() as session:
        load_entries(session, tmp_path, NIGHT, *given)
    return open_place(
        sessions, database_url,
        smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none",
    )  # fmt: skip


def states(place: Workplace) -> set[tuple[str, str | None]]:
    with place.desk.sessions() as session:
        rows = session.scalars(select(StillRightQuestion)).all()
        return {(row.state, row.error) for row in rows}


def test_one_letter_with_both_entries_goes_out_in_the_morning(
    place: Workplace, mailbox: Mailbox
) -> None:
    keep_directory_fresh(place, at=NIGHT)
    assert send_questions(place, at=NIGHT) == 0
    assert mailbox.letters == []
    assert send_questions(place, at=OFFICE) == 1
    [letter] = mailbox.letters
    body = letter.replace("=\r\n", "")
    assert "Lunch club 1" in body
    assert "Lunch club 2" in body
    assert body.count("https://doorstep.example.org/g/") == 2
    assert "To: hello@lunch.example.org" in letter
    assert states(place) == {("sent", None)}
    assert send_questions(place, at=OFFICE) == 0


def test_a_refused_letter_is_tried_again(place: Workplace, mailbox: Mailbox) -> None:
    keep_directory_fresh(place, at=NIGHT)
    mailbox.refuses = True
    send_questions(place, at=OFFICE)
    assert states(place) == {("waiting", "The mail server answered 451")}
    mailbox.refuses = False
    send_questions(place, at=OFFICE + timedelta(hours=1))
    assert states(place) == {("sent", None)}


def test_without_a_mail_server_nobody_is_asked_by_email(
    sessions: Sessions, database_url: str, place: Workplace
) -> None:
    bare = open_place(sessions, database_url)
    keep_directory_fresh(bare, at=NIGHT)
    assert states(bare) == set()


def test_a_mobile_gets_a_text_with_its_link(
    sessions: Sessions, database_url: str, tmp_path: Path
) -> None:
    with sessions.begin() as session:
        load_entries(
            session, tmp_path, NIGHT,
            {"number": 1, "assured_date": "2026-01-05", "phone": "07700 900456"},
        )  # fmt: skip
    place = open_place(sessions, database_url)
    keep_directory_fresh(place, at=NIGHT)
    send_questions(place, at=OFFICE)
    with sessions() as session:
        text = session.scalars(select(OutgoingText)).one()
    assert (text.number, text.state, text.purpose) == (MOBILE, "waiting", "group")
    assert text.segments <= 2
    assert "Is what we tell people about Lunch club 1 still right?" in text.text
    assert "https://doorstep.example.org/g/" in text.text


def test_an_ended_state_is_tidied(place: Workplace) -> None:
    with place.desk.sessions.begin() as session:
        club = entry(session)
        club.availability, club.availability_by = "full", "group_link"
        club.availability_until = (OFFICE - timedelta(days=1)).date()
    assert end_states(place, at=OFFICE) == 1
    with place.desk.sessions() as session:
        assert entry(session).availability == "open"
