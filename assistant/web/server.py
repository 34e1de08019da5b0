"""Run the application under gunicorn: two processes that share the loaded index."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from assistant.storage import Storage

WORKERS, THREADS = 2, 4
# A worker is replaced now and then, so that a slow leak never grows; not all at once.
MAX_REQUESTS, MAX_REQUESTS_JITTER = 2000, 200


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn with our settings; made once, run until it is told to stop."""

    def __init__(self, app: Flask, storage: Storage, address: str) -> None:
        self._app = app
        self._storage = storage
        self._address = address
        super().__init__()

    def load_config(self) -> None:
        """Set gunicorn's options."""
        options: dict[str, Any] = {
            "bind": self._address,
            "workers": WORKERS,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": 20,
            "max_requests": MAX_REQUESTS,
            "max_requests_jitter": MAX_REQUESTS_JITTER,
            "post_fork": self._after_fork,
            "when_ready": self._say_ready,
            "loglevel": "warning",
            # Nothing about a request is logged here: an address or a question is no one's business.
            "accesslog": None,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application."""
        return self._app

    def _say_ready(self, _server: object) -> None:
        print(f"Plainly is ready: http://{self._address}/   (stop with Ctrl-C)", flush=True)  # noqa: T201

    def _after_fork(self, _server: object, _worker: object) -> None:
        # Connections made before the fork belong to the parent; each worker opens its own.
        self._storage.engine.dispose(close=False)
