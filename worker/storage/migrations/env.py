"""Alembic's environment: always online, on the connection that worker.storage.migrate hands over."""

from alembic import context

from worker.storage.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
