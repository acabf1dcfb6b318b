"""The texts of reminders; whether one is still due is asked again at delivery."""

from planning.core import clock
from planning.core.wording import span
from planning.outbox.models import Message
from planning.outbox.rules import Mail, kind
from planning.preparation.models import Task
from planning.preparation.rules import TaskState
from planning.reminders.actions import first_day_key, task_key
from planning.reminders.queries import due_day_for, first_day_for
from planning.reminders.rules import LEADS, Kind
from planning.visits.mails import reader, write
from planning.visits.models import Visit


@kind(Kind.FIRST_DAY.value, Kind.FIRST_DAY.label)
def first_day(message: Message) -> Mail | None:
    """Remind of the first day, unless it moved, has come, or the reader may no longer know it."""
    visit = Visit.objects.get(pk=message.about_id)
    held = reader(message, visit)
    first_on = first_day_for(visit, held) if held else None
    if first_on is None or message.key not in (
        first_day_key(visit, lead, first_on) for lead in LEADS
    ):
        return None
    days = (first_on - clock.now().date()).days
    if days < 0:
        return None
    return write(message, visit, "overview:visit", days=days, first=span(first_on, first_on))


@kind(Kind.TASK_DUE.value, Kind.TASK_DUE.label)
def task_due(message: Message) -> Mail | None:
    """Remind of a task, unless it is settled or its day moved."""
    task = Task.objects.select_related("visit").filter(pk=message.about_id).first()
    held = reader(message, task.visit) if task else None
    if task is None or held is None or task.state != TaskState.OPEN:
        return None
    day = due_day_for(task, held)
    if day is None or message.key != task_key(task, day):
        return None
    return write(message, task.visit, "preparation:list")
