//! The options of object stores.

use crate::store::StoreChoice;

#[derive(Debug, clap::Args)]
pub(crate) struct StoreOptions {
    /// Profile of AWS whose credentials and settings are used [default: AWS_PROFILE, or default]
    #[arg(long, value_name = "NAME", help_heading = "Object stores")]
    profile: Option<String>,
    /// Region of the bucket [default: found by asking the store]
    #[arg(long, value_name = "REGION", help_heading = "Object stores")]
    region: Option<String>,
    /// URL of a store with the interface of S3, Google Cloud Storage or Azure
    #[arg(long, value_name = "URL", help_heading = "Object stores")]
    endpoint_url: Option<String>,
    /// Send requests without credentials, for public data
    #[arg(long, help_heading = "Object stores")]
    no_sign_request: bool,
    /// Pay for the requests to a bucket of S3 whose requesters pay
    #[arg(
        long,
        value_name = "requester",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "requester",
        value_parser = ["requester"],
        help_heading = "Object stores"
    )]
    request_payer: Option<String>,
}

impl StoreOptions {
    pub(crate) fn choice(&self) -> StoreChoice {
        StoreChoice {
            profile: self.profile.clone(),
            region: self.region.clone(),
            endpoint: self.endpoint_url.clone(),
            unsigned: self.no_sign_request,
            requester_pays: self.request_payer.is_some(),
        }
    }
}
