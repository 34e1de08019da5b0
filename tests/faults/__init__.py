"""What happens when the power, the disk, the database or the process goes: on real processes."""
