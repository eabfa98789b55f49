//! Folds rows by runs: neighbouring rows of one series and one upload day.

use arrow::array::{Array, Date32Array, Int64Array};

use crate::fold::codes::{Videos, code_at};
use crate::fold::count_sample::DayCount;
use crate::fold::counters::Counters;
use crate::fold::months::month_span::MonthSpan;
use crate::fold::series::{NONE, Row, SeriesTable};
use crate::fold::state::Fold;
use crate::scan::Columns;

/// How many rows are compared at once with the first of their run.
const STRIDE: usize = 16;
/// How many rows of a batch are looked at, to know whether its runs are long.
const LOOKED_AT: usize = 64;
/// The runs are shorter than this on average: rows whose ids are looked up together are faster.
const MIN_RUN: usize = 4;

impl Fold {
    /// Adds a batch by runs. Returns false, without doing so, unless the job reads dates, all ids
    /// are in dictionaries, no value is null, and runs are long.
    pub(super) fn update_runs(&mut self, columns: &Columns) -> bool {
        let Columns { rows, channel_id, video_id, created_date, date, view_count } = columns;
        let (Some(channels), Some(videos), Some(dates)) = (channel_id, video_id, date) else { return false };
        let days = [Some(dates), created_date.as_ref()];
        let nulls: usize = days.into_iter().flatten().map(Date32Array::null_count).sum();
        if nulls + view_count.as_ref().map_or(0, Int64Array::null_count) > 0 {
            return false;
        }
        let Self { channel_codes, video_codes, series, sampling, .. } = self;
        let Some((channels, channel_codes)) = channel_codes.places(channels, &mut self.channels) else {
            return false;
        };
        let mut index = Videos(&mut self.videos, series);
        let Some((videos, video_codes)) = video_codes.places(videos, &mut index) else { return false };
        let created = created_date.as_ref().map(|days| &**days.values());
        let keys = [channels, videos, created.unwrap_or(videos)];
        if !has_long_runs(keys) {
            return false;
        }
        sampling.learn(series.videos(), |code| series.hash(code));
        let mut start = 0;
        while start < *rows {
            let end = end_of_run(keys, start);
            let run = Run {
                video: code_at(video_codes, videos[start]),
                channel: code_at(channel_codes, channels[start]),
                created: created.map(|days| days[start]),
                dates: &dates.values()[start..end],
                counts: view_count.as_ref().map(|counts| &counts.values()[start..end]),
            };
            if let Some(counts) = run.counts
                && sampling.has(run.video)
            {
                let hash = series.hash(run.video).unwrap_or_default();
                for (&day, &count) in run.dates.iter().zip(counts) {
                    sampling.add(DayCount { hash, day, count });
                }
            }
            run.fold(&mut self.span, series, &mut self.counters);
            start = end;
        }
        if sampling.is_full() {
            sampling.settle(|code| series.hash(code));
        }
        self.counters.rows += *rows as u64;
        true
    }
}

/// Returns whether the first rows are in runs that are long enough.
fn has_long_runs(columns: [&[i32]; 3]) -> bool {
    let rows = columns[0].len().min(LOOKED_AT);
    let changes = |column: &[i32]| column[..rows].windows(2).filter(|pair| pair[0] != pair[1]).count();
    columns.into_iter().map(changes).max().unwrap_or_default() * MIN_RUN < rows
}

/// Returns the row after the run that begins at `start`.
fn end_of_run(columns: [&[i32]; 3], start: usize) -> usize {
    let rows = columns[0].len();
    let mut end = start + 1;
    // A loop without branches inside, which the compiler vectorises.
    while end + STRIDE <= rows {
        let differs = columns.into_iter().fold(0, |differs, column| {
            let first = column[start];
            column[end..end + STRIDE].iter().fold(differs, |differs, it| differs | (it ^ first))
        });
        if differs != 0 {
            break;
        }
        end += STRIDE;
    }
    while end < rows && columns.into_iter().all(|column| column[end] == column[start]) {
        end += 1;
    }
    end
}

/// Neighbouring rows of one series and one upload day.
struct Run<'a> {
    video: u32,
    channel: u32,
    created: Option<i32>,
    dates: &'a [i32],
    counts: Option<&'a [i64]>,
}

impl Run<'_> {
    fn fold(&self, span: &mut MonthSpan, series: &mut SeriesTable, counters: &mut Counters) {
        let &Self { video, channel, created, dates, counts } = self;
        let mut start = 0;
        while let Some(&date) = dates.get(start) {
            let (month, _) = span.of(date);
            let days = span.leading(&dates[start..]);
            let rows = start..start + days.rows;
            start = rows.end;
            counters.add_days(days.first, days.last);
            let dates = &dates[rows.clone()];
            if let Some(created) = created.filter(|&created| days.first < created) {
                counters.add_before(dates.iter().map(|&date| (date, created)));
            }
            let row = Row { video, channel, created: created.unwrap_or(NONE), month };
            let Some(cell) = series.month_mut(row) else { continue };
            let counts = counts.map(|counts| &counts[rows]);
            if days.are_different && cell.days & days.bits == 0 {
                cell.add_days(days.bits, counts);
                continue;
            }
            // Some day is there twice.
            for (at, &date) in dates.iter().enumerate() {
                if cell.add(span.within(date).unwrap_or_default(), counts.map(|counts| counts[at])) {
                    counters.add_repeat(date);
                }
            }
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use arrow::array::{BinaryArray, BinaryViewArray, Int32Array};
    use proptest::prelude::*;

    use super::*;
    use crate::fold::{MonthCell, SeriesKey};
    use crate::scan::{Dictionary, Ids};

    /// Neighbouring rows: channel, video, upload day, first date, the days between dates, counts.
    type Rows = (u8, u8, i32, i32, i32, Vec<i64>);

    fn ids(ids: &[u8], in_dictionary: bool) -> Option<Ids> {
        let text = |id: &u8| format!("id {id}").into_bytes();
        Some(if in_dictionary {
            let values = BinaryArray::from_iter_values((0..=u8::MAX).map(|id| text(&id)));
            let codes: Int32Array = ids.iter().map(|&id| Some(i32::from(id))).collect();
            Ids::Dictionary { dictionary: Arc::new(Dictionary { values }), codes }
        } else {
            Ids::Plain(BinaryViewArray::from_iter_values(ids.iter().map(text)))
        })
    }

    type State = BTreeMap<(Option<Vec<u8>>, Option<Vec<u8>>), (Vec<i32>, Vec<MonthCell>)>;

    /// Folds rows in batches. Returns the state, and whether each batch was folded by runs.
    fn fold(
        runs: &[Rows],
        batch: usize,
        [in_dictionary, created, counts]: [bool; 3],
    ) -> (State, Counters, bool) {
        let rows: Vec<_> = runs
            .iter()
            .flat_map(|(channel, video, created, first, step, counts)| {
                let dates = (0..).map(move |at| first + step * at);
                counts.iter().zip(dates).map(move |(count, date)| (*channel, *video, *created, date, *count))
            })
            .collect();
        let mut fold = Fold::new();
        let mut by_runs = true;
        for rows in rows.chunks(batch) {
            let column = |of: fn(&(u8, u8, i32, i32, i64)) -> i32| -> Date32Array {
                rows.iter().map(of).collect::<Vec<_>>().into()
            };
            let columns = Columns {
                rows: rows.len(),
                channel_id: ids(&rows.iter().map(|row| row.0).collect::<Vec<_>>(), in_dictionary),
                video_id: ids(&rows.iter().map(|row| row.1).collect::<Vec<_>>(), in_dictionary),
                created_date: created.then(|| column(|row| row.2)),
                date: Some(column(|row| row.3)),
                view_count: counts.then(|| rows.iter().map(|row| row.4).collect::<Vec<_>>().into()),
            };
            let mut same = Fold::new();
            by_runs &= same.update_runs(&columns);
            fold.update(&columns);
        }
        let text = |id: Option<&[u8]>| id.map(<[u8]>::to_vec);
        let (series, mut counters) = fold.into_parts();
        let mut state = State::new();
        let add = |key: &SeriesKey, months: &[MonthCell]| {
            let ids = (text(series.channel(key)), text(series.video(key)));
            state.insert(ids, (series.created(key).to_vec(), months.to_vec()));
            Ok(())
        };
        series.each_months(&series.sorted(), &mut counters, add).unwrap();
        (state, counters, by_runs)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Ids in dictionaries are folded by runs, others by rows.
        #[test]
        fn runs_give_what_rows_give(
            runs in prop::collection::vec(
                (0u8..3, 0u8..20, 0i32..3, -800i32..800, -2i32..40, prop::collection::vec(any::<i64>(), 5..90)),
                1..60,
            ),
            batch in 300usize..5_000,
            created: bool,
            counts: bool,
        ) {
            let (state, counters, by_runs) = fold(&runs, batch, [true, created, counts]);
            let expected = fold(&runs, batch, [false, created, counts]);
            prop_assert!(by_runs && !expected.2);
            prop_assert_eq!(state, expected.0);
            prop_assert_eq!(counters, expected.1);
        }
    }

    #[test]
    fn short_runs_are_folded_by_rows() {
        let runs: Vec<Rows> = (0..90).map(|row| (0, row, 0, 7, 1, vec![1, 2, 3])).collect();
        assert!(!fold(&runs, 1_000, [true; 3]).2);
    }

    #[test]
    fn a_run_ends_where_any_column_changes() {
        const ROWS: usize = 3 * STRIDE + 3;
        for row in 1..ROWS - 1 {
            for column in 0..3 {
                let mut columns = [[7; ROWS], [8; ROWS], [9; ROWS]];
                columns[column][row] = -1;
                let columns = [&columns[0][..], &columns[1], &columns[2]];
                assert_eq!(end_of_run(columns, 0), row);
                assert_eq!(end_of_run(columns, row), row + 1);
                assert_eq!(end_of_run(columns, row + 1), ROWS);
            }
        }
    }
}
