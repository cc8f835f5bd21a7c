"""Decides which files arrive, where, and what must become of each delivery."""

from dataclasses import dataclass, replace
from pathlib import Path

from vroegsein.parties.partner import Passport
from vroegsein.parties.period import ReportingMonth
from vroegsein.synthetic import defects
from vroegsein.synthetic.claims import Claim
from vroegsein.synthetic.files import Line, PartnerFile, lines_of, write_file
from vroegsein.synthetic.roster import ROSTER, Special

WRONG_MONTH_AGE = 3  # the file sent by mistake is so many months old

Claims = dict[ReportingMonth, list[Claim]]


@dataclass(frozen=True)
class Delivery:
    """One partner's delivery of one month, with what must become of it.

    Attributes:
        passport: The partner.
        month: The month it was expected for.
        file: What the partner sent, or none.
        content: The bytes that arrive, which may be fewer than the partner meant.
        folder: Folder below the output, such as `inbox/hoedezorg`.
        state: accepted, empty, refused or missing.
        refusal_code: Finding that refuses the whole file, or none.
        undelivered: Lines that ought to have come but did not.
    """

    passport: Passport
    month: ReportingMonth
    file: PartnerFile | None
    content: bytes
    folder: str
    state: str
    refusal_code: str | None = None
    undelivered: tuple[Line, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """The lines that are to be judged one by one: none if refused as a whole."""
        return self.file.lines if self.file and self.state == "accepted" else []

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
    is_last: bool,
    seed: int,
) -> list[Delivery]:
    """Return every partner's delivery of a month, sorted by partner.

    Args:
        claims: Claims of all months.
        passports: Passport by partner code.
        month: The month delivered.
        is_last: Whether this is the month that is made, with its special cases.
        seed: Decides the wrong lines.
    """
    deliveries = []
    for code in sorted(passports):
        file = _file(claims, passports[code], month, is_last, seed)
        special = ROSTER[code].special if is_last else _earlier(ROSTER[code].special)
        plain = Delivery(
            passport=passports[code],
            month=month,
            file=file,
            content=file.content,
            folder=f"inbox/{passports[code].account}"
            if is_last
            else f"history/{month}/{passports[code].account}",
            state="accepted",
        )
        deliveries.append(_go_wrong(plain, special, claims, seed))
    return deliveries


def _earlier(special: Special) -> Special:
    """Return what goes wrong in earlier months: nothing, or nothing is sent."""
    return Special.UNLAWFUL if special is Special.UNLAWFUL else Special.NONE


def _file(
    claims: Claims,
    passport: Passport,
    month: ReportingMonth,
    is_last: bool,
    seed: int,
) -> PartnerFile:
    """Return a partner's file of a month, with a few wrong lines."""
    own = [claim for claim in claims[month] if claim.partner_code == passport.code]
    codes = _codes(passport.code, month, is_last)
    return write_file(lines_of(own, passport, month, codes, seed), passport, month)


def _codes(partner_code: str, month: ReportingMonth, is_last: bool) -> list[str]:
    """Return the defects of a month: the first few now, one in turn before."""
    habits = ROSTER[partner_code]
    if is_last or not habits.defects:
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
        case Special.EMPTY:
            return replace(delivery, state="empty")
        case Special.UNLAWFUL if not lines:
            return replace(delivery, file=None, content=b"", state="missing")
        case Special.UNLAWFUL:
            return _refused(delivery, "LAW_NO_BASIS", delivery.content, lines)
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
    before = _file(claims, delivery.passport, earlier, is_last=False, seed=seed)
    anew = write_file(list(reversed(before.lines)), delivery.passport, earlier)
    meant = tuple(delivery.file.lines) if delivery.file else ()
    wrong = replace(delivery, file=anew)
    return _refused(wrong, "DEL_PERIOD", anew.content, meant)


def promised_codes() -> frozenset[str]:
    """Return the finding codes that lines of the month that is made show."""
    shown = {
        code
        for habits in ROSTER.values()
        for code in habits.defects[: habits.defect_count]
    }
    return defects.ALL_CODES & shown
