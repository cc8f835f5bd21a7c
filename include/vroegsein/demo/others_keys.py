"""The keys of those we exchange files with, as they would have sent them to us.

Private halves lie in the demonstration's own folder, where a partner or an official
would keep them; public halves go where Vroegsein looks for them. What is there stays.
"""

from collections.abc import Iterable
from pathlib import Path

from vroegsein.demo.partners import write_key
from vroegsein.exchange.files import private_folder, write_whole
from vroegsein.exchange.keyring import KeyKind, public_key, read_index
from vroegsein.parties.municipality import Policy
from vroegsein.parties.partner import Passport
from vroegsein.synthetic.sealing import SealingKeys


def prepare_signers(private: Path, ring: Path, passports: Iterable[Passport]) -> None:
    """Make the key of each partner that signs, and put its public half in the ring.

    Args:
        private: Folder for `<code>.key` (SSH) and `<code>.asc` (OpenPGP).
        ring: Our key ring; `signers/<name>.pub` is what passports name.
        passports: The partners.
    """
    private_folder(private)
    for passport in passports:
        public = ""
        match passport.protection.signature:
            case "ssh":
                public = _ssh_key(private / f"{passport.code}.key")
            case "openpgp":
                public = _openpgp_key(private / f"{passport.code}.asc", passport.name)
            case _:
                continue
        for name in passport.protection.signers:
            _publish(ring / "signers" / f"{name}.pub", public)


def _ssh_key(path: Path) -> str:
    if not path.exists():
        write_key(path)
    return path.with_suffix(".pub").read_text("utf-8")


def _openpgp_key(path: Path, name: str) -> str:
    from pysequoia import Tsk

    if not path.exists():
        write_whole(path, str(Tsk.generate(name)).encode())
    return str(Tsk.from_bytes(path.read_bytes()).extract_certificate())


def prepare_readers(private: Path, ring: Path, policy: Policy) -> list[Path]:
    """Make the key of each reader of what we send; return the officials' private ones.

    Args:
        private: Folder for `<name>.txt`, which would be on the officials' computers.
        ring: Our key ring; `recipients/<name>.pub` is what the policy names.
        policy: The municipality's policy.
    """
    from pyrage import x25519

    private_folder(private)
    made = []
    for name in policy.readers:
        path = private / f"{name}.txt"
        if not path.exists():
            write_whole(path, f"{x25519.Identity.generate()}\n".encode())
        identity = x25519.Identity.from_str(path.read_text("ascii").strip())
        _publish(ring / "recipients" / f"{name}.pub", f"{identity.to_public()}\n")
        if name in policy.office.recipients:
            made.append(path)
    return made


def sealing_keys(private: Path, ring: Path) -> SealingKeys:
    """Return what partners wrap their files with.

    Raises:
        ConfigurationError: Our key ring is not in order.
    """
    current = [entry for entry in read_index(ring) if entry.retired_on is None]
    public = {entry.kind: public_key(ring, entry) for entry in reversed(current)}
    return SealingKeys(public[KeyKind.AGE], public[KeyKind.OPENPGP], private)


def _publish(path: Path, public: str) -> None:
    private_folder(path.parent)
    write_whole(path, public.encode())
