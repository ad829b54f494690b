"""Wirewatch: watches the news wires and tells people, once, what they asked to know first."""

__version__ = "0.1.0"
