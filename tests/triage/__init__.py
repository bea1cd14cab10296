"""Tests of the danger screen, the routes and the words."""
