"""The command line and the start-up: one command a module."""
