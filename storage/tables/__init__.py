"""Every table, imported here once so that the migrations see them all."""

from storage.tables import (  # noqa: F401
    calls,
    conversations,
    directory,
    freshness,
    outbox,
    people,
    referrals,
    rota,
    safety,
    staff,
    understanding,
)
