"""A meeting of 22 people from the choice of its date to its minutes in every mailbox, nothing typed twice.

Real browser, real mails through a local SMTP server; whoever answers has a link and no account.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.jobs import worker
from pupitre.core.tenancy import centre_scope
from pupitre.demo.build import make_one
from pupitre.demo.centres import Size
from pupitre.meetings.models import AgendaItem
from pupitre.meetings.services.prepare import plan_meeting
from pupitre.meetings.services.run import start_meeting
from tests.browser.accessibility import assert_accessible
from tests.mailing import smtp_server
from tests.mailing.smtp_server import Post

PHONE = {"width": 390, "height": 844}
POLL_DAY = datetime(2026, 4, 14, 8, tzinfo=UTC)
NOTICE_DAY = datetime(2026, 4, 16, 8, tzinfo=UTC)
MEETING_DAY = datetime(2026, 5, 12, 10, 25, tzinfo=UTC)
END = datetime(2026, 5, 12, 11, 58, tzinfo=UTC)
TITLE = "Protocole plaies"
TOPIC = "Prêter le chariot de pansements"
DECISION = "Rédiger la fiche des pansements"
NOTE = "La photo part au dossier le jour même"
LINK = re.compile(r"http://localhost:8000(/c/\S+)")


@dataclass
class Story:
    """The coordinator's screens, everybody's telephones, the post, and what was typed so far."""

    page_of: Callable[..., Page]
    open_page: Callable[..., Page]
    coordinator: User
    post: Post
    clock: Any
    typed: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)

    def morning(self, moment: datetime) -> Page:
        """Another day begins: she logs in again."""
        self.clock.move_to(moment)
        return self.page_of(self.coordinator)

    def type(self, place: Locator, text: str) -> None:
        """Type a text, which nobody typed before."""
        assert text not in self.typed
        self.typed.append(text)
        place.fill(text)

    def mails(self, subject: str) -> dict[str, EmailMessage]:
        """Send what waits; return the mails of that subject by address."""
        worker.run_due()
        return {to: mail for to, mail in self.post.received if mail["subject"].startswith(subject)}

    def telephone(self, path: str) -> Page:
        """Open an address on the telephone of somebody without account."""
        page = self.open_page(viewport=PHONE)
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        return page


@pytest.fixture
def story(
    transactional_db: None,
    settings: Any,
    tmp_path: Any,
    alice: User,
    page_of: Callable[..., Page],
    open_page: Callable[..., Page],
) -> Iterator[Story]:
    """A team of 22 people with a year behind it, on the morning of the poll."""
    post = Post()
    controller = smtp_server.start(post)
    settings.DEMO, settings.MEDIA_ROOT = True, tmp_path
    with time_machine.travel(POLL_DAY) as clock:
        make_one(
            0, Size(20, 1), years=1, coordinator=alice, seed=3, today=POLL_DAY.date(), say=print
        )
        settings.SMTP_URL = f"smtp://127.0.0.1:{controller.port}"
        yield Story(page_of, open_page, alice, post, clock)
    controller.stop()


def link_in(mail: EmailMessage) -> str:
    """The personal address that a mail gives."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = LINK.search(body.get_content())
    assert found is not None
    return found[1]


def pdf_text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def attached(mail: EmailMessage) -> dict[str, bytes]:
    """The files of a mail by content type."""
    parts = mail.iter_attachments()
    return {part.get_content_type(): part.get_payload(decode=True) for part in parts}  # type: ignore[misc]


@pytest.mark.activity("A003")
@pytest.mark.activity("A004")
@pytest.mark.activity("A007")
@pytest.mark.activity("A008")
@pytest.mark.activity("A009")
def test_from_poll_to_minutes_nothing_is_typed_twice(story: Story) -> None:
    poll = ask_for_a_date(story)
    meeting = choose_the_date(story, poll)
    bring_topics(story, meeting)
    convene(story, meeting)
    hold(story, meeting)
    number = close(story, meeting)
    spread(story, meeting, number)


def ask_for_a_date(story: Story) -> str:
    """A poll from a model; 3 people answer on their telephones, the others by the same pages."""
    page = story.morning(POLL_DAY)
    page.goto("/c/msp-des-tilleuls/reunions/sondages/ajouter/")
    page.get_by_label("Modèle").select_option("Réunion d’équipe mensuelle")
    story.type(page.get_by_label("Réunion à placer"), TITLE)
    story.type(page.get_by_label("Jours proposés"), "mardi 12/5, mercredi 13/5")
    story.type(page.get_by_label("Heures, pour chaque jour"), "12h30")
    assert_accessible(page)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="Envoyer le sondage").click()
    asked = story.mails("Quelle date")
    assert len(asked) == 22
    mails, story.silent = list(asked.values()), list(asked)[20:]
    for mail in mails[:3]:
        phone = story.telephone(link_in(mail))
        for day in phone.locator("fieldset").all():
            day.get_by_label("Oui", exact=True).check()
        phone.get_by_role("button", name="Envoyer les réponses").click()
        expect(phone.get_by_text("C’est noté, merci")).to_be_visible()
    for mail in mails[3:20]:
        answer_as(link_in(mail), ["yes", "no"])
    page.reload()
    assert_accessible(page)
    return page.url


def answer_as(path: str, answers: list[str]) -> None:
    """Answer a poll's page, slot by slot."""
    client = Client()
    slots = list(dict.fromkeys(re.findall(r'name="(slot-\d+)"', client.get(path).content.decode())))
    done = client.post(path, dict(zip(slots, answers, strict=True)), follow=True)
    assert "C’est noté" in done.content.decode()


def choose_the_date(story: Story, poll: str) -> str:
    """The slot in front becomes the meeting, with its title, its people and their answers."""
    page = story.morning(NOTICE_DAY)
    page.goto(poll)
    best = page.locator(".ranking .best")
    expect(best).to_contain_text("20 oui")
    best.get_by_role("button", name="Retenir").click()
    page.wait_for_url("**/preparer/")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.locator("#ordre-du-jour")).to_contain_text("Sujets apportés")
    expect(page.locator("#invites")).to_contain_text("20 sur 22")
    assert_accessible(page)
    return page.url.removesuffix("preparer/")


def bring_topics(story: Story, meeting: str) -> None:
    """A topic proposed by link goes on the agenda as its author wrote it."""
    page = story.morning(NOTICE_DAY)
    page.goto(meeting + "envoyer/topics/")
    assert_accessible(page)
    page.get_by_role("button", name="Envoyer").click()
    mail = next(iter(story.mails("Vos sujets").values()))
    phone = story.telephone(link_in(mail))
    story.type(phone.get_by_label("Votre sujet"), TOPIC)
    phone.get_by_role("button", name="Proposer").click()
    expect(phone.get_by_text("Merci, votre sujet est transmis")).to_be_visible()
    page.goto(meeting + "preparer/")
    page.get_by_text("Voir le reste").click()
    page.locator("li").filter(has_text=TOPIC).get_by_role("button", name="Inscrire").click()
    expect(page.locator("#ordre-du-jour")).to_contain_text(TOPIC)


def convene(story: Story, meeting: str) -> None:
    """The notice brings the calendar file and the agenda; the two who were silent answer by their link."""
    page = story.morning(NOTICE_DAY)
    page.goto(meeting + "envoyer/notice/")
    assert_accessible(page)
    page.get_by_role("button", name="Envoyer").click()
    mails = story.mails("Convocation")
    assert len(mails) == 22
    for mail in mails.values():
        files = attached(mail)
        assert TITLE.encode() in files["text/calendar"]
        assert TOPIC in pdf_text(files["application/pdf"])
    coming, away = (link_in(mails[address]) for address in story.silent)
    phone = story.telephone(coming)
    phone.get_by_role("button", name="Je viens").click()
    expect(phone.get_by_text("vous venez")).to_be_visible()
    Client().post(away, {"answer": "excused"})
    page.goto(meeting + "preparer/")
    expect(page.locator("#invites")).to_contain_text("21 sur 22, 1 excusé")


def hold(story: Story, meeting: str) -> None:
    """Presence by taps and by the code on the wall; a decision and a note typed live."""
    page = story.morning(MEETING_DAY)
    page.goto(meeting + "animer/")
    page.get_by_role("button", name="Ouvrir la réunion").click()
    taps = page.get_by_role("button", name=re.compile("^Noter .* présent·e$"))
    expect(taps).to_have_count(22)
    for left in (21, 20):
        taps.first.click()
        expect(taps).to_have_count(left)
    arrive(story, page, meeting)
    page.goto(meeting + "animer/")
    expect(taps).to_have_count(1)
    write_live(story, page)
    wall = page.context.new_page()
    wall.goto(meeting + "projection/")
    expect(wall.get_by_text(DECISION)).to_be_visible()
    expect(wall.get_by_text("21 présents sur 22")).to_be_visible()
    assert_accessible(wall)
    wall.get_by_role("button", name="Point suivant").click()
    expect(wall.get_by_text("Point 2 sur")).to_be_visible()
    wall.close()


def arrive(story: Story, page: Page, meeting: str) -> None:
    """One signs on a telephone, the others by the same page; the person excused does not come."""
    page.goto(meeting + "arrivees/")
    assert_accessible(page)
    wall = LINK.search(page.locator(".qr-wall small").inner_text())
    assert wall is not None
    phone = story.telephone(wall[1])
    phone.get_by_role("button").first.click()
    expect(phone.get_by_text("votre arrivée est signée")).to_be_visible()
    client = Client()
    names = client.get(wall[1]).content.decode()
    waiting = re.findall(r'name="participant" value="(\d+)"', names)
    for participant in waiting[:-1]:
        client.post(wall[1], {"participant": participant})


def write_live(story: Story, page: Page) -> None:
    """Type a decision, its owner and its date in one line, then a note; both are kept."""
    owner = page.locator(".seats a").nth(1).inner_text().split()[-1]
    item = page.locator(".agenda.room > li").first
    line = item.get_by_role("textbox", name="Une décision ou une tâche, puis Entrée")
    story.type(line, f"{DECISION} @{owner} 19/5")
    line.press("Enter")
    expect(item.locator(".dec")).to_contain_text(DECISION)
    expect(item.locator(".dec")).to_contain_text(owner)
    story.type(item.get_by_role("textbox", name="Notes sur"), NOTE)
    expect(item.get_by_role("status")).to_contain_text("Enregistré")
    assert_accessible(page)


def close(story: Story, meeting: str) -> str:
    """One act: the numbered minutes hold what was typed, and the decision is a task."""
    page = story.morning(END)
    page.goto(meeting + "clore/")
    assert_accessible(page)
    page.get_by_role("button", name="Clore la réunion").click()
    page.wait_for_url("**/relire/")
    told = page.get_by_text(re.compile(r"compte rendu CR-2026-\d+ est prêt"))
    number = re.search(r"CR-2026-\d+", told.inner_text())
    assert number is not None
    minutes = pdf_text(page.request.get(meeting + "compte-rendu.pdf").body())
    for text in (number[0], TITLE, TOPIC, DECISION, NOTE):
        assert text in minutes
    assert_accessible(page)
    page.goto("/c/msp-des-tilleuls/decisions/")
    expect(page.get_by_role("row").filter(has_text=DECISION)).to_contain_text("19 mai")
    assert_accessible(page)
    return number[0]


def spread(story: Story, meeting: str, number: str) -> None:
    """Everybody invited gets the PDF; Suivi shows the decision and who received the minutes."""
    page = story.morning(END)
    page.goto(meeting + "relire/")
    page.get_by_role("button", name="Diffuser le compte rendu").click()
    page.get_by_role("dialog").locator("[data-yes]").click()
    page.wait_for_url("**/suivi/")
    mails = story.mails(f"Compte rendu {number}")
    assert len(mails) == 22
    assert all(DECISION in pdf_text(attached(mail)["application/pdf"]) for mail in mails.values())
    page.reload()
    expect(page.get_by_role("row").filter(has_text=DECISION)).to_contain_text("à faire")
    expect(page.get_by_text("Qui l’a reçu")).to_be_visible()
    assert_accessible(page)


@pytest.mark.activity("D044")
def test_the_files_of_an_rcp_change_the_euros_of_the_aci_without_another_entry(
    story: Story,
) -> None:
    page = story.morning(MEETING_DAY)
    before = concertation_euros(page)
    page.goto("/c/msp-des-tilleuls/reunions/ajouter/rcp/")
    page.get_by_label("Modèle").select_option("RCP")
    story.type(page.get_by_label("Date"), "2026-05-12")
    story.type(page.get_by_label("Heure"), "12:30")
    page.get_by_role("button", name="Planifier").click()
    page.wait_for_url("**/preparer/")
    meeting = page.url.removesuffix("preparer/")
    page.goto(meeting + "animer/")
    page.get_by_role("button", name="Ouvrir la réunion").click()
    page.get_by_role("button", name="Tout le monde est là").click()
    story.type(page.get_by_label("Dossiers étudiés"), "9")
    page.get_by_text("Risque iatrogénique").click()
    page.get_by_role("button", name="Noter les dossiers").click()
    assert_accessible(page)
    page = story.morning(END)
    page.goto(meeting + "clore/")
    page.get_by_role("button", name="Clore la réunion").click()
    page.wait_for_url("**/relire/")
    assert_accessible(page)
    assert concertation_euros(page) > before
    assert_accessible(page)


def concertation_euros(page: Page) -> float:
    """The euros of the concertation in the cockpit of the year."""
    page.goto("/c/msp-des-tilleuls/aci/2026/")
    row = page.get_by_role("row").filter(has_text="oncertation").filter(has_text="dossiers")
    return float(re.sub(r"[^\d,]", "", row.locator(".eur").inner_text()).replace(",", "."))


def test_what_was_typed_just_before_leaving_is_kept(
    transactional_db: None,
    centre_a: Centre,
    actor: Actor,
    alice: User,
    page_of: Callable[..., Page],
) -> None:
    now = timezone.now()
    with centre_scope(centre_a):
        meeting = plan_meeting(title="Équipe", starts_at=now, minutes=60, people=[], by=actor)
        for order, title in enumerate(("Premier point", "Deuxième point")):
            records.save(AgendaItem(meeting=meeting, title=title, order=order), by=actor)
        start_meeting(meeting, by=actor, now=now)
    page = page_of(alice)
    page.goto(f"/c/{centre_a.slug}/reunions/{meeting.pk}/animer/")
    notes = page.get_by_role("textbox", name="Notes sur « Premier point »")
    notes.press_sequentially("Tout le monde est d’accord")
    page.get_by_role("button", name="Traité, point suivant").click()
    page.wait_for_load_state()
    with centre_scope(centre_a):
        for _ in range(100):
            if AgendaItem.objects.get(title="Premier point").notes:
                break
            page.wait_for_timeout(100)
        assert AgendaItem.objects.get(title="Premier point").notes == "Tout le monde est d’accord"
