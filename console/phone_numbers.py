"""Telephone numbers as people in the country read and dial them."""

import phonenumbers


def national(number: str) -> str:
    """Return ``07700 900123`` for ``+447700900123``; anything that is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return number
    is_ours = parsed.country_code == phonenumbers.country_code_for_region("GB")
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if is_ours else form.INTERNATIONAL)
