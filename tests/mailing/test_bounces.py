import pytest

from pupitre.mailing.bounces import BounceError, read_bounce

MAIL_ID = "<0123456789abcdef0123456789abcdef@localhost>"
DSN = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
MIME-Version: 1.0

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; lea@a.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <lea@a.example>: user unknown

--b
Content-Type: text/rfc822-headers

Message-ID: {MAIL_ID}
To: lea@a.example

--b--
"""


ABSENT = f"""\
From: Léa Morin <lea@a.example>
Subject: Absente jusqu'au 3
Auto-Submitted: auto-replied
In-Reply-To: {MAIL_ID}

Je rentre lundi.
"""


def test_a_delivery_report_gives_mail_address_and_reason() -> None:
    bounce = read_bounce(("\n\n" + DSN).encode())
    assert bounce.mail_ids == (MAIL_ID,)
    assert bounce.address == "lea@a.example"
    assert bounce.reason.startswith("cette adresse n’existe pas ou refuse le message (550")


def test_a_report_without_diagnostic_keeps_its_status() -> None:
    text = DSN.replace("Diagnostic-Code: smtp; 550 5.1.1 <lea@a.example>: user unknown\n", "")
    assert read_bounce(text.encode()).reason == "message revenu (5.1.1)"


def test_a_plain_return_is_known_by_the_mail_it_quotes() -> None:
    text = f"From: postmaster@x.example\n\nYour mail was refused.\nMessage-ID: {MAIL_ID}\n"
    bounce = read_bounce(text.encode())
    assert (bounce.mail_ids, bounce.address, bounce.reason) == ((MAIL_ID,), "", "message revenu")


def test_a_server_s_plain_return_may_call_itself_automatic() -> None:
    text = ABSENT.replace("Léa Morin <lea@a.example>", "MAILER-DAEMON@x.example")
    assert read_bounce(text.encode()).mail_ids == (MAIL_ID,)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (DSN.replace("Action: failed", "Action: delayed"), "annonce un retard"),
        (ABSENT, "réponse automatique"),
        ("Bonjour, ceci est une réponse.", "n’est pas un retour"),
        ("", "n’est pas un retour"),
        ("\x00\xff binaire", "n’est pas un retour"),
    ],
)
def test_what_is_no_refusal_says_so(text: str, sentence: str) -> None:
    with pytest.raises(BounceError, match=sentence):
        read_bounce(text.encode())
