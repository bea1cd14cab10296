"""Journeys share one town with the tests of missing parts."""

from tests.journeys.visitors import records, sams_browser, town, visitors

__all__ = ["records", "sams_browser", "town", "visitors"]
