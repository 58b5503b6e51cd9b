"""The centre's habits for meetings."""

from pupitre.meetings.models import MeetingSettings


def meeting_settings() -> MeetingSettings:
    """Return the centre's habits; unsaved defaults until somebody changes them."""
    return MeetingSettings.objects.first() or MeetingSettings()
