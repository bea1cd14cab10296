"""What people put right in what the bot understood, to learn from."""

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, RowId, Short


class ThemeCorrection(Base):
    """A coordinator says that a theme was heard wrongly, or that one was missed.

    ``heard`` is empty where one was missed, ``meant`` where nothing of the kind was said. ``words``
    are the resident's, without names and numbers, and only with their consent to be kept; they are
    erased with them.
    """

    __tablename__ = "theme_corrections"

    id: Mapped[RowId]
    conversation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conversations.id"), index=True)
    message_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("messages.id"))
    heard: Mapped[Short | None]
    meant: Mapped[Short | None]
    words: Mapped[str | None] = mapped_column(Text)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("staff_members.id"))
    at: Mapped[datetime]
