"""What was said, turned into a level, a route and the reason in words. Pure rules."""
