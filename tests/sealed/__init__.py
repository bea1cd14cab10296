"""Sentences kept apart from training, and the check that they stay so."""
