"""The texts of reminders; whether one is still due is asked again at delivery."""

from planning.core import clock
from planning.core.wording import span
from planning.outbox.models import Message
from planning.outbox.rules import Mail, Recipient, kind
from planning.preparation.models import Task
from planning.preparation.rules import TaskState
from planning.reminders.actions import first_day_key, owners_of, task_key
from planning.reminders.queries import due_day_for, first_day_for
from planning.reminders.rules import LEADS, Kind
from planning.visits.access import everyone_on
from planning.visits.mails import reader, write
from planning.visits.models import Visit


@kind(Kind.FIRST_DAY.value, Kind.FIRST_DAY.label, optional=True)
def first_day(message: Message) -> Mail | None:
    """Remind of the first day, unless it moved, has come, or the reader may no longer know it."""
    visit = Visit.objects.get(pk=message.about_id)
    held = reader(message, visit)
    first_on = first_day_for(visit, held) if held else None
    if first_on is None or message.key not in (
        first_day_key(visit, lead, first_on) for lead in LEADS
    ):
        return None
    days = (first_on - clock.today()).days
    if days < 1:
        return None
    return write(message, visit, "overview:visit", days=days, first=span(first_on, first_on))


@kind(Kind.TASK_DUE.value, Kind.TASK_DUE.label, optional=True)
def task_due(message: Message) -> Mail | None:
    """Remind of a task, unless it is settled, its day moved, or it is somebody else's by now."""
    task = Task.objects.select_related("visit").get(pk=message.about_id)
    if task.state != TaskState.OPEN:
        return None
    owners = owners_of(task, everyone_on(task.visit))
    held = owners.get(Recipient(message.to_user_id, message.to_person_id))
    day = due_day_for(task, held) if held else None
    if day is None or message.key != task_key(task, day):
        return None
    return write(message, task.visit, "preparation:list")
