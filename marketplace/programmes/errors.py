"""How programmes say no."""

from marketplace.core.errors import Conflict, NotFound, Refusal


class NoProgramme(NotFound):
    """There is no such programme, or none at all yet."""

    code = "no_programme"


class NoText(NotFound):
    """The programme has not published this text."""

    code = "no_text"


class SlugTaken(Conflict):
    """Another programme has this short name."""

    code = "programme_slug_taken"


class HostTaken(Conflict):
    """Another programme answers under this host name."""

    code = "programme_host_taken"


class BadSetting(Refusal):
    """A setting cannot be taken: facts name the field and the reason."""

    code = "programme_setting_refused"


class BadText(Refusal):
    """A text cannot be published: facts name the reason."""

    code = "programme_text_refused"
