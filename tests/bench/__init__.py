"""The benchmark: the matching beside other methods, measured by command and never in CI."""
