"""Cases of encrypted files; their bytes contain random numbers, so they are written once."""

import base64

import pyarrow.parquet as pq
from pyarrow.parquet import encryption

from case import Case
from sample import rows
from sheet import sheet


class OpenKeys(encryption.KmsClient):
    """A key service without encryption, for files that are never decrypted."""

    def __init__(self, _):
        super().__init__()

    def wrap_key(self, key_bytes, master_key_identifier):
        """Return a key as text."""
        return base64.b64encode(key_bytes)

    def unwrap_key(self, wrapped_key, master_key_identifier):
        """Return the key of a text."""
        return base64.b64decode(wrapped_key)


def encrypted(plaintext_footer):
    """Return a writer of a file with encrypted video ids and an encrypted or plain footer."""

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
    """Return the cases."""
    rule = "A file that cannot be read is an error that names it, never a crash."
    return [
        Case("encrypted_footer", "An encrypted footer", rule, encrypted(False), error={}, kept=True),
        Case(
            "encrypted_column",
            "An encrypted column, a plain footer",
            rule,
            encrypted(True),
            error={},
            kept=True,
        ),
    ]
