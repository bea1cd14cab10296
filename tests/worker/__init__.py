"""The worker on the real database."""
