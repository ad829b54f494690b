"""The words of Wirewatch as frozen values. Standard library only; no clock, no network, no database."""
