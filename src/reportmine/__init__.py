"""Turns Chinese work summaries into a table of indicators that an analyst can trust."""

__version__ = "0.1.0"
