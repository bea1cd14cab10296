"""The base of every table, and the column types that all tables share."""

import uuid
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import BigInteger, DateTime, Identity, MetaData, String
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """A table of Doorstep. Constraints have fixed names, so that migrations can name them."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[str]: JSONB,
        list[dict[str, Any]]: JSONB,
        uuid.UUID: UUID(as_uuid=True),
    }


RandomId = Annotated[uuid.UUID, mapped_column(primary_key=True, default=uuid.uuid4)]
"""An id that tells nothing: used for whatever an outsider may see."""

RowId = Annotated[int, mapped_column(BigInteger, Identity(always=True), primary_key=True)]
"""An id that grows, so that rows have an order."""

Short = Annotated[str, mapped_column(String(80))]
"""A word of ours: an id of the taxonomy, a state, a channel."""
