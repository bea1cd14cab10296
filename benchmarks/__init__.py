"""Measurements: `make bench`. Each module is one measurement and prints what it found."""
