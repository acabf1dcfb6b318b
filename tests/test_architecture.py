"""Rules of the house that a machine can keep."""

import ast
import re
import subprocess
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, get_resolver
from rest_framework.permissions import IsAuthenticated

from planning.audit.rules import VERBS, Verb
from planning.outbox.rules import ANSWERED, KINDS
from planning.tasks import TICKING
from planning.visits.models import OfVisit, Visit
from planning.visits.rules import May

HOUSE = Path(__file__).resolve().parent.parent
PLANNING = HOUSE / "planning"
FILES = [
    path
    for path in sorted(PLANNING.rglob("*.py"))
    if "migrations" not in path.parts and path.name != "__init__.py"
]
MODELS = [
    model
    for model in apps.get_app_config("planning").get_models()
    if not hasattr(model, "pgh_tracked_model")
]

# Rows of a visit without ``visible_to``: the way to each, which asks who is there.
REACHED_THROUGH = {
    "Side": "its visit: who sees a visit sees its sides",
    "Principal": "its visit's sides",
    "Leg": "its visit: who sees a visit sees its places",
    "Link": "its visit, by a query that shows only what is visible at both ends",
    "Participation": "its visit's participants page",
    "FocalPoint": "its visit's participants page",
    "Appointment": "its visit's participants page; it is what rights follow from",
    "ItemPart": "its agenda item",
    "Attendance": "its programme item",
}
# Rows that name a visit by a plain key, since they stand below visits.
NAMES_A_VISIT = {
    "AuditEvent": "shown by ``needs`` and ``of`` in the story of the visit",
    "Message": "shown to those who manage the visit",
    "WebhookCall": "the same rows; the panel shows how a call went, not what it is about",
}
# Who writes rows without being an action, and why.
SAVES = {
    "core/rows.py": "``change`` is the one way to save",
    "core/clock.py": "the demonstration's clock is no fact of the product",
    "accounts/models.py": "Django's own command makes the first administrator",
}
# Rows that a door asks for without ``visible_to``, and why nothing leaks.
UNGUARDED = {
    "dates/pages.py: Hold.objects.filter": "the whole board is for those who may see all options",
    "programme/forms.py: ProgrammeItem.objects.filter": "the offices named in it, for its editors",
}
# Addresses open to strangers.
OPEN = {
    "healthz": "says that the process answers",
    "operations:readyz": "says whether requests may come; why, only to administrators",
    "operations:metrics": "asks for a token",
    "accounts:sign-in": "the one way in",
    "accounts:sign-out": "leads to sign-in whoever comes",
    "accounts:link": "a one-time link from a mail",
    "accounts:link-ask": "asks for one to sign in",
    "accounts:password-ask": "asks for one to set a password",
    "account_login": "sign-in, as allauth calls it",
    "account_logout": "sign-out, as allauth calls it",
    "account_set_password": "asks for a link, as allauth calls it",
    "mfa_authenticate": "the second step of signing in",
    "mfa_login_webauthn": "signing in by a passkey",
    "openid_connect_login": "leads to a ministry's own sign-in",
    "openid_connect_callback": "whom that vouches for",
    "admin:login": "leads to sign-in",
}


def trees(*names):
    """Yield path and syntax of the product's files, or of those with these names."""
    for path in FILES:
        if not names or path.name in names:
            yield path.relative_to(PLANNING).as_posix(), ast.parse(path.read_text())


def calls(tree):
    """Yield what is called in a file, as it is written, with the call."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def addresses(patterns, space=""):
    """Yield name and pattern of every address."""
    for entry in patterns:
        if isinstance(entry, URLPattern):
            yield space + (entry.name or str(entry.pattern)), entry
        else:
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from addresses(entry.url_patterns, space + inner)


def foreign(model):
    """Return the models that a model points to."""
    return {field.related_model for field in model._meta.fields if field.is_relation}


def test_what_has_a_visit_is_of_a_visit():
    names = {
        model.__name__
        for model in MODELS
        if {"visit", "visit_id"} & {field.name for field in model._meta.fields}
        and not issubclass(model, OfVisit)
    }

    assert names == set(NAMES_A_VISIT)


def test_what_belongs_to_something_of_a_visit_is_of_that_visit_itself():
    for model in MODELS:
        parents = {parent for parent in foreign(model) if issubclass(parent, OfVisit | Visit)}
        assert not parents or issubclass(model, OfVisit), model


def test_what_is_of_a_visit_is_asked_for_by_who_may_see_it():
    blind = {
        model.__name__
        for model in MODELS
        if issubclass(model, OfVisit | Visit)
        and not hasattr(model._default_manager.none(), "visible_to")
    }

    assert blind == set(REACHED_THROUGH)


def test_the_key_of_every_row_says_nothing():
    numbered = {model.__name__ for model in MODELS if type(model._meta.pk) is not models.UUIDField}

    assert numbered == {
        "AuditPayload",
        "DemoClock",
        "LockOut",
        "Session",
    }  # its event; one; axes'; random


def named_in(condition):
    """Yield the lookups of a condition."""
    for child in condition.children:
        if isinstance(child, tuple):
            yield child[0]
        else:
            yield from named_in(child)


def test_who_did_something_and_when_are_known_together_or_not_at_all():
    found = 0
    for model in MODELS:
        fields = {field.name: field for field in model._meta.fields}
        people = [name for name, field in fields.items() if field.is_relation]
        for name in [name.removesuffix("_by") for name in people if name.endswith("_by")]:
            at, by = fields[f"{name}_at"], fields[f"{name}_by"]
            found += 1
            if not at.null and not by.null:
                continue
            lookups = [
                set(named_in(constraint.condition))
                for constraint in model._meta.constraints
                if isinstance(constraint, models.CheckConstraint)
            ]
            both = {f"{name}_at__isnull", f"{name}_by__isnull"}
            assert any(both <= each for each in lookups), f"{model.__name__}.{name}_at and _by"

    assert found > 5


def test_no_model_sorts_its_rows_by_itself():
    assert [
        model for model in apps.get_app_config("planning").get_models() if model._meta.ordering
    ] == []


def test_every_constraint_has_one_name_in_the_whole_house():
    names = [c.name for model in MODELS for c in model._meta.constraints]

    assert len(names) == len(set(names))


def test_rows_are_saved_by_actions_alone():
    written = {
        f"{path}: {name}"
        for path, tree in trees()
        for name, _call in calls(tree)
        if re.search(r"\.(save|bulk_create|bulk_update)$|objects\.\w*create$", name)
        and not path.endswith("/actions.py")
        and path not in SAVES
    }

    assert written == set()


def test_doors_ask_who_may_see_before_they_ask_for_rows():
    guarded = {
        model.__name__ for model in MODELS if hasattr(model._default_manager.none(), "visible_to")
    }
    unguarded = {
        f"{path}: {ast.unparse(node)}"
        for path, tree in trees("views.py", "pages.py", "api.py", "forms.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "objects"
        and (node.attr == "all" or ast.unparse(node.value.value) in guarded)
        and node.attr != "visible_to"
    }

    assert unguarded == set(UNGUARDED)


def test_no_task_waits_in_a_broker():
    held = {
        f"{path}: {ast.unparse(call)[:60]}"
        for path, tree in [
            *trees(),
            ("celery.py", ast.parse((HOUSE / "summit/celery.py").read_text())),
        ]
        for name, call in calls(tree)
        if re.search(r"\.(delay|apply_async|retry)$", name)
        or {word.arg for word in call.keywords} & {"eta", "countdown"}
    }

    assert held == set()


def test_below_the_doors_time_is_an_argument():
    clocks = {
        f"{path}: {name}"
        for path, tree in trees(
            "rules.py", "models.py", "access.py", "queries.py", "formats.py", "actions.py"
        )
        for name, _call in calls(tree)
        if re.search(r"(clock\.|timezone\.|datetime\.)(now|today|utcnow)$|date\.today$", name)
    }

    assert clocks == set()


def test_every_page_asks_who_is_there():
    strangers = {
        name
        for name, entry in addresses(get_resolver().url_patterns)
        if not getattr(entry.callback, "login_required", True) and not name.startswith("api:")
    }

    assert strangers == set(OPEN)


def test_every_endpoint_of_the_api_asks_who_is_there():
    views = [
        entry.callback
        for name, entry in addresses(get_resolver().url_patterns)
        if name.startswith("api:")
    ]

    assert views
    for view in views:
        assert view.cls.permission_classes == [IsAuthenticated], view


def test_no_door_is_exempt_from_the_token_against_forgery():
    for path, tree in trees():
        for node in ast.walk(tree):
            assert getattr(node, "id", getattr(node, "attr", "")) != "csrf_exempt", path


def verbs():
    """Yield every verb that the slices' rules declare."""
    for path in FILES:
        if path.name == "rules.py":
            module = import_module(f"planning.{path.parent.name}.rules")
            for value in vars(module).values():
                many = value.values() if isinstance(value, dict) and value is not VERBS else [value]
                yield from (verb for verb in many if isinstance(verb, Verb))


def test_every_verb_has_a_name_of_its_own_slice_and_a_sentence_of_named_places():
    declared = {id(verb): verb for verb in verbs()}.values()

    assert len({verb.name for verb in declared}) == len(declared)
    for verb in declared:
        assert VERBS[verb.name] is verb
        assert re.fullmatch(r"[a-z]+\.[a-z_]+", verb.name), verb
        assert verb.needs == "" or verb.needs in set(May), verb
        places = str(verb.sentence)
        assert "%" not in re.sub(r"%\([a-z_]+\)s", "", places), verb
        assert places % defaultdict(str, {}) is not None


def test_every_kind_of_message_has_its_text_and_every_text_its_kind():
    texts = {path.stem for path in (HOUSE / "templates/planning/mails").glob("[!_]*.txt")}

    mails = KINDS.keys() - ANSWERED.keys()
    assert {kind for kind in mails if not kind.startswith("tests.")} == texts


def test_every_task_bears_the_name_of_its_slice_and_bears_with_newer_senders():
    for path, tree in trees("tasks.py"):
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                slice_name = path.partition("/")[0]
                assert f"'planning.{slice_name}.{node.name}'" in ast.unparse(node.decorator_list[0])
                assert node.args.kwarg is not None, node.name
                assert len(node.body) <= 2, node.name
    assert {task.name for task in TICKING} == {
        "planning.operations.pulse",
        "planning.outbox.call",
        "planning.accounts.sweep",
        "planning.outbox.deliver",
        "planning.outbox.recover",
        "planning.reminders.call_webhooks",
        "planning.reminders.remind",
    }


def test_slices_and_files_point_one_way():
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout
    assert "2 kept, 0 broken" in run.stdout


@pytest.mark.parametrize("listed", [REACHED_THROUGH, NAMES_A_VISIT])
def test_every_exception_is_a_model_that_exists(listed):
    assert set(listed) <= {model.__name__ for model in MODELS}
