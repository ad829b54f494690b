"""Figures: where they stand, and what value in which unit they print."""

from worker.facts.quantities.find import find_quantities

__all__ = ["find_quantities"]
