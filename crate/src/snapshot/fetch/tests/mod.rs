//! A fetch from a provider that answers each id with its length.

#![allow(clippy::panic, clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

mod limits;
mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use proptest::prelude::*;

use super::*;
use crate::snapshot::service::{Method, Request, Terms};
use crate::snapshot::{LedgerHeader, Limits, ids_schema, next_midnight};

/// Answers each id with its length, with exceptions.
#[derive(Debug, Default)]
struct Fake {
    /// An id that is never answered, nor is a call with it.
    poison: Option<&'static str>,
    absent: BTreeSet<String>,
    /// An id whose count is not JSON.
    broken: Option<&'static str>,
}

impl Service for Fake {
    fn terms(&self) -> Terms {
        Terms { batch_limit: NonZeroUsize::MIN, units_per_call: 1, daily_units: None }
    }

    fn request(&self, batch: &Batch) -> Request {
        let url = batch.ids().collect::<Vec<_>>().join(",");
        Request { method: Method::Get, url, headers: Vec::new(), body: None }
    }

    fn read(&self, reply: Reply<'_>, batch: &mut Batch) -> Verdict {
        let reason = format!("status {}", reply.status);
        match reply.status {
            200 if batch.ids().any(|id| Some(id) == self.poison) => Verdict::Apart { reason },
            200 if batch.ids().any(|id| Some(id) == self.broken) => {
                Verdict::Unreadable { reason, apart: true }
            }
            200 => {
                batch.answer_each(|id| (!self.absent.contains(id)).then_some(id.len() as i64));
                Verdict::Answered
            }
            429 => Verdict::Again { reason, after: Some(Duration::from_secs(5)) },
            // Every second id.
            206 => {
                let mut at = 0;
                batch.answer_each(|id| {
                    at += 1;
                    (at % 2 == 1).then_some(id.len() as i64)
                });
                Verdict::Partial { reason, after: None }
            }
            // The last id cannot be parsed.
            207 => {
                let last = batch.ids().last().unwrap_or_default().to_owned();
                batch.answer_each(|id| (id != last).then_some(id.len() as i64));
                batch.reject(&last, "no number");
                Verdict::Answered
            }
            // Another page, and an answer with a value that is not JSON.
            210 => Verdict::Unreadable { reason, apart: false },
            211 => Verdict::Unreadable { reason, apart: true },
            // Other ids than those of the batch.
            212 => Verdict::Foreign { reason, after: None },
            400 => Verdict::Apart { reason },
            403 => Verdict::QuotaUsed { reason },
            401 => Verdict::Refused { reason },
            // No provider answers with these. In these tests, the status is a wait in years.
            900.. => Verdict::Again {
                reason,
                after: Some(Duration::from_secs(31_557_600 * u64::from(reply.status))),
            },
            _ => Verdict::Again { reason, after: None },
        }
    }
}

const NOON: Millis = 1_795_435_200_000;

fn limits(concurrency: usize) -> Limits {
    let concurrency = NonZeroUsize::new(concurrency).unwrap();
    Limits { concurrency, per_second: None, daily_units: None }
}

fn begin(ids: &[String], size: usize, fake: Fake, limits: Limits, ledger: Ledger) -> Fetch<Fake> {
    let mut job = SnapshotJob::new(1, NonZeroUsize::new(size).unwrap());
    let table = |ids: &[String]| {
        RecordBatch::try_new(ids_schema(), vec![Arc::new(StringArray::from_iter_values(ids))]).unwrap()
    };
    if !ids.is_empty() {
        job.push_ids(0, &table(ids)).unwrap();
    }
    job.push_ids(0, &table(&[])).unwrap();
    let pace = Pace::new(limits, 1, 0, next_midnight(NOON));
    Fetch::new(job, fake, Retry::default(), pace, ledger)
}

fn empty() -> Ledger {
    Ledger::new(LedgerHeader::new("fake", "", "2026-11-23"))
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|id| format!("{id:05}")).collect()
}

/// What a run to its end, or to a stop, has requested and written.
#[derive(Debug, Default)]
struct Ran {
    text: String,
    requested: BTreeMap<String, usize>,
    calls: usize,
    now: Millis,
    stopped: Option<String>,
}

/// Makes every call, each answered with the next of some statuses; 0 is a network failure.
fn run(fetch: &mut Fetch<Fake>, statuses: impl IntoIterator<Item = u16>) -> Ran {
    let mut ran = Ran { now: NOON, text: fetch.ledger().first_line(), ..Ran::default() };
    let mut statuses = statuses.into_iter();
    let mut open = Vec::new();
    loop {
        match fetch.next(ran.now).unwrap() {
            Next::Call(id, request) => {
                ran.calls += 1;
                for id in request.url.split(',') {
                    *ran.requested.entry(id.into()).or_default() += 1;
                }
                open.push(id);
            }
            Next::Reply => {
                // The last one first, as replies come in any order.
                let id = open.pop().unwrap();
                let status = statuses.next().unwrap_or(200);
                if status == 0 {
                    fetch.fail(id, "no network", ran.now, 0.5).unwrap();
                } else {
                    let reply = Reply { status, retry_after: None, encoding: None, body: b"" };
                    ran.text += &fetch.reply(id, reply, ran.now, 0.5).unwrap();
                }
            }
            Next::At(moment) | Next::Quota(moment) => {
                assert!(moment > ran.now);
                ran.now = moment;
            }
            Next::Ids => panic!("no ids are wanted"),
            Next::Stopped(reason) => {
                ran.stopped = Some(reason);
                return ran;
            }
            Next::Done => return ran,
        }
    }
}

fn answers(fetch: &mut Fetch<Fake>) -> Vec<Option<i64>> {
    let table = fetch.job_mut().take_answers(0).unwrap();
    table.column(1).as_primitive::<Int64Type>().iter().collect()
}

fn unanswered(fetch: &mut Fetch<Fake>) -> Vec<(String, String)> {
    let table = fetch.job_mut().unanswered(0..usize::MAX).unwrap();
    let text = |column: usize, row| table.column(column).as_string::<i32>().value(row).to_owned();
    (0..table.num_rows()).map(|row| (text(0, row), text(1, row))).collect()
}
