from pathlib import Path

from bot.settings import table

ROOT = Path(__file__).parents[1]


def _between(text: str, name: str) -> str:
    return text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0].strip()


def test_settings_table_is_the_codes() -> None:
    """The table in the documents is the one the code makes."""
    assert _between((ROOT / "docs" / "settings.md").read_text("utf-8"), "settings") == table()


def test_settings_example_names_every_setting() -> None:
    """The example file lists each variable, commented out."""
    example = (ROOT / ".env.example").read_text("utf-8")
    names = [row.split("`")[1] for row in table().splitlines()[2:]]
    assert [name for name in names if f"#{name}" not in example.replace("# ", "#")] == []


def test_figures_in_the_documents_are_the_recorded_ones() -> None:
    """The figures in README are those that the last `make evaluate` recorded."""
    from evaluation.summary import summary

    assert _between((ROOT / "README.md").read_text("utf-8"), "figures") == summary().strip()
