"""What a file may hold at its worst, and what size may do to what was learned."""

from support.matching import match_rows, signals_of

from vroegsein.matching.snapshot import SIGNAL_COLUMNS

LONG = 10_000
MOST_SECONDS = 5  # uncut names take half a minute
LETTERS = "ABDEFGHKLM"
DOUBLING = 693  # twice the people make four times the pairs: milli log of 2


def _people(count: int, shift: int) -> list[dict[str, str | None]]:
    """Two signals of each of some people, in households of two; no two files meet."""
    rows = []
    for number in range(count):
        first, second = divmod(number + shift, 10)
        surname = f"{LETTERS[first // 10]}o{LETTERS[first % 10]}{LETTERS[second]}ma"
        day = f"{1950 + shift // 100 + number % 40}-{1 + number % 12:02}-{2 + number % 26:02}"
        row = dict.fromkeys(SIGNAL_COLUMNS) | {
            "initials": f"{LETTERS[number % 10]}.",
            "surname": surname,
            "birth_date": day,
            "postcode": f"{8000 + shift + number // 2}AB",
            "house_number": "7",
        }
        undated = {"birth_date": None} if number % 3 == 0 else {}
        name = f"s{shift:03}{number:03}"
        rows += [
            row | {"signal_id": f"{name}a"},
            row | {"signal_id": f"{name}b"} | undated,
        ]
    return rows


def _weights(folder, rows) -> dict[tuple[int, ...], int]:
    """Return the weight of each combination of levels in the evidence."""
    shown = match_rows(folder, rows).rows("evidence")
    levels = [name for name in shown[0] if name.endswith("_level")]
    return {tuple(row[name] for name in levels): row["weight"] for row in shown}


def test_names_of_ten_thousand_letters_are_matched_like_others(tmp_path):
    """Whoever fills a field to the brim is neither joined wrongly nor makes us wait."""
    texts = ["A" * LONG, "B" * LONG, "A" * LONG]
    days = ["1980-05-06", "1990-07-08", "1980-05-06"]
    people = [
        row | {"surname": text, "first_names": text, "initials": text}
        for row, text in zip(
            signals_of(
                "\n".join(["id | born", *(f"{n} | {d}" for n, d in enumerate(days))])
            ),
            texts,
            strict=True,
        )
    ]
    found = match_rows(tmp_path, people)
    assert found.persons() == "0 2 | 1"
    assert found.summary.cpu_seconds["match"] < MOST_SECONDS


def test_three_thousand_people_at_one_address_are_not_compared_pair_by_pair(tmp_path):
    """The pairs behind one door grow with the square; past sixty nobody is compared."""
    door = {"postcode": "8501AB", "house_number": "12", "initials": None}
    rows = [
        row
        | door
        | {"surname": f"{row['surname']}{LETTERS[n % 10]}{LETTERS[n // 600]}"}
        for n, row in enumerate(_people(750, 0) + _people(750, 1))
    ]
    named = [row | {"signal_id": f"n{n:04}"} for n, row in enumerate(rows)]
    found = match_rows(tmp_path, named)
    assert found.summary.counts["signals"] == 3000
    assert found.summary.counts["candidates"] < 40 * 3000
    assert {row["household_id"] for row in found.rows("membership")} >= {"H:n0000"}


def test_a_file_beside_a_disjoint_copy_weighs_as_size_says_and_no_more(tmp_path):
    """Twice the people: each pattern loses the log of two, give or take little."""
    once = _weights(tmp_path / "once", _people(200, 0))
    twice = _weights(tmp_path / "twice", _people(200, 0) + _people(200, 300))
    common = set(once) & set(twice)
    assert common
    for pattern in common:
        assert abs(once[pattern] - twice[pattern]) < DOUBLING + 400
