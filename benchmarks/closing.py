"""Closing a meeting of 54 people: minutes as PDF, tasks, times, mails queued; a share of a bare PDF."""

import os
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

PEOPLE, ITEMS, DECISIONS = 54, 12, 15
START = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


def main() -> None:
    """Prints the seconds of each act, and what closing takes against printing the PDF alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PUPITRE_HOME": folder, "PUPITRE_DEMO": "1"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pupitre.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    from pupitre.core.actor import Actor
    from pupitre.core.tenancy import centre_scope
    from pupitre.meetings.services import close

    by = Actor("Mesure", "job")
    printing: list[float] = []
    plain = close.__dict__["render"]

    def timed(*args: object) -> bytes:
        begin = time.perf_counter()
        pdf: bytes = plain(*args)
        printing.append(time.perf_counter() - begin)
        return pdf

    close.__dict__["render"] = timed
    for people in (22, PEOPLE):
        centre = _centre(people)
        with centre_scope(centre):
            meeting = _meeting(people, by)
            begin, computed = time.perf_counter(), time.process_time()
            closed = close.close_meeting(meeting, by=by, now=START + timedelta(minutes=88))
            middle = time.perf_counter()
            close.send_minutes(closed, by=by, now=START + timedelta(minutes=95))
            end, computed = time.perf_counter(), time.process_time() - computed
        print(
            f"{people} people, {DECISIONS} decisions: closing {middle - begin:.2f} s"
            f" ({(middle - begin) / printing[-1]:.1f} × its PDF), mails queued {end - middle:.2f} s,"
            f" together {end - begin:.2f} s, of which {computed:.2f} s of computing"
        )


def _centre(people: int) -> Any:
    from pupitre.accounts.models import User
    from pupitre.centres.services import NewCentre, open_centre

    user = User.objects.create_user(f"c{people}@msp.example", "correct horse battery")
    return open_centre(NewCentre(f"MSP {people}", "35000", "Rennes"), coordinator=user)


def _meeting(people: int, by: Any) -> Any:
    from pupitre.meetings.models import AgendaItem
    from pupitre.meetings.services.attendance import everybody_present
    from pupitre.meetings.services.prepare import plan_meeting
    from pupitre.meetings.services.run import add_outcome, start_meeting, write_notes
    from pupitre.people.models import Person

    team = [
        Person.objects.create(
            first_name="Camille", last_name=f"Test{rank}", email=f"p{rank}@msp.example"
        )
        for rank in range(people)
    ]
    meeting = plan_meeting(starts_at=START, minutes=90, people=team, by=by)
    start_meeting(meeting, by=by, now=START)
    for rank in range(ITEMS):
        item = AgendaItem.objects.create(meeting=meeting, title=f"Point {rank}", order=rank)
        write_notes(item, base="", text="Une page de notes, relue en séance.\n" * 12, by=by)
    for rank in range(DECISIONS):
        add_outcome(
            meeting, text=f"Décision {rank}", kind="decision", owner=team[rank],
            due=date(2026, 12, 8), by=by,
        )  # fmt: skip
    everybody_present(meeting, by=by)
    return meeting


if __name__ == "__main__":
    main()
