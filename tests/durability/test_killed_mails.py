"""`kill -9` of the worker while it gives mails to a real server: each is noted sent once, and doubles bear the same id."""

import json
import os
import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mailing.faulty_server import Faulty, faulty
from tests.scale.servers import wait_for
from tests.serving import OPEN, PUPITRE, environment, run_script

KILLS = int(os.environ.get("PUPITRE_MAIL_KILLS", "20"))
MAILS = 10 * KILLS
WRITE = f"""
import django; django.setup()
from pupitre.centres.models import Centre
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import centre_scope
from pupitre.mailing.services import Recipient, write_message
people = [Recipient(f"Personne {{n}}", f"p{{n}}@msp.example") for n in range({MAILS})]
with centre_scope(Centre.objects.get()):
    write_message(subject="Convocation", body="Bonjour {{nom}}", recipients=people, by=MACHINE)
"""
LATER = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from pupitre.centres.models import Centre
from pupitre.core.jobs import enqueue
from pupitre.core.jobs.models import Job
from pupitre.core.tenancy import centre_scope
from pupitre.mailing.models import Delivery
past = timezone.now() - timedelta(hours=2)
Job.objects.filter(state="running").update(lease_until=past)
Job.objects.filter(state="waiting").update(run_after=past)
with centre_scope(Centre.objects.get()):
    Delivery.objects.filter(state="waiting").update(next_attempt_at=past)
enqueue("pupitre.mailing.jobs.resume")
"""
STATE = """
import django; django.setup()
import json
from collections import Counter
from pupitre.centres.models import Centre
from pupitre.core.models import AuditEvent
from pupitre.core.tenancy import centre_scope
from pupitre.mailing.models import Delivery
with centre_scope(Centre.objects.get()):
    told = AuditEvent.objects.filter(action="envoyer", object_type="mailing.delivery")
    print(json.dumps({
        "sent": list(Delivery.objects.filter(state="sent").values_list("mail_id", flat=True)),
        "told": sorted(told.values_list("object_id", flat=True)),
        "keys": sorted(Delivery.objects.values_list("pk", flat=True)),
    }))
"""


@pytest.mark.long
def test_mails_of_a_worker_killed_again_and_again_are_sent_once(tmp_path: Path) -> None:
    with faulty() as server:
        server.pause = 0.02
        smtp = f"smtp://127.0.0.1:{server.port}"
        given = environment(
            tmp_path / "home", PUPITRE_SMTP_URL=smtp, PUPITRE_MAILS_PER_HOUR="1000000"
        )
        subprocess.run([*PUPITRE, "migrate"], env=given, check=True, capture_output=True)
        for script in (OPEN, WRITE):
            run_script(script, given)
        for seed in range(KILLS):
            _kill_while_sending(server, given, random.Random(seed))
        run_script(LATER, given)
        subprocess.run([*PUPITRE, "worker", "--once"], env=given, check=True)
    state, times = json.loads(run_script(STATE, given)), Counter(server.mail_ids)
    assert sorted(state["sent"]) == sorted(times)
    assert len(times) == MAILS
    assert state["told"] == state["keys"]  # one event per mail, whatever was killed
    assert sum(times.values()) - MAILS <= KILLS  # at most the one that each kill cut off
    subprocess.run([*PUPITRE, "verify-audit"], env=given, check=True, capture_output=True)


def _kill_while_sending(server: Faulty, given: dict[str, str], dice: random.Random) -> None:
    """Start a worker and kill it soon after its first mail."""
    before = len(server.received)
    run_script(LATER, given)
    worker = subprocess.Popen([*PUPITRE, "worker"], env=given)
    wait_for(lambda: len(server.received) > before, 300)
    time.sleep(dice.uniform(0, 0.1))
    worker.kill()
    worker.wait()
