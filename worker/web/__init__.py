"""The web server: health, and the pages. One FastAPI application."""
