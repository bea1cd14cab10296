"""Tests of the public web."""
