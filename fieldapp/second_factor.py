"""The own code of who is signed in, asked once more before an act that opens a door."""

from fieldapp import desk
from fieldapp.access import current_actor, installation
from fieldapp.forms import SecondFactorForm
from fieldapp.limits import TooOften

WRONG_CODE = "Deze code klopt niet. Wacht op de volgende code in uw app en probeer het nog eens."
TOO_OFTEN = "U probeerde het te vaak. Wacht een paar minuten en probeer het nog eens."


def is_second_factor(form: SecondFactorForm) -> bool:
    """Check the reader's own code; put what is wrong at the field. The same form sent twice used it once."""
    code, request = (form.code.data or "").strip(), desk.request_id("second_factor")
    try:
        if installation().accounts.check_second_factor(current_actor().person, code, request):
            return True
        form.code.errors = [WRONG_CODE]
    except TooOften:
        form.code.errors = [TOO_OFTEN]
    return False
