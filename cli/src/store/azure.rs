//! The account of Azure, as its command line finds it.

use daytally::error::{Error, ErrorCode, Result};
use daytally_store::{Access, Secret};

/// Where the blobs are, and who reads them.
#[derive(Debug)]
pub(super) struct AzureSettings {
    pub(super) endpoint: String,
    pub(super) access: Access,
    pub(super) note: Option<String>,
}

impl AzureSettings {
    /// Finds the settings. `origin` is that of the URL, if it names the account.
    pub(super) fn find(
        origin: &str,
        endpoint: Option<&str>,
        is_unsigned: bool,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        let connection = env("AZURE_STORAGE_CONNECTION_STRING").unwrap_or_default();
        let part = |name: &str| {
            let mut parts = connection.split(';').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.to_owned())
        };
        let named = origin.trim_start_matches("https://").split('.').next().filter(|name| !name.is_empty());
        let account = named.map(str::to_owned);
        let account = account.or_else(|| env("AZURE_STORAGE_ACCOUNT")).or_else(|| part("AccountName"));
        let url = |account: &String| format!("https://{account}.blob.core.windows.net");
        let endpoint = endpoint.map(str::to_owned).or_else(|| named.map(|_| origin.to_owned()));
        let endpoint =
            endpoint.or_else(|| env("AZURE_STORAGE_SERVICE_ENDPOINT")).or_else(|| part("BlobEndpoint"));
        let endpoint = endpoint.or_else(|| account.as_ref().map(url)).ok_or_else(|| {
            Error::new(ErrorCode::InvalidOption, "the account of Azure is not known")
                .expected("abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/ or AZURE_STORAGE_ACCOUNT")
        })?;
        let sas = env("AZURE_STORAGE_SAS_TOKEN").or_else(|| part("SharedAccessSignature"));
        let key = env("AZURE_STORAGE_KEY").or_else(|| part("AccountKey"));
        let access = match (sas, key, account) {
            _ if is_unsigned => Access::Unsigned,
            (Some(sas), ..) => Access::Sas(Secret::new(sas.trim_start_matches('?'))),
            (None, Some(key), Some(account)) => Access::AzureKey { account, key: Secret::new(key) },
            _ => Access::Unsigned,
        };
        let is_missing = access == Access::Unsigned && !is_unsigned;
        let note = is_missing.then(|| {
            "no credentials of Azure are in AZURE_STORAGE_SAS_TOKEN, AZURE_STORAGE_KEY or \
             AZURE_STORAGE_CONNECTION_STRING; requests are not signed, which only public data allows"
                .to_owned()
        });
        Ok(Self { endpoint, access, note })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(origin: &str, pairs: &[(&str, &str)]) -> Result<AzureSettings> {
        let value = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, it)| (*it).to_owned());
        AzureSettings::find(origin, None, false, &value)
    }

    #[test]
    fn the_account_is_in_the_url_or_the_environment() {
        let found = find("https://a.blob.core.windows.net", &[("AZURE_STORAGE_SAS_TOKEN", "?sv=1")]).unwrap();
        assert_eq!(found.endpoint, "https://a.blob.core.windows.net");
        assert_eq!(found.access, Access::Sas(Secret::new("sv=1")));
        let key = Access::AzureKey { account: "b".into(), key: Secret::new("a2V5==") };
        let found = find("", &[("AZURE_STORAGE_ACCOUNT", "b"), ("AZURE_STORAGE_KEY", "a2V5==")]).unwrap();
        assert_eq!((found.endpoint.as_str(), found.access), ("https://b.blob.core.windows.net", key.clone()));
        let connection = "AccountName=b;AccountKey=a2V5==;BlobEndpoint=http://127.0.0.1:10000/b;";
        let found = find("", &[("AZURE_STORAGE_CONNECTION_STRING", connection)]).unwrap();
        assert_eq!((found.endpoint.as_str(), found.access), ("http://127.0.0.1:10000/b", key));
        assert!(find("", &[]).is_err());
        assert!(find("https://a.blob.core.windows.net", &[]).unwrap().note.is_some());
    }
}
