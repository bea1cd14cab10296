"""Tests of the simulated telephone company."""
