//! Where the services of AWS are, if not at their usual hosts.
//!
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>

use crate::store::aws::config_file::{ConfigFiles, Section};

/// The endpoints that the environment and a profile state.
pub(super) struct Endpoints<'a> {
    pub(super) files: &'a ConfigFiles,
    pub(super) profile: &'a Section,
    pub(super) env: &'a dyn Fn(&str) -> Option<String>,
}

impl Endpoints<'_> {
    /// Returns the endpoint of a service, such as `s3`.
    pub(super) fn of(&self, service: &str) -> Option<String> {
        let Self { files, profile, env } = self;
        let ignored = env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
        let ignored = ignored.or_else(|| profile.get("ignore_configured_endpoint_urls").cloned());
        if ignored.is_some_and(|ignored| ignored.eq_ignore_ascii_case("true")) {
            return None;
        }
        let services = profile.get("services").and_then(|name| files.services(name));
        env(&format!("AWS_ENDPOINT_URL_{}", service.to_ascii_uppercase()))
            .or_else(|| env("AWS_ENDPOINT_URL"))
            .or_else(|| {
                services.and_then(|services| services.get(&format!("{service}.endpoint_url")).cloned())
            })
            .or_else(|| profile.get("endpoint_url").cloned())
    }
}
