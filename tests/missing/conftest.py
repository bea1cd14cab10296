"""Missing parts are tried in the town of the journeys."""

from tests.journeys.visitors import records, sams_browser, town, visitors

__all__ = ["records", "sams_browser", "town", "visitors"]
