"""The user, the sessions, the one-time links, and how programs come in a user's name."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

import pghistory
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from planning.accounts.rules import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_QUERY,
    Purpose,
    Scope,
    digest_of,
)
from planning.core.models import Row, Versioned
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
    single_keys = models.BooleanField(
        _("keys pressed alone do something"), default=True, db_default=True
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("administrator"), default=False)
    mails_declined = ArrayField(
        models.CharField(max_length=64),
        verbose_name=_("mails that are not wanted"),
        default=list,
        blank=True,
    )

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


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    """Questions about tokens."""

    def visible_to(self, user: User) -> Self:
        """Keep a user's own; an administrator sees everybody's."""
        return self if user.is_staff else self.filter(user=user)

    def with_people(self) -> Self:
        """Fetch whose they are and who revoked them."""
        return self.select_related("user", "revoked_by")

    def latest_first(self) -> Self:
        """Order by when they were made."""
        return self.order_by("-created_at", "pk")


@pghistory.track(exclude=["digest", "last_used_at"])
class ApiToken(Row):
    """A way in for a program, in the name of a user. Only a digest of its secret is kept.

    ``handle`` stands within the secret and is no secret itself: owner and logs name a token by it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("name"), max_length=100)
    handle = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    scope = models.CharField(_("scope"), max_length=8, choices=Scope)
    created_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        constraints = [
            models.UniqueConstraint(fields=["handle"], name="apitoken_one_per_handle"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="apitoken_scope"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at"))
                & Q(expires_at__lte=F("created_at") + LONGEST),
                name="apitoken_lives_a_year_at_most",
                violation_error_message=_("A token lives for a year at most."),
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="apitoken_revoked_at_and_by",
            ),
        ]

    def __str__(self) -> str:
        return f"token {self.handle}"

    def opens(self, at: datetime) -> bool:
        """Tell whether it lets its user in now."""
        return self.user.is_active and self.revoked_at is None and at < self.expires_at


class SavedView(Row):
    """What a list was narrowed to and sorted by, kept by one person under a name of theirs.

    ``page`` is the name of the list's address, so that a view of one visit's list fits them all.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=LONGEST_QUERY)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="savedview_once_per_name",
                violation_error_message=_("You keep a view of this list under that name already."),
            )
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"


class IdempotencyKey(Row):
    """A key by which a write through the API has one effect, however often it is sent (ADR 6).

    Kept of the answer are status and addresses, never content: whoever asks again reads what
    stands there with today's eyes.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    addresses = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="idempotencykey_one_per_user")
        ]

    def __str__(self) -> str:
        return f"idempotency key {self.pk}"


class SessionQuerySet(models.QuerySet["Session"]):
    """Questions about sessions."""

    def over(self, at: datetime) -> Self:
        """Keep those that ``time_out`` would end: idle for too long, or too old."""
        idle = Q(seen_at__lt=at - timedelta(seconds=settings.SESSION_IDLE))
        old = Q(begun_at__lt=at - timedelta(seconds=settings.SESSION_COOKIE_AGE))
        return self.filter(idle | old)

    def open(self, at: datetime) -> Self:
        """Keep those that still let somebody in."""
        return self.exclude(pk__in=self.over(at))


class Session(AbstractBaseSession):
    """A browser's session that knows whose it is, so that it can be shown to them and ended."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    device = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[misc]  # theirs

    def __str__(self) -> str:
        return f"session {self.name}"

    @property
    def name(self) -> str:
        """Name the session on a page: its key is as good as a password and stands nowhere."""
        return salted_hmac("planning.accounts.session", self.session_key).hexdigest()[:16]

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return what reads it."""
        return import_string(f"{settings.SESSION_ENGINE}.SessionStore")


class Presence(Row):
    """When somebody was here last, and until when the time before: what is news to them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    before_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"presence {self.pk}"


class LinkQuerySet(models.QuerySet["OneTimeLink"]):
    """One-time links."""

    def open(self, at: datetime) -> Self:
        return self.filter(used_at=None, expires_at__gt=at, user__is_active=True)

    def over(self, at: datetime) -> Self:
        return self.filter(Q(used_at__isnull=False) | Q(expires_at__lte=at))


class OneTimeLink(Row):
    """A link for one person and one purpose, which works once and not for long.

    The secret in its address is made from the row's key and the installation's own; only a hash
    is stored, so neither the rows nor a copy of them open anything.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=16, choices=Purpose)
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="onetimelink_expires"
            )
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"

    @property
    def secret(self) -> str:
        """Return the secret in its address; it is stored nowhere."""
        return salted_hmac("planning.accounts.link", str(self.pk), algorithm="sha256").hexdigest()

    @property
    def fingerprint(self) -> str:
        """Return what is stored of the secret."""
        return digest_of(self.secret)


class LockOutQuerySet(models.QuerySet["LockOut"]):
    """Wrong passwords, by whom they are counted for."""

    def over(self, at: datetime) -> Self:
        """Keep what no longer counts."""
        return self.filter(attempt_time__lt=at - LockOut.LENGTH)

    def standing(self, at: datetime) -> Self:
        """Keep one row for each address and place that is locked now, with ``tries`` and ``until``.

        Wrong passwords are counted together whatever the browser; the latest try speaks for all.
        """
        counted = LockOut.objects.filter(attempt_time__gte=at - LockOut.LENGTH)
        same = counted.filter(username=OuterRef("username"), ip_address=OuterRef("ip_address"))
        later = Q(attempt_time__gt=OuterRef("attempt_time"))
        later |= Q(attempt_time=OuterRef("attempt_time"), pk__gt=OuterRef("pk"))
        tries = same.values("username").annotate(n=Sum("failures_since_start")).values("n")
        return (
            self.filter(attempt_time__gte=at - LockOut.LENGTH)
            .annotate(tries=Subquery(tries), until=F("attempt_time") + LockOut.LENGTH)
            .filter(~Exists(same.filter(later)), tries__gte=settings.AXES_FAILURE_LIMIT)
        )


class LockOut(AccessAttempt):
    """Wrong passwords for one address from one place, as axes counts them on every door."""

    LENGTH = timedelta(hours=settings.AXES_COOLOFF_TIME)

    objects = LockOutQuerySet.as_manager()

    class Meta:
        proxy = True
        ordering: ClassVar[list[str]] = []
        verbose_name = _("lock-out")
        verbose_name_plural = _("lock-outs")

    def __str__(self) -> str:
        return f"{self.username}, {self.ip_address}"
