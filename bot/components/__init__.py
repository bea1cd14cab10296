"""Rasa components that understand a message. Each does one thing; config.yml puts them in order."""
