"""What prepares a visit: preparatory visits and tasks."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.pages import posted_version
from planning.preparation import actions
from planning.preparation.forms import TaskForm, WaiverForm
from planning.preparation.models import Task
from planning.preparation.pages import preparing, tasks_for
from planning.visits.models import Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def list_(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show preparatory visits and tasks as far as the reader may see them."""
    user = signed_in(request)
    page = {
        "visit": visit,
        "rights": rights,
        "preparing": preparing(user, visit),
        "rows": tasks_for(user, visit, rights, clock.today()),
    }
    return render(request, "planning/preparation/list.html", page)


@require_http_methods(["GET", "POST"])
@visit_page
def task_add(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Add a task."""
    need(rights, May.MANAGE_TASKS)
    return form_page(
        request,
        visit,
        rights,
        form=TaskForm(request.POST or None, visit=visit, initial={"when": "before_first"}),
        action=partial(actions.add, visit=visit),
        title=_("Add a task"),
        to="preparation:list",
        button=_("Add"),
        done=_("Added."),
    )


@require_http_methods(["GET", "POST"])
@visit_page
def task_waive(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Waive a task, with a reason."""
    need(rights, May.MANAGE_TASKS)
    task = _task(request, visit, pk)
    return form_page(
        request,
        visit,
        rights,
        form=WaiverForm(request.POST or None, initial={"version": task.version}),
        action=partial(actions.waive, task=task),
        title=_("Waive a task"),
        lead=task.title,
        to="preparation:list",
        button=_("Waive"),
        done=_("Waived."),
    )


@require_POST
@visit_page
def task_tick(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Mark a task as done."""
    return _settle(request, visit, pk, actions.tick)


@require_POST
@visit_page
def task_reopen(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Open a settled task again."""
    return _settle(request, visit, pk, actions.reopen)


def _settle(
    request: HttpRequest, visit: Visit, pk: UUID, action: Callable[..., Any]
) -> HttpResponse:
    task = _task(request, visit, pk)
    action(task=task, version=posted_version(request), by=actor(request), at=clock.now())
    return redirect(reverse("preparation:list", kwargs={"visit": visit.slug}) + f"#task-{pk}")


def _task(request: HttpRequest, visit: Visit, pk: UUID) -> Task:
    tasks = Task.objects.visible_to(signed_in(request)).with_owners()
    return get_object_or_404(tasks, pk=pk, visit=visit)
