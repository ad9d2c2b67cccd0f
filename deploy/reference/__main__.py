"""`python -m deploy.reference` (make docs): write the generated pages."""

from deploy.reference import PAGES, PROJECT

for path, page in PAGES.items():
    (PROJECT / path).write_text(page(), "utf-8")
    print(path)
