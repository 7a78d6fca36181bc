from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load, table


def test_defaults_need_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any variable everything has a value below the person's own folder."""
    monkeypatch.delenv("LUOTSI_CACHE_DIR")
    monkeypatch.delenv("LUOTSI_DATA_DIR")
    settings = load()
    assert (settings.guideline, settings.language, settings.encoder, settings.threads) == ("talentia-some", "fi", "", 0)
    assert settings.knowledge_dir is None
    assert settings.cache_dir.is_relative_to(Path.home())
    assert settings.data_dir.is_relative_to(Path.home())


def test_variables_and_env_file_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable wins over the .env file, which wins over the default; other lines of the file do not matter."""
    Path(".env").write_text("LUOTSI_THREADS=3\nLUOTSI_LANGUAGE=sv\nOTHER=x\nLUOTSI_UNKNOWN=y\n", encoding="utf-8")
    monkeypatch.setenv("LUOTSI_LANGUAGE", "en")
    settings = load()
    assert (settings.threads, settings.language) == (3, "en")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LUOTSI_THREADS", "many"),
        ("LUOTSI_THREADS", "-1"),
        ("LUOTSI_THREADS", "1000"),
        ("LUOTSI_THREADS", "1.5"),
        ("LUOTSI_LANGUAGE", "de"),
        ("LUOTSI_LANGUAGE", "FI"),
    ],
)
def test_wrong_value_names_the_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """A wrong value is told in one sentence that names the variable, without repeating the value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(f"{name}: ")
    assert str(caught.value).endswith(". See docs/settings.md.")
    assert str(caught.value).count("LUOTSI_") == 1


def test_all_wrong_values_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wrong values are named in one run."""
    monkeypatch.setenv("LUOTSI_THREADS", "many")
    monkeypatch.setenv("LUOTSI_LANGUAGE", "de")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "LUOTSI_THREADS: " in str(caught.value)
    assert "LUOTSI_LANGUAGE: " in str(caught.value)


def test_wrong_value_in_the_env_file_names_the_variable() -> None:
    """A wrong value in .env is named like one in the environment."""
    Path(".env").write_text("LUOTSI_THREADS=many\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"^LUOTSI_THREADS: "):
        load()


def test_env_file_in_another_encoding_is_told() -> None:
    """An .env that is not UTF-8 is named, not a traceback."""
    Path(".env").write_bytes("LUOTSI_GUIDELINE=päivä\n".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"\.env"):
        load()


@pytest.mark.parametrize("name", ["KNOWLEDGE_DIR", "THREADS", "GUIDELINE", "LANGUAGE", "ENCODER"])
def test_empty_variable_is_the_default(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A variable that is set to nothing, as in a copied .env.example, means the default."""
    monkeypatch.setenv(f"LUOTSI_{name}", "")
    assert getattr(load(), name.lower()) == Settings.model_fields[name.lower()].default


def test_settings_do_not_change() -> None:
    """Settings are read once and stay."""
    settings = load()
    with pytest.raises(ValueError, match="frozen"):
        settings.threads = 2


def test_table_has_a_row_for_every_setting() -> None:
    """The table of docs/settings.md names every variable, and shows nobody's home folder."""
    rows = table().splitlines()
    assert rows[0].startswith("| variable |")
    assert len(rows) == 2 + len(Settings.model_fields)
    assert all(f"| `LUOTSI_{name.upper()}` | " in table() for name in Settings.model_fields)
    assert str(Path.home()) not in table()
    assert "| `~/.cache/luotsi` |" in table()
