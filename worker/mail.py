"""Sends e-mails by SMTP: one connection each, with a limit in time, and a reason when it fails."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from settings import Settings

SECONDS = 10.0
"""How long a mail server has for each answer: the next step must not wait for it."""


class MailFailed(Exception):
    """The e-mail was not taken; the message says why, without any address."""


@dataclass(frozen=True)
class MailServer:
    """A mail server and how to log in to it. ``security`` is starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str

    def send(self, *, address: str, subject: str, body: str) -> None:
        """Hand one e-mail over. Raises MailFailed."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, address, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="doorstep")
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body)
        try:
            with self._connect() as server:
                self._log_in(server)
                server.send_message(message)
        except smtplib.SMTPResponseException as refusal:
            raise MailFailed(f"The mail server answered {refusal.smtp_code}") from refusal
        except (OSError, smtplib.SMTPException, ValueError) as problem:
            raise MailFailed(_reason(problem)) from problem

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _log_in(self, server: smtplib.SMTP) -> None:
        if self.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(self.user, self.password)


def mail_server(settings: Settings) -> MailServer | None:
    """Return the mail server of the settings; None when none is set."""
    if not settings.smtp_host:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password.get_secret_value(),
        sender=settings.mail_from,
    )


def _reason(problem: Exception) -> str:
    """Say in a word what went wrong; a refusal's own text may hold the address."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = {code for code, _ in problem.recipients.values()}
        return f"The mail server refused the address: {min(codes, default=0)}"
    return f"The mail server was not reached: {type(problem).__name__}"
