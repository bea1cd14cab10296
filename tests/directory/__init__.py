"""Tests of the directory desk."""
