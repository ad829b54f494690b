"""Reads an article as an analyst marks it up: who is who, every figure with its meaning, and who said what."""
