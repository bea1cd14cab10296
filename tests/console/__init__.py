"""The coordinators' console."""
