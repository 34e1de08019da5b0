"""The pages in Chromium."""

import pytest

pytest.register_assert_rewrite("tests.browser.looks")
