"""Tests of the register of AI tools, on its pages."""
