"""The five roles of a centre, and the usual sets of them."""

from django.db import models


class Role(models.TextChoices):
    """What an account is in one centre."""

    COORDINATOR = "coordinator", "coordination"
    MANAGER = "manager", "gérance"
    PROFESSIONAL = "professional", "professionnel·le"
    SECRETARY = "secretary", "secrétariat"
    ACCOUNTANT = "accountant", "comptabilité"


EVERYONE = frozenset(Role.values)
LEADERS = frozenset({Role.COORDINATOR.value, Role.MANAGER.value})
OFFICE = LEADERS | {Role.SECRETARY.value}
TEAM = OFFICE | {Role.PROFESSIONAL.value}
SECOND_FACTOR = LEADERS | {Role.ACCOUNTANT.value}
