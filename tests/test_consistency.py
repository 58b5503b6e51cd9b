"""What must hold of the whole house, whatever is added to it."""

import csv
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import IntegerField, JSONField
from django.template.loader import get_template

from pupitre.core.access import pages
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.core.tenancy.protection import centre_relations
from pupitre.portability.references import references
from tests.matrix import centre_pages, tenant_models
from tests.security.rights import ROLES, right_of, rights

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "pupitre"
PLATFORM = {"accounts.User", "accounts.UserSession", "centres.Centre", "core.Job", "core.RateCount"}

# JSON read once and found to name no row of ours, and the keys of jobs, which stay where they are.
JSON_WITHOUT_NUMBERS = {
    *("core.AuditEvent.changes", "mailing.Delivery.fields", "people.Person.directory"),
    *("people.DirectoryReading.selection", "people.DirectoryReading.found", "people.DirectoryReading.counts"),
    *("meetings.MeetingTemplate.professions", "meetings.MeetingTemplate.steps", "meetings.Meeting.themes"),
    *("meetings.Series.skip_months", "meetings.Series.skip_breaks", "meetings.Poll.professions"),
    *("books.ExportPack.missing", "bank.CsvFormat.mapping", "invoices.Invoice.remarks"),
    *("indemnities.Scheme.statuses", "indemnities.Scheme.kinds", "aci.Contract.options", "aci.Dossier.problems",
    "privacy.Erasure.lines", "privacy.PurgeReport.lines", "budgets.PlanLine.months"),
}  # fmt: skip
JOB_KEYS = {"people.reading.", "after"}


def own_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("pupitre.")]


def test_every_model_belongs_to_a_centre_or_is_a_known_platform_table() -> None:
    loose = {model._meta.label for model in own_models() if not issubclass(model, CentreModel)}
    assert loose == PLATFORM


def test_every_tenant_model_has_an_export_decision() -> None:
    labels = {model._meta.label for model in tenant_models()}
    assert labels == set(registry.exports)


def test_every_tenant_model_has_a_french_name() -> None:
    named = {model for model in tenant_models() if "verbose_name" in model._meta.original_attrs}
    assert not set(tenant_models()) - named


def test_what_numbers_inside_a_row_point_to_is_known() -> None:
    """A number of another row must follow a centre that moves: declare it with `registry.points`."""
    for model in tenant_models():
        if registry.exports[model._meta.label] != "data":
            continue
        known = references(model)
        for field in model._meta.local_fields:
            loose = isinstance(field, IntegerField) and re.search(r"_(id|user)$", field.name)
            assert not loose or field.attname in known, (model, field.name)
            holds = isinstance(field, JSONField) and field.attname not in known
            assert not holds or f"{model._meta.label}.{field.name}" in JSON_WITHOUT_NUMBERS, (model, field.name)  # fmt: skip


def test_every_export_decision_says_data_or_why_not() -> None:
    for label, decision in registry.exports.items():
        assert decision == "data" or len(decision) > 10, label


def test_the_word_of_every_key_is_declared() -> None:
    """`key=f"meetings-{pk}"` holds a number: `registry.key_word` says whose."""
    written = re.compile(r"key\s*=\s*f\"([a-z._]+)[/:-]\{[\w.]*(?:pk|_id)\}")
    for file in SOURCES.rglob("*.py"):
        for word in written.findall(file.read_text(encoding="utf-8")):
            assert word in {*registry.key_words, *JOB_KEYS}, (file, word)


def test_every_tenant_manager_is_the_scoped_one() -> None:
    for model in tenant_models():
        assert model._base_manager.name == model._default_manager.name == "objects", model


def test_relations_between_tenant_tables_are_sealed_ones() -> None:
    for model in tenant_models():
        plain = {
            field.name
            for field in model._meta.local_fields
            if field.remote_field and issubclass(field.remote_field.model, CentreModel)
        }
        assert plain == {field.name for field in centre_relations(model)}, model
        assert not model._meta.local_many_to_many, model


def test_unique_constraints_start_with_the_centre() -> None:
    for model in tenant_models():
        for constraint in model._meta.constraints:
            fields = getattr(constraint, "fields", ())
            assert not fields or fields[0] == "centre", (model, constraint)
        assert not any(
            field.unique and not field.primary_key for field in model._meta.local_fields
        ), model


def test_every_page_declares_a_known_permission() -> None:
    for page in pages():
        asked = page.permission or ""
        assert asked == "login" or asked.startswith("public:") or asked in registry.permissions, (
            page
        )


def test_pages_inside_a_centre_ask_for_a_role_or_a_signed_link() -> None:
    for page in pages():
        if page.pattern.startswith("/c/") and (page.permission or "").startswith("public:"):
            assert "/l/" in page.pattern, page


def test_each_page_opens_to_the_roles_of_the_table_of_rights() -> None:
    """`tests/security/rights.csv` is the judge: change both when a right changes, or decide for a new page."""
    for page in centre_pages():
        right = right_of(page.name)
        assert right is not None, (
            f"{page.name}: who may open it? Add it to tests/security/rights.csv"
        )
        if not (page.permission or "").startswith("public:"):
            allowed = {role for role in ROLES if registry.allows(page.permission or "", role)}
            assert allowed == right.roles, (page.name, right.object)


def test_the_table_of_rights_names_no_page_that_is_gone() -> None:
    names = {page.name for page in centre_pages()}
    for right in rights():
        for page in right.pages:
            assert any(fnmatchcase(name, page) for name in names), (right.object, page)


@pytest.mark.django_db
def test_the_database_seals_every_tenant_table() -> None:
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for model in tenant_models():
            table = model._meta.db_table
            if postgresql:
                cursor.execute(
                    "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s",
                    [table],
                )
                assert cursor.fetchone() == (True, True), table
                cursor.execute(
                    "SELECT qual IS NOT NULL, with_check IS NOT NULL FROM pg_policies WHERE tablename = %s",
                    [table],
                )
                assert cursor.fetchall() == [(True, True)], table
                cursor.execute(
                    "SELECT count(*) FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid WHERE t.relname = %s AND c.contype = 'f' AND c.conname LIKE %s",
                    [table, "%\\_centre"],
                )
                assert cursor.fetchone() == (len(centre_relations(model)),), table
            else:
                cursor.execute(
                    "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s",
                    [table, f"{table}%centre%"],
                )
                assert cursor.fetchone() == (2 * len(centre_relations(model)),), table
                cursor.execute(
                    "SELECT count(*) FROM sqlite_master WHERE name = %s", [f"{table}_centre_id"]
                )
                assert cursor.fetchone() == (1,), table


@pytest.mark.django_db
def test_postgresql_holds_no_way_round_the_policies() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL's catalogue")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_matviews")
        assert cursor.fetchone() == (0,)
        cursor.execute(
            "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public' AND p.prosecdef"
        )
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
        )
        assert cursor.fetchone() == (0,)


def template_files() -> list[Path]:
    return sorted(SOURCES.glob("*/templates/**/*.html"))


@pytest.mark.parametrize("file", template_files(), ids=lambda file: file.name)
def test_every_template_compiles(file: Path) -> None:
    get_template(str(file.relative_to(SOURCES)).split("/templates/", 1)[1])


def test_no_template_is_unused() -> None:
    text = "\n".join(
        file.read_text(encoding="utf-8")
        for pattern in ("*.py", "*.html")
        for file in SOURCES.rglob(pattern)
    )
    django_finds = re.compile(
        r"/(allauth|account|mfa|socialaccount|django|forms|ui|core/crud|registration)/|/\d{3}\w*\.html$"
    )
    for file in template_files():
        name = str(file).split("/templates/", 1)[1]
        of_crud = f'template_dir = "{name.rpartition("/")[0]}"'
        assert django_finds.search(f"/{name}") or name in text or of_crud in text, name


def test_templates_hold_no_inline_style_script_or_handler() -> None:
    inline = re.compile(r"\sstyle=|<script(?![^>]*\bsrc=)|<style|\son\w+=|hx-on", re.IGNORECASE)
    for file in template_files():
        assert not inline.search(file.read_text(encoding="utf-8")), file


def test_activities_are_all_listed_once() -> None:
    with (ROOT / "docs" / "activities.csv").open(encoding="utf-8", newline="") as source:
        ids = [row["id"] for row in csv.DictReader(source)]
    assert len(ids) == len(set(ids)) == 150
