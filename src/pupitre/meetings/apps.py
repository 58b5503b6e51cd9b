"""Meetings: prepare, run, close, follow up; RCPs; series and polls."""

from datetime import timedelta

from django.apps import AppConfig

from pupitre.core.registry import AddEntry, MenuEntry, Schedule, Searchable, registry


class MeetingsConfig(AppConfig):
    """Registers what flows upwards."""

    name = "pupitre.meetings"
    label = "meetings"
    verbose_name = "Réunions"

    def ready(self) -> None:
        from pupitre.centres.roles import OFFICE, TEAM
        from pupitre.meetings.report import concertation_chapter, meetings_chapter

        for chapter in (meetings_chapter, concertation_chapter):
            registry.contribute("report.chapter", chapter)
        registry.permit("meetings.view", TEAM)
        registry.permit("meetings.run", TEAM)
        registry.permit("meetings.edit", OFFICE)
        registry.watch("meetings:rcp-facts")  # the only page that shows a text about cases
        registry.menu.append(
            MenuEntry("Équipe", "Réunions", "meetings:meeting-list", "meetings.view", 10)
        )
        registry.adds.append(AddEntry("Réunion", "meetings:meeting-create", "meetings.edit", 10))
        registry.adds.append(AddEntry("RCP express", "meetings:rcp-express", "meetings.edit", 12))
        registry.adds.append(AddEntry("RCP", "meetings:rcp-create", "meetings.edit", 11))
        for model in self.get_models():
            registry.export(model._meta.label, "data")
        current = {"current_item_id": "meetings.AgendaItem", "hands": "people.Person"}
        registry.points("meetings.Meeting", **current)
        registry.key_word("meetings", "meetings.Meeting")
        registry.key_word("poll", "meetings.Poll")
        registry.key_word("minutes", "documents.Document")
        self._prepare()
        self._series_and_polls()
        self._run_and_follow()

    def _prepare(self) -> None:
        """Register what the preparation gives: search, deadlines, links, calendars, the daily sending."""
        from pupitre.inbox.acts import LinkAct
        from pupitre.meetings.models import Meeting, MeetingSettings, Participant
        from pupitre.meetings.queries.lists import group_meetings, head_day, search_words
        from pupitre.meetings.queries.prepare import deadlines
        from pupitre.meetings.services.agenda import agendas_for_ideas
        from pupitre.meetings.services.prepare import forget_person
        from pupitre.meetings.views import links
        from pupitre.people.events import PersonLeft
        from pupitre.people.models import Person

        registry.searchable(
            Searchable(Meeting, "Réunions", "meetings.view", search_words, head_day)
        )
        registry.deadlines("meetings.edit", deadlines)
        registry.contribute("group.page", group_meetings)
        registry.contribute("idea.agendas", agendas_for_ideas)
        registry.schedules.append(Schedule("pupitre.meetings.jobs.send_due", timedelta(days=1)))
        registry.on(PersonLeft, lambda left: forget_person(left.person, on=left.on, by=left.by))
        for act in (
            LinkAct("meetings.answer", Participant, links.answer, "répondre à une convocation"),
            LinkAct("meetings.topic", Meeting, links.topic, "proposer un sujet"),
            LinkAct("meetings.feed", Person, links.feed, "lire son agenda de réunions"),
            LinkAct("meetings.centre-feed", MeetingSettings, links.centre_feed, "lire l’agenda"),
        ):
            registry.link_acts[act.kind] = act

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

    def _run_and_follow(self) -> None:
        """Register the personal links of the day itself and of what follows."""
        from pupitre.inbox.acts import LinkAct
        from pupitre.meetings.models import Meeting
        from pupitre.meetings.views import arrival

        for act in (
            LinkAct("meetings.arrive", Meeting, arrival.arrive, "noter son arrivée"),
            LinkAct("meetings.minutes", Meeting, arrival.minutes, "lire le compte rendu"),
            LinkAct("meetings.rate", Meeting, arrival.rate, "donner son avis"),
        ):
            registry.link_acts[act.kind] = act
