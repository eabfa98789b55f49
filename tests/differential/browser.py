"""The npm package in Chromium, with a given time zone."""

import base64
import json
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("page.mjs")


class Browser:
    """A browser with the built package; it answers one request per line of standard input."""

    def __init__(self):
        self.process = subprocess.Popen(["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, picked, opening, options, zone="UTC"):
        """Open a folder and analyze it; return the results as Parquet, the diagnostics and the problems."""
        request = {"input": str(picked), "zone": zone, "opening": opening, "options": options}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the browser ended")
        found = json.loads(line)
        found["tables"] = {kind: base64.b64decode(text) for kind, text in found["tables"].items()}
        return found

    def close(self):
        """Close the browser."""
        self.process.stdin.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
