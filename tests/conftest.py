"""For every test: no network but loopback, fixed random numbers, and no error in the log."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator

import hypothesis
import numpy as np
import pytest

hypothesis.settings.register_profile("v2a", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("v2a")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Let sockets reach this machine only; pytest-socket reads these options after us."""
    config.option.allow_hosts = config.option.allow_hosts or "127.0.0.1,::1,localhost"
    config.option.allow_unix_socket = True
    config.addinivalue_line("markers", "logs_errors: the test makes the code log an error, and may")


@pytest.fixture(autouse=True)
def fixed_random_numbers() -> None:
    """The same numbers in every run; torch is seeded by the tests that use it."""
    random.seed(0)
    np.random.seed(0)  # libraries still use the global state


class _Errors(logging.Handler):
    """Keeps records of level ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def no_error_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that logs an error fails, unless it is marked `logs_errors`."""
    handler = _Errors()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.records and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("logged: " + "; ".join(f"{record.name}: {record.getMessage()}" for record in handler.records))
