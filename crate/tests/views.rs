//! Filtered and sorted rows, compared with a simple implementation.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BinaryViewArray, Date32Array, Int64Array, RecordBatch, StringArray,
};
use arrow::compute::concat_batches;
use arrow::datatypes::{DataType, Date32Type, Field, Int64Type, Schema};
use proptest::prelude::*;

use daytally::Day;
use daytally::fold::Fold;
use daytally::merge::{Partial, Splitters, Totals};
use daytally::report::{Filter, ResultKind, Share, SortPass, SortedRows};
use daytally::scan::{Columns, Ids};

type Row = (Option<&'static str>, Option<&'static str>, Option<i32>, i32, i64);

const KINDS: [ResultKind; 5] = [
    ResultKind::Monthly,
    ResultKind::GapsList,
    ResultKind::GapsDates,
    ResultKind::GapsRanges,
    ResultKind::Snapshot,
];

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let id = |ids: &'static [&'static str]| prop::option::weighted(0.9, prop::sample::select(ids));
    let row = (
        id(&["", "UCa", "UCb", "UCé"]),
        id(&["", "-a", "dQw4w9WgXcQ", "dQw4w9WgXcR", "dQw4w9Wg", "日本", "日"]),
        prop::option::weighted(0.9, 18_990..19_090i32),
        19_000..19_100i32,
        -5..1_000i64,
    );
    prop::collection::vec(row, 0..120)
}

fn filter() -> impl Strategy<Value = Filter> {
    let id = prop::sample::select(&["", "", "d", "dQw4w9WgXcQ", "UC", "UCb", "日", "x"]);
    let day = || prop::option::of(18_980..19_100i32);
    let ids =
        prop::collection::btree_set(prop::sample::select(&["UCa", "UCb", "dQw4w9WgXcQ", "日", "x"]), 0..3);
    (id, ids, day(), day()).prop_map(|(id, ids, first, last)| Filter {
        id: id.into(),
        ids: ids.into_iter().map(str::to_owned).collect(),
        first,
        last,
    })
}

/// Splits rows into two parts that are consecutive in result order.
fn shares(rows: &[Row]) -> Vec<Share> {
    let ids = |ids: Vec<Option<&str>>| Some(Ids::Plain(BinaryViewArray::from_iter(ids)));
    let mut fold = Fold::new();
    fold.update(&Columns {
        rows: rows.len(),
        channel_id: ids(rows.iter().map(|row| row.0).collect()),
        video_id: ids(rows.iter().map(|row| row.1).collect()),
        created_date: Some(rows.iter().map(|row| row.2).collect::<Date32Array>()),
        date: Some(rows.iter().map(|row| Some(row.3)).collect::<Date32Array>()),
        view_count: Some(rows.iter().map(|row| Some(row.4)).collect::<Int64Array>()),
    });
    let totals = Totals::new(Partial::from_fold(fold).unwrap()).unwrap();
    let splitters = Splitters::new(&[totals.sample().unwrap()], 2).unwrap();
    let shares = totals.cut(&splitters).unwrap().into_iter();
    let mut shares: Vec<Share> =
        shares.map(|totals| Share::new(Totals::join(vec![totals], None).unwrap())).collect();
    for share in &mut shares {
        share.set_end_date(Day::new(19_090), true);
        let ids = share.video_ids(0, usize::MAX).unwrap().column(0).clone();
        // Every other video has a count.
        let views: Int64Array =
            (0..ids.len() as i64).map(|number| (number % 2 == 0).then_some(number)).collect();
        let fields =
            vec![Field::new("video_id", DataType::Utf8, false), Field::new("views", DataType::Int64, true)];
        let columns: Vec<ArrayRef> = vec![ids, Arc::new(views)];
        let answers = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
        share.answer(&answers, Day::new(19_091).unwrap()).unwrap();
    }
    shares
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Value {
    Null,
    Number(i64),
    Text(Vec<u8>),
    Days(Vec<i32>),
}

fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => Value::Text(column.as_string::<i32>().value(row).as_bytes().to_vec()),
        DataType::Int64 => Value::Number(column.as_primitive::<Int64Type>().value(row)),
        DataType::Date32 => Value::Number(column.as_primitive::<Date32Type>().value(row).into()),
        _ => Value::Days(column.as_list::<i32>().value(row).as_primitive::<Date32Type>().values().to_vec()),
    }
}

fn values(batch: &RecordBatch) -> Vec<Vec<Value>> {
    (0..batch.num_rows())
        .map(|row| batch.columns().iter().map(|column| value(column, row)).collect())
        .collect()
}

/// Returns whether a filter matches a row.
fn matches_filter(kind: ResultKind, filter: &Filter, row: &[Value]) -> bool {
    let begins = |id: &Value| {
        let listed =
            |id: &[u8]| filter.ids.is_empty() || filter.ids.iter().any(|known| known.as_bytes() == id);
        let part = |id: &[u8]| String::from_utf8_lossy(id).contains(&filter.id);
        matches!(id, Value::Text(id) if part(id) && listed(id))
    };
    let (from, to) =
        (i64::from(filter.first.unwrap_or(i32::MIN)), i64::from(filter.last.unwrap_or(i32::MAX)));
    let within = |day: &Value| match day {
        Value::Number(day) => (from..=to).contains(day),
        _ => filter.first.is_none() && filter.last.is_none(),
    };
    let days = match kind {
        ResultKind::Monthly => {
            let Value::Text(month) = &row[2] else { unreachable!() };
            let first = Day::parse(&format!("{}-01", std::str::from_utf8(month).unwrap())).unwrap();
            (0..first.month().days() as i64)
                .any(|day| within(&Value::Number(i64::from(first.number()) + day)))
        }
        ResultKind::GapsList => {
            let Value::Days(days) = &row[3] else { unreachable!() };
            days.iter().any(|&day| within(&Value::Number(day.into())))
        }
        ResultKind::GapsRanges => {
            let (Value::Number(first), Value::Number(last)) = (&row[3], &row[4]) else { unreachable!() };
            (*first..=*last).any(|day| within(&Value::Number(day)))
        }
        ResultKind::GapsDates => within(&row[3]),
        _ => within(&row[2]),
    };
    let all = filter.id.is_empty() && filter.ids.is_empty();
    days && (all || begins(&row[0]) || begins(&row[1]))
}

/// Returns the rows of all parts that match a filter.
fn matching_rows(shares: &[Share], kind: ResultKind, filter: &Filter) -> RecordBatch {
    let windows = shares.iter().map(|share| share.window(kind, filter, 0, u64::MAX).unwrap());
    concat_batches(&kind.schema(), &windows.collect::<Vec<_>>()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_filter_keeps_the_matching_rows(rows in rows(), filter in filter(), length in 1u64..9) {
        let shares = shares(&rows);
        for kind in KINDS {
            let whole = values(&matching_rows(&shares, kind, &Filter::default()));
            let expected: Vec<_> = whole.into_iter().filter(|row| matches_filter(kind, &filter, row)).collect();
            prop_assert_eq!(values(&matching_rows(&shares, kind, &filter)), expected, "{:?}", kind);
            for share in &shares {
                let rows = share.rows(kind, &filter).unwrap();
                let whole = share.window(kind, &filter, 0, rows).unwrap();
                prop_assert_eq!(whole.num_rows() as u64, rows);
                let mut start = 0;
                while start < rows {
                    let window = share.window(kind, &filter, start, length).unwrap();
                    prop_assert_eq!(&window, &whole.slice(start as usize, window.num_rows()));
                    start += length;
                }
            }
        }
    }

    #[test]
    fn merged_sorted_parts_equal_the_sorted_result(
        rows in rows(), filter in filter(), parts in 1usize..5, every in 1u64..9,
    ) {
        let shares = shares(&rows);
        for kind in KINDS {
            let firsts: Vec<u64> = shares
                .iter()
                .scan(0, |first, share| {
                    let start = *first;
                    *first += share.rows(kind, &filter).unwrap();
                    Some(start)
                })
                .collect();
            for column in 0..kind.schema().fields().len() {
                let whole = matching_rows(&shares, kind, &filter);
                let mut expected = values(&whole);
                expected.sort_by_key(|row| match &row[column] {
                    Value::Days(days) => Value::Number(days.len() as i64),
                    value => value.clone(),
                });
                let samples: Vec<Vec<u8>> = shares
                    .iter()
                    .zip(&firsts)
                    .map(|(share, &first)| {
                        let mut pass = SortPass::sample(column, every);
                        share.sort(kind, &filter, first, &mut pass).unwrap();
                        pass.keys().unwrap()
                    })
                    .collect();
                let mut found = Vec::new();
                for keep in 0..parts {
                    let mut kept = Vec::new();
                    let mut rows = 0;
                    for (share, &first) in shares.iter().zip(&firsts) {
                        let splitters = Splitters::new(&samples, parts).unwrap();
                        let mut pass = SortPass::part(column, splitters, keep);
                        share.sort(kind, &filter, first, &mut pass).unwrap();
                        rows += pass.counts().get(keep).copied().unwrap_or_default() as usize;
                        kept.extend(pass.kept());
                    }
                    if kept.is_empty() {
                        continue;
                    }
                    let sorted = SortedRows::new(&kept, column).unwrap();
                    let window = sorted.window(0, usize::MAX).unwrap();
                    prop_assert_eq!(window.num_rows(), rows);
                    prop_assert_eq!(&sorted.window(1, 2).unwrap(), &window.slice(rows.min(1), rows.saturating_sub(1).min(2)));
                    let mut backwards = values(&sorted.backwards(1, usize::MAX).unwrap());
                    backwards.reverse();
                    prop_assert_eq!(&backwards, &values(&window)[1..]);
                    found.extend(values(&window));
                }
                prop_assert_eq!(found, expected, "{:?} by column {}", kind, column);
            }
        }
    }
}

#[test]
fn any_table_can_be_filtered_by_id_and_date() {
    let text = |values: Vec<Option<&str>>| Arc::new(StringArray::from(values)) as ArrayRef;
    let batch = RecordBatch::try_from_iter(vec![
        ("channel_id", text(vec![Some("UCa"), None, Some("UCb"), Some("UCa")])),
        ("video_id", text(vec![Some("v1"), Some("v2"), None, Some("v3")])),
        ("date", Arc::new(Date32Array::from(vec![Some(1), Some(2), Some(3), None]))),
    ])
    .unwrap();
    let numbers = |filter: Filter| {
        let rows = filter.select(&batch).unwrap();
        values(&rows).into_iter().map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    let text = |text: &str| Value::Text(text.into());
    let by_id = |id: &str| Filter { id: id.into(), ..Filter::default() };
    assert_eq!(numbers(by_id("UCa")), [text("v1"), text("v3")]);
    assert_eq!(numbers(by_id("v2")), [text("v2")]);
    assert_eq!(numbers(Filter { first: Some(2), ..by_id("") }), [text("v2"), Value::Null]);
    assert_eq!(numbers(Filter { last: Some(1), ..by_id("") }), [text("v1")]);
    assert_eq!(numbers(Filter::default()).len(), 4);
}
