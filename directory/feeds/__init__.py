"""Reads feeds of services as publishers really give them: packages, shapes, pages, dirt."""
