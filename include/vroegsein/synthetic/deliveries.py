"""Decides which files arrive, where, and what must become of each delivery."""

from dataclasses import dataclass, replace
from pathlib import Path

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.synthetic import defects
from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.files import Cover, Line, PartnerFile, lines_of, write_file
from vroegsein.synthetic.roster import ROSTER, Special
from vroegsein.synthetic.second_files import Changes, corrected, withdrawn

WRONG_MONTH_AGE = 3  # the file sent by mistake is so many months old
OTHER_PARTNER = "merenwonen"  # whose manifest is put beside a wrong partner's file

REFUSED_AS_SENT = {
    Special.UNLAWFUL: "LAW_NO_BASIS",
    Special.PLAINTEXT: "ENC_PLAINTEXT",
}
Claims = dict[ReportingMonth, list[Claim]]


@dataclass(frozen=True)
class Delivery:
    """One file a partner sends, or does not, with what must become of it.

    Attributes:
        passport: The partner.
        month: The month it was expected for.
        file: What the partner sent, or none.
        content: The bytes that arrive, which may be fewer than the partner meant;
            before they are compressed and encrypted, see `sealing`.
        folder: Folder below the output, such as `inbox/hoedezorg`.
        state: accepted, empty, refused, missing, superseded or applied.
        refusal_code: Finding that refuses the whole file, or none.
        undelivered: Lines that ought to have come but did not.
        changes: What a correction does.
        taken_back: Lines of this file that a later one withdraws.
        is_sealed: Whether the partner wraps it as agreed.
    """

    passport: Passport
    month: ReportingMonth
    file: PartnerFile | None
    content: bytes
    folder: str
    state: str
    refusal_code: str | None = None
    undelivered: tuple[Line, ...] = ()
    changes: Changes | None = None
    taken_back: tuple[Line, ...] = ()
    is_sealed: bool = True

    @property
    def lines(self) -> list[Line]:
        """The lines that are to be judged one by one: none if refused as a whole."""
        judged = self.state in {"accepted", "superseded", "applied"}
        return self.file.lines if self.file and judged else []

    @property
    def stands(self) -> bool:
        """Whether it is what the month's signals are taken from."""
        return self.state not in {"superseded", "applied"}

    def write(self, out: Path) -> None:
        """Put the file and its manifest in their folder."""
        folder = out / self.folder
        folder.mkdir(parents=True, exist_ok=True)
        if self.file is None:
            return
        (folder / self.file.name).write_bytes(self.content)
        if self.file.manifest is not None:
            path = folder / f"{self.file.name}.manifest.json"
            path.write_bytes(self.file.manifest)


def month_deliveries(
    claims: Claims,
    passports: dict[str, Passport],
    month: ReportingMonth,
    made: ReportingMonth,
    seed: int,
) -> list[Delivery]:
    """Return every partner's deliveries of a month, sorted by partner and number.

    Args:
        claims: Claims of all months.
        passports: Passport by partner code.
        month: The month delivered.
        made: The month that is made, with its special cases.
        seed: Decides the wrong lines.
    """
    deliveries: list[Delivery] = []
    is_made = month == made
    for code in sorted(passports):
        file = _file(claims, passports[code], month, is_made, seed)
        special = ROSTER[code].special if is_made else _earlier(ROSTER[code].special)
        plain = Delivery(
            passport=passports[code],
            month=month,
            file=file,
            content=file.content,
            folder=f"{_folder(month, made)}/{passports[code].account}",
            state="accepted",
        )
        deliveries += _sent(plain, file, special, claims, seed)
    return deliveries


def _folder(month: ReportingMonth, made: ReportingMonth) -> str:
    """Return where a month's files lie, below the output."""
    if month == made:
        return "inbox"
    return f"history/{month}" if month < made else f"following/{month}"


def _sent(
    plain: Delivery, file: PartnerFile, special: Special, claims: Claims, seed: int
) -> list[Delivery]:
    """Return what a partner really sends: one file, or a second one after it."""
    match special:
        case Special.CORRECTED:
            return _corrected(plain, file)
        case Special.WITHDRAWN:
            return _withdrawn(plain, file)
        case _:
            return [_go_wrong(plain, special, claims, seed)]


def _corrected(plain: Delivery, file: PartnerFile) -> list[Delivery]:
    """Return a wrong first file, and the one that takes its place."""
    passport, month = plain.passport, plain.month
    first, second, changes = corrected(file.lines, passport)
    cover = Cover("CORRECTIE", 2, passport.code)
    wrong = write_file(first, passport, month)
    right = write_file(second, passport, month, cover)
    return [
        replace(plain, file=wrong, content=wrong.content, state="superseded"),
        replace(plain, file=right, content=right.content, changes=changes),
    ]


def _withdrawn(plain: Delivery, file: PartnerFile) -> list[Delivery]:
    """Return the month's file, and the one that takes some of its records back."""
    lines, taken = withdrawn(file.lines)
    cover = Cover("INTREKKING", 2, plain.passport.code)
    back = write_file(lines, plain.passport, plain.month, cover)
    return [
        replace(plain, taken_back=tuple(taken)),
        replace(plain, file=back, content=back.content, state="applied"),
    ]


def _earlier(special: Special) -> Special:
    """Return what goes wrong in earlier months: nothing, or nothing is sent."""
    return Special.UNLAWFUL if special is Special.UNLAWFUL else Special.NONE


def _file(
    claims: Claims,
    passport: Passport,
    month: ReportingMonth,
    is_made: bool,
    seed: int,
) -> PartnerFile:
    """Return a partner's file of a month, with a few wrong lines."""
    own = [claim for claim in claims[month] if claim.partner_code == passport.code]
    codes = _codes(passport.code, month, is_made)
    crises = ROSTER[passport.code].crisis_defects if is_made else ()
    lines = lines_of(own, passport, month, codes, seed, crises)
    return write_file(lines, passport, month)


def _codes(partner_code: str, month: ReportingMonth, is_made: bool) -> list[str]:
    """Return the defects of a month: the first few now, one in turn before."""
    habits = ROSTER[partner_code]
    if is_made or not habits.defects:
        return list(habits.defects[: habits.defect_count])
    return [habits.defects[month.month % len(habits.defects)]]


def _go_wrong(
    delivery: Delivery, special: Special, claims: Claims, seed: int
) -> Delivery:
    """Return the delivery as it really arrives."""
    lines = tuple(delivery.file.lines) if delivery.file else ()
    match special:
        case Special.LATE:
            return replace(
                delivery,
                folder=f"late/{delivery.passport.account}",
                state="missing",
                undelivered=lines,
            )
        case Special.TRUNCATED:
            return _refused(delivery, "DEL_INCOMPLETE", _broken_off(delivery), lines)
        case Special.WRONG_MONTH:
            return _wrong_month(delivery, claims, seed)
        case Special.WRONG_PARTNER:
            return _wrong_partner(delivery, lines)
        case Special.EMPTY:
            return replace(delivery, state="empty")
        case Special.UNLAWFUL if not lines:
            return replace(delivery, file=None, content=b"", state="missing")
        case Special.UNLAWFUL | Special.PLAINTEXT:
            code = REFUSED_AS_SENT[special]
            is_sealed = special is not Special.PLAINTEXT
            sent = replace(delivery, is_sealed=is_sealed)
            return _refused(sent, code, delivery.content, lines)
        case _:
            return delivery


def _refused(
    delivery: Delivery, code: str, content: bytes, lines: tuple[Line, ...]
) -> Delivery:
    """Return a delivery that is refused as a whole."""
    return replace(
        delivery,
        content=content,
        state="refused",
        refusal_code=code,
        undelivered=lines,
    )


def _broken_off(delivery: Delivery) -> bytes:
    """Return the bytes up to the middle of the last line but one."""
    lines = delivery.content.splitlines(keepends=True)
    kept = lines[:-2]
    half = lines[-2][: len(lines[-2]) // 2]
    return b"".join([*kept, half])


def _wrong_month(delivery: Delivery, claims: Claims, seed: int) -> Delivery:
    """Return an earlier month's file, exported anew: other order, other bytes.

    Other bytes, because the same bytes would be a file received twice; here the name
    and the manifest say which month it is, and that is what is wrong.
    """
    earlier = delivery.month.plus(-WRONG_MONTH_AGE)
    before = _file(claims, delivery.passport, earlier, is_made=False, seed=seed)
    anew = write_file(list(reversed(before.lines)), delivery.passport, earlier)
    meant = tuple(delivery.file.lines) if delivery.file else ()
    wrong = replace(delivery, file=anew)
    return _refused(wrong, "DEL_PERIOD", anew.content, meant)


def _wrong_partner(delivery: Delivery, lines: tuple[Line, ...]) -> Delivery:
    """Return a file whose manifest says that it is another partner's."""
    cover = Cover("VOLLEDIG", 1, OTHER_PARTNER)
    file = write_file(list(lines), delivery.passport, delivery.month, cover)
    wrong = replace(delivery, file=file)
    return _refused(wrong, "DEL_WRONG_PARTNER", file.content, lines)


def promised_codes() -> frozenset[str]:
    """Return the finding codes that lines of the month that is made show."""
    shown = {
        code
        for habits in ROSTER.values()
        for code in (*habits.defects[: habits.defect_count], *habits.crisis_defects)
    }
    return (defects.ALL_CODES & shown) | {defects.UNKNOWN_RECORD}
