"""The command line: set-up, start-up and what each command does."""
