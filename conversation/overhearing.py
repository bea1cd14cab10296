"""Hears danger while a caller is still speaking: a person is alerted before the sentence ends."""

from conversation.danger import look_for_danger
from conversation.desk import Desk
from conversation.inbox import PARTIAL, one_at_a_time, receive
from conversation.message import Incoming
from triage.danger import Level, screen


def overhear(incoming: Incoming, *, desk: Desk) -> bool:
    """Alert a person if what a caller has said so far is an immediate danger; tell whether it was.

    The words are stored under the id that the whole message will have: when it comes, it takes
    their place and finds its flag and its alert already there, so that neither is doubled. A
    caller who hangs up before the end has been heard all the same.
    """
    if screen(incoming.text).level is not Level.immediate:
        return False
    with one_at_a_time(desk, incoming.conversation_id) as session:
        conversation, message = receive(session, incoming)
        if message.answered_at is not None:
            return False  # a late partial of words that were answered
        message.extras = {**message.extras, PARTIAL: True}
        look_for_danger(session, conversation, message)
        session.commit()
    return True
