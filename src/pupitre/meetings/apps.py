"""Meetings: prepare, run, close, follow up; RCPs; series and polls."""

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Searchable, registry

_OF_SERIES_AND_POLLS = (
    *("MeetingTemplate", "TemplateItem", "Series", "SeriesChange"),
    *("Poll", "PollSlot", "PollAnswer"),
)


class MeetingsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.meetings"
    label = "meetings"
    verbose_name = "Réunions"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM

        registry.permit("meetings.view", TEAM)
        registry.permit("meetings.run", TEAM)
        registry.permit("meetings.edit", OFFICE)
        registry.menu.append(
            MenuEntry("Équipe", "Réunions", "meetings:meeting-list", "meetings.view", 10)
        )
        self._series_and_polls()

    def _series_and_polls(self) -> None:
        from pupitre.inbox.acts import LinkAct
        from pupitre.meetings.models import MeetingTemplate, Poll, Series
        from pupitre.meetings.queries.poll import poll_deadlines
        from pupitre.meetings.queries.series import series_deadlines
        from pupitre.meetings.views.poll import answer_by_link

        registry.adds += [
            AddEntry("Sondage de date", "meetings:poll-create", "meetings.edit", 20),
            AddEntry("Série de réunions", "meetings:series-create", "meetings.edit", 21),
        ]
        for entry in (
            Searchable(MeetingTemplate, "Modèle de réunion", "meetings.view", lambda m: m.purpose),
            Searchable(Series, "Série de réunions", "meetings.view", lambda s: s.template.name),
            Searchable(Poll, "Sondage de date", "meetings.view", lambda _: ""),
        ):
            registry.searchable(entry)
        registry.deadlines("meetings.edit", poll_deadlines)
        registry.deadlines("meetings.edit", series_deadlines)
        registry.link_acts["meetings.poll"] = LinkAct(
            "meetings.poll", Poll, answer_by_link, "répondre au sondage de date"
        )
        for model in _OF_SERIES_AND_POLLS:
            registry.export(f"meetings.{model}", "data")
