import asyncio

import asyncssh
import pytest

from vroegsein.stack import sftp_server
from vroegsein.stack.sftp_server import Exchange, add_account, create_key, public_key


@pytest.fixture(scope="module")
def exchange(tmp_path_factory):
    """Two partners with a key each; the collector's key; files in every folder."""
    folder = tmp_path_factory.mktemp("sftp")
    exchange = Exchange(
        accounts=folder / "accounts",
        folders=folder / "exchange",
        host_key=folder / "host",
        collector_key=folder / "collector.pub",
    )
    for name in ("host", "collector", "terpzorg", "merenwonen", "stranger"):
        create_key(folder / name, name)
    for account in ("terpzorg", "merenwonen"):
        root = add_account(exchange, account, public_key(folder / account))
        (root / "outbox" / f"{account}.txt").write_text(account)
    (exchange.folders / "secret.txt").write_text("outside every account")
    return exchange


@pytest.fixture
def talk(exchange):
    """Run a conversation of a partner with the server; return what it returns."""
    folder = exchange.host_key.parent

    async def converse(account, conversation, key):
        server = await sftp_server.listen(exchange, "127.0.0.1", 0)
        try:
            async with asyncssh.connect(
                "127.0.0.1",
                server.get_port(),
                username=account,
                client_keys=[str(folder / (key or account))],
                known_hosts=asyncssh.import_known_hosts(
                    f"* {public_key(exchange.host_key)}\n"
                ),
                agent_path=None,
                config=None,
            ) as connection:
                return await conversation(connection)
        finally:
            server.close()
            await server.wait_closed()

    def run(account, conversation, key=None):
        return asyncio.run(converse(account, conversation, key))

    return run


def with_sftp(action):
    """Turn an action on an SFTP client into a conversation."""

    async def conversation(connection):
        async with connection.start_sftp_client() as client:
            return await action(client)

    return conversation


async def names(client):
    return sorted(name for name in await client.listdir("/") if name not in {".", ".."})


def test_a_partner_sees_its_three_folders_as_the_whole_world(talk):
    assert talk("terpzorg", with_sftp(names)) == ["archive", "inbox", "outbox"]


def test_a_partner_delivers_and_reads_its_answer(talk, exchange):
    async def deliver(client):
        async with client.open("inbox/signalen.csv", "w") as file:
            await file.write("a;b\n")
        async with client.open("outbox/terpzorg.txt") as file:
            return await file.read()

    assert talk("terpzorg", with_sftp(deliver)) == "terpzorg"
    delivered = exchange.folders / "terpzorg" / "inbox" / "signalen.csv"
    assert delivered.read_text() == "a;b\n"
    assert delivered.stat().st_mode & 0o777 == 0o600


def test_the_collector_opens_every_account(talk):
    for account in ("terpzorg", "merenwonen"):
        assert "inbox" in talk(account, with_sftp(names), key="collector")


@pytest.mark.parametrize(
    ("account", "key"),
    [
        ("terpzorg", "stranger"),
        ("terpzorg", "merenwonen"),
        ("nobody_here", "terpzorg"),
        ("nobody_here", "collector"),
        ("../accounts/terpzorg", "terpzorg"),
        ("terpzorg/../merenwonen", "terpzorg"),
        ("TERPZORG", "terpzorg"),
        ("", "collector"),
        (".", "collector"),
    ],
)
def test_the_wrong_key_or_account_is_refused(talk, account, key):
    with pytest.raises(asyncssh.PermissionDenied):
        talk(account, with_sftp(names), key=key)


def test_a_password_opens_nothing(exchange):
    async def attempt():
        server = await sftp_server.listen(exchange, "127.0.0.1", 0)
        try:
            async with asyncssh.connect(
                "127.0.0.1",
                server.get_port(),
                username="terpzorg",
                password="",
                client_keys=None,
                known_hosts=None,
                agent_path=None,
                config=None,
            ):
                return "in"
        finally:
            server.close()
            await server.wait_closed()

    with pytest.raises(asyncssh.PermissionDenied):
        asyncio.run(attempt())


def test_a_partner_that_comes_later_needs_no_restart(exchange):
    folder = exchange.host_key.parent

    async def arrive():
        server = await sftp_server.listen(exchange, "127.0.0.1", 0)
        create_key(folder / "latecomer", "latecomer")
        add_account(exchange, "latecomer", public_key(folder / "latecomer"))
        async with asyncssh.connect(
            "127.0.0.1",
            server.get_port(),
            username="latecomer",
            client_keys=[str(folder / "latecomer")],
            known_hosts=None,
            agent_path=None,
            config=None,
        ) as connection:
            found = await with_sftp(names)(connection)
        server.close()
        await server.wait_closed()
        return found

    assert asyncio.run(arrive()) == ["archive", "inbox", "outbox"]


@pytest.mark.parametrize(
    "path",
    ["../merenwonen/outbox/merenwonen.txt", "/../secret.txt", "inbox/../../secret.txt"],
)
def test_another_partners_folder_does_not_exist(talk, path):
    async def peek(client):
        async with client.open(path) as file:
            return await file.read()

    with pytest.raises(asyncssh.SFTPError):
        talk("terpzorg", with_sftp(peek))


def test_a_link_that_leads_out_is_not_followed(talk, exchange):
    link = exchange.folders / "terpzorg" / "inbox" / "way_out"
    link.symlink_to(exchange.folders / "merenwonen" / "outbox")

    async def list_link(client):
        return await client.listdir("inbox/way_out")

    async def read_through(client):
        async with client.open("inbox/way_out/merenwonen.txt") as file:
            return await file.read()

    for action in (list_link, read_through):
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            talk("terpzorg", with_sftp(action))
    link.unlink()


@pytest.mark.parametrize("kind", ["symlink", "link"])
def test_no_links_are_made(talk, kind):
    async def tie(client):
        await getattr(client, kind)("outbox/terpzorg.txt", f"inbox/{kind}")

    with pytest.raises(asyncssh.SFTPPermissionDenied):
        talk("terpzorg", with_sftp(tie))


@pytest.mark.parametrize("name", ["inbox", "outbox", "archive", "/"])
def test_the_three_folders_stay_in_place(talk, name):
    async def remove(client):
        await client.rmdir(name)

    async def move(client):
        await client.rename(name, "elsewhere")

    async def replace(client):
        await client.posix_rename(name, "elsewhere")

    for action in (remove, move, replace):
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            talk("terpzorg", with_sftp(action))


def test_modes_and_owners_stay_as_they_are(talk, exchange):
    path = exchange.folders / "terpzorg" / "outbox" / "terpzorg.txt"
    path.chmod(0o600)

    async def loosen(client):
        await client.chmod("outbox/terpzorg.txt", 0o777)
        await client.utime("outbox/terpzorg.txt", (1_000_000_000, 1_000_000_000))

    talk("terpzorg", with_sftp(loosen))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_mtime == 1_000_000_000


def test_there_is_no_shell_and_no_command(talk):
    async def run_command(connection):
        return await connection.run("id", check=True)

    with pytest.raises((asyncssh.ProcessError, asyncssh.ChannelOpenError)):
        talk("terpzorg", run_command)


def test_there_is_no_forwarding(talk):
    async def reach_through(connection):
        await connection.open_connection("127.0.0.1", 22)

    async def listen_there(connection):
        listener = await connection.forward_remote_port("127.0.0.1", 0, "127.0.0.1", 1)
        return listener is not None

    for conversation in (reach_through, listen_there):
        with pytest.raises((asyncssh.ChannelOpenError, asyncssh.ChannelListenError)):
            talk("terpzorg", conversation)


def test_an_account_that_exists_keeps_its_keys(exchange):
    folder = exchange.host_key.parent
    add_account(exchange, "terpzorg", public_key(folder / "terpzorg"))
    keys = exchange.accounts / "terpzorg" / "authorized_keys"
    assert keys.read_text().count("ssh-ed25519") == 1
    assert keys.stat().st_mode & 0o077 == 0


def test_a_line_that_is_no_key_opens_nothing_and_hinders_nobody(talk, exchange):
    keys = exchange.accounts / "merenwonen" / "authorized_keys"
    keys.write_text("# from the letter of May\nnot a key\n\n" + keys.read_text())
    assert talk("merenwonen", with_sftp(names)) == ["archive", "inbox", "outbox"]


@pytest.mark.parametrize("account", ["", ".", "..", "a/b", "Terp", "x" * 33, "a b"])
def test_an_account_has_a_plain_name(exchange, account):
    with pytest.raises(ValueError, match="An account is"):
        add_account(exchange, account)


def test_a_key_is_made_once_and_private(exchange):
    before = exchange.host_key.read_bytes()
    create_key(exchange.host_key, "again")
    assert exchange.host_key.read_bytes() == before
    assert exchange.host_key.stat().st_mode & 0o077 == 0
