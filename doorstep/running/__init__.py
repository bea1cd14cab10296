"""Runs the processes of Doorstep on one machine: starts, watches, restarts and stops them."""
