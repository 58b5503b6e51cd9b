"""Pages of core: health, a job's progress, search."""

import json
import logging
import shutil
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from pupitre.core import search, throttle
from pupitre.core.access import requires
from pupitre.core.backup.proof import last_proof
from pupitre.core.jobs.models import Job
from pupitre.core.links import centre_url
from pupitre.core.tenancy import replica
from pupitre.core.web import CentreRequest

LOW_DISK = 100 * 1024 * 1024
REPORTS_PER_NETWORK = 20


@requires("public:health")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # a view's signature
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@requires("public:health")
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # a view's signature
    """Answer 200 when the database is migrated and the disk has room, else 503, with the reasons."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    free = shutil.disk_usage(settings.PUPITRE_HOME).free if settings.PUPITRE_HOME.exists() else 0
    proven = last_proof()
    facts: dict[str, Any] = {
        "migrated": not pending,
        "disk": free > LOW_DISK,
        "last_proven_restore": proven and proven["proven_at"],
    }
    if replica.is_set():
        state = replica.state()
        facts["replica"] = state and {"behind_octets": state.behind, "used": state.usable}
    return JsonResponse(facts, status=200 if facts["migrated"] and facts["disk"] else 503)


@requires("public:csp-report")
@csrf_exempt
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log what a browser refused to load, without the page's address; a browser sends it by itself."""
    if throttle.too_many(f"csp:{throttle.network_of(request)}", REPORTS_PER_NETWORK):
        return HttpResponse(status=429)
    try:
        told = json.loads(request.body[:10_000])["csp-report"]
        refused = [str(told.get(name, ""))[:100] for name in ("effective-directive", "blocked-uri")]
    except (ValueError, TypeError, KeyError, AttributeError):
        return HttpResponse(status=400)
    logging.getLogger(__name__).warning("Content security policy: refused %r", refused)
    return HttpResponse(status=204)


@requires("core.search")
@require_safe
def find(request: CentreRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:200]
    found = groupby(search.find(text, request.role), key=lambda entry: entry.kind)
    groups = [_group(kind, list(entries)) for kind, entries in found]
    return render(
        request, "core/search.html", {"text": text, "search_query": text, "groups": groups}
    )


def _group(kind: str, entries: list[Any]) -> dict[str, Any]:
    """Return what the results component draws of one kind."""
    items = [{"label": one.title, "url": one.url, "detail": one.detail} for one in entries]
    return {"title": kind, "items": items, "more": entries[0].total - len(items)}


@requires("core.job")
@require_safe
def job(request: CentreRequest, pk: int) -> HttpResponse:
    """Show a job of this centre: its bar while it runs, its result's page when it is done."""
    found = get_object_or_404(Job, pk=pk, centre_id=request.centre.pk)
    target = found.result.get("url")
    if found.state == Job.State.DONE and target and request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    if found.state == Job.State.DONE and target:
        return redirect(target)
    return render(request, "core/job.html", {"job": found, "shown": _shown(found)})


def _shown(found: Job) -> dict[str, Any]:
    """Return what the progress component draws of a job."""
    text = found.message or found.get_state_display()
    if found.total and not found.over:
        text = f"{text} ({found.progress} sur {found.total})"
    failed = (
        "L'administrateur trouvera le détail dans le journal."
        if found.state == Job.State.FAILED
        else ""
    )
    return {
        "label": str(found),
        "done": found.progress,
        "total": found.total,
        "text": text,
        "running": not found.over,
        "failed": failed,
        "poll_url": centre_url("core:job", found.pk),
        "stop_url": centre_url("core:job-stop", found.pk),
        "result_url": found.result.get("url", ""),
    }


@requires("core.job")
@require_POST
def stop_job(request: CentreRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Job, pk=pk, centre_id=request.centre.pk)
    Job.objects.filter(pk=found.pk).update(stop_asked=True)
    return redirect(centre_url("core:job", found.pk))
