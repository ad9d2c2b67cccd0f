"""How the house is set up, started and kept running. The only folder that may import every process."""
