"""An error that the specification requires instead of a result."""


class Fault(Exception):
    """An error with its code and the texts that its message must contain."""

    def __init__(self, code, mentions):
        super().__init__(f"{code}: {', '.join(mentions)}")
        self.code = code
        self.mentions = list(mentions)
