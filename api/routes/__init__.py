"""Body -> command or query -> answer, and nothing else."""
