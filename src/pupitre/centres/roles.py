"""The five roles of a centre, and the usual sets of them."""

from django.db import models


class Role(models.TextChoices):
    """What an account is in one centre."""

    COORDINATOR = "coordinator", "coordinatrice ou coordinateur"
    MANAGER = "manager", "gérant·e"
    PROFESSIONAL = "professional", "professionnel·le"
    SECRETARY = "secretary", "secrétaire"
    ACCOUNTANT = "accountant", "comptable"


EVERYONE = frozenset(Role.values)
LEADERS = frozenset({Role.COORDINATOR.value, Role.MANAGER.value})
OFFICE = LEADERS | {Role.SECRETARY.value}
TEAM = OFFICE | {Role.PROFESSIONAL.value}
SECOND_FACTOR = LEADERS | {Role.ACCOUNTANT.value}
