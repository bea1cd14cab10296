"""The desk of people: their story, the people around them, contact, consent, erasure."""
