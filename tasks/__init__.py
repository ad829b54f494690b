"""Celery tasks: thin, one module per queue."""
