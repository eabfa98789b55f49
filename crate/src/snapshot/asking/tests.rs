#![allow(clippy::panic, clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;

use arrow::array::{AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use proptest::prelude::*;

use super::*;
use crate::snapshot::service::{Method, Terms};
use crate::snapshot::{LedgerHeader, Limits, ids_schema, next_midnight};

/// Answers each id with its length, but what it is told not to.
#[derive(Debug, Default)]
struct Fake {
    /// Never answered, and with it no call that holds it.
    poison: Option<&'static str>,
    absent: BTreeSet<String>,
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
            200 => {
                batch.answer_each(|id| (!self.absent.contains(id)).then_some(id.len() as i64));
                Verdict::Answered
            }
            429 => Verdict::Again { reason, after: Some(Duration::from_secs(5)) },
            403 => Verdict::QuotaUsed { reason },
            401 => Verdict::Refused { reason },
            // Which no provider answers: for these tests, one that asks for so many years.
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

fn asking(ids: &[String], size: usize, fake: Fake, limits: Limits, ledger: Ledger) -> Asking<Fake> {
    let mut job = SnapshotJob::new(1, NonZeroUsize::new(size).unwrap());
    let table = |ids: &[String]| {
        RecordBatch::try_new(ids_schema(), vec![Arc::new(StringArray::from_iter_values(ids))]).unwrap()
    };
    if !ids.is_empty() {
        job.push_ids(0, &table(ids)).unwrap();
    }
    job.push_ids(0, &table(&[])).unwrap();
    let pace = Pace::new(limits, 1, 0, next_midnight(NOON));
    Asking::new(job, fake, Retry::default(), pace, ledger)
}

fn empty() -> Ledger {
    Ledger::new(LedgerHeader::new("fake", "", "2026-11-23"))
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|id| format!("{id:05}")).collect()
}

/// What a run to its end, or to a stop, has asked and written.
#[derive(Debug, Default)]
struct Ran {
    text: String,
    asked: BTreeMap<String, usize>,
    calls: usize,
    now: Millis,
    stopped: Option<String>,
}

/// Makes every call, each answered with the next of some statuses; 0 is a failure of the network.
fn run(asking: &mut Asking<Fake>, statuses: impl IntoIterator<Item = u16>) -> Ran {
    let mut ran = Ran { now: NOON, text: asking.ledger().first_line(), ..Ran::default() };
    let mut statuses = statuses.into_iter();
    let mut open = Vec::new();
    loop {
        match asking.next(ran.now).unwrap() {
            Next::Call(id, request) => {
                ran.calls += 1;
                for id in request.url.split(',') {
                    *ran.asked.entry(id.into()).or_default() += 1;
                }
                open.push(id);
            }
            Next::Reply => {
                // The last one first, as replies come in any order.
                let id = open.pop().unwrap();
                let status = statuses.next().unwrap_or(200);
                if status == 0 {
                    asking.fail(id, "no network", ran.now, 0.5).unwrap();
                } else {
                    let reply = Reply { status, retry_after: None, body: b"" };
                    ran.text += &asking.reply(id, reply, ran.now, 0.5).unwrap();
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

fn answers(asking: &mut Asking<Fake>) -> Vec<Option<i64>> {
    let table = asking.job_mut().take_answers(0).unwrap();
    table.column(1).as_primitive::<Int64Type>().iter().collect()
}

fn unanswered(asking: &mut Asking<Fake>) -> Vec<(String, String)> {
    let table = asking.job_mut().unanswered(0..usize::MAX).unwrap();
    let text = |column: usize, row| table.column(column).as_string::<i32>().value(row).to_owned();
    (0..table.num_rows()).map(|row| (text(0, row), text(1, row))).collect()
}

#[test]
fn asks_each_id_once_in_full_batches() {
    let all = ids(23);
    let mut asking = asking(&all, 10, Fake::default(), limits(2), empty());
    let ran = run(&mut asking, []);
    assert_eq!((ran.calls, ran.asked.len()), (3, 23));
    assert_eq!(answers(&mut asking), vec![Some(5); 23]);
    assert_eq!(Ledger::read(ran.text.as_bytes()).unwrap().0.len(), 23);
}

#[test]
fn finds_the_id_at_fault() {
    let all = ids(50);
    let fake = Fake { poison: Some("00017"), absent: ["00003".to_owned()].into() };
    let mut asking = asking(&all, 50, fake, limits(1), empty());
    let ran = run(&mut asking, []);
    assert!(ran.calls <= 13, "{}", ran.calls);
    let absent = ("00003".to_owned(), "absent from the answer".to_owned());
    assert_eq!(unanswered(&mut asking), [absent, ("00017".to_owned(), "status 200".to_owned())]);
    assert_eq!(answers(&mut asking).iter().flatten().count(), 48);
    // The provider has said that one of them is not there.
    assert_eq!(asking.into_job().failed_rows(), 1);
}

#[test]
fn waits_as_long_as_it_is_asked_to() {
    let mut asking = asking(&ids(10), 10, Fake::default(), limits(1), empty());
    assert_eq!(run(&mut asking, [429]).now, NOON + 5000);
}

#[test]
fn stops_at_a_bad_key_and_goes_on_when_told() {
    let all = ids(30);
    let mut asking = asking(&all, 10, Fake::default(), limits(3), empty());
    let ran = run(&mut asking, [200, 401]);
    assert_eq!(ran.stopped.as_deref(), Some("status 401"));
    assert_eq!(ran.calls, 3);
    asking.resume();
    let again = run(&mut asking, []);
    assert_eq!((again.calls, again.stopped), (1, None));
    assert_eq!(answers(&mut asking), vec![Some(5); 30]);
}

#[test]
fn waits_for_no_years_and_goes_on_when_told() {
    let all = ids(30);
    let mut asking = asking(&all, 10, Fake::default(), limits(3), empty());
    let ran = run(&mut asking, [200, 900]);
    let stopped = ran.stopped.unwrap();
    assert!(stopped.contains("status 900; it asks for a wait of 7889400 hours, and 2 are"), "{stopped}");
    assert_eq!((ran.calls, ran.now), (3, NOON));
    asking.resume();
    let again = run(&mut asking, []);
    assert_eq!((again.calls, again.stopped), (1, None));
    assert_eq!(answers(&mut asking), vec![Some(5); 30]);
}

#[test]
fn waits_for_the_next_days_quota() {
    let all = ids(30);
    let own = Limits { daily_units: Some(2), ..limits(1) };
    let mut asking_own = asking(&all, 10, Fake::default(), own, empty());
    assert_eq!(run(&mut asking_own, []).now, next_midnight(NOON));
    let mut asking_theirs = asking(&all, 10, Fake::default(), limits(1), empty());
    let ran = run(&mut asking_theirs, [200, 403]);
    assert_eq!((ran.now, ran.calls), (next_midnight(NOON), 4));
    assert_eq!(answers(&mut asking_theirs), vec![Some(5); 30]);
}

#[test]
fn gives_up_a_provider_that_is_down() {
    let mut asking = asking(&ids(5000), 10, Fake::default(), limits(4), empty());
    let ran = run(&mut asking, std::iter::repeat_n(503, 100_000));
    assert!(ran.stopped.unwrap().contains("in a row"));
    assert!(ran.calls < 100, "{}", ran.calls);
    asking.resume();
    run(&mut asking, []);
    assert_eq!(answers(&mut asking), vec![Some(5); 5000]);
}

#[test]
fn what_is_cancelled_keeps_what_was_answered() {
    let mut asking = asking(&ids(100), 10, Fake::default(), limits(2), empty());
    let mut calls = Vec::new();
    for _ in 0..4 {
        match asking.next(NOON).unwrap() {
            Next::Call(id, _) => calls.push(id),
            Next::Reply => {
                let reply = Reply { status: 200, retry_after: None, body: b"" };
                asking.reply(calls.remove(0), reply, NOON, 0.5).unwrap();
            }
            next => panic!("{next:?}"),
        }
    }
    let asked = asking.asked();
    assert_eq!((asked.settled, asked.calls, asked.under_way), (10, 3, 2));
    asking.cancel().unwrap();
    // What comes after it is nobody's.
    let late = Reply { status: 200, retry_after: None, body: b"" };
    assert_eq!(asking.reply(calls[0], late, NOON, 0.5).unwrap(), "");
    assert_eq!(asking.next(NOON).unwrap(), Next::Done);
    assert_eq!(answers(&mut asking).iter().flatten().count(), 10);
    assert_eq!(unanswered(&mut asking).len(), 90);
    assert_eq!(unanswered(&mut asking)[0], ("00010".to_owned(), "cancelled".to_owned()));
    assert_eq!(asking.asked().settled, 100);
}

#[test]
fn keeps_the_rate() {
    let own = Limits { per_second: Some(4.0), ..limits(2) };
    let mut asking = asking(&ids(100), 10, Fake::default(), own, empty());
    assert_eq!(run(&mut asking, []).now, NOON + 9 * 250);
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
        let mut disturbed = asking(&all, size, Fake::default(), limits(concurrency), empty());
        // However long one call is out of luck.
        disturbed.retry.most = u32::MAX;
        let ran = run(&mut disturbed, statuses.clone());
        prop_assert_eq!(ran.stopped, None);
        prop_assert_eq!(answers(&mut disturbed), vec![Some(5); count]);
        prop_assert_eq!(ran.asked.len(), count);
        let faults = statuses.iter().filter(|&&status| status != 200).count();
        prop_assert!(ran.calls <= count.div_ceil(size) + faults);
        let (ledger, _) = Ledger::read(ran.text.as_bytes()).unwrap();
        prop_assert_eq!(ledger.len(), count);
        // A ledger of some of it asks for the rest alone, in full batches, and ends alike.
        let lines: Vec<&str> = ran.text.split_inclusive('\n').collect();
        let some: String = lines[..1 + (lines.len() - 1) / 2].concat();
        let (some, _) = Ledger::read(some.as_bytes()).unwrap();
        let rest = count - some.len();
        let mut resumed = asking(&all, size, Fake::default(), limits(concurrency), some);
        let rerun = run(&mut resumed, []);
        prop_assert_eq!((rerun.calls, rerun.asked.len()), (rest.div_ceil(size), rest));
        prop_assert_eq!(answers(&mut resumed), vec![Some(5); count]);
        // A ledger that knows everything asks nothing.
        let mut again = asking(&all, size, Fake::default(), limits(concurrency), ledger);
        prop_assert_eq!(run(&mut again, []).calls, 0);
        prop_assert_eq!(answers(&mut again), vec![Some(5); count]);
    }
}
