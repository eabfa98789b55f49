//! A bucket or an http place, and the paths below it.

use std::sync::{Arc, Mutex};

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{Access, Bucket, Location, Reason, StoreError};

/// A bucket of S3, which may prove to be in another region.
#[derive(Clone, Debug)]
struct InRegion {
    name: String,
    endpoint: Option<String>,
    access: Access,
    region: String,
}

/// A bucket or an http place.
#[derive(Debug)]
pub(super) struct Root {
    /// What its paths begin with. The rest is the key.
    pub(super) path: String,
    bucket: Mutex<Arc<Bucket>>,
    s3: Option<Mutex<InRegion>>,
}

impl Root {
    pub(super) fn new(path: String, bucket: Bucket) -> Self {
        Self { path, bucket: Mutex::new(Arc::new(bucket)), s3: None }
    }

    pub(super) fn s3(
        path: String,
        name: String,
        region: String,
        endpoint: Option<String>,
        access: Access,
    ) -> Result<Self, StoreError> {
        let bucket = Bucket::s3(&name, &region, endpoint.as_deref(), access.clone())?;
        let s3 = Some(Mutex::new(InRegion { name, endpoint, access, region }));
        Ok(Self { path, bucket: Mutex::new(Arc::new(bucket)), s3 })
    }

    pub(super) fn http(path: String, location: &Location) -> Self {
        Self::new(path, Bucket::http(location))
    }

    pub(super) fn bucket(&self) -> Result<Arc<Bucket>, StoreError> {
        self.bucket.lock().map(|bucket| bucket.clone()).map_err(|_| poisoned())
    }

    /// Signs for another region from now on. Returns whether that is another one than `tried`.
    pub(super) fn set_region(&self, tried: &Bucket, region: &str) -> Result<bool, StoreError> {
        let Some(s3) = &self.s3 else { return Ok(false) };
        let mut s3 = s3.lock().map_err(|_| poisoned())?;
        if s3.region == region {
            // Another thread may have found it first.
            return Ok(*tried != *self.bucket()?);
        }
        let bucket = Bucket::s3(&s3.name, region, s3.endpoint.as_deref(), s3.access.clone())?;
        region.clone_into(&mut s3.region);
        *self.bucket.lock().map_err(|_| poisoned())? = Arc::new(bucket);
        Ok(true)
    }
}

fn poisoned() -> StoreError {
    StoreError::new(Reason::Failed, "a thread panicked")
}

/// Returns an error of the library, with the file that it is about.
pub(super) fn error_of(error: StoreError, path: &str) -> Error {
    let code = match error.reason {
        Reason::Invalid => ErrorCode::InvalidOption,
        Reason::NotFound => ErrorCode::NoInput,
        Reason::OverLimit => ErrorCode::OverLimit,
        _ => ErrorCode::Io,
    };
    let StoreError { what, expected, found, remedy, .. } = error;
    let mut made = Error::new(code, what).in_file(path);
    if let Some(expected) = expected {
        made = made.expected(expected);
    }
    if let Some(found) = found {
        made = made.found(found);
    }
    match remedy {
        Some(remedy) => made.remedy(remedy),
        None => made,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_moves_to_the_region_that_the_store_names() {
        let (name, region) = ("views".to_owned(), "us-east-1".to_owned());
        let root = Root::s3("s3://views/".into(), name, region, None, Access::Unsigned).unwrap();
        let first = root.bucket().unwrap();
        assert!(root.set_region(&first, "eu-west-1").unwrap());
        let second = root.bucket().unwrap();
        assert_eq!(second.host(), "views.s3.eu-west-1.amazonaws.com");
        assert!(root.set_region(&first, "eu-west-1").unwrap(), "another thread has found it");
        assert!(!root.set_region(&second, "eu-west-1").unwrap(), "it was tried");
    }
}
