"""Text in, value out: what people say and type, read without knowing who they are.

Python 3.10 and 3.13.
"""
