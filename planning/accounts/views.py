"""Sign in, sign out, one's own settings."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning.accounts import actions
from planning.accounts.forms import WishesForm
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
