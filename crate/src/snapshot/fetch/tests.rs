#![allow(clippy::panic, clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

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
            // No provider answers with these; in these tests it requests a wait of so many years.
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

#[test]
fn asks_each_id_once_in_full_batches() {
    let all = ids(23);
    let mut fetch = begin(&all, 10, Fake::default(), limits(2), empty());
    let ran = run(&mut fetch, []);
    assert_eq!((ran.calls, ran.requested.len()), (3, 23));
    assert_eq!(answers(&mut fetch), vec![Some(5); 23]);
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 23);
}

#[test]
fn finds_the_id_at_fault() {
    let all = ids(50);
    let fake = Fake { poison: Some("00017"), absent: ["00003".to_owned()].into(), ..Fake::default() };
    let mut fetch = begin(&all, 50, fake, limits(1), empty());
    let ran = run(&mut fetch, []);
    assert!(ran.calls <= 13, "{}", ran.calls);
    let absent = ("00003".to_owned(), "absent from the answer".to_owned());
    assert_eq!(unanswered(&mut fetch), [absent, ("00017".to_owned(), "status 200".to_owned())]);
    assert_eq!(answers(&mut fetch).iter().flatten().count(), 48);
    // The provider stated that it does not have one of them.
    assert_eq!(fetch.into_job().failed_rows(), 1);
}

#[test]
fn waits_as_long_as_it_is_asked_to() {
    let mut fetch = begin(&ids(10), 10, Fake::default(), limits(1), empty());
    assert_eq!(run(&mut fetch, [429]).now, NOON + 5000);
}

#[test]
fn stops_at_a_bad_key_and_goes_on_when_asked() {
    let all = ids(30);
    let mut fetch = begin(&all, 10, Fake::default(), limits(3), empty());
    let ran = run(&mut fetch, [200, 401]);
    assert_eq!(ran.stopped.as_deref(), Some("status 401"));
    assert_eq!(ran.calls, 3);
    fetch.resume();
    let again = run(&mut fetch, []);
    assert_eq!((again.calls, again.stopped), (1, None));
    assert_eq!(answers(&mut fetch), vec![Some(5); 30]);
}

#[test]
fn waits_for_no_years_and_goes_on_after_resume() {
    let all = ids(30);
    let mut fetch = begin(&all, 10, Fake::default(), limits(3), empty());
    let ran = run(&mut fetch, [200, 900]);
    let stopped = ran.stopped.unwrap();
    assert!(
        stopped.contains("status 900; it requests a wait of 7889400 hours; the limit is 2 hours"),
        "{stopped}"
    );
    assert_eq!((ran.calls, ran.now), (3, NOON));
    fetch.resume();
    let again = run(&mut fetch, []);
    assert_eq!((again.calls, again.stopped), (1, None));
    assert_eq!(answers(&mut fetch), vec![Some(5); 30]);
}

#[test]
fn waits_for_the_next_days_quota() {
    let all = ids(30);
    let own = Limits { daily_units: Some(2), ..limits(1) };
    let mut own_fetch = begin(&all, 10, Fake::default(), own, empty());
    assert_eq!(run(&mut own_fetch, []).now, next_midnight(NOON));
    let mut their_fetch = begin(&all, 10, Fake::default(), limits(1), empty());
    let ran = run(&mut their_fetch, [200, 403]);
    assert_eq!((ran.now, ran.calls), (next_midnight(NOON), 4));
    assert_eq!(answers(&mut their_fetch), vec![Some(5); 30]);
}

#[test]
fn gives_up_a_provider_that_is_down() {
    let mut fetch = begin(&ids(5000), 10, Fake::default(), limits(4), empty());
    let ran = run(&mut fetch, std::iter::repeat_n(503, 100_000));
    assert!(ran.stopped.unwrap().contains("consecutive calls"));
    assert!(ran.calls < 100, "{}", ran.calls);
    fetch.resume();
    run(&mut fetch, []);
    assert_eq!(answers(&mut fetch), vec![Some(5); 5000]);
}

#[test]
fn what_is_cancelled_keeps_what_was_answered() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(2), empty());
    let mut calls = Vec::new();
    for _ in 0..4 {
        match fetch.next(NOON).unwrap() {
            Next::Call(id, _) => calls.push(id),
            Next::Reply => {
                let reply = Reply { status: 200, retry_after: None, encoding: None, body: b"" };
                fetch.reply(calls.remove(0), reply, NOON, 0.5).unwrap();
            }
            next => panic!("{next:?}"),
        }
    }
    let progress = fetch.progress();
    assert_eq!((progress.settled, progress.calls, progress.under_way), (10, 3, 2));
    fetch.cancel().unwrap();
    // Later replies are ignored.
    let late = Reply { status: 200, retry_after: None, encoding: None, body: b"" };
    assert_eq!(fetch.reply(calls[0], late, NOON, 0.5).unwrap(), "");
    assert_eq!(fetch.next(NOON).unwrap(), Next::Done);
    assert_eq!(answers(&mut fetch).iter().flatten().count(), 10);
    assert_eq!(unanswered(&mut fetch).len(), 90);
    assert_eq!(unanswered(&mut fetch)[0], ("00010".to_owned(), "cancelled".to_owned()));
    assert_eq!((fetch.progress().settled, fetch.job().progress().settled), (10, 100));
}

#[test]
fn keeps_the_rate() {
    let own = Limits { per_second: Some(4.0), ..limits(2) };
    let mut fetch = begin(&ids(100), 10, Fake::default(), own, empty());
    assert_eq!(run(&mut fetch, []).now, NOON + 9 * 250);
}

proptest! {
    #[test]
    fn faults_lose_nothing_and_ask_nothing_twice(
        count in 0usize..200,
        size in 1usize..12,
        concurrency in 1usize..6,
        statuses in prop::collection::vec(
            prop_oneof![5 => Just(200u16), 1 => Just(0), 1 => Just(429), 1 => Just(500), 1 => Just(403)],
            0..60,
        ),
    ) {
        let all = ids(count);
        let mut disturbed = begin(&all, size, Fake::default(), limits(concurrency), empty());
        // However often one call fails.
        disturbed.retry.max = u32::MAX;
        let ran = run(&mut disturbed, statuses.clone());
        prop_assert_eq!(ran.stopped, None);
        prop_assert_eq!(answers(&mut disturbed), vec![Some(5); count]);
        prop_assert_eq!(ran.requested.len(), count);
        let faults = statuses.iter().filter(|&&status| status != 200).count();
        prop_assert!(ran.calls <= count.div_ceil(size) + faults);
        let (ledger, _) = Ledger::read(ran.text.as_bytes()).unwrap();
        prop_assert_eq!(ledger.len(), count);
        // A ledger of a part requests only the rest, in full batches, and ends the same.
        let lines: Vec<&str> = ran.text.split_inclusive('\n').collect();
        let some: String = lines[..1 + (lines.len() - 1) / 2].concat();
        let (some, _) = Ledger::read(some.as_bytes()).unwrap();
        let rest = count - some.len();
        let mut resumed = begin(&all, size, Fake::default(), limits(concurrency), some);
        let rerun = run(&mut resumed, []);
        prop_assert_eq!((rerun.calls, rerun.requested.len()), (rest.div_ceil(size), rest));
        prop_assert_eq!(answers(&mut resumed), vec![Some(5); count]);
        // A complete ledger requests nothing.
        let mut again = begin(&all, size, Fake::default(), limits(concurrency), ledger);
        prop_assert_eq!(run(&mut again, []).calls, 0);
        prop_assert_eq!(answers(&mut again), vec![Some(5); count]);
    }
}

#[test]
fn answers_that_cannot_be_used_stop_a_job_that_begins_with_them() {
    for status in [210, 211, 212] {
        let mut fetch = begin(&ids(100), 10, Fake::default(), limits(4), empty());
        let ran = run(&mut fetch, std::iter::repeat(status));
        assert_eq!(ran.calls, 3, "{status}");
        let stopped = ran.stopped.unwrap();
        assert!(stopped.contains(&format!("first 3 answers cannot be used: status {status}")), "{stopped}");
        assert!(fetch.ledger().is_empty());
        fetch.resume();
        assert_eq!(run(&mut fetch, []).stopped, None);
        assert_eq!(fetch.job().progress().settled, 100);
    }
}

#[test]
fn an_answer_that_cannot_be_read_later_is_a_failure() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(1), empty());
    let ran = run(&mut fetch, [200, 210, 210, 210, 210, 210]);
    assert_eq!((ran.stopped, ran.calls), (None, 15));
    assert_eq!(fetch.job().unanswered_rows(), 0);
}

#[test]
fn other_ids_later_are_requested_once_more() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(1), empty());
    let ran = run(&mut fetch, [200, 212, 200, 212, 212]);
    assert_eq!((ran.stopped, ran.calls), (None, 12));
    let unanswered = fetch.job().unanswered(0..100).unwrap();
    let reasons = unanswered.column(1).as_string::<i32>();
    assert!(reasons.iter().all(|reason| reason == Some(&format!("{MISSING}: status 212"))), "{reasons:?}");
    assert_eq!(unanswered.num_rows(), 10);
    // A resumed job requests them again.
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 90);
}

#[test]
fn a_value_that_is_not_json_costs_its_own_answer() {
    let fake = Fake { broken: Some("00025"), ..Fake::default() };
    let mut fetch = begin(&ids(50), 50, fake, limits(1), empty());
    let ran = run(&mut fetch, []);
    assert_eq!(ran.stopped, None);
    assert!(ran.calls < 14 && ran.now - NOON < 2_000, "{} calls, {} ms", ran.calls, ran.now - NOON);
    assert_eq!(fetch.job().unanswered_rows(), 1);
}

#[test]
fn calls_that_are_all_refused_for_their_ids_stop_soon() {
    let mut fetch = begin(&ids(1000), 50, Fake::default(), limits(4), empty());
    let ran = run(&mut fetch, std::iter::repeat(400));
    assert_eq!(ran.calls, 8);
    assert!(ran.stopped.unwrap().contains("first 8 calls were refused: status 400"));
}

#[test]
fn the_first_call_is_made_alone() {
    let mut fetch = begin(&ids(100), 10, Fake::default(), limits(4), empty());
    let Next::Call(first, _) = fetch.next(NOON).unwrap() else { panic!("a call") };
    assert_eq!(fetch.next(NOON).unwrap(), Next::Reply);
    let reply = Reply { status: 200, retry_after: None, encoding: None, body: b"" };
    fetch.reply(first, reply, NOON, 0.5).unwrap();
    for _ in 0..4 {
        assert!(matches!(fetch.next(NOON).unwrap(), Next::Call(..)));
    }
    assert_eq!(fetch.next(NOON).unwrap(), Next::Reply);
}

#[test]
fn what_a_partial_answer_lacks_is_requested_once_more() {
    let mut job = begin(&ids(40), 10, Fake::default(), limits(2), empty());
    let ran = run(&mut job, [206, 206, 206, 200, 200]);
    assert_eq!(ran.stopped, None);
    let unanswered = job.job().unanswered(0..40).unwrap();
    let reasons = unanswered.column(1).as_string::<i32>();
    assert!(reasons.iter().all(|reason| reason.unwrap().starts_with(MISSING)), "{reasons:?}");
    assert!(ran.requested.values().all(|&times| times <= 2), "{:?}", ran.requested);
    let lacking = job.job().unanswered_rows();
    assert_eq!(job.job().failed_rows(), lacking);

    // They are not in the ledger, so that a resumed job requests them, and nothing else.
    let (ledger, _) = Ledger::read(ran.text.as_bytes()).unwrap();
    assert_eq!(ledger.len(), 40 - lacking);
    let mut again = begin(&ids(40), 10, Fake::default(), limits(2), ledger);
    assert_eq!(run(&mut again, []).requested.len(), lacking);
    assert_eq!(again.job().unanswered_rows(), 0);
}

#[test]
fn a_count_that_cannot_be_read_costs_no_other() {
    let mut job = begin(&ids(20), 10, Fake::default(), limits(1), empty());
    let ran = run(&mut job, [207]);
    assert_eq!((ran.calls, ran.stopped), (2, None));
    let unanswered = job.job().unanswered(0..20).unwrap();
    assert_eq!(unanswered.column(0).as_string::<i32>().iter().flatten().collect::<Vec<_>>(), ["00009"]);
    assert_eq!(unanswered.column(1).as_string::<i32>().value(0), "no number");
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 19);
}

#[test]
fn what_was_not_requested_is_not_settled() {
    let mut job = begin(&ids(100), 10, Fake::default(), limits(1), empty());
    run(&mut job, [200, 200, 401]);
    job.cancel().unwrap();
    assert_eq!(run(&mut job, []).stopped, None);
    assert_eq!((job.progress().settled, job.job().unanswered_rows()), (20, 80));
}
