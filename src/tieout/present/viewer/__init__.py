"""The viewer: a tagged filing as its statements, in one HTML file that needs nothing else."""
