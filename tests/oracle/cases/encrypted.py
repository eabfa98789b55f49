"""Cases of encrypted files; their bytes hold random numbers, so they are made once."""

import base64

import pyarrow.parquet as pq
from pyarrow.parquet import encryption

from case import Case
from sample import rows
from sheet import sheet


class OpenKeys(encryption.KmsClient):
    """A key service that hides nothing, for files that nobody is to decrypt."""

    def __init__(self, _):
        super().__init__()

    def wrap_key(self, key_bytes, master_key_identifier):
        """Gives a key as text."""
        return base64.b64encode(key_bytes)

    def unwrap_key(self, wrapped_key, master_key_identifier):
        """Gives a key back from its text."""
        return base64.b64decode(wrapped_key)


def encrypted(plaintext_footer):
    """Gives a writer of a file whose video ids are encrypted, and its footer unless plain."""

    def make(folder):
        factory = encryption.CryptoFactory(OpenKeys)
        properties = factory.file_encryption_properties(
            encryption.KmsConnectionConfig(),
            encryption.EncryptionConfiguration(
                footer_key="footer",
                column_keys={"column": ["video_id"]},
                plaintext_footer=plaintext_footer,
            ),
        )
        table = sheet(rows(7))
        path = folder / "views.parquet"
        with pq.ParquetWriter(path, table.schema, encryption_properties=properties) as file:
            file.write_table(table)

    return make


def cases():
    """Lists the cases."""
    rule = "A file that cannot be read is an error that names it, never a crash."
    return [
        Case(
            "encrypted_footer", "An encrypted footer", rule, encrypted(False), error={}, kept=True
        ),
        Case(
            "encrypted_column",
            "An encrypted column, a plain footer",
            rule,
            encrypted(True),
            error={},
            kept=True,
        ),
    ]
