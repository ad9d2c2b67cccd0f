"""Numbers with budgets: each of ours beside its floor, measured in the same run. `make bench`, docs/performance.md."""
