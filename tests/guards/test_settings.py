"""The page of settings and the settings themselves say the same."""

import re

from pydantic import SecretStr

from settings import ROOT, Settings

ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)


def documented() -> dict[str, tuple[str, str]]:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return {name: (default, why) for name, default, why in ROW.findall(page)}


def shown(default: object) -> str:
    if isinstance(default, SecretStr):
        default = default.get_secret_value()
    text = str(default).lower() if isinstance(default, bool) else str(default)
    text = text.replace(f"{ROOT}/", "").replace(f"{ROOT.parent}/", "../")
    return f"`{text}`" if text else "empty"


def test_every_setting_is_on_the_page_with_its_default() -> None:
    told = {name: default for name, (default, _) in documented().items()}
    assert told == {
        name.upper(): shown(field.default) for name, field in Settings.model_fields.items()
    }


def test_every_setting_says_why() -> None:
    for name, field in Settings.model_fields.items():
        told = documented()[name.upper()][1]
        assert field.description, name
        assert told.lower() == field.description.lower(), name
