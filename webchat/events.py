"""Server-sent events of one conversation: message, typing, owner."""

import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator

from flask import Response, json

from conversation.desk import Desk
from conversation.message import Reply
from conversation.thread import read_thread, topic_of
from storage.live import Listener, Notice
from webchat.away import DATABASE_AWAY, log_fault
from webchat.problems import Refused
from webchat.shapes import message_shape

HEARTBEAT = 15
"""Seconds: shorter than the half minute after which proxies close a silent connection."""

LASTS = 600
"""Seconds after which a stream ends and the page asks again: a lost browser frees its thread."""

MOST_AT_ONCE = 100
"""Streams in one process. Each holds a thread; beyond this the page asks every few seconds."""

LOOK_BACK = 200
"""Ids before the newest one that are looked at again: a message that was begun earlier may be
stored later, and must not be passed over."""

AGAIN_IN = "retry: 3000\n\n"
BEAT = ": still here\n\n"

_places = threading.BoundedSemaphore(MOST_AT_ONCE)


def look_back(after: int) -> int:
    """Return the id from which to look again for what came after ``after``."""
    return max(0, after - LOOK_BACK)


def stream(desk: Desk, listener: Listener, conversation_id: uuid.UUID, *, after: int) -> Response:
    """Answer with the events of a conversation, what came after ``after`` first."""
    if not _places.acquire(blocking=False):
        raise Refused("too_many_open")
    given_back = _once(_places.release)
    answer = Response(
        _events(desk, listener, conversation_id, after, given_back), mimetype="text/event-stream"
    )
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(given_back)
    return answer


def _events(
    desk: Desk,
    listener: Listener,
    conversation_id: uuid.UUID,
    after: int,
    at_end: Callable[[], None],
) -> Iterator[str]:
    ends = time.monotonic() + LASTS
    thread = _Thread(desk, conversation_id, after)
    try:
        with listener.subscribed(topic_of(conversation_id)) as notices:
            yield AGAIN_IN
            yield from thread.news()
            while time.monotonic() < ends:
                yield from _next(notices, thread)
    except DATABASE_AWAY as fault:  # the page asks again, and is told by the page it gets then
        log_fault("webchat.stream_ended", fault)
    finally:
        at_end()


def _next(notices: "queue.SimpleQueue[Notice]", thread: "_Thread") -> Iterator[str]:
    try:
        notice = notices.get(timeout=HEARTBEAT)
    except queue.Empty:
        yield BEAT
        return
    if notice.get("kind") == "typing":
        yield _event("typing", {"from": "coordinator"})
    else:
        yield from thread.news()


class _Thread:
    """What one listener has seen of a thread."""

    def __init__(self, desk: Desk, conversation_id: uuid.UUID, after: int) -> None:
        self._desk = desk
        self._conversation_id = conversation_id
        self._after = after
        self._seen: set[int] = set()
        self._looked = False
        self._owner: str | None = None

    def news(self) -> Iterator[str]:
        """Return what was not told yet: messages, and who answers when that has changed."""
        with self._desk.sessions() as session:
            start = look_back(self._after)
            reply = read_thread(session, self._conversation_id, after=start)
        for said in reply.said:
            is_news = said.id not in self._seen and (self._looked or said.id > self._after)
            self._seen.add(said.id)
            if is_news:
                shape = message_shape(said).model_dump(mode="json", by_alias=True)
                yield _event("message", shape, id=said.id)
        self._after = max(self._after, *self._seen, 0)
        self._looked = True
        yield from self._owner_news(reply)

    def _owner_news(self, reply: Reply) -> Iterator[str]:
        if reply.owner.value != self._owner:
            self._owner = reply.owner.value
            yield _event("owner", {"owner": self._owner})


def _event(name: str, data: dict[str, object], *, id: int | None = None) -> str:
    number = f"id: {id}\n" if id is not None else ""
    return f"event: {name}\n{number}data: {json.dumps(data)}\n\n"


def _once(act: Callable[[], None]) -> Callable[[], None]:
    """Return an act that is done at its first call only: a stream may end in two ways."""
    done = threading.Lock()

    def do() -> None:
        if done.acquire(blocking=False):
            act()

    return do
