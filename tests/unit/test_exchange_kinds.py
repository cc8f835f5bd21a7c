"""What a file is by its first bytes, and for whom an OpenPGP message is."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vroegsein.exchange.kinds import HEAD_BYTES, Kind, is_damaged_ciphertext, kind_of
from vroegsein.exchange.openpgp_packets import (
    HIDDEN,
    Outside,
    is_readable,
    read_outside,
)

ONE, OTHER = bytes(range(1, 9)), bytes(range(11, 19))
BEGIN = b"-----BEGIN PGP MESSAGE-----\n"
END = b"-----END PGP MESSAGE-----\n"
AGE = b"age-encryption.org/v1\n"


def packet(tag: int, body: bytes) -> bytes:
    """A packet with a length as RFC 9580 writes it (section 4.2.1)."""
    size = len(body)
    if size < 192:
        written = bytes([size])
    elif size < 8384:
        written = bytes([192 + (size - 192 >> 8), size - 192 & 0xFF])
    else:
        written = b"\xff" + size.to_bytes(4, "big")
    return bytes([0xC0 | tag]) + written + body


def legacy(tag: int, body: bytes, size: int) -> bytes:
    """A packet as older programs write it; size 0 is without a length."""
    kind = {1: 0, 2: 1, 4: 2, 0: 3}[size]
    written = len(body).to_bytes(size, "big") if size else b""
    return bytes([0x80 | tag << 2 | kind]) + written + body


def key_for(key: bytes, size: int = 30) -> bytes:
    """The body of a session key, encrypted to somebody."""
    return (b"\3" + key + b"\1").ljust(size, b"k")


SEALED = packet(18, b"\1" + b"s" * 40)


def test_the_readers_of_a_message_are_named_in_their_order():
    message = packet(1, key_for(ONE)) + packet(1, key_for(OTHER)) + SEALED
    assert read_outside(message) == Outside((ONE.hex(), OTHER.hex()), True)


@pytest.mark.parametrize("size", [12, 191, 192, 193, 1000, 8383, 8384, 40_000])
def test_a_packet_ends_where_its_length_says(size: int):
    message = packet(1, key_for(ONE, size)) + packet(1, key_for(OTHER)) + SEALED
    found = read_outside(message)
    assert found is not None
    assert found.recipients == (ONE.hex(), OTHER.hex())


@pytest.mark.parametrize("size", [1, 2, 4])
def test_a_packet_of_an_older_program_ends_where_its_length_says(size: int):
    message = legacy(1, key_for(ONE), size) + legacy(1, key_for(OTHER), 1)
    assert read_outside(message + legacy(9, b"s" * 20, 0)) == Outside(
        (ONE.hex(), OTHER.hex()), has_integrity=False
    )


@pytest.mark.parametrize(
    ("body", "reader"),
    [
        (key_for(ONE), ONE.hex()),
        (key_for(b"\0" * 8), HIDDEN),
        (b"\6\0" + b"k" * 20, HIDDEN),
        (b"\6\x15\4" + b"f" * 12 + OTHER + b"k" * 20, OTHER.hex()),  # its last eight
        (b"\6\x21\6" + ONE + b"f" * 24 + b"k" * 20, ONE.hex()),  # its first eight
        (b"\6", HIDDEN),  # cut off: nobody is named
        (b"\6\x15", HIDDEN[:0]),
    ],
)
def test_a_reader_is_named_by_an_id_or_a_fingerprint(body: bytes, reader: str):
    assert read_outside(packet(1, body) + SEALED) == Outside((reader,), True)


@pytest.mark.parametrize(
    ("message", "outside"),
    [
        (SEALED, Outside((), True)),  # for whoever knows the password
        (packet(18, b"\2" + b"s" * 20), Outside((), True)),
        (packet(3, b"\4" + b"s" * 9) + SEALED, Outside((), True)),
        (packet(10, b"PGP") + SEALED, Outside((), True)),
        (packet(21, b"p" * 9) + SEALED, Outside((), True)),
        (packet(1, key_for(ONE)) + packet(20, b"\1xx"), Outside((ONE.hex(),), True)),
        (packet(1, key_for(ONE)) + packet(9, b"s"), Outside((ONE.hex(),), False)),
        (packet(1, key_for(ONE)), Outside((ONE.hex(),), True)),  # the head ends here
    ],
)
def test_how_a_message_is_protected_is_known_before_it_is_opened(
    message: bytes, outside: Outside
):
    assert read_outside(message) == outside


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"naam;adres\n",
        b"\x80",
        packet(9, b"s" * 20),  # eight bits of chance: could be anything
        packet(18, b"\3" + b"s" * 20),
        packet(18, b""),
        packet(1, b"\x09" + ONE) + SEALED,
        packet(3, b"\x07") + SEALED,
        packet(20, b"\2") + SEALED,
        packet(11, b"b\0tekst"),
        packet(13, b"Woonproef") + SEALED,
        b"\xc1\xe0" + key_for(ONE) + SEALED,  # a session key in parts
        b"\xc1\xfe" + key_for(ONE) + SEALED,
        legacy(1, key_for(ONE), 0),
    ],
)
def test_what_is_no_encrypted_message_is_none(message: bytes):
    assert read_outside(message) is None


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize("headers", [b"", b"Version: 1\nComment: proef\n"])
@pytest.mark.parametrize("checksum", [b"", b"=abcd\n"])
def test_armor_is_taken_off(ends: bytes, headers: bytes, checksum: bytes):
    message = packet(1, key_for(ONE)) + SEALED
    text = BEGIN + headers + b"\n" + base64.encodebytes(message) + checksum + END
    head = b" \n" + text.replace(b"\n", ends)
    assert read_outside(head) == Outside((ONE.hex(),), True)
    assert kind_of(head) is Kind.OPENPGP


@pytest.mark.parametrize("cut", range(1, 5))
def test_armor_that_ends_amid_a_line_is_read_as_far_as_it_goes(cut: int):
    text = BEGIN + b"\n" + base64.b64encode(packet(1, key_for(ONE)) + SEALED)
    assert read_outside(text[:-cut]) == Outside((ONE.hex(),), True)


def test_armor_around_nothing_is_no_message():
    assert read_outside(BEGIN + b"\n" + END) is None
    assert read_outside(BEGIN + b"\n\xff\xff\xff\xff\n" + END) is None
    assert read_outside(BEGIN + b"no empty line" + END) is None


@pytest.mark.parametrize(
    ("message", "readable"),
    [
        *[(packet(11, sign + b"\0naam"), True) for sign in (b"b", b"t", b"u")],
        *[(packet(8, bytes([way]) + b"..."), True) for way in range(4)],
        *[(packet(2, bytes([version])), True) for version in (3, 4, 6)],
        *[(packet(4, bytes([version])), True) for version in (3, 6)],
        (legacy(8, b"\1...", 0), True),
        (packet(11, b"x"), False),
        (packet(8, b"\4"), False),
        (packet(2, b"\5"), False),
        (packet(4, b"\4"), False),
        (packet(11, b""), False),
        (packet(1, key_for(ONE)) + SEALED, False),
        (b"", False),
    ],
)
def test_what_anybody_can_read_is_told_from_what_is_encrypted(
    message: bytes, readable: bool
):
    assert is_readable(message) is readable
    if readable:
        assert kind_of(message) is Kind.FOREIGN


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (AGE + b"-> X25519", Kind.AGE),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", Kind.AGE),
        (b"\xef\xbb\xbf\r\n -----BEGIN AGE ENCRYPTED FILE-----\n", Kind.AGE),
        (b"\n" + AGE, Kind.OTHER),  # the binary form begins at the first byte
        (b"\x1f\x8b\x08", Kind.GZIP),
        (b"PK\x03\x04", Kind.ZIP),
        (b"PK\x05\x06", Kind.ZIP),
        (b"PK\x03", Kind.OTHER),
        (b"%PDF-1.7", Kind.FOREIGN),
        (b"\x7fELF", Kind.FOREIGN),
        (b"-----BEGIN PGP SIGNED MESSAGE-----", Kind.FOREIGN),
        (packet(1, key_for(ONE)) + SEALED, Kind.OPENPGP),
        (b"naam;adres\n", Kind.OTHER),
        ("\ufeffnaam;adres\n".encode("utf-16"), Kind.OTHER),
        (b"", Kind.OTHER),
    ],
)
def test_a_file_is_known_by_its_first_bytes(head: bytes, kind: Kind):
    assert kind_of(head) is kind


def with_wrong_signs(count: int) -> bytes:
    return b"#" * count + AGE[count:] + b"-> X25519 proef\n"


@pytest.mark.parametrize(("count", "damaged"), [(1, True), (2, True), (3, False)])
def test_a_sign_or_two_off_is_an_encrypted_file_that_was_damaged(
    count: int, damaged: bool
):
    assert is_damaged_ciphertext(with_wrong_signs(count)) is damaged
    assert kind_of(with_wrong_signs(count)) is Kind.OTHER


@pytest.mark.parametrize(
    ("head", "damaged"),
    [
        (AGE[:-1], False),  # shorter than any beginning
        (b"\x01" * 3 + b"a" * 61, True),  # 3 of 64 is more than one in 25
        (b"\x01" * 2 + b"a" * 62, False),
        (b"\x01" * 3 + b"a" * 60, False),  # too short to tell
        (b"\x01" * 4 + b"a" * 96, False),  # one in 25, and no more
        (b"\x01" * 5 + b"a" * 95, True),
        (b"\t\n\x0b\x0c\r\x1b" * 20, False),  # signs that stand in texts
        (b"a" * 4096 + b"\x01" * 4096, False),  # the beginning tells
        (b"", False),
    ],
)
def test_bytes_that_no_text_has_were_ciphertext(head: bytes, damaged: bool):
    assert is_damaged_ciphertext(head) is damaged


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=80),
        st.builds(bytes.__add__, st.just(b"\xc1"), st.binary(max_size=40)),
        st.builds(bytes.__add__, st.just(BEGIN), st.binary(max_size=40)),
    )
)
def test_any_bytes_are_of_one_kind_and_nothing_else_is_raised(head: bytes):
    assert kind_of(head[:HEAD_BYTES]) in Kind
    assert is_damaged_ciphertext(head) in {True, False}
    outside = read_outside(head)
    assert outside is None or all(len(key) <= 16 for key in outside.recipients)
