"""Every setting of Doorstep: typed, from the environment only, each with a safe default and why."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Read once at the start of a process. A wrong value stops the start and names the setting."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str = Field(
        default="",
        description="PostgreSQL's address; empty starts the embedded one under `DOORSTEP_VAR`",
    )
    doorstep_var: Path = Field(
        default=ROOT / "var", description="what one machine keeps: database, spool, encoder, keys"
    )
    doorstep_shared: Path = Field(
        default=ROOT.parent / "shared",
        description="public data that tests and benchmarks read and never copy",
    )
    doorstep_encoder: Path = Field(
        default=ROOT / "var" / "encoder",
        description="where `make setup` builds the sentence encoder",
    )
    doorstep_danger: Path = Field(
        default=ROOT / "var" / "danger",
        description="where `make setup` puts the danger classifier; absent, rules screen alone",
    )
    public_port: int = Field(default=8000, description="the web app on the internet")
    console_port: int = Field(default=8001, description="the coordinators' web app")
    bot_port: int = Field(default=5005, description="Rasa, on loopback only")
    actions_port: int = Field(default=5055, description="Rasa's action server, on loopback only")
    actions_host: str = Field(
        default="127.0.0.1",
        description="where the action server listens; in a container its private network",
    )
    stand_in_port: int = Field(
        default=8002,
        description="on loopback: takes the texts of the simulated account in place of Twilio",
    )
    listen_host: str = Field(
        default="127.0.0.1",
        description="where both web apps listen; a reverse proxy with TLS stands before them",
    )
    trusted_proxies: int = Field(
        default=0,
        description="how many reverse proxies stand before the web apps; the visitor's address is "
        "taken from what they forward, and rate limits need it",
    )
    embed_origins: str = Field(
        default="",
        description="council pages that may show the chat in a frame, such as "
        "`https://www.example.org`, separated by spaces",
    )
    leave_url: str = Field(
        default="https://www.bbc.co.uk/weather",
        description='the harmless page that "Leave this page quickly" goes to',
    )
    bot_url: str = Field(
        default="", description="Rasa's address; empty means this machine at `BOT_PORT`"
    )
    actions_url: str = Field(
        default="", description="the action server's; empty means this machine at `ACTIONS_PORT`"
    )
    public_base_url: str = Field(
        default="",
        description="the address residents and Twilio use, part of Twilio's signature; "
        "empty means this machine at `PUBLIC_PORT`",
    )
    console_base_url: str = Field(
        default="", description="the address coordinators use; empty means this machine"
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="signs cookies and tokens; empty makes one on this machine, kept in "
        "`DOORSTEP_VAR` with mode 600",
    )
    secure_cookies: bool = Field(
        default=False, description="cookies over HTTPS only; set it wherever TLS is there"
    )
    twilio_account_sid: str = Field(
        default="AC00000000000000000000000000000000",
        description="Twilio's account; the default belongs to the simulated handset",
    )
    twilio_auth_token: SecretStr = Field(
        default=SecretStr(""),
        description="signs Twilio's requests; empty makes one on this machine for the handset",
    )
    twilio_auth_token_previous: SecretStr = Field(
        default=SecretStr(""), description="also accepted, while a token is being changed"
    )
    twilio_api_base: str = Field(
        default="", description="Twilio's REST API; a simulator can stand in; empty is Twilio's own"
    )
    twilio_number: str = Field(
        default="+441632960100", description="the number that residents text and call"
    )
    twilio_texts_a_second: float = Field(
        default=1.0,
        gt=0,
        description="how many texts Twilio lets this number send a second: 1 for an ordinary long "
        "number; answers overtake what waits for its turn",
    )
    twilio_voice: str = Field(
        default="Polly.Amy",
        description="the voice on calls: a British English one of Twilio's list of voices",
    )
    voice_mode: Literal["gather", "relay"] = Field(
        default="gather",
        description="how calls listen: `gather` asks step by step; `relay` keeps a WebSocket open "
        "(Twilio's ConversationRelay) and falls back to `gather` when it fails",
    )
    relay_voice: str = Field(
        default="Amy-Neural",
        description="the voice under `VOICE_MODE=relay`: one of Amazon's for British English",
    )
    recording_key: SecretStr = Field(
        default=SecretStr(""),
        description="encrypts messages that callers recorded: 32 bytes in URL-safe base64; several "
        "with spaces between them: the first encrypts, each decrypts; empty makes one on this "
        "machine. Keep a copy: without it no message can be heard again",
    )
    council_file: Path = Field(
        default=ROOT / "directory" / "demonstration" / "council.yml",
        description="the council's name, colours, hours, numbers, patches",
    )
    directory_source: str = Field(
        default=str(ROOT / "directory" / "demonstration" / "services.json"),
        description="what is loaded into an empty directory at the first start",
    )
    places_source: str = Field(
        default=str(ROOT / "directory" / "demonstration" / "places.csv"),
        description="the table of places that is loaded at the first start",
    )
    bot_timeout_chat: float = Field(
        default=5.0, description="seconds until the plain fallback answers a chat or a text"
    )
    bot_timeout_voice: float = Field(
        default=2.0, description="seconds until it answers a caller: silence on a line is long"
    )
    smtp_host: str = Field(
        default="",
        description="the mail server for alerts to staff; empty sends no e-mail, and every alert "
        "says so",
    )
    smtp_port: int = Field(default=587, description="the mail server's port")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls",
        description="`starttls`, `tls` from the first byte, or `none` for a relay on this machine",
    )
    smtp_user: str = Field(default="", description="empty logs in to no account")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="goes with `SMTP_USER`")
    mail_from: str = Field(
        default="doorstep@localhost", description="whom e-mails to staff are from"
    )
    log_level: str = Field(default="INFO", description="structured events with ids on stderr")

    @property
    def bot_address(self) -> str:
        """Rasa's base URL."""
        return self.bot_url or f"http://127.0.0.1:{self.bot_port}"

    @property
    def actions_address(self) -> str:
        """The action server's base URL."""
        return self.actions_url or f"http://127.0.0.1:{self.actions_port}"

    @property
    def public_address(self) -> str:
        """The public web's base URL as residents and Twilio see it, without a slash at the end."""
        return (self.public_base_url or f"http://localhost:{self.public_port}").rstrip("/")

    @property
    def console_address(self) -> str:
        """The console's base URL as coordinators see it, without a slash at the end."""
        return (self.console_base_url or f"http://localhost:{self.console_port}").rstrip("/")


@cache
def settings() -> Settings:
    """Return this process's settings."""
    return Settings()
