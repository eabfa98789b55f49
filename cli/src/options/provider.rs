//! The options of providers.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use clap::ValueEnum;
use ureq::http::Uri;

use daytally::calendar::Day;
use daytally::error::{Error, ErrorCode, Result};
use daytally::fs::{CountProvider, Request};
use daytally::snapshot::service::{ServiceName, ServiceOptions, YouTubeMethod};

use crate::options::day;
use crate::options::header::Header;
use crate::provider::{OnQuota, ServiceFetcher, ServiceRequest};

#[derive(Debug, clap::Args)]
pub(crate) struct ProviderOptions {
    /// Day of the counts [default: today, or the ledger's]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    run_date: Option<Day>,
    /// Provider of the counts; there is no snapshot without one
    #[arg(long, value_enum)]
    provider: Option<ProviderName>,
    /// Number of videos in one call [default: the provider's maximum]
    #[arg(long, value_name = "N")]
    batch_size: Option<NonZeroUsize>,
    #[command(flatten)]
    outside: Outside,
}

/// Options of providers that are called over HTTP.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Providers over HTTP")]
pub(crate) struct Outside {
    /// Base URL (required for http; for youtube, replaces Google's URL up to /v3)
    #[arg(long, value_name = "URL", value_parser = service_url, required_if_eq("provider", "http"))]
    provider_url: Option<String>,
    /// Method of youtube [default: list]
    #[arg(long, value_enum, value_name = "METHOD")]
    youtube_method: Option<MethodName>,
    /// Additional header of http, such as 'Authorization: env:TOKEN'
    ///
    /// The value is that of the environment variable TOKEN here, because other users can read a
    /// command line. A value without env: is sent as it is.
    #[arg(long, value_name = "NAME: VALUE")]
    header: Vec<Header>,
    /// Number of calls in flight [default: 4]
    #[arg(long, value_name = "N")]
    concurrency: Option<NonZeroUsize>,
    /// Maximum number of calls per second [default: no limit]
    #[arg(long, value_name = "CALLS")]
    rate: Option<f64>,
    /// Units that may be used in a day [default: until the provider's quota is used up]
    ///
    /// A day ends at midnight in California.
    #[arg(long, value_name = "UNITS")]
    daily_quota: Option<u64>,
    /// What to do when the day's quota is used up [default: wait]
    #[arg(long, value_enum, value_name = "WHAT")]
    on_quota: Option<OnQuotaName>,
    /// File of the answers so far, from which the same command resumes [default: OUT.ledger]
    ///
    /// It is deleted when everything is answered. Without OUT it is snapshot.ledger.
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Make no calls, and write the results from the ledger's answers
    #[arg(long)]
    offline: bool,
    /// Print how many calls, units and days it would take, and make no call
    #[arg(long, conflicts_with = "offline")]
    estimate: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
pub(crate) enum ProviderName {
    /// Made-up counts for tests: abs(hash(video_id) % 1000), ten videos per call
    Simulator,
    /// The YouTube Data API, with the key in DAYTALLY_YOUTUBE_KEY or typed at a prompt
    Youtube,
    /// A service that accepts {"video_ids": ["…"]} by POST and answers [{"video_id": "…", "views":
    /// 1}]
    Http,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum MethodName {
    /// videos.list, 50 videos per call
    List,
    /// videos:batchGetStats, which has a quota of its own
    BatchGetStats,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OnQuotaName {
    /// Wait until the next day
    Wait,
    /// End with status 1; the same command resumes
    Stop,
}

impl ProviderOptions {
    /// Returns notes on the options, to be shown before the run.
    pub(crate) fn notes(&self) -> Vec<String> {
        let secrets = self.outside.header.iter().filter(|header| header.may_be_secret());
        let note = |header: &Header| {
            let name = header.name();
            let variable = name.to_uppercase().replace('-', "_");
            format!(
                "the value of the header {name} can be read in the list of processes; put it into the \
                 environment, and give it as --header '{name}: env:{variable}'"
            )
        };
        secrets.map(note).collect()
    }

    /// Returns whether a provider is chosen.
    pub(crate) fn has_provider(&self) -> bool {
        self.provider.is_some()
    }

    /// Returns whether only an estimate is wanted.
    pub(crate) fn is_estimate(&self) -> bool {
        self.outside.estimate
    }

    /// Refuses options that the Spark package does not accept, and secrets that would be in a line
    /// that others read.
    pub(crate) fn check_for_spark(&self) -> Result<()> {
        let refused =
            |what: &str, remedy: &str| Err(Error::new(ErrorCode::InvalidOption, what).remedy(remedy));
        match self.provider {
            None => return self.outside.refuse(ServiceOf::None),
            Some(ProviderName::Simulator) => return self.outside.refuse(ServiceOf::Any),
            Some(ProviderName::Youtube) => {
                return refused(
                    "the Spark package does not fetch from youtube, whose quota belongs to one key",
                    "Fetch from youtube with this program, or use another service by --provider http.",
                );
            }
            Some(ProviderName::Http) => {}
        }
        let remedy =
            "Put it into the environment of the driver, and give it as --header 'NAME: env:VARIABLE'.";
        if self.outside.header.iter().any(Header::is_typed) {
            return refused("the value of a header may be a secret, and would be read in the line", remedy);
        }
        if self.outside.provider_url.as_ref().is_some_and(|url| url.contains(['@', '?'])) {
            return refused(
                "--provider-url has a user or a query, which may be a secret and would be read in the line",
                remedy,
            );
        }
        Ok(())
    }

    /// Sets the provider and the day of a request.
    pub(crate) fn apply(&self, request: &mut Request) -> Result<()> {
        request.run_date = self.run_date;
        request.batch_size = self.batch_size;
        let Some(provider) = self.provider else { return self.outside.refuse(ServiceOf::None) };
        let options = match provider {
            ProviderName::Simulator => {
                request.provider = Some(CountProvider::Simulator);
                return self.outside.refuse(ServiceOf::Any);
            }
            ProviderName::Youtube => {
                self.outside.refuse(ServiceOf::Http)?;
                let mut options = self.options(ServiceName::Youtube);
                let calls = !self.outside.estimate && !self.outside.offline;
                // No key is needed if no call is made, and this one is never sent.
                options.key = Some(if calls { youtube_key()? } else { "unused".to_owned() });
                options
            }
            ProviderName::Http => {
                self.outside.refuse(ServiceOf::Youtube)?;
                let mut options = self.options(ServiceName::Http);
                options.headers = self.outside.header.iter().map(Header::value).collect::<Result<_>>()?;
                options
            }
        };
        request.provider = Some(CountProvider::Fetcher(Arc::new(ServiceFetcher(ServiceRequest {
            ledger: self.outside.ledger.clone(),
            on_quota: match self.outside.on_quota {
                Some(OnQuotaName::Stop) => OnQuota::Stop,
                Some(OnQuotaName::Wait) | None => OnQuota::Wait,
            },
            offline: self.outside.offline,
            options,
        }))));
        Ok(())
    }

    fn options(&self, name: ServiceName) -> ServiceOptions {
        let Outside { provider_url, youtube_method, concurrency, rate, daily_quota, .. } = &self.outside;
        ServiceOptions {
            url: provider_url.clone(),
            method: youtube_method.map(|method| match method {
                MethodName::List => YouTubeMethod::List,
                MethodName::BatchGetStats => YouTubeMethod::BatchGetStats,
            }),
            batch_size: self.batch_size,
            concurrency: *concurrency,
            per_second: *rate,
            daily_units: *daily_quota,
            ..ServiceOptions::new(name)
        }
    }
}

/// Returns a URL that can be called.
fn service_url(text: &str) -> Result<String, String> {
    let sent = Uri::from_str(text.trim()).map(|_| text.to_owned());
    sent.map_err(|error| format!("the URL is not valid ({error})"))
}

/// Kinds of providers that do not accept some options; `None` if none is chosen.
#[derive(Clone, Copy, PartialEq)]
enum ServiceOf {
    None,
    Any,
    Youtube,
    Http,
}

impl Outside {
    /// Refuses options that would have no effect.
    fn refuse(&self, of: ServiceOf) -> Result<()> {
        let any = matches!(of, ServiceOf::None | ServiceOf::Any);
        let given = [
            ("--youtube-method", self.youtube_method.is_some(), any || of == ServiceOf::Youtube),
            ("--header", !self.header.is_empty(), any || of == ServiceOf::Http),
            ("--provider-url", self.provider_url.is_some(), any),
            ("--concurrency", self.concurrency.is_some(), any),
            ("--rate", self.rate.is_some(), any),
            ("--daily-quota", self.daily_quota.is_some(), any),
            ("--on-quota", self.on_quota.is_some(), any),
            ("--ledger", self.ledger.is_some(), any),
            ("--offline", self.offline, any),
            ("--estimate", self.estimate, any),
        ];
        let useless = given.into_iter().find(|&(_, given, useless)| given && useless);
        useless.map_or(Ok(()), |(name, ..)| {
            let what = match of {
                ServiceOf::None => format!("{name} needs a provider"),
                _ => format!("this provider does not accept {name}"),
            };
            let error = Error::new(ErrorCode::InvalidOption, what);
            Err(error.remedy(match name {
                "--youtube-method" => "It is for --provider youtube.",
                "--header" => "It is for --provider http.",
                _ => "It is for --provider youtube and --provider http.",
            }))
        })
    }
}

const KEY_VARIABLE: &str = "DAYTALLY_YOUTUBE_KEY";

/// Returns the key of the environment, or else the one that the user types at a hidden prompt.
fn youtube_key() -> Result<String> {
    match std::env::var(KEY_VARIABLE) {
        Ok(key) if !key.trim().is_empty() => return Ok(key),
        _ if !io::stdin().is_terminal() => {}
        _ => {
            let typed = rpassword::prompt_password("Key of the YouTube Data API (not shown): ");
            let typed = typed.map_err(|error| no_key().found(error.to_string()))?;
            if !typed.trim().is_empty() {
                return Ok(typed);
            }
        }
    }
    Err(no_key())
}

fn no_key() -> Error {
    Error::new(ErrorCode::InvalidOption, "the YouTube Data API needs a key")
        .remedy(format!("Set the environment variable {KEY_VARIABLE}, or type the key at the prompt."))
}
