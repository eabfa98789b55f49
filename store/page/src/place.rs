//! The place that a user names.

use daytally_store::{
    Access, AwsKeys, Bucket, Location, Moment, Reason, Reply, Secret, StoreError, StoreKind, Verdict,
    read_index,
};
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::{Result, code_of};

/// The region of requests for a bucket whose region is not known: the store names it.
const FIRST_REGION: &str = "us-east-1";

/// A place: an object, a folder or a bucket, with who reads it.
#[wasm_bindgen]
pub struct Place {
    location: Location,
    access: Access,
    endpoint: Option<String>,
    bucket: Bucket,
}

#[wasm_bindgen]
impl Place {
    /// Parses a URL. Without `secret`, requests are not signed. For Azure, it is the query of a shared
    /// access signature, and `id` is not used.
    #[wasm_bindgen(constructor)]
    pub fn new(
        url: &str,
        id: Option<String>,
        secret: Option<String>,
        session: Option<String>,
        region: Option<String>,
        endpoint: Option<String>,
    ) -> Result<Self> {
        let location = Location::parse(url)?;
        let access = match (secret, id) {
            (None, _) => Access::Unsigned,
            (Some(sas), _) if location.kind == StoreKind::Azure => {
                Access::Sas(Secret::new(sas.trim_start_matches('?')))
            }
            (Some(secret), id) => {
                let (secret, session) = (Secret::new(secret), session.map(Secret::new));
                let keys = AwsKeys { id: id.unwrap_or_default(), secret, session };
                Access::Aws { keys, requester_pays: false }
            }
        };
        let region = region.as_deref().unwrap_or(FIRST_REGION);
        let bucket = bucket_of(&location, &access, region, endpoint.as_deref())?;
        Ok(Self { location, access, endpoint, bucket })
    }

    /// Returns the place to be shown, without a query.
    pub fn shown(&self) -> String {
        self.location.shown()
    }

    /// Returns the key of the object or the folder; empty for http, whose keys begin below the URL.
    pub fn key(&self) -> String {
        if self.kind() == StoreKind::Http { String::new() } else { self.location.key.clone() }
    }

    /// Returns the URL of an object, without the signature of a store.
    pub fn url(&self, key: &str) -> String {
        match self.kind() {
            StoreKind::Http => self.bucket.get(key, Moment::from_unix(0)).url,
            _ => {
                let (origin, path) = self.bucket.place(key);
                origin + &path
            }
        }
    }

    /// Returns the URL to be sent for one that `url` returned, signed `now`, in seconds since 1970.
    pub fn signed(&self, url: &str, now: f64) -> Result<String> {
        let request = self.bucket.at(url, Moment::from_unix(now as u64));
        // The headers are the version of Azure, which the signature states too, and a page with other
        // headers needs a preflight.
        Ok(request.ok_or_else(|| StoreError::new(Reason::Failed, "the URL is not in the bucket"))?.url)
    }

    /// Signs for another region from now on.
    #[wasm_bindgen(js_name = moveTo)]
    pub fn move_to(&mut self, region: &str) -> Result<()> {
        self.bucket = bucket_of(&self.location, &self.access, region, self.endpoint.as_deref())?;
        Ok(())
    }

    /// Parses the index of a folder of an http server. Returns the names of its files, and of its
    /// folders with a `/`.
    pub fn indexed(&self, folder: &str, body: &[u8]) -> Result<Vec<String>> {
        let (origin, path) = self.bucket.place(folder);
        Ok(read_index(&origin, &path, body)?.into_iter().map(|listed| listed.key).collect())
    }

    /// Judges a reply without data, as JSON: `{verdict, after, region, code, message}`. `sent` is the
    /// time of this machine as it is to be shown.
    #[expect(clippy::too_many_arguments, reason = "JavaScript passes them one by one")]
    pub fn judged(
        &self,
        sent: &str,
        status: u16,
        region: Option<String>,
        error_code: Option<String>,
        date: Option<String>,
        retry_after: Option<f64>,
        body: &[u8],
    ) -> String {
        let reply = Reply {
            status,
            region: region.as_deref(),
            error_code: error_code.as_deref(),
            date: date.as_deref(),
            retry_after: retry_after.map(|seconds| seconds as u64),
            body,
        };
        let failed = |verdict, error: &StoreError, after| {
            json!({
                "verdict": verdict, "code": code_of(error), "message": error.to_string(), "after": after,
            })
        };
        let verdict = match Verdict::of(self.kind(), self.bucket.is_signed(), sent, &reply) {
            Verdict::Retry { after, error } => failed("retry", &error, after),
            Verdict::Missing(error) => failed("missing", &error, None),
            Verdict::Failed(error) => failed("failed", &error, None),
            Verdict::Region(region) => json!({ "verdict": "region", "region": region }),
        };
        verdict.to_string()
    }
}

impl Place {
    pub(crate) fn kind(&self) -> StoreKind {
        self.location.kind
    }

    pub(crate) fn bucket(&self) -> &Bucket {
        &self.bucket
    }
}

fn bucket_of(
    location: &Location,
    access: &Access,
    region: &str,
    endpoint: Option<&str>,
) -> std::result::Result<Bucket, StoreError> {
    let (name, access) = (&location.container, access.clone());
    match location.kind {
        StoreKind::S3 => Bucket::s3(name, region, endpoint, access),
        StoreKind::Gcs => Bucket::gcs(name, endpoint, access),
        StoreKind::Azure => {
            let known = Some(location.origin.as_str()).filter(|origin| !origin.is_empty());
            let endpoint = endpoint.or(known).ok_or_else(|| {
                StoreError::new(Reason::Invalid, "the account of Azure is not known")
                    .expected("abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/")
            })?;
            Bucket::azure(name, endpoint, access)
        }
        StoreKind::Http => Ok(Bucket::http(location)),
    }
}
