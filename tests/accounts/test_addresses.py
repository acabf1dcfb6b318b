"""Another address for an account: both addresses and the chiefs are told, what rests on it ends."""

import pytest

from planning.accounts.models import OneTimeLink, User
from planning.audit.models import AuditEvent
from planning.core.errors import Conflict, NotAllowed
from planning.outbox.actions import deliver_some
from planning.outbox.models import Message
from planning.visits import actions
from planning.visits.models import Appointment
from tests.world import NOW

CHANGED = "visits.address_changed"


def move(user, by, to="elsewhere@example.org", version=1, **more):
    return actions.edit_account(user=user, version=version, email=to, by=by, at=NOW, **more)


def delivered(mailbox):
    """Return the subjects of the mails that leave now, by address."""
    while deliver_some():
        pass
    found = {mail["To"]: mail["Subject"] for mail in mailbox.mails}
    mailbox.mails.clear()
    return found


@pytest.mark.parametrize("who", ["desk", "ministry"])  # by a role, as a focal point
def test_the_old_address_the_new_one_and_the_chiefs_are_told(world, mailbox, who):
    move(world.cast[who].user, world.administrator)

    told = "V-7K3QF: an account has another e-mail address"
    assert delivered(mailbox) == {
        f"{who}@example.org": "Your account has another e-mail address",
        "elsewhere@example.org": "Your account has a new e-mail address",
        "chief@example.org": told,
        "deputy@example.org": told,
    }
    event = AuditEvent.objects.get(visit_id=world.summit.pk)
    assert (event.verb, event.needs) == (CHANGED, "manage_parts")
    assert event.payload.body == {"person": world.cast[who].user.name}


def test_no_mail_names_the_other_address_or_the_visit(world, mailbox):
    move(world.desk.user, world.administrator)
    while deliver_some():
        pass

    for mail in mailbox.mails:
        text = mail.get_content()
        assert "@" not in text
        assert "Annual" not in text


def test_each_old_address_is_told_however_often_it_changes(world, mailbox):
    move(world.outsider.user, world.administrator, "second@example.org")
    move(world.outsider.user, world.administrator, "third@example.org", version=2)

    assert delivered(mailbox) == {
        "outsider@example.org": "Your account has another e-mail address",
        "second@example.org": "Your account has another e-mail address",
        "third@example.org": "Your account has a new e-mail address",
    }


def test_the_old_address_of_an_account_that_is_shut_is_told_too(world, mailbox):
    move(world.outsider.user, world.administrator, is_active=False)

    assert delivered(mailbox) == {"outsider@example.org": "Your account has another e-mail address"}


def test_nobody_watches_over_the_own_address(world):
    Appointment.objects.filter(visit=world.summit, user=world.deputy.user).delete()

    move(world.chief.user, world.administrator)

    assert Message.objects.get(kind=CHANGED).to_user == world.officer.user


def test_a_chief_is_not_told_of_who_has_no_part_any_more(world, mailbox):
    move(world.desk.user, world.administrator)
    Appointment.objects.filter(user=world.desk.user).delete()

    assert delivered(mailbox).keys() == {"desk@example.org", "elsewhere@example.org"}


def test_the_same_address_in_other_letters_is_no_other_address(world, passwords, browser):
    client = browser()
    client.enter("press@example.org")

    move(world.press.user, world.administrator, "PRESS@example.org")

    assert client.is_in
    assert not Message.objects.exists()


def test_sessions_and_links_that_rest_on_the_old_address_end(world, passwords, browser, links):
    client = browser()
    client.enter("press@example.org")
    client.post("/account/link/", {"email": "press@example.org"})
    [path] = links().values()

    move(world.press.user, world.administrator)

    assert not client.is_in
    assert not OneTimeLink.objects.exists()
    assert "has been used or has run out" in browser().get(path).text
    assert client.enter("elsewhere@example.org")["Location"] == "/"


def test_who_changes_their_own_stays_in_the_panel_alone(world, passwords, browser):
    panel, elsewhere = browser(), browser()
    for one in (panel, elsewhere):
        one.enter("administrator@example.org")
    own = world.administrator.user
    form = {"name": own.name, "language": "en", "time_zone": "Asia/Kolkata", "is_active": "on",
            "is_staff": "on", "email": "New.Desk@example.org", "made_on": 1}  # fmt: skip

    response = panel.post(f"/admin/planning/user/{own.pk}/change/", form)

    assert response.status_code == 302
    assert (panel.is_in, elsewhere.is_in) == (True, False)
    assert User.objects.get(pk=own.pk).email == "new.desk@example.org"


def test_what_is_refused_is_told_to_nobody(world, nothing_happened):
    with pytest.raises(NotAllowed):
        move(world.desk.user, world.officer)
    with pytest.raises(Conflict):
        move(world.desk.user, world.administrator, "chief@example.org")

    nothing_happened()
