"""From a file straight to verdicts and findings, without server or register."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from support.deliveries import MONTH, File, passport
from vroegsein.intake.arriving.envelope import Expectation
from vroegsein.intake.judging.judge import Case, judge_cases, refusal, verdict_by_line
from vroegsein.intake.reading.decode import decode_file, read_here
from vroegsein.intake.reading.work_files import Step
from vroegsein.parties.municipality import load_policy
from vroegsein.parties.partner import Passport
from vroegsein.settings import PROJECT_ROOT

RECEIVED_ON = date(2026, 10, 7)


@dataclass(frozen=True)
class Outcome:
    """What became of a file."""

    refused: str | None
    step: Step
    cents: int

    @property
    def verdicts(self) -> dict[int, str]:
        """Verdict by physical line."""
        return {line: str(word) for line, word in verdict_by_line(self.step).items()}

    def codes(self, line: int | None) -> set[tuple[str, str | None]]:
        """Code and column of what was found on a line, or of the file."""
        return {
            (str(finding.code), finding.column)
            for finding in self.step.findings
            if finding.line == line
        }


def decoded(file: File, folder: Path, partner: Passport | None = None) -> Outcome:
    """Decode a file."""
    partner = partner or passport()
    folder.mkdir(exist_ok=True)
    raw = file.put(folder)
    expected = Expectation("1940", MONTH, partner, file.name)
    reading, code = decode_file(
        raw,
        raw.with_name(f"{raw.name}.manifest.json"),
        expected,
        folder / "rows",
        read=read_here,
    )
    return Outcome(code, reading.step, reading.cents)


def judged(file: File, folder: Path, partner: Passport | None = None) -> Outcome:
    """Decode a file and judge its lines."""
    partner = partner or passport()
    outcome = decoded(file, folder, partner)
    if outcome.refused:
        return outcome
    policy = load_policy(PROJECT_ROOT / "include" / "municipalities", "1940")
    (step,) = judge_cases(
        [Case(folder / "rows", outcome.step, partner, policy, RECEIVED_ON)]
    )
    refused = refusal(step, partner)
    return Outcome(refused.code if refused else None, step, outcome.cents)
