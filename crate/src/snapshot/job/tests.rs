#![allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::Arc;

use arrow::array::{Array, AsArray, RecordBatch, StringArray};
use arrow::datatypes::Int64Type;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use crate::error::{Error, ErrorCode, Result};
use crate::snapshot::{Batch, Provider, Simulator, SnapshotJob, ids_schema};

/// A provider that knows some ids, and remembers what was requested.
struct Recorder {
    views: fn(&str) -> Option<i64>,
    requested: Vec<Vec<String>>,
}

impl Recorder {
    fn new(views: fn(&str) -> Option<i64>) -> Self {
        Self { views, requested: Vec::new() }
    }
}

impl Provider for Recorder {
    fn batch_limit(&self) -> NonZeroUsize {
        NonZeroUsize::MAX
    }

    fn answer(&mut self, batch: &mut Batch) -> Result<()> {
        self.requested.push(batch.ids().map(str::to_owned).collect());
        let answers: Vec<_> = batch.ids().filter_map(|id| Some((id.to_owned(), (self.views)(id)?))).collect();
        for (id, views) in answers.iter().rev() {
            batch.answer(id, *views);
        }
        Ok(())
    }
}

fn size(size: usize) -> NonZeroUsize {
    NonZeroUsize::new(size).unwrap()
}

fn table<S: AsRef<str>>(ids: &[S]) -> RecordBatch {
    RecordBatch::try_new(ids_schema(), vec![Arc::new(StringArray::from_iter_values(ids))]).unwrap()
}

type Answers = Vec<(String, Option<i64>)>;

fn answers(job: &mut SnapshotJob, stream: usize) -> Answers {
    let table = job.take_answers(stream).unwrap();
    let ids = table.column(0).as_string::<i32>();
    let views = table.column(1).as_primitive::<Int64Type>();
    ids.iter().zip(views.iter()).map(|(id, views)| (id.unwrap().to_owned(), views)).collect()
}

fn unanswered(job: &SnapshotJob) -> Vec<(String, String)> {
    let table = job.unanswered(0..job.unanswered_rows()).unwrap();
    let column = |index: usize| table.column(index).as_string::<i32>().clone();
    let (ids, reasons) = (column(0), column(1));
    (0..ids.len()).map(|row| (ids.value(row).to_owned(), reasons.value(row).to_owned())).collect()
}

/// Feeds every stream its ids, some at a time, and collects the answers of each.
fn run(
    streams: &[Vec<String>],
    chunk: usize,
    batch_size: usize,
    provider: &mut dyn Provider,
) -> (SnapshotJob, Vec<Answers>) {
    let mut job = SnapshotJob::new(streams.len(), size(batch_size));
    let mut pushed = vec![0; streams.len()];
    let mut taken = vec![Answers::new(); streams.len()];
    loop {
        for stream in job.needs() {
            let end = (pushed[stream] + chunk).min(streams[stream].len());
            job.push_ids(stream, &table(&streams[stream][pushed[stream]..end])).unwrap();
            pushed[stream] = end;
        }
        let progress = job.advance(provider).unwrap();
        for (stream, taken) in taken.iter_mut().enumerate() {
            taken.extend(answers(&mut job, stream));
        }
        if progress.done {
            return (job, taken);
        }
    }
}

fn some_views(id: &str) -> Option<i64> {
    (!id.ends_with('b')).then(|| Simulator::views(id))
}

proptest! {
    #[test]
    fn streams_and_pushes_change_nothing(
        // Each id with the streams that hold it, as the bits of a number.
        ids in btree_map("[abé😀]{0,4}", 1u8..16, 0..120),
        chunk in 1usize..9,
        batch_size in 1usize..13,
    ) {
        let streams: Vec<Vec<String>> = (0..4)
            .map(|stream| {
                ids.iter().filter(|(_, held)| *held & (1 << stream) != 0).map(|(id, _)| id.clone()).collect()
            })
            .collect();
        let mut provider = Recorder::new(some_views);
        let (job, taken) = run(&streams, chunk, batch_size, &mut provider);

        let requested: Vec<&String> = provider.requested.iter().flatten().collect();
        prop_assert_eq!(requested, ids.keys().collect::<Vec<_>>());
        prop_assert_eq!(provider.requested.len(), ids.len().div_ceil(batch_size));
        if let Some((_, full)) = provider.requested.split_last() {
            prop_assert!(full.iter().all(|batch| batch.len() == batch_size));
        }
        let progress = job.progress();
        prop_assert_eq!(progress.requested, ids.len() as u64);
        prop_assert_eq!(progress.calls, provider.requested.len() as u64);

        for (stream, taken) in streams.iter().zip(&taken) {
            let expected: Answers = stream.iter().map(|id| (id.clone(), some_views(id))).collect();
            prop_assert_eq!(taken, &expected);
        }
        let expected: Vec<_> = ids
            .keys()
            .filter(|id| some_views(id).is_none())
            .map(|id| (id.clone(), "absent from the answer".to_owned()))
            .collect();
        prop_assert_eq!(unanswered(&job), expected);
    }

    #[test]
    fn batches_may_come_back_in_any_order(order in vec(0u32..1000, 1..20)) {
        let ids: Vec<String> = (0..order.len() * 3).map(|id| format!("{id:04}")).collect();
        let mut job = SnapshotJob::new(1, size(3));
        job.push_ids(0, &table(&ids)).unwrap();
        job.push_ids(0, &table::<&str>(&[])).unwrap();
        let mut batches = BTreeMap::new();
        for (position, rank) in order.iter().enumerate() {
            batches.insert((*rank, position), job.next_batch().unwrap().unwrap());
        }
        prop_assert!(job.next_batch().unwrap().is_none());
        for mut batch in batches.into_values() {
            prop_assert!(!job.progress().done);
            batch.answer_each(some_views);
            job.settle(batch).unwrap();
        }
        prop_assert!(job.progress().done);
        let expected: Answers = ids.iter().map(|id| (id.clone(), some_views(id))).collect();
        prop_assert_eq!(answers(&mut job, 0), expected);
    }
}

#[test]
fn the_simulator_refuses_eleven() {
    let ids: Vec<String> = (10..21).map(|id| id.to_string()).collect();
    let mut job = SnapshotJob::new(1, size(11));
    job.push_ids(0, &table(&ids)).unwrap();
    let refusal = job.advance(&mut Simulator).unwrap_err();
    assert_eq!(refusal.to_string(), "Too many (11) videos in the list. Expected up to 10");
}

#[test]
fn no_ids_take_no_calls() {
    let mut provider = Recorder::new(some_views);
    let (job, taken) = run(&[Vec::new(), Vec::new()], 1, 10, &mut provider);
    assert_eq!(job.progress().calls, 0);
    assert_eq!(taken, [Answers::new(), Answers::new()]);
    let (job, _) = run(&[], 1, 10, &mut provider);
    assert!(job.progress().done);
}

#[test]
fn a_failed_batch_says_why() {
    struct Failing;
    impl Provider for Failing {
        fn batch_limit(&self) -> NonZeroUsize {
            NonZeroUsize::MIN
        }
        fn answer(&mut self, batch: &mut Batch) -> Result<()> {
            if batch.number() == 1 {
                batch.fail("no answer after 3 tries");
            } else {
                batch.answer_each(|_| Some(1));
            }
            Ok(())
        }
    }
    let (job, taken) = run(&[vec!["a".into(), "b".into(), "c".into()]], 3, 1, &mut Failing);
    assert_eq!(unanswered(&job), [("b".to_owned(), "no answer after 3 tries".to_owned())]);
    assert_eq!(taken[0][1], ("b".to_owned(), None));
}

#[test]
fn cancelling_leaves_the_rest_unanswered() {
    let mut job = SnapshotJob::new(1, size(2));
    job.push_ids(0, &table(&["a", "b", "c"])).unwrap();
    job.advance(&mut Simulator).unwrap();
    job.cancel();
    job.push_ids(0, &table(&["d"])).unwrap();
    job.push_ids(0, &table::<&str>(&[])).unwrap();
    let progress = job.advance(&mut Simulator).unwrap();
    assert!(progress.done);
    assert_eq!((progress.requested, progress.calls), (2, 1));
    let cancelled = |id: &str| (id.to_owned(), "cancelled".to_owned());
    assert_eq!(unanswered(&job), [cancelled("c"), cancelled("d")]);
    assert_eq!(answers(&mut job, 0).len(), 4);
}

#[test]
fn a_taken_answer_is_not_given_again() {
    let mut job = SnapshotJob::new(1, size(1));
    job.push_ids(0, &table(&["a"])).unwrap();
    job.advance(&mut Simulator).unwrap();
    assert_eq!(answers(&mut job, 0).len(), 1);
    assert_eq!(answers(&mut job, 0).len(), 0);
}

#[test]
fn broken_streams_are_refused() {
    let refused = |pushes: &[&[&str]]| -> Error {
        let mut job = SnapshotJob::new(1, size(1));
        pushes.iter().find_map(|ids| job.push_ids(0, &table(ids)).err()).unwrap()
    };
    for pushes in [&[&["b", "a"][..]][..], &[&["a", "a"]], &[&["b"], &["a"]], &[&[], &["a"]]] {
        assert_eq!(refused(pushes).code(), ErrorCode::Internal, "{pushes:?}");
    }
    assert!(SnapshotJob::new(1, size(1)).push_ids(1, &table(&["a"])).is_err());
}

#[test]
fn unanswered_ids_are_found_by_any_condition() {
    let none = Recorder::new(|_| None);
    let ids = ["ab", "b", "cb", "d"].map(str::to_owned).to_vec();
    let (job, _) = run(&[ids], 4, 2, &mut { none });
    let rows = job.unanswered_of(&|id| id.ends_with('b'));
    assert_eq!(rows, [0, 1, 2]);
    let table = job.unanswered_at(&rows[1..]).unwrap();
    let found = table.column(0).as_string::<i32>();
    assert_eq!(found.iter().flatten().collect::<Vec<_>>(), ["b", "cb"]);
    assert_eq!(job.unanswered_at(&[9]).unwrap().num_rows(), 0);
}
