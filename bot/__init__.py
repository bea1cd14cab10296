"""Rasa's own world, on Python 3.10: channel, understanding, policies, training."""
