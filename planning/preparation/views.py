"""What prepares a visit: preparatory visits and tasks."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts.pages import actor, signed_in
from planning.core import clock
from planning.core.errors import Refused
from planning.core.pages import Undo, as_it_was, chosen_in, posted_version, say
from planning.preparation import actions
from planning.preparation.formats import TASKS
from planning.preparation.forms import SomeForm, TaskForm, WaiverForm
from planning.preparation.models import Task
from planning.preparation.pages import preparing, row_of, some_of, tasks_of
from planning.preparation.rules import Bulk, TaskState
from planning.visits.models import Visit
from planning.visits.pages import form_page, need, visit_page
from planning.visits.rules import May, Rights


@require_safe
@visit_page
def list_(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Show preparatory visits and tasks as far as the reader may see them."""
    user = signed_in(request)
    line = partial(row_of, rights=rights, today=clock.today())
    tasks = TASKS.of(request, tasks_of(user, visit), line=line, of=visit.slug)
    page = {
        "visit": visit,
        "rights": rights,
        "preparing": preparing(user, visit),
        "list": tasks,
        "bulk": Bulk.choices,
    }
    return tasks.sheet() or render(request, "planning/preparation/list.html", page)


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
        undo=partial(_way_back, visit, "reopen"),
    )


@require_POST
@visit_page
def task_tick(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Mark a task as done."""
    return _settle(request, visit, pk, actions.tick, _("Done: %(title)s."), "reopen")


@require_POST
@visit_page
def task_reopen(request: HttpRequest, visit: Visit, rights: Rights, pk: UUID) -> HttpResponse:
    """Open a settled task again."""
    return _settle(request, visit, pk, actions.reopen, _("Reopened: %(title)s."), "tick")


@require_POST
@visit_page
def task_some(request: HttpRequest, visit: Visit, rights: Rights) -> HttpResponse:
    """Do one thing to some tasks, once it has been shown which they are."""
    need(rights, May.TICK_TASK, rights.organisations)
    chosen, what = chosen_in(request), request.POST.get("what", "")
    if what not in Bulk.values:
        raise Refused(_("Choose what is to be done to the tasks."))
    some = some_of(tasks_of(signed_in(request), visit), chosen, Bulk(what), rights)
    if not some.fit:
        raise Refused(_("To none of the chosen tasks can that be done, or not by you."))
    return form_page(
        request,
        visit,
        rights,
        form=SomeForm(
            request.POST if "sure" in request.POST else None, what=some.what, visit=visit
        ),
        action=partial(
            actions.do_to_some,
            what=some.what,
            chosen=[(task, chosen[str(task.pk)]) for task in some.fit],
        ),
        title=some.title,
        to="preparation:list",
        button=some.title,
        done=_("Done."),
        undo=partial(_all_back, visit, some.what),
        template="planning/preparation/some.html",
        some=some,
        chosen=[f"{task.pk}.{chosen[str(task.pk)]}" for task in some.fit],
    )


def _settle(
    request: HttpRequest,
    visit: Visit,
    pk: UUID,
    action: Callable[..., Task],
    said: str,
    inverse: str,
) -> HttpResponse:
    task = _task(request, visit, pk)
    was_waived = task.state == TaskState.WAIVED  # nobody could give its reason again
    task = action(task=task, version=posted_version(request), by=actor(request), at=clock.now())
    undo = None if was_waived else _way_back(visit, inverse, task)
    say(request, said % {"title": task.title}, undo)
    url = reverse("preparation:list", kwargs={"visit": visit.slug})
    return redirect(f"{as_it_was(request, url)}#task-{pk}")


def _way_back(visit: Visit, name: str, task: Task) -> Undo:
    url = reverse(f"preparation:{name}", kwargs={"visit": visit.slug, "pk": task.pk})
    return Undo(url, {"version": task.version})


def _all_back(visit: Visit, what: Bulk, tasks: list[Task]) -> Undo | None:
    """Return the way back from what was done to some tasks; a reason or an owner has none."""
    if what not in (Bulk.TICK, Bulk.WAIVE):
        return None
    chosen = [f"{task.pk}.{task.version}" for task in tasks]
    url = reverse("preparation:some", kwargs={"visit": visit.slug})
    return Undo(url, {"what": Bulk.REOPEN.value, "chosen": chosen})


def _task(request: HttpRequest, visit: Visit, pk: UUID) -> Task:
    tasks = Task.objects.visible_to(signed_in(request)).with_owners()
    return get_object_or_404(tasks, pk=pk, visit=visit)
