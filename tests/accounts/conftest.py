"""Passwords in no time: what is proved here is the way in, not the hash."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """Argon2 as cheap as it goes."""

    time_cost, memory_cost, parallelism = 1, 8, 1


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Hash in microseconds."""
    settings.PASSWORD_HASHERS = [f"{__name__}.QuickArgon2"]
