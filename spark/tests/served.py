"""An HTTP service whose responses a test defines."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Served(ThreadingHTTPServer):
    """A service on a free port; `answer(ids)` returns (status, headers, body) or raw bytes."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """The URL of the service."""
        return f"http://127.0.0.1:{self.server_address[1]}/views"


class Handler(BaseHTTPRequestHandler):
    """Handles calls."""

    def do_POST(self):
        """Send the answer of the service and close the connection."""
        found = self.server.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["video_ids"])
        self.close_connection = True
        if isinstance(found, bytes):
            self.wfile.write(found)
            return
        status, headers, body = found
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Log nothing."""
