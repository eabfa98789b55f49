#![allow(clippy::unwrap_used)] // Clippy takes only functions marked as tests for tests.

use std::collections::BTreeMap;
use std::vec::IntoIter;

use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::report::ResultKind;

type Ids = (Option<String>, Option<String>);
type Snapshot = BTreeMap<Ids, Option<i64>>;
type Batches = IntoIter<Result<RecordBatch>>;

const DAYS: [&str; 2] = ["2023-04-30", "2023-05-01"];

/// Returns the batches of a day, of the given lengths in turn.
fn batches(snapshot: &Snapshot, lengths: &[usize]) -> Batches {
    let channels: StringArray = snapshot.keys().map(|(channel, _)| channel.as_deref()).collect();
    let videos: StringArray = snapshot.keys().map(|(_, video)| video.as_deref()).collect();
    let months = StringArray::from(vec!["2023-04"; snapshot.len()]);
    let counts: Int64Array = snapshot.values().copied().collect();
    let columns = vec![Arc::new(channels) as _, Arc::new(videos) as _, Arc::new(months) as _];
    let columns = columns.into_iter().chain([Arc::new(counts) as _]).collect();
    let all = RecordBatch::try_new(ResultKind::Monthly.schema(), columns).unwrap();
    let (mut cut, mut start) = (Vec::new(), 0);
    for &length in lengths.iter().cycle() {
        if start == all.num_rows() {
            break;
        }
        let length = length.min(all.num_rows() - start);
        cut.push(Ok(all.slice(start, length)));
        start += length;
    }
    cut.into_iter()
}

fn between(earlier: Batches, later: Batches) -> ViewsBetween<Batches, Batches> {
    ViewsBetween::new(earlier, later, DAYS.map(|day| Day::parse(day).unwrap()))
}

fn rows(batch: &RecordBatch) -> Vec<(Ids, i64)> {
    let text = |column: usize, row: usize| {
        let column = batch.column(column).as_string::<i32>();
        column.is_valid(row).then(|| column.value(row).to_owned())
    };
    let views = batch.column(4).as_primitive::<Int64Type>();
    (0..batch.num_rows()).map(|row| ((text(0, row), text(1, row)), views.value(row))).collect()
}

/// Few ids, so that days share them: null, empty, prefixes, and bytes above ASCII.
fn id() -> impl Strategy<Value = Option<String>> {
    option::of("[aé]{0,2}")
}

fn snapshot() -> impl Strategy<Value = Snapshot> {
    btree_map((id(), id()), option::weighted(0.8, -1_000..1_000_i64), 0..30)
}

/// Lengths of batches, at least one of which has a row.
fn lengths() -> impl Strategy<Value = Vec<usize>> {
    vec(0..4_usize, 0..4).prop_map(|mut lengths| {
        lengths.push(2);
        lengths
    })
}

proptest! {
    #[test]
    fn every_video_of_both_days_is_there_once(
        earlier in snapshot(), later in snapshot(), cut in lengths(), cut_later in lengths(),
    ) {
        let mut between = between(batches(&earlier, &cut), batches(&later, &cut_later));
        let found: Vec<_> = between.by_ref().flat_map(|batch| rows(&batch.unwrap())).collect();

        let both = earlier.iter().filter_map(|(ids, from)| Some((ids, *from, *later.get(ids)?)));
        let expected = both.clone().filter_map(|(ids, from, to)| Some((ids.clone(), to? - from?)));
        prop_assert_eq!(found, expected.collect::<Vec<_>>());
        let only = |of: &Snapshot, other: &Snapshot| {
            of.keys().filter(|ids| !other.contains_key(*ids)).count() as u64
        };
        prop_assert_eq!(between.left_out(), LeftOut {
            only_earlier: only(&earlier, &later),
            only_later: only(&later, &earlier),
            without_count: both.filter(|(_, from, to)| from.is_none() || to.is_none()).count() as u64,
        });
    }
}

fn one(count: i64) -> Batches {
    batches(&Snapshot::from([((Some("c".into()), None), Some(count))]), &[1])
}

#[test]
fn a_difference_beyond_64_bits_is_an_error_that_names_the_video() {
    let mut differ = between(one(-1), one(i64::MAX));
    let error = differ.next().unwrap().unwrap_err();
    assert_eq!(error.code(), ErrorCode::SumOverflow);
    let text = error.to_string();
    assert!(
        text.contains("channel c, video null") && text.contains("-1, then 9223372036854775807"),
        "{text}"
    );
    assert!(differ.next().is_none());

    let most = between(one(0), one(i64::MAX)).next().unwrap().unwrap();
    assert_eq!(rows(&most)[0].1, i64::MAX);
    let least = between(one(0), one(i64::MIN)).next().unwrap().unwrap();
    assert_eq!(rows(&least)[0].1, i64::MIN);
}

#[test]
fn an_error_of_a_day_is_passed_on() {
    let broken = vec![Err(Error::new(ErrorCode::Io, "the disk is gone"))].into_iter();
    let error = between(one(1), broken).next().unwrap().unwrap_err();
    assert_eq!(error.code(), ErrorCode::Io);
}

#[test]
fn rows_come_a_batch_at_a_time_with_both_days() {
    let snapshot: Snapshot =
        (0..ROWS + 10).map(|number| ((None, Some(format!("{number:06}"))), Some(7))).collect();
    let made: Vec<_> = between(batches(&snapshot, &[1_000]), batches(&snapshot, &[999])).collect();
    let made: Vec<_> = made.into_iter().map(|batch| batch.unwrap()).collect();
    assert_eq!(made.iter().map(RecordBatch::num_rows).collect::<Vec<_>>(), [ROWS, 10]);
    for (column, day) in [(2, DAYS[0]), (3, DAYS[1])] {
        let days = made[1].column(column).as_primitive::<arrow::datatypes::Date32Type>();
        assert!(days.values().iter().all(|&number| number == Day::parse(day).unwrap().number()));
    }
}
