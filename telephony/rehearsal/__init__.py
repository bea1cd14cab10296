"""A simulated telephone company: what Twilio, handsets and residents do, for rehearsals and tests.

Nothing of the running service needs it; it follows Twilio's documentation and is no kinder.
"""
