//! The credentials of Google Cloud Storage.

use daytally_store::{Access, AwsKeys, Secret};

/// Returns who reads: a token of OAuth, or HMAC keys by the names that GDAL gives them. The other text is
/// what the user should know.
pub(super) fn gcs_access(
    is_unsigned: bool,
    env: &dyn Fn(&str) -> Option<String>,
) -> (Access, Option<String>) {
    let env = |name: &str| env(name).filter(|value| !value.is_empty());
    if is_unsigned {
        return (Access::Unsigned, None);
    }
    let token = env("GOOGLE_OAUTH_ACCESS_TOKEN").or_else(|| env("CLOUDSDK_AUTH_ACCESS_TOKEN"));
    if let Some(token) = token {
        return (Access::Bearer(Secret::new(token)), None);
    }
    if let (Some(id), Some(secret)) = (env("GS_ACCESS_KEY_ID"), env("GS_SECRET_ACCESS_KEY")) {
        let keys = AwsKeys { id, secret: Secret::new(secret), session: None };
        return (Access::Aws { keys, requester_pays: false }, None);
    }
    let file = match env("GOOGLE_APPLICATION_CREDENTIALS") {
        Some(_) => "GOOGLE_APPLICATION_CREDENTIALS is not supported, and ",
        None => "",
    };
    let note = format!(
        "{file}no credentials of Google Cloud are in GOOGLE_OAUTH_ACCESS_TOKEN (as gcloud auth \
         print-access-token prints it) or in GS_ACCESS_KEY_ID and GS_SECRET_ACCESS_KEY; requests are not \
         signed, which only public data allows"
    );
    (Access::Unsigned, Some(note))
}
