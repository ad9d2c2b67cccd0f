"""HTTP as the site's API and the vendor's cloud both speak it; nothing else imports this folder."""
