"""Rasa's action server: understanding goes in, one call of a desk, response names come out."""
