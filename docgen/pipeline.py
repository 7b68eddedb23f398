"""The order of stations and nothing else."""
