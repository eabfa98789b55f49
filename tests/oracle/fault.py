"""An error that the contract asks for instead of a result."""


class Fault(Exception):
    """A refusal with its code and the words its message must contain."""

    def __init__(self, code, mentions):
        super().__init__(f"{code}: {', '.join(mentions)}")
        self.code = code
        self.mentions = list(mentions)
