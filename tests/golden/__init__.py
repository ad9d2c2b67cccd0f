"""Every kind of paper at every width, as pictures a person looked at. `python -m tests.golden` draws them again."""
