"""Sign in, sign out, one's own settings and API tokens."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning.accounts import actions
from planning.accounts.forms import TokenForm, WishesForm
from planning.accounts.models import ApiToken
from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.errors import Refused
from planning.core.pages import refuse

sign_in = login_not_required(
    LoginView.as_view(
        template_name="planning/accounts/sign_in.html", redirect_authenticated_user=True
    )
)
sign_out = login_not_required(require_POST(LogoutView.as_view()))


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Show and change one's own language and zone."""
    user = signed_in(request)
    form = WishesForm(
        request.POST or None,
        initial={"version": user.version, "language": user.language, "time_zone": user.time_zone},
    )
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_wishes(user=user, **form.cleaned_data, by=actor(request), at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            messages.success(request, _("Saved."))
            return redirect("accounts:wishes")
    return render(request, "planning/accounts/wishes.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's own API tokens and make one; its secret stands on the answer, and nowhere else."""
    user = signed_in(request)
    form = TokenForm(request.POST or None)
    page = {"form": form, "secret": "", "now": timezone.now()}
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            page["token"], page["secret"] = actions.create_token(
                name=typed["name"],
                scope=typed["scope"],
                life=timedelta(days=typed["days"]),
                by=actor(request),
                at=timezone.now(),
            )
            page["form"] = TokenForm()
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
    page["tokens"] = ApiToken.objects.visible_to(user).filter(user=user).latest_first()
    return render(request, "planning/accounts/tokens.html", page, status=status)


@require_POST
def token_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a token."""
    token = get_object_or_404(ApiToken.objects.visible_to(signed_in(request)), pk=pk)
    actions.revoke_token(token=token, by=actor(request), at=timezone.now())
    messages.success(request, _("The token %(name)s is revoked.") % {"name": token.name})
    return redirect("accounts:tokens")
