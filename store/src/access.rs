//! What a program may do at a store.

use crate::secret::Secret;

/// The keys of an AWS account, or HMAC keys of another store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsKeys {
    /// The id of the access key.
    pub id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The token of a session, if the keys are temporary.
    pub session: Option<Secret>,
}

/// How requests prove who sends them. `Debug` prints no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// They do not: only public data is readable.
    Unsigned,
    /// By a signature in the query.
    Aws {
        /// The keys.
        keys: AwsKeys,
        /// Whether the account of the keys pays for the requests.
        requester_pays: bool,
    },
    /// By the query of a shared access signature of Azure, without `?`.
    Sas(Secret),
    /// By the key of an Azure account, in Base64.
    AzureKey {
        /// The account.
        account: String,
        /// The key.
        key: Secret,
    },
    /// By an OAuth token in a header.
    Bearer(Secret),
}
