"""Tests of the bot: Rasa's Python only. The other environment leaves this folder out."""

import sys

collect_ignore_glob = ["test_*.py"] if sys.version_info >= (3, 11) else []

if sys.version_info < (3, 11):
    from bot.lean import keep_tensorflow_out

    keep_tensorflow_out()
