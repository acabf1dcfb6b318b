"""The user."""

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from planning.core.models import Versioned
from planning.core.wall import check_zone


class UserManager(BaseUserManager["User"]):
    """What Django's own commands call; everything else goes through ``accounts.actions``."""

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Make the first administrator (``manage.py createsuperuser``)."""
        user = self.model(email=email.lower(), is_staff=True, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by e-mail address, in any case."""
        return self.get(email=(username or "").lower())


@pghistory.track(exclude=["password", "last_login"])
class User(AbstractBaseUser, Versioned):
    """Somebody who signs in. ``is_staff`` is the administrator: accounts and reference data.

    What a user may see and do in a visit follows from roles there, never from this row.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(
        _("language"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default=settings.TIME_ZONE, validators=[check_zone]
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="user_one_per_address",
                violation_error_message=_("There is already an account with this address."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_address_in_small_letters"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Open the admin panel's tables to administrators; visits know no such permission."""
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        """Show the admin panel's index to administrators."""
        return self.is_active and self.is_staff
