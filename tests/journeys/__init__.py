"""Whole conversations through every real process, on web chat, by text and by telephone."""
