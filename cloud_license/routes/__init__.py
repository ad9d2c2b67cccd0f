"""HTTP: body -> command -> answer."""
