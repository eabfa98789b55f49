//! Properties that make results independent of workers, task order, batch size and spilling.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use arrow::array::{ArrayRef, AsArray, BinaryViewArray, Date32Array, Int64Array, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Field, Int64Type, Schema};
use bytes::Bytes;
use proptest::prelude::*;

use daytally::fold::Fold;
use daytally::merge::{Partial, Runs, Spill, Splitters, Totals};
use daytally::report::{Filter, ResultKind, Share};
use daytally::scan::{Columns, Ids};
use daytally::spill::{Budget, Store};
use daytally::{Day, Error, ErrorCode, Result};

type Row = (Option<String>, Option<String>, Option<i32>, Option<i32>, Option<i64>);

fn row() -> impl Strategy<Value = Row> {
    let id = |ids: &'static [&'static str]| {
        prop::option::weighted(0.9, prop::sample::select(ids).prop_map(String::from))
    };
    let day = prop_oneof![
        8 => 19_000..19_100i32,
        1 => prop::sample::select(vec![Day::MIN.number(), Day::MAX.number(), -1, 0]),
    ];
    let count = prop_oneof![4 => -5..1_000i64, 1 => any::<i64>()];
    (
        id(&["", "UCa", "UCb", "UCé"]),
        id(&["", "-a", "dQw4w9WgXcQ", "dQw4w9WgXcR", "dQw4w9Wg", "日本", "日"]),
        prop::option::weighted(0.9, 18_990..19_100i32),
        prop::option::weighted(0.9, day),
        prop::option::weighted(0.9, count),
    )
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    prop::collection::vec(row(), 0..120)
}

fn columns(rows: &[Row]) -> Columns {
    let ids = |ids: Vec<Option<&str>>| Ids::Plain(BinaryViewArray::from_iter(ids));
    Columns {
        rows: rows.len(),
        channel_id: Some(ids(rows.iter().map(|row| row.0.as_deref()).collect())),
        video_id: Some(ids(rows.iter().map(|row| row.1.as_deref()).collect())),
        created_date: Some(rows.iter().map(|row| row.2).collect::<Date32Array>()),
        date: Some(rows.iter().map(|row| row.3).collect::<Date32Array>()),
        view_count: Some(rows.iter().map(|row| row.4).collect::<Int64Array>()),
    }
}

fn fold(rows: &[Row]) -> Fold {
    let mut fold = Fold::new();
    fold.update(&columns(rows));
    fold
}

fn partial(rows: &[Row]) -> Partial {
    Partial::from_fold(fold(rows)).unwrap()
}

fn merge(partials: impl IntoIterator<Item = Partial>) -> Partial {
    Partial::merge(partials.into_iter().collect()).unwrap()
}

/// Returns every result of rows that are split between workers, as text.
fn results(rows: &[Row], workers: usize) -> Vec<String> {
    let mut partitions: Vec<Vec<Partial>> = vec![Vec::new(); workers];
    for rows in rows.chunks(rows.len().div_ceil(workers).max(1)) {
        for (partition, part) in partitions.iter_mut().zip(Partial::split_fold(fold(rows), workers).unwrap())
        {
            partition.push(part);
        }
    }
    let totals: Vec<Totals> =
        partitions.into_iter().map(|partials| Totals::new(merge(partials)).unwrap()).collect();
    let samples: Vec<Vec<u8>> = totals.iter().map(|totals| totals.sample().unwrap()).collect();
    let splitters = Splitters::new(&samples, workers).unwrap();
    let mut ranges: Vec<Vec<Totals>> = vec![Vec::new(); workers];
    for totals in totals {
        for (range, share) in ranges.iter_mut().zip(totals.cut(&splitters).unwrap()) {
            range.push(Totals::decode(share.encode().unwrap(), None).unwrap());
        }
    }
    texts(ranges.into_iter().map(|shares| Totals::join(shares, None).unwrap()))
}

/// Returns the same results if each worker spills after every `every` rows.
fn spilled_results(rows: &[Row], workers: usize, every: usize, known: &[Arc<Memory>]) -> Result<Vec<String>> {
    let stores: Vec<Arc<dyn Store>> = known.iter().map(|store| Arc::clone(store) as Arc<dyn Store>).collect();
    let budget = Budget::new(0, 0);
    let spills: Vec<Spill> = stores.iter().map(|store| Spill::new(store.clone(), budget)).collect();
    let mut owned: Vec<Vec<Runs>> = vec![Vec::new(); workers];
    let each = rows.len().div_ceil(workers).max(1);
    for (rows, spill) in rows.chunks(each).zip(&spills) {
        let (mut runs, mut fold) = (Runs::default(), Fold::new());
        for rows in rows.chunks(every) {
            fold.update(&columns(rows));
            fold = runs.add(fold, workers, spill)?;
        }
        let store = &stores[owned[0].len()];
        for (owned, runs) in owned.iter_mut().zip(runs.deal(workers)?) {
            owned.push(Runs::decode(runs.encode()?, store)?);
        }
    }
    let merged: Vec<(Vec<Totals>, Vec<u8>)> = owned
        .into_iter()
        .zip(&spills)
        .map(|(runs, spill)| Runs::merge(runs, spill))
        .collect::<Result<_>>()?;
    let (totals, samples): (Vec<_>, Vec<_>) = merged.into_iter().unzip();
    let splitters = Splitters::new(&samples, workers)?;
    let mut ranges: Vec<Vec<Totals>> = vec![Vec::new(); workers];
    for (totals, store) in totals.into_iter().zip(&stores) {
        for totals in totals {
            for (range, share) in ranges.iter_mut().zip(totals.cut(&splitters)?) {
                range.push(Totals::decode(share.encode()?, Some(store))?);
            }
        }
    }
    // Joined state has its own store, because the others are gone when it is read.
    let last = Spill::new(Memory::stores(1, usize::MAX).remove(0), budget);
    let joined = ranges.into_iter().map(|shares| Totals::join(shares, Some(&last)));
    let joined = joined.collect::<Result<Vec<_>>>()?;
    for store in known {
        store.bytes.lock().unwrap().clear();
    }
    assert!(joined.iter().all(|totals| totals.memory() == 0));
    Ok(texts(joined))
}

/// Returns the results of consecutive parts, and the diagnostics, as text.
fn texts(totals: impl IntoIterator<Item = Totals>) -> Vec<String> {
    let kinds = [ResultKind::GapsList, ResultKind::GapsRanges];
    let mut texts = vec![String::new(); kinds.len() + 4];
    let mut diagnostics = daytally::report::Diagnostics::default();
    let mut overview = daytally::report::Overview::default();
    let mut counts = daytally::report::DayCounts::default();
    for totals in totals {
        let mut share = Share::new(totals);
        share.set_end_date(Day::new(19_090), true);
        diagnostics.add(share.diagnostics().unwrap());
        overview.add(&share.overview().unwrap());
        counts.add(share.day_counts().unwrap());
        for (kind, text) in kinds.into_iter().zip(&mut texts) {
            *text += &text_of(&share.window(kind, &Filter::default(), 0, u64::MAX).unwrap());
        }
        texts[kinds.len()] += &snapshot_text(&mut share);
    }
    texts[kinds.len() + 1] = format!("{diagnostics:?}");
    texts[kinds.len() + 2] = format!("{overview:?}");
    texts[kinds.len() + 3] = format!("{counts:?} {:?}", counts.coverage(None));
    texts
}

/// Returns the snapshot in which each video's count is the length of its id.
fn snapshot_text(share: &mut Share) -> String {
    let ids = share.video_ids(0, usize::MAX).unwrap();
    let views: Int64Array =
        ids.column(0).as_string::<i32>().iter().map(|id| id.map(|id| id.len() as i64)).collect();
    let fields =
        vec![Field::new("video_id", DataType::Utf8, false), Field::new("views", DataType::Int64, true)];
    let columns: Vec<ArrayRef> = vec![ids.column(0).clone(), Arc::new(views)];
    let answers = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    share.answer(&answers, Day::new(19_091).unwrap()).unwrap();
    text_of(&share.window(ResultKind::Snapshot, &Filter::default(), 0, u64::MAX).unwrap())
}

fn text_of(rows: &RecordBatch) -> String {
    let mut text = String::new();
    for row in 0..rows.num_rows() {
        for column in rows.columns() {
            text += &arrow::util::display::array_value_to_string(column, row).unwrap();
            text += "|";
        }
        text += "\n";
    }
    text
}

/// A store in memory with room for a limited number of batches.
#[derive(Debug)]
struct Memory {
    bytes: Mutex<Vec<u8>>,
    room: AtomicUsize,
}

impl Memory {
    fn stores(count: usize, room: usize) -> Vec<Arc<Self>> {
        let store = || Self { bytes: Mutex::default(), room: AtomicUsize::new(room) };
        (0..count).map(|_| Arc::new(store())).collect()
    }
}

impl Store for Memory {
    fn append(&self, bytes: &[u8]) -> Result<u64> {
        let taken = self.room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |room| room.checked_sub(1));
        taken.map_err(|_| Error::new(ErrorCode::Io, "the disk is full"))?;
        let mut known = self.bytes.lock().unwrap();
        known.extend_from_slice(bytes);
        Ok((known.len() - bytes.len()) as u64)
    }

    fn read(&self, range: Range<u64>) -> Result<Bytes> {
        let known = self.bytes.lock().unwrap();
        Ok(Bytes::copy_from_slice(&known[range.start as usize..range.end as usize]))
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn merging_is_commutative(a in rows(), b in rows()) {
        prop_assert!(merge([partial(&a), partial(&b)]) == merge([partial(&b), partial(&a)]));
    }

    #[test]
    fn merging_is_associative(a in rows(), b in rows(), c in rows()) {
        let (a, b, c) = (partial(&a), partial(&b), partial(&c));
        let left = merge([merge([a.clone(), b.clone()]), c.clone()]);
        prop_assert!(left == merge([a, merge([b, c])]));
    }

    #[test]
    fn the_empty_partial_is_the_identity(a in rows()) {
        prop_assert!(merge([partial(&a), Partial::default()]) == partial(&a));
    }

    #[test]
    fn folding_all_rows_equals_merging_folds(a in rows(), b in rows()) {
        let all = [a.clone(), b.clone()].concat();
        prop_assert!(partial(&all) == merge([partial(&a), partial(&b)]));
    }

    #[test]
    fn splitting_and_merging_is_lossless(a in rows(), parts in 1usize..6) {
        prop_assert!(merge(Partial::split_fold(fold(&a), parts).unwrap()) == partial(&a));
    }

    #[test]
    fn decoding_is_the_inverse_of_encoding(a in rows()) {
        let a = partial(&a);
        prop_assert!(Partial::decode(a.encode().unwrap()).unwrap() == a);
    }

    #[test]
    fn gaps_without_outages_have_only_the_other_days(a in rows(), share in 0.05f64..1.0) {
        let mut found = Share::new(Totals::new(partial(&a)).unwrap());
        found.set_end_date(Day::new(19_090), true);
        let counts = found.day_counts().unwrap().clone();
        let mut coverage = counts.coverage(Some(share)).unwrap_or_default();
        coverage.outages_excluded = true;
        let out = |day: i32| coverage.outages.iter().any(|outage| outage.day == day);
        let dates = |found: &Share| {
            let window = found.window(ResultKind::GapsDates, &Filter::default(), 0, u64::MAX).unwrap();
            let days = window.column(3).as_primitive::<Date32Type>().values().to_vec();
            text_of(&window).lines().map(String::from).zip(days).collect::<Vec<_>>()
        };
        let kept: Vec<_> = dates(&found).into_iter().filter(|(_, day)| !out(*day)).collect();
        found.set_coverage(coverage.clone());
        prop_assert_eq!(&dates(&found), &kept);
        prop_assert_eq!(found.rows(ResultKind::GapsDates, &Filter::default()).unwrap(), kept.len() as u64);
        let ranges = found.window(ResultKind::GapsRanges, &Filter::default(), 0, u64::MAX).unwrap();
        let days: i64 = ranges.column(5).as_primitive::<Int64Type>().values().iter().sum();
        prop_assert_eq!(days, kept.len() as i64);
        prop_assert_eq!(found.day_counts().unwrap(), &counts);
        prop_assert_eq!(found.diagnostics().unwrap().coverage, Some(coverage));
        found.set_end_date(Day::new(19_090), true);
        prop_assert_eq!(found.diagnostics().unwrap().coverage, None);
    }

    #[test]
    fn results_do_not_depend_on_workers(a in rows(), workers in 2usize..6) {
        prop_assert_eq!(results(&a, 1), results(&a, workers));
    }

    #[test]
    fn results_do_not_depend_on_spilling(a in rows(), workers in 1usize..5, every in 1usize..40) {
        let spilled = spilled_results(&a, workers, every, &Memory::stores(workers, usize::MAX)).unwrap();
        prop_assert_eq!(results(&a, 1), spilled);
    }

    #[test]
    fn a_full_disk_is_an_error_or_has_no_effect(a in rows(), workers in 1usize..4, room in 0usize..60) {
        match spilled_results(&a, workers, 10, &Memory::stores(workers, room)) {
            Ok(spilled) => prop_assert_eq!(results(&a, 1), spilled),
            Err(error) => prop_assert_eq!(error.to_string(), "the disk is full"),
        }
    }

    #[test]
    fn results_do_not_depend_on_the_order_of_rows(a in rows().prop_flat_map(|rows| {
        (Just(rows.clone()), Just(rows).prop_shuffle())
    })) {
        prop_assert_eq!(results(&a.0, 2), results(&a.1, 2));
    }

    #[test]
    fn windows_concatenate_to_the_whole(a in rows(), length in 1u64..9) {
        let mut share = Share::new(Totals::new(partial(&a)).unwrap());
        share.set_end_date(Day::new(19_090), true);
        for kind in [ResultKind::GapsList, ResultKind::GapsRanges] {
            let rows = share.rows(kind, &Filter::default()).unwrap();
            let whole = share.window(kind, &Filter::default(), 0, rows).unwrap();
            prop_assert_eq!(whole.num_rows() as u64, rows);
            let mut start = 0;
            while start < rows {
                let window = share.window(kind, &Filter::default(), start, length).unwrap();
                let expected = whole.slice(start as usize, length.min(rows - start) as usize);
                prop_assert_eq!(window, expected);
                start += length;
            }
            prop_assert_eq!(share.window(kind, &Filter::default(), rows, length).unwrap().num_rows(), 0);
        }
    }
}
