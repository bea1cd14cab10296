"""What can go wrong at the desk of referrals, in kinds that a door can answer."""


class ReferralError(Exception):
    """The parent of every error of this desk."""


class NoSuchReferral(ReferralError):
    """No referral, promise, alert or conversation has this id."""


class NoSuchNote(ReferralError):
    """No theme or message of a resident has this id, or it was put right meanwhile."""


class AlreadyClaimed(ReferralError):
    """Somebody else was faster; ``name`` says who, so that two people do not ring one resident."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class NotHolder(ReferralError):
    """Only who holds the referral may do this."""


class AlreadyClosed(ReferralError):
    """The referral was closed meanwhile."""


class UnknownOutcome(ReferralError):
    """A referral closes with one of the outcomes of outcomes.yml."""


class OutcomeNeedsNote(ReferralError):
    """An outcome that says too little by itself."""


class AlertsOpen(ReferralError):
    """Danger that nobody has dealt with yet: a referral does not close over it."""


class PromisesOpen(ReferralError):
    """Something promised was neither kept nor taken back: it would be forgotten."""


class NoConsentToShare(ReferralError):
    """The resident has not agreed that a group hears of them."""


class NoSuchIntroduction(ReferralError):
    """The link was not made by us, was withdrawn or is too old. All look the same."""


class AlreadyAnswered(ReferralError):
    """The group has answered this introduction before."""


class StaffError(ReferralError):
    """The parent of what can go wrong with accounts."""


class WrongLogIn(StaffError):
    """An unknown e-mail address, a wrong password or an account that is off. All look alike."""


class NotLoggedIn(StaffError):
    """The session's token is unknown, or its time is over."""


class EmailTaken(StaffError):
    """There is an account with this e-mail address already."""


class BadAccount(StaffError):
    """A field of an account cannot be used; ``problem`` is a key of the words that say why."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


class ContactHeld(ReferralError):
    """The resident has not said that this way to reach them is safe."""


class RotaError(ReferralError):
    """The parent of what can go wrong with the rota."""


class NotOnRota(RotaError):
    """Nobody on the rota has this id any more."""


class BadRota(RotaError):
    """A field of the rota cannot be used; ``problem`` is a key of the words that say why."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem
