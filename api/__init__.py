"""HTTP for the web apps; no rule of the restaurant lives here."""
