"""Draw all golden papers again; look at what changed before you commit it."""

from tests.golden.papers import FOLDER, all_papers

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, paper, columns in all_papers():
        (FOLDER / name).write_bytes(paper.png(columns))
    for old in {path.name for path in FOLDER.glob("*.png")} - {name for name, _, _ in all_papers()}:
        (FOLDER / old).unlink()
