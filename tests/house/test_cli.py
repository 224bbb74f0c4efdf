"""The `trellis` command: bad settings stop it with one sentence; it founds a district."""

from __future__ import annotations

import pytest
from tests.house.conftest import Run

from trellis.cli import main

KEY = "0123456789-0123456789-0123456789"


@pytest.mark.parametrize(
    ("words", "environ", "sentence"),
    [
        (["serve"], {"PORT": "many"}, "PORT is 'many'; set it to a whole number from 1 to 65535."),
        (
            ["check"],
            {"TRELLIS_TESTING": "maybe"},
            "TRELLIS_TESTING is 'maybe'; set it to 1 or 0.",
        ),
        (
            ["check"],
            {"DATABASE_URL": "somewhere", "TRELLIS_SECRET_KEY": KEY},
            "DATABASE_URL is no PostgreSQL address; set it to postgresql://user:password@host/name.",
        ),
        (
            ["check"],
            {"DATABASE_URL": "postgresql://a@b/c", "TRELLIS_SECRET_KEY": "short"},
            "TRELLIS_SECRET_KEY is missing or short; set it to at least 32 random characters.",
        ),
        (
            ["serve"],
            {"TRELLIS_TESTING": "0"},
            "TRELLIS_ALLOWED_HOSTS is not set; set it to the name of this server, such as trellis.school.example.",
        ),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(
    trellis: Run, words: list[str], environ: dict[str, str], sentence: str
):
    done = trellis(*words, **environ)
    assert (done.returncode, done.stderr, done.stdout) == (2, sentence + "\n", "")


def test_a_database_that_does_not_answer_is_said_in_one_sentence(trellis: Run):
    address = "postgresql://nobody@/nothing?host=/nowhere"
    done = trellis("check", DATABASE_URL=address, TRELLIS_SECRET_KEY=KEY)
    assert done.returncode == 2
    assert done.stderr.startswith("The database of DATABASE_URL does not answer: ")
    assert done.stderr.count("\n") == 1


def test_a_district_and_its_coordinator_are_founded_by_command(trellis: Run):
    asked = ("--given-name=Omar", "--family-name=Diaz", "--username=omar")
    too_early = trellis("create-coordinator", *asked, "--password=a long pass phrase")
    assert too_early.returncode == 2
    made = trellis("create-district", "North Valley", "--time-zone=Europe/Madrid")
    assert (made.returncode, made.stdout.startswith("Made the district North Valley (")) == (0, True)
    weak = trellis("create-coordinator", *asked, "--password=short")
    assert (weak.returncode, "at least 10 characters" in weak.stderr) == (2, True)
    added = trellis("create-coordinator", *asked, "--password=a long pass phrase")
    assert (added.returncode, added.stdout) == (0, "Omar can sign in as omar.\n")
    again = trellis("create-coordinator", *asked, "--password=a long pass phrase", "--district=north valley")
    assert (again.returncode, "taken" in again.stderr) == (2, True)
    lost = trellis("create-coordinator", *asked, "--password=a long pass phrase", "--district=Atlantis")
    assert (lost.returncode, "called 'Atlantis'" in lost.stderr) == (2, True)


def test_a_time_zone_that_does_not_exist_is_refused(trellis: Run):
    done = trellis("create-district", "Nowhere", "--time-zone=Mars/Base")
    assert (done.returncode, done.stderr) == (2, "Choose a time zone such as Europe/Madrid.\n")


def test_check_finds_a_fresh_database_well(trellis: Run):
    trellis("migrate")
    done = trellis("check")
    assert done.returncode == 0, done.stdout
    assert {line[:6] for line in done.stdout.splitlines()} == {"ok    "}


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.argv", ["trellis", "--help"])
    with pytest.raises(SystemExit):
        main()
    listed = [line.split()[0] for line in capsys.readouterr().out.split("Commands:")[1].splitlines() if line.strip()]
    assert listed == [
        "backup",
        "check",
        "create-coordinator",
        "create-district",
        "demo",
        "erasures",
        "export",
        "import",
        "migrate",
        "restore",
        "serve",
        "worker",
    ]
