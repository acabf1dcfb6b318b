"""Webhooks and the log of their calls in the admin panel."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from planning.accounts.pages import actor
from planning.audit.admin import ActionAdmin, LogAdmin
from planning.core import clock
from planning.core.admin import VersionedForm
from planning.core.errors import Refused
from planning.reminders import actions
from planning.reminders.formats import secret_of
from planning.reminders.models import Webhook, WebhookCall
from planning.reminders.queries import call_log
from planning.reminders.rules import Topic, check_address


class WebhookForm(VersionedForm):
    """A webhook; what is wrong with its address stands beside it."""

    topics = forms.MultipleChoiceField(
        label=Webhook._meta.get_field("topics").verbose_name,
        help_text=Webhook._meta.get_field("topics").help_text,
        choices=Topic.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_address(self) -> str:
        """Ask the rule that the action asks too."""
        address: str = self.cleaned_data["address"]
        try:
            check_address(address, plain=settings.INSECURE)
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return address


@admin.register(Webhook)
class WebhookAdmin(ActionAdmin):
    """Webhooks. A signing secret is shown once: when it is made."""

    form = WebhookForm
    list_display = ["organisation", "address", "is_on", "failing_since"]
    list_filter = ["is_on"]
    list_select_related = ["organisation"]
    search_fields = ["organisation__name", "address"]
    ordering = ["organisation__name", "address", "pk"]
    actions = ["renew_secret"]
    fields = ["organisation", "address", "topics"]

    def get_fields(self, request: HttpRequest, obj: Webhook | None = None) -> list[Any]:
        """Ask for the ministry and the address; whether it is on, once it stands."""
        later = ["is_on", "on_since", "failing_since", "resting_until", "previous_until"]
        return [*super().get_fields(request, obj), *(later if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Webhook | None = None) -> Any:
        """Leave the ministry alone: a webhook of another one is another webhook."""
        later = ["on_since", "failing_since", "resting_until", "previous_until"]
        return ["organisation", *later] if obj else []

    def act(
        self, request: HttpRequest, row: Webhook, version: int, changed: dict[str, Any] | None
    ) -> None:
        """Add or change a webhook."""
        said: Any = {
            "address": row.address, "topics": row.topics, "by": actor(request), "at": clock.now(),
        }  # fmt: skip
        if changed is None:
            actions.add_webhook(id=row.pk, organisation=row.organisation, **said)
        else:
            actions.change_webhook(webhook=row, version=version, is_on=row.is_on, **said)

    def response_add(
        self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the signing secret, in this answer and in no other."""
        return self._show_secret(request, obj)

    @admin.action(description=_("Renew the signing secret"), permissions=["change"])
    def renew_secret(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> HttpResponse | None:
        """Make a new signing secret for one webhook and show it."""
        if len(chosen) != 1:
            self.message_user(request, _("Choose one webhook."), messages.ERROR)
            return None
        webhook = actions.renew_secret(
            webhook=chosen[0], version=chosen[0].version, by=actor(request), at=clock.now()
        )
        return self._show_secret(request, webhook)

    def _show_secret(self, request: HttpRequest, webhook: Webhook) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Signing secret"),
            "webhook": webhook,
            "secret": secret_of(webhook),
        }
        return TemplateResponse(request, "planning/reminders/secret.html", page)


@admin.register(WebhookCall)
class WebhookCallAdmin(LogAdmin):
    """The log of calls: how each went. What it is about is no affair of the panel."""

    fields = [
        "id", "office", "dated_at", "state", "attempts", "answer", "error", "next_try_at",
        "settled_at",
    ]  # fmt: skip
    list_display = ["dated_at", "office", "state", "answer", "attempts", "error"]
    list_filter = ["state"]
    search_fields = ["id"]
    search_help_text = _("A call's webhook-id")
    ordering = ["-queued_at", "pk"]
    actions = ["send_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookCall]:
        """Show calls, no mails."""
        return call_log()

    @admin.display(description=_("ministry"), ordering="office")
    def office(self, call: Any) -> str:
        """Name whose system is called."""
        return call.office

    @admin.action(description=_("Send again"), permissions=["view"])
    def send_again(self, request: HttpRequest, chosen: QuerySet[WebhookCall]) -> None:
        """Queue calls again, each under its own id; say of which that cannot be."""
        done = 0
        for call in chosen:
            try:
                actions.send_again(call=call, by=actor(request), at=clock.now())
            except Refused as refusal:
                said = _("Call %(id)s: %(refusal)s") % {"id": call.pk, "refusal": refusal}
                self.message_user(request, said, messages.ERROR)
            else:
                done += 1
        if done:
            said = ngettext("%(n)s call is sent again.", "%(n)s calls are sent again.", done)
            self.message_user(request, said % {"n": done})
