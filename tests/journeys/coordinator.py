"""A coordinator at the console, through its real pages and forms."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import httpx

from doorstep.demonstration import LogIn
from tests.journeys.live import Live, listening

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ROW = re.compile(r"<tr[^>]*data-referral.*?</tr>", re.DOTALL)
PERSON = re.compile(r"/people/([0-9a-f-]{36})")
PROMISES = re.compile(r'name="(promise-[^"]+)"')
ALERT = re.compile(r"/alerts/([0-9a-f-]{36})/handle")
TAGS = re.compile(r"<(script|style).*?</\1>|<[^>]+>", re.DOTALL)

PATIENCE = 20.0


def open_console(address: str) -> httpx.Client:
    """Return a browser at the console."""
    return httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False, follow_redirects=True)


class Coordinator:
    """At a console's browser; ``page`` is what is on the screen."""

    def __init__(self, client: httpx.Client) -> None:
        """Sit down at a browser, which may have been logged in before."""
        self.client, self.page = client, ""
        self._person = ""

    def logs_in(self, log_in: LogIn) -> None:
        """Log in, and see the queue."""
        self.opens("/log-in")
        self._sends("/log-in", email=log_in.email, password=log_in.password)
        self.sees("Queue")

    def opens(self, path: str) -> None:
        """Open a page."""
        self._take(self.client.get(path))

    def row_of(self, who: str) -> str:
        """Return the words of the queue's row with this name or reference."""
        return _words(self._row(who))

    def finds(self, who: str) -> str:
        """Open the page of the person with this name or reference; return the conversation's id."""
        found = PERSON.search(self._row(who))
        assert found
        self.goes_to(found[1])
        return found[1]

    def goes_to(self, conversation_id: object) -> None:
        """Open the page of a conversation."""
        self._person = f"/people/{conversation_id}"
        self.opens(self._person)

    def sees(self, *words: str) -> None:
        """Check that these words are on the screen."""
        shown = _words(self.page)
        for wanted in words:
            assert wanted.casefold() in shown.casefold(), f"{wanted!r} is not in\n{shown}"

    def claims(self, who: str) -> None:
        """Take a resident on."""
        self.finds(who)
        self._does("claim")

    def takes_over(self) -> None:
        """Hold the thread: the assistant is silent from now on."""
        self._does("take-over")

    def replies(self, words: str) -> None:
        """Write to the resident."""
        self._does("reply", reply=words)

    def notes(self, words: str) -> None:
        """Write something down for colleagues."""
        self._does("notes", note=words)

    def gives_back(self) -> None:
        """Let the assistant answer again."""
        self._does("give-back")

    def puts_back(self) -> None:
        """Put the resident back into the queue."""
        self._does("put-back")

    def handles_alerts(self, note: str) -> None:
        """Say for each open alert of the resident what was done."""
        self.opens(self._person)
        for alert in dict.fromkeys(ALERT.findall(self.page)):
            self._sends(f"/alerts/{alert}/handle", **{"alert-note": note})

    def closes(self, outcome: str) -> None:
        """Close with an outcome; every promise was kept."""
        self.opens(self._person)
        kept = dict.fromkeys(PROMISES.findall(self.page), "kept")
        self._does("close", outcome=outcome, **kept)

    @contextmanager
    def listening(self) -> Iterator[Live]:
        """Keep the queue's page open."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())
        address = str(self.client.base_url.join("/live/events"))
        with listening(address, {"Cookie": cookies}) as live:
            yield live

    def _row(self, who: str) -> str:
        self.opens("/queue?show=all")
        rows = [row for row in ROW.findall(self.page) if who in _words(row)]
        assert len(rows) == 1, f"{len(rows)} rows of {who!r} in\n{_words(self.page)}"
        return str(rows[0])

    def _does(self, act: str, **form: str) -> None:
        self._sends(f"{self._person}/{act}", **form)

    def _sends(self, path: str, **form: str) -> None:
        token = TOKEN.search(self.page)
        assert token, f"no form on the page:\n{_words(self.page)}"
        self._take(self.client.post(path, data={"csrf_token": token[1], **form}))

    def _take(self, answer: httpx.Response) -> None:
        self.page = answer.text
        assert answer.status_code == 200, f"{answer.status_code}:\n{_words(self.page)}"


def _words(page: str) -> str:
    return " ".join(unescape(TAGS.sub(" ", page)).split())
