"""The embedded PostgreSQL: starts and stops with its users, survives crashes, opens nobody's folders."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.house.conftest import make_data_dir

from trellis import embedded
from trellis.embedded import places, server

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to another account")


@pytest.fixture
def fresh_dir() -> Iterator[Path]:
    folder = make_data_dir()
    yield folder
    embedded.stop(folder)
    shutil.rmtree(folder.parent)


def is_running(database: embedded.Embedded) -> bool:
    return server.running_socket_dir(database.place) is not None


def server_pid(database: embedded.Embedded) -> int:
    return int((database.place.pgdata / "postmaster.pid").read_text().splitlines()[0])


def test_the_last_user_stops_it_and_the_data_stay(fresh_dir: Path):
    first = embedded.start(fresh_dir, throwaway=True)
    second = embedded.start(fresh_dir)
    with psycopg.connect(first.owner_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    first.leave()
    assert is_running(second)
    second.leave()
    second.leave()
    assert not is_running(second)
    with embedded.start(fresh_dir) as third, psycopg.connect(third.app_url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_it_starts_again_after_a_crash(fresh_dir: Path):
    crashed = embedded.start(fresh_dir, throwaway=True)
    os.kill(server_pid(crashed), signal.SIGKILL)
    while is_running(crashed):
        time.sleep(0.05)
    with embedded.start(fresh_dir) as again, psycopg.connect(again.app_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    crashed.leave()


def test_a_number_left_behind_that_now_belongs_to_another_program_does_not_stop_it(fresh_dir: Path):
    with embedded.start(fresh_dir, throwaway=True) as database:
        pid_file = database.place.pgdata / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    with embedded.start(fresh_dir) as database:
        assert is_running(database)


def test_neither_role_is_above_the_rules(fresh_dir: Path):
    with embedded.start(fresh_dir, throwaway=True) as database:
        with psycopg.connect(database.superuser_url) as connection:
            roles = connection.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
                " WHERE rolname LIKE 'trellis%' ORDER BY rolname"
            ).fetchall()
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert roles == [
            ("trellis_app", False, False, False, False),
            ("trellis_owner", False, False, False, True),
        ]
        with psycopg.connect(database.app_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (number int)")


def test_nobody_else_can_reach_data_or_socket(fresh_dir: Path):
    with embedded.start(fresh_dir, throwaway=True) as database:
        for folder in (database.place.pgdata, database.socket_dir):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_temporary_server_leaves_nothing_behind():
    with embedded.temporary() as database:
        home = database.place.home
        assert is_running(database)
    assert not home.exists()


@as_root
def test_closed_folders_stay_closed_and_the_data_go_elsewhere():
    closed = make_data_dir().parent
    closed.chmod(0o700)
    data_dir = closed / "clone" / "var"
    try:
        with embedded.start(data_dir, throwaway=True) as database:
            home = database.place.home
            assert home.parent == places.SHARED_HOME
            assert is_running(database)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        assert embedded.find_place(data_dir).home == home
    finally:
        shutil.rmtree(closed)
    shutil.rmtree(home)


@as_root
def test_the_server_does_not_run_as_root(fresh_dir: Path):
    with embedded.start(fresh_dir, throwaway=True) as database:
        assert Path(f"/proc/{server_pid(database)}").stat().st_uid != 0


def test_a_socket_folder_of_somebody_else_is_refused(fresh_dir: Path):
    place = embedded.find_place(fresh_dir)
    planted = places.make_socket_dir(place)
    planted.chmod(0o777)
    with pytest.raises(embedded.EmbeddedError, match="belongs to somebody else"):
        embedded.start(fresh_dir, throwaway=True)
    planted.rmdir()


def test_data_of_another_version_are_left_alone(fresh_dir: Path):
    with embedded.start(fresh_dir, throwaway=True) as database:
        version_file = database.place.pgdata / "PG_VERSION"
    version_file.write_text("16\n")
    with pytest.raises(embedded.EmbeddedError, match="was made by PostgreSQL 16"):
        embedded.start(fresh_dir)
    version_file.write_text("18\n")
