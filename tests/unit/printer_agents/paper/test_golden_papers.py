"""Each kind of paper at each width, dot by dot as it was when a person looked at it.

After a change that is meant: `python -m tests.golden`, look at what differs, commit it.
"""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.golden.papers import FOLDER, Paper, all_papers

RESULTS = Path(__file__).parents[4] / "test-results" / "papers"


def dots(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("1")


@pytest.mark.parametrize(("name", "paper", "columns"), all_papers(), ids=[name for name, _, _ in all_papers()])
def test_the_paper_looks_as_it_did(name: str, paper: Paper, columns: int) -> None:
    drawn = paper.png(columns)
    seen, golden = dots(drawn), dots((FOLDER / name).read_bytes())
    if seen.size != golden.size or ImageChops.logical_xor(seen, golden).getbbox():
        RESULTS.mkdir(parents=True, exist_ok=True)
        (RESULTS / name).write_bytes(drawn)
        pytest.fail(f"the paper changed: compare tests/golden/papers/{name} with test-results/papers/{name}")


def test_no_golden_paper_is_left_over() -> None:
    assert {path.name for path in FOLDER.glob("*.png")} == {name for name, _, _ in all_papers()}
