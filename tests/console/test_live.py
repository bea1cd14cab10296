"""Pages hear at once what changed: by a stream, and by parts that they fetch again."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import Thread
from time import sleep

from storage.engine import Sessions
from storage.live import tell
from storage.tables.conversations import Conversation
from tests.console.conftest import Browser
from tests.referrals import scene


def first_after(chunks: Iterator[bytes], act: Callable[[], None]) -> bytes:
    """Read the stream until something comes that ``act`` caused."""
    next(chunks)

    def soon() -> None:
        sleep(0.5)
        act()

    Thread(target=soon, daemon=True).start()
    return next(chunk for chunk in chunks if chunk.startswith(b"event:"))


def test_the_stream_tells_of_a_new_referral_without_a_word_of_it(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    answer = browser.logs_in().client.get("/live/events", buffered=False)
    assert answer.mimetype == "text/event-stream"

    def waits() -> None:
        with staffed.begin() as session:
            scene.edith(session, now)

    assert first_after(answer.iter_encoded(), waits) == (
        b'event: queue\ndata: {"kind": "referral"}\n\n'
    )
    answer.close()


def test_the_stream_of_a_page_tells_of_its_own_conversation(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        ours, other = scene.conversation(session, now), scene.conversation(session, now)
    answer = browser.logs_in().client.get(f"/live/events?conversation={ours.id}", buffered=False)

    def speak() -> None:
        with staffed.begin() as session:
            tell(session, f"conversation:{other.id}", kind="owner")
            tell(session, f"conversation:{ours.id}", kind="message")

    assert b'event: thread\ndata: {"kind": "message"}' in first_after(answer.iter_encoded(), speak)
    answer.close()


def test_a_page_fetches_only_what_was_said_since(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        made = scene.edith(session, now)
        thread = session.get_one(Conversation, made.conversation_id)
        last = scene.says(session, thread, "one more thing", now)
    part = f"/live/people/{made.conversation_id}?after="
    browser.logs_in()
    assert "one more thing" in browser.opens(f"{part}{last.id - 1}")
    assert "one more thing" not in browser.opens(f"{part}{last.id}")
    assert "choir" not in browser.opens(f"{part}{last.id - 1}")
