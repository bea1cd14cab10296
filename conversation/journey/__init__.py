"""The journey from what matters to a promise: what was heard, what it answers, what comes next."""
