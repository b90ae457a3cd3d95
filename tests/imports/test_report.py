"""What an import says: as data, as text, and as a bar for who watches."""

import io
import json

from fieldapp.imports.report import LINES_SHOWN, Line, as_text, progress_bar, summary


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_shows_on_a_terminal_only_and_ends_with_a_new_line() -> None:
    assert progress_bar(io.StringIO()) is None
    screen = Terminal()
    show = progress_bar(screen)
    assert show is not None
    show(5, 10)
    show(10, 10)
    assert screen.getvalue() == f"\r[{'#' * 15}{'.' * 15}] 5 van 10\r[{'#' * 30}] 10 van 10\n"


def test_nothing_to_do_is_no_error() -> None:
    screen = Terminal()
    show = progress_bar(screen)
    assert show is not None
    show(0, 0)
    assert "niets" in as_text(summary("leeg.csv", [], dry_run=False))


def test_of_very_many_lines_those_that_tell_something_are_shown() -> None:
    lines = [Line(number, "same", "gelijk") for number in range(1, 1_000)]
    lines += [Line(1_000, "refused", "fout", "Postcode bestaat niet."), Line(1_001, "added", "nieuw")]
    result = summary("veel.csv", lines, dry_run=True)
    assert len(result["lines"]) == LINES_SHOWN
    assert result["lines_not_shown"] == 1_001 - LINES_SHOWN
    assert {"refused", "added"} <= {line["what"] for line in result["lines"]}
    assert (result["same"], result["refused"], result["added"]) == (999, 1, 1)
    assert "en nog 801 regels" in as_text(result)
    assert json.loads(json.dumps(result)) == result


def test_a_dry_run_says_so() -> None:
    lines = [Line(2, "refused", "V-1", "Straat ontbreekt.")]
    assert as_text(summary("a.csv", lines, dry_run=True)).endswith("Er is niets veranderd: dit was een proef.")
    text = as_text(summary("a.csv", lines, dry_run=False, remarks=["Let op."]))
    assert text.splitlines() == [
        "     2  geweigerd  V-1: Straat ontbreekt.",
        "a.csv: 1 geweigerd.",
        "Let op.",
        "Klaar.",
    ]
