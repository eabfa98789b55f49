//! Shared access signatures of Azure.
//!
//! <https://learn.microsoft.com/rest/api/storageservices/create-account-sas>

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac_sha256::HMAC;

use crate::encoding::encode_query;
use crate::error::{Reason, Result, StoreError};
use crate::moment::Moment;

/// The version of the service that requests ask for.
pub(crate) const VERSION: &str = "2022-11-02";

/// Decodes the key of an account.
///
/// # Errors
///
/// [`Reason::Invalid`] if it is not Base64.
pub(crate) fn decode_key(key: &str) -> Result<Vec<u8>> {
    STANDARD.decode(key.trim()).map_err(|_| {
        StoreError::new(Reason::Invalid, "the key of the Azure account is not valid")
            .expected("the key in Base64, as the portal shows it")
    })
}

/// Returns the query of a signature that allows reading and listing blobs until a moment.
///
/// It is made of the account's key for a request, so that blobs are read by queries alone: a header
/// would need a preflight in browsers.
pub(crate) fn account_query(account: &str, key: &[u8], until: Moment, protocol: &str) -> String {
    let until = until.extended();
    // Empty lines: the start, the addresses, and the scope of the encryption.
    let text = format!("{account}\nrl\nb\nco\n\n{until}\n\n{protocol}\n{VERSION}\n\n");
    let signature = STANDARD.encode(HMAC::mac(text, key));
    encode_query(&[
        ("sv", VERSION.to_owned()),
        ("ss", "b".to_owned()),
        ("srt", "co".to_owned()),
        ("sp", "rl".to_owned()),
        ("se", until),
        ("spr", protocol.to_owned()),
        ("sig", signature),
    ])
}
