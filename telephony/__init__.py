"""The telephone and text line: Twilio's requests in, TwiML out, and texts on our own account."""
