"""The job queue: a platform table, as one worker serves all centres."""

from django.db import models
from django.utils import timezone


class Job(models.Model):
    """One piece of long work; `key` makes asking twice the same as asking once."""

    class State(models.TextChoices):
        WAITING = "waiting", "en attente"
        RUNNING = "running", "en cours"
        DONE = "done", "terminé"
        FAILED = "failed", "en échec"
        STOPPED = "stopped", "arrêté"

    name = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, null=True, unique=True)
    centre = models.ForeignKey(
        "centres.Centre", null=True, on_delete=models.CASCADE, related_name="+"
    )
    user_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    run_after = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=250, blank=True)
    error = models.TextField(blank=True)
    result = models.JSONField(default=dict)
    stop_asked = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="job_next")]

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def over(self) -> bool:
        return self.state in {self.State.DONE, self.State.FAILED, self.State.STOPPED}
