//! The URLs of a bucket, signed.

use crate::access::{Access, AwsKeys};
use crate::encoding::{encode_key, encode_query};
use crate::error::{Reason, Result, StoreError};
use crate::location::{Location, StoreKind, aws_domain, split_endpoint};
use crate::moment::Moment;
use crate::request::Request;
use crate::sign::aws::{Service, Target, VALID, signed_query};
use crate::sign::azure::{VERSION, account_query, decode_key};

/// A bucket, a container or an http folder, and how its requests are signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    kind: StoreKind,
    /// The scheme and the host.
    origin: String,
    /// The encoded path before a key.
    base: String,
    region: String,
    access: Access,
}

impl Bucket {
    /// Returns a bucket of S3, or of a store with its interface at an `endpoint`, such as
    /// `http://127.0.0.1:9000`.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`] for an endpoint or a region that is not valid.
    pub fn s3(name: &str, region: &str, endpoint: Option<&str>, access: Access) -> Result<Self> {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if region.is_empty() || !region.bytes().all(is_plain) {
            return Err(StoreError::new(Reason::Invalid, "the name of the region is not valid")
                .expected("a name such as eu-west-1")
                .found(format!("{region:?}")));
        }
        let (origin, base) = match endpoint {
            Some(endpoint) => {
                let (origin, path) = split_endpoint(endpoint)?;
                (origin, format!("{path}/{}/", encode_key(name)))
            }
            None => {
                let domain = aws_domain(region);
                // A wildcard certificate covers only one label before the domain.
                if (3..=63).contains(&name.len()) && name.bytes().all(is_plain) {
                    (format!("https://{name}.s3.{region}.{domain}"), "/".to_owned())
                } else {
                    (format!("https://s3.{region}.{domain}"), format!("/{}/", encode_key(name)))
                }
            }
        };
        Ok(Self { kind: StoreKind::S3, origin, base, region: region.to_owned(), access })
    }

    /// Returns a bucket of Google Cloud Storage, whose HMAC keys sign as those of AWS do.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`] for an endpoint that is not valid.
    pub fn gcs(name: &str, endpoint: Option<&str>, access: Access) -> Result<Self> {
        let (origin, path) = split_endpoint(endpoint.unwrap_or("https://storage.googleapis.com"))?;
        let base = format!("{path}/{}/", encode_key(name));
        Ok(Self { kind: StoreKind::Gcs, origin, base, region: "auto".to_owned(), access })
    }

    /// Returns a container of Azure at an `endpoint`, such as `https://ACCOUNT.blob.core.windows.net`.
    ///
    /// # Errors
    ///
    /// [`Reason::Invalid`] for an endpoint or a key that is not valid.
    pub fn azure(container: &str, endpoint: &str, access: Access) -> Result<Self> {
        if let Access::AzureKey { key, .. } = &access {
            decode_key(key.reveal())?;
        }
        let (origin, path) = split_endpoint(endpoint)?;
        let base = format!("{path}/{}/", encode_key(container));
        Ok(Self { kind: StoreKind::Azure, origin, base, region: String::new(), access })
    }

    /// Returns an http file or folder. Its keys are the paths below it; the empty one is itself. A query
    /// is sent with every request.
    pub fn http(location: &Location) -> Self {
        let access = location.query.clone().map_or(Access::Unsigned, Access::Sas);
        let (origin, base) = (location.origin.clone(), location.path.clone());
        Self { kind: StoreKind::Http, origin, base, region: String::new(), access }
    }

    /// Returns the kind of store.
    pub fn kind(&self) -> StoreKind {
        self.kind
    }

    /// Returns the host, with its port if that is not the usual one.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// Returns whether requests prove who sends them.
    pub fn is_signed(&self) -> bool {
        self.access != Access::Unsigned
    }

    /// Returns the scheme with the host, and the encoded path of a key.
    pub fn place(&self, key: &str) -> (String, String) {
        (self.origin.clone(), format!("{}{}", self.base, encode_key(key)))
    }

    /// Returns the request that reads an object.
    pub fn get(&self, key: &str, now: Moment) -> Request {
        self.signed(&format!("{}{}", self.base, encode_key(key)), &[], now)
    }

    /// Returns the request that reads an object at a URL that [`place`](Self::place) made, its parts
    /// joined; `None` for another URL.
    pub fn at(&self, url: &str, now: Moment) -> Option<Request> {
        let path = url.strip_prefix(&self.origin).filter(|path| path.starts_with(&self.base))?;
        Some(self.signed(path, &[], now))
    }

    /// Returns the request of a page of a [`Listing`](crate::Listing).
    pub fn list(&self, query: &[(&'static str, String)], now: Moment) -> Request {
        let path = match self.base.strip_suffix('/') {
            Some(path) if !path.is_empty() => path,
            _ => &self.base,
        };
        self.signed(path, query, now)
    }

    fn signed(&self, path: &str, query: &[(&'static str, String)], now: Moment) -> Request {
        let mut headers = Vec::new();
        let signed = match &self.access {
            Access::Unsigned => encode_query(query),
            Access::Aws { keys, requester_pays } => self.by_keys(path, query, keys, *requester_pays, now),
            Access::Sas(signature) => join(&encode_query(query), signature.reveal()),
            Access::AzureKey { account, key } => {
                let protocol = if self.origin.starts_with("http:") { "https,http" } else { "https" };
                // The key was decoded when the bucket was made.
                let key = decode_key(key.reveal()).unwrap_or_default();
                join(&encode_query(query), &account_query(account, &key, now.plus(VALID), protocol))
            }
            Access::Bearer(token) => {
                headers.push(("Authorization", format!("Bearer {}", token.reveal())));
                encode_query(query)
            }
        };
        if self.kind == StoreKind::Azure {
            headers.push(("x-ms-version", VERSION.to_owned()));
        }
        let mark = if signed.is_empty() { "" } else { "?" };
        Request { url: format!("{}{path}{mark}{signed}", self.origin), headers }
    }

    fn by_keys(
        &self,
        path: &str,
        query: &[(&'static str, String)],
        keys: &AwsKeys,
        requester_pays: bool,
        now: Moment,
    ) -> String {
        let mut query = query.to_vec();
        if requester_pays {
            query.push(("x-amz-request-payer", "requester".to_owned()));
        }
        let target = Target { host: self.host(), path, region: &self.region, service: Service::S3 };
        signed_query(target, &query, keys, now, VALID)
    }
}

fn join(query: &str, signature: &str) -> String {
    if query.is_empty() { signature.to_owned() } else { format!("{query}&{signature}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    const NOW: Moment = Moment::from_unix(1_369_353_600);

    fn aws(session: Option<&str>) -> Access {
        let secret = Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let keys = AwsKeys { id: "AKIA".into(), secret, session: session.map(Secret::new) };
        Access::Aws { keys, requester_pays: session.is_some() }
    }

    #[test]
    fn hosts_follow_the_name_and_the_endpoint() {
        let url = |name, region, endpoint| {
            Bucket::s3(name, region, endpoint, Access::Unsigned).unwrap().get("a b", NOW).url
        };
        assert_eq!(url("views", "eu-west-1", None), "https://views.s3.eu-west-1.amazonaws.com/a%20b");
        assert_eq!(url("a.b", "cn-north-1", None), "https://s3.cn-north-1.amazonaws.com.cn/a.b/a%20b");
        assert_eq!(url("views", "x", Some("http://H:80/s3/")), "http://h/s3/views/a%20b");
        let gcs = Bucket::gcs("b", None, Access::Bearer(Secret::new("token"))).unwrap();
        let request = gcs.list(&[("prefix", "a b".into())], NOW);
        assert_eq!(request.url, "https://storage.googleapis.com/b?prefix=a%20b");
        assert_eq!(request.headers, [("Authorization", "Bearer token".to_owned())]);
        assert!(!format!("{request:?}").contains("token"));
        for endpoint in ["h:9000", "ftp://h", "http://h?x", "http://u:p@h"] {
            let error = Bucket::gcs("b", Some(endpoint), Access::Unsigned).unwrap_err();
            assert_eq!(error.reason, Reason::Invalid, "{endpoint}");
        }
        assert!(Bucket::s3("b", "EU", None, Access::Unsigned).is_err());
    }

    #[test]
    fn secrets_are_not_printed() {
        let bucket = Bucket::s3("views", "eu-west-1", None, aws(Some("hidden"))).unwrap();
        let request = bucket.get("a", NOW);
        assert!(request.url.contains("X-Amz-Security-Token=hidden"));
        assert!(request.url.contains("x-amz-request-payer=requester"));
        let printed = format!("{bucket:?} {request:?}");
        assert!(!printed.contains("hidden") && !printed.contains("wJalr") && !printed.contains("Signature="));
    }

    #[test]
    fn a_query_is_sent_with_every_request() {
        let location = Location::parse("https://h/v/?token=x").unwrap();
        let bucket = Bucket::http(&location);
        assert_eq!(bucket.get("day=1/a.parquet", NOW).url, "https://h/v/day%3D1/a.parquet?token=x");
        assert_eq!(bucket.get("", NOW).url, "https://h/v/?token=x");
        let at = |url| bucket.at(url, NOW).map(|request| request.url);
        assert_eq!(at("https://h/v/a%20b").as_deref(), Some("https://h/v/a%20b?token=x"));
        assert_eq!((at("https://h/w/a"), at("https://h.example/v/a")), (None, None));
        let sas = Access::Sas(Secret::new("sv=1&sig=x"));
        let azure = Bucket::azure("c", "https://a.blob.core.windows.net", sas).unwrap();
        assert_eq!(
            azure.list(&[("comp", "list".into())], NOW).url,
            "https://a.blob.core.windows.net/c?comp=list&sv=1&sig=x"
        );
    }

    /// By CPython: `base64.b64encode(hmac.new(key, text.encode(), 'sha256').digest())`.
    #[test]
    fn a_key_of_azure_makes_a_signature() {
        let key = Secret::new("a2V5");
        let access = Access::AzureKey { account: "acc".into(), key };
        let azure = Bucket::azure("c", "https://acc.blob.core.windows.net", access).unwrap();
        assert_eq!(
            azure.get("a", NOW).url,
            "https://acc.blob.core.windows.net/c/a?se=2013-05-24T00%3A05%3A00Z&sig=Qc5g85tHLLkAsRxpjeWx8U2F5GPReWhmWEcZ2lo2ZDw%3D&sp=rl&spr=https\
             &srt=co&ss=b&sv=2022-11-02"
        );
        let access = Access::AzureKey { account: "acc".into(), key: Secret::new("§") };
        assert!(Bucket::azure("c", "https://acc.blob.core.windows.net", access).is_err());
    }
}
