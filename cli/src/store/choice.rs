//! What the user has chosen about stores.

/// What the user has chosen about stores.
#[derive(Clone, Debug, Default)]
pub(crate) struct StoreChoice {
    pub(crate) profile: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Option<String>,
    pub(crate) unsigned: bool,
    pub(crate) requester_pays: bool,
}
