"""The project: settings, addresses, the Celery app."""

from summit.celery import app as celery_app

__all__ = ["celery_app"]
