"""What every process agrees on. Imports none of the other folders."""
