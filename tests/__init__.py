"""Tests, a folder for each part, and what they share."""
