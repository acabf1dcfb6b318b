"""Fixtures of operations."""

import pytest
from django.db import connection


@pytest.fixture
def true_clock(fixed_clock, db):
    """Let this machine's clock show what the database's shows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        fixed_clock.move_to(cursor.fetchone()[0])
