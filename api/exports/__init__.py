"""Reports as files: CSV for spreadsheets, PDF for paper."""
