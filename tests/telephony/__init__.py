"""The telephone and text line, driven as Twilio drives it."""
