"""Countries, organisations, people and their memberships."""

from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from planning.accounts.models import User
from planning.core.models import NAMES, Named, Versioned
from planning.core.search import SearchKey
from planning.core.wall import check_zone
from planning.stakeholders.rules import KEEPERS, Kind


@pghistory.track(exclude=["search"])
class Country(Named):
    """A country: its capital, the zone there, its weekend (ISO days, Monday is 1), its holidays.

    ``holidays_key`` names the country and subdivision for the library that knows public holidays,
    for example ``IN-DL``.
    """

    code = models.CharField(_("ISO code"), max_length=2)
    capital = models.CharField(_("capital"), max_length=100)
    zone = models.CharField(_("time zone of the capital"), max_length=64, validators=[check_zone])
    weekend = ArrayField(models.PositiveSmallIntegerField(), default=list)
    holidays_key = models.CharField(_("holidays"), max_length=16, blank=True)
    search = SearchKey(*NAMES, "capital", "code")

    class Meta(Named.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="country_code_once",
                violation_error_message=_("There is already a country with this code."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="country_code_has_two_capitals",
                violation_error_message=_("A country's code is two capital letters."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(exclude=["search"])
class Organisation(Named):
    """An office, ministry, mission or international organisation. ``city`` is where it works."""

    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    country = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    short = models.CharField(_("short name"), max_length=32, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    search = SearchKey(*NAMES, "short", "city")

    class Meta(Named.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=Kind.INTERNATIONAL, country__isnull=True)
                | (~Q(kind=Kind.INTERNATIONAL) & Q(country__isnull=False)),
                name="organisation_has_a_country",
                violation_error_message=_(
                    "An organisation belongs to a country, unless it is international."
                ),
            ),
            models.UniqueConstraint(
                fields=["country", "name"],
                name="organisation_once",
                nulls_distinct=False,
                violation_error_message=_("This organisation stands here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(models.QuerySet["Person"]):
    """People, asked about."""

    def open_to(self, user: User) -> Self:
        """Keep the whole book for its keepers and administrators; for others, themselves."""
        return self if user.is_staff or keeps_reference(user) else self.filter(user=user)

    def with_posts(self) -> Self:
        return self.prefetch_related("memberships__organisation")


@pghistory.track(exclude=["search"])
class Person(Named):
    """A person as styled: "H.E. Mr", name, post. ``precedence`` sorts; an account is optional."""

    style = models.CharField(_("style"), max_length=100, blank=True)
    post = models.CharField(_("post"), max_length=200, blank=True)
    precedence = models.CharField(_("precedence key"), max_length=32, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=64, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="person",
    )
    search = SearchKey(*NAMES, "post")

    objects = PersonQuerySet.as_manager()

    class Meta(Named.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @property
    def styled(self) -> str:
        """Return the name as styled."""
        return f"{self.style} {self.name}".strip()


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, asked about."""

    def open_to(self, user: User) -> Self:
        """Keep all for the keepers of the book and administrators; for others, their own."""
        return self if user.is_staff or keeps_reference(user) else self.filter(person__user=user)

    def current(self) -> Self:
        return self.filter(is_current=True)


@pghistory.track()
class Membership(Versioned):
    """A person in an organisation. It opens no visit; ``may_clear`` binds the ministry.

    One that has ended keeps its row: ``is_current`` says whether it holds.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    may_clear = models.BooleanField(_("may clear texts for it"), default=False)
    is_current = models.BooleanField(_("belongs to it now"), default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                name="membership_once",
                violation_error_message=_(
                    "This person has a membership there already: change that one."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"


def keeps_reference(user: User) -> bool:
    """Tell whether a user is a member of a protocol office or desk: they make visits too."""
    kept = Membership.objects.current().filter(organisation__kind__in=KEEPERS)
    return kept.filter(person__user=user).exists()
