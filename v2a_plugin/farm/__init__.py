"""The same work on many machines, through engines that exist: Dask distributed, and Open Job Description."""
