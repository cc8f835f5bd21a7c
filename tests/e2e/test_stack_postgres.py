import os
import signal
import time

import psutil
import psycopg
import pytest

from vroegsein.errors import StackError
from vroegsein.stack import postgres, processes
from vroegsein.stack.ports import free_port
from vroegsein.stack.postgres import Cluster


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster under a parent folder that is closed to everybody else."""
    parent = tmp_path_factory.mktemp("closed")
    parent.chmod(0o700)
    cluster = Cluster(
        folder=parent / "postgres",
        port=free_port(25_432),
        password="not-a-secret",
        log=parent / "postgres.log",
    )
    postgres.create(cluster)
    return cluster


@pytest.fixture
def session(cluster):
    session = postgres.start(cluster)
    wait_until(lambda: postgres.answers(cluster))
    yield session
    postgres.stop(session, cluster)


def wait_until(condition, patience=20.0):
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def connect(cluster, database="postgres", **kwargs):
    return psycopg.connect(cluster.url(database), autocommit=True, **kwargs)


def setting(cluster, name):
    with connect(cluster) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    return row[0]


def test_the_folders_stay_closed(cluster):
    assert cluster.folder.stat().st_mode & 0o077 == 0
    assert cluster.folder.parent.stat().st_mode & 0o077 == 0


def test_it_never_runs_as_root(session):
    assert psutil.Process(session.pid).uids().effective != 0


def test_it_listens_on_the_loopback_address_alone(cluster, session):
    server = psutil.Process(session.pid)
    listening = [c for c in server.net_connections("all") if c.status == "LISTEN"]
    assert {connection.laddr for connection in listening} == {
        ("127.0.0.1", cluster.port)
    }
    assert not [c for c in server.net_connections("unix") if c.laddr]


@pytest.mark.usefixtures("session")
def test_it_wants_a_password(cluster):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(cluster.url("postgres", password="wrong"))
    assert setting(cluster, "password_encryption") == "scram-sha-256"


@pytest.mark.usefixtures("session")
def test_capitals_and_order_are_those_of_unicode(cluster):
    with connect(cluster) as connection:
        row = connection.execute("SELECT lower('ÉËÛ'), 'Z' < 'a', 'z' < 'é'").fetchone()
    assert row == ("éëû", True, True)


@pytest.mark.usefixtures("session")
def test_a_failing_statement_leaves_no_value_in_the_log(cluster):
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE person (bsn TEXT PRIMARY KEY)")
        for _ in range(2):
            try:
                connection.execute("INSERT INTO person VALUES (%s)", ["999990019"])
            except psycopg.errors.UniqueViolation:
                failed = True
        connection.execute("DROP TABLE person")
    assert failed
    assert "999990019" not in cluster.log.read_text()
    assert "INSERT" not in cluster.log.read_text()


@pytest.mark.usefixtures("session")
def test_the_guard_on_the_log_can_fail(cluster):
    """A server that logs statements does show the value: the test above can fail."""
    with connect(cluster) as connection:
        connection.execute("SET log_min_error_statement = 'error'")
        with pytest.raises(psycopg.errors.UndefinedTable):
            connection.execute("SELECT '999990020' FROM nothing")
    assert "999990020" in cluster.log.read_text()


@pytest.mark.usefixtures("session")
def test_each_database_belongs_to_its_owner_alone(cluster):
    postgres.create_database(cluster, "register", "one")
    postgres.create_database(cluster, "airflow", "two")
    postgres.create_database(cluster, "register", "another")  # again: new password
    url = cluster.url("register", user="register", password="another")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA intake")
        connection.execute("CREATE EXTENSION pgcrypto")
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(cluster.url("register", user="airflow", password="two"))


def test_after_a_kill_it_starts_again_with_what_was_committed(cluster):
    first = postgres.start(cluster)
    wait_until(lambda: postgres.answers(cluster))
    with connect(cluster) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    orphan = processes.titled(f"postgres: {cluster.title}")[0]
    orphan.suspend()  # it cannot notice that its server is gone
    os.kill(first.pid, signal.SIGKILL)
    second = postgres.start(cluster)
    wait_until(lambda: postgres.answers(cluster))
    with connect(cluster) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
    postgres.stop(second, cluster)
    assert not (cluster.folder / "postmaster.pid").exists()
    assert processes.titled(f"postgres: {cluster.title}") == []


def test_a_server_that_nobody_remembers_is_ended_before_another_starts(cluster):
    forgotten = postgres.start(cluster)
    wait_until(lambda: postgres.answers(cluster))
    session = postgres.start(cluster)
    wait_until(lambda: postgres.answers(cluster))
    assert not processes.is_running(forgotten)
    postgres.stop(session, cluster)


def test_a_pid_file_that_names_another_program_does_it_no_harm(cluster):
    sleeper = processes.start(["sleep", "60"], dict(os.environ), cluster.log)
    pid_file = cluster.folder / "postmaster.pid"
    pid_file.write_text(f"{sleeper.pid}\n{cluster.folder}\n")
    session = postgres.start(cluster)
    wait_until(lambda: postgres.answers(cluster))
    postgres.stop(session, cluster)
    assert processes.is_running(sleeper)
    processes.stop(sleeper)


def test_a_half_made_cluster_is_made_anew(tmp_path):
    cluster = Cluster(tmp_path / "pg", 25_999, "not-a-secret", tmp_path / "log")
    cluster.folder.mkdir()
    (cluster.folder / "PG_VERSION").write_text("17\n")
    postgres.create(cluster)
    assert (cluster.folder / "global" / "pg_control").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_without_setpriv_root_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    cluster = Cluster(tmp_path / "pg", 25_999, "not-a-secret", tmp_path / "log")
    with pytest.raises(StackError, match=r"`setpriv` .* is missing: install it"):
        postgres.create(cluster)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_a_refused_setpriv_is_told_with_its_reason(tmp_path, monkeypatch):
    refusing = tmp_path / "setpriv"
    refusing.write_text("#!/bin/sh\necho 'setpriv: not permitted' >&2\nexit 127\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    cluster = Cluster(tmp_path / "pg", 25_999, "not-a-secret", tmp_path / "log")
    with pytest.raises(StackError, match="not permitted: run this as an ordinary user"):
        postgres.create(cluster)


NEEDED_BY_A_PURGE = (
    "CHECKPOINT",
    "SELECT pg_switch_wal()",
    "SHOW data_directory",
)


@pytest.mark.usefixtures("session")
def test_a_purge_may_ask_the_server_what_nobody_else_may(cluster):
    """The register's owner drops old log and sees where the files lie; no data more."""
    for name in ("purging", "other"):
        postgres.create_database(cluster, name, cluster.password)
    for _ in range(2):  # each start of a stack says it again
        postgres.allow_purge(cluster, "purging")
    for statement in NEEDED_BY_A_PURGE:
        with as_owner(cluster, "purging") as owner:
            owner.execute(statement)
        with (
            as_owner(cluster, "other") as stranger,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            stranger.execute(statement)
    with (
        as_owner(cluster, "purging") as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        owner.execute("SELECT pg_read_file('postgresql.conf')")


def as_owner(cluster, name):
    url = psycopg.conninfo.make_conninfo(
        cluster.url(name), user=name, password=cluster.password
    )
    return psycopg.connect(url, autocommit=True)
