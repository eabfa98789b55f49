//! Folds rows if only the ids and the upload day are read.

use std::ops::Range;

use arrow::array::{Array, Date32Array};

use crate::fold::codes::{Videos, code_at};
use crate::fold::series::{EMPTY, Row};
use crate::fold::state::{Fold, nulls};
use crate::fold::video_index::PROBE;
use crate::scan::{Columns, Ids};

/// How many rows are skipped at once if they equal the row before them.
const STRIDE: usize = 16;

impl Fold {
    /// Adds the ids of rows and their upload days, none of which is null.
    pub(super) fn update_undated(&mut self, columns: &Columns, created: &Date32Array) {
        let Columns { rows, channel_id, video_id, .. } = columns;
        let (channels, videos) = (channel_id.as_ref(), video_id.as_ref());
        if self.fold_changes(channels, videos, created.values()) {
            return;
        }
        for start in (0..*rows).step_by(PROBE) {
            let rows = start..PROBE.saturating_add(start).min(*rows);
            let created = &created.values()[rows.clone()];
            self.channel_codes.look_up(channels, rows.clone(), &mut self.channels);
            self.counters.null_channel_rows += nulls(self.channel_codes.rows());
            if !self.fold_new(videos, rows.clone(), created) {
                self.fold_each(videos, rows, created);
            }
        }
    }

    /// Folds the rows that differ from the row before them, by their dictionary positions and
    /// without looking up ids. Returns false, without doing so, unless all ids are in dictionaries
    /// and none is null.
    fn fold_changes(&mut self, channels: Option<&Ids>, videos: Option<&Ids>, created: &[i32]) -> bool {
        let Self { channels: interner, channel_codes, videos: index, video_codes, series, .. } = self;
        let Some((channels, channel_codes)) = channels.and_then(|ids| channel_codes.places(ids, interner))
        else {
            return false;
        };
        let mut index = Videos(index, series);
        let Some((videos, video_codes)) = videos.and_then(|ids| video_codes.places(ids, &mut index)) else {
            return false;
        };
        each_change([channels, videos, created], |row| {
            let (video, channel) = (code_at(video_codes, videos[row]), code_at(channel_codes, channels[row]));
            series.month_mut(Row { video, channel, created: created[row], month: EMPTY });
        });
        true
    }

    /// Folds the rows that were not seen before. Returns false, without doing so, unless each row
    /// has its own id, short and not null.
    fn fold_new(&mut self, videos: Option<&Ids>, rows: Range<usize>, created: &[i32]) -> bool {
        let Some(Ids::Plain(ids)) = videos else { return false };
        if ids.null_count() > 0 {
            return false;
        }
        let Self { seen, videos, series, channel_codes, .. } = self;
        let (views, channels) = (&ids.views()[rows], channel_codes.rows());
        seen.each_new(views, channels, created, |row| {
            let video = videos.code_of_view(series, views[row]);
            series.month_mut(Row { video, channel: channels[row], created: created[row], month: EMPTY });
        })
    }

    fn fold_each(&mut self, videos: Option<&Ids>, rows: Range<usize>, created: &[i32]) {
        let Self { videos: index, video_codes, channel_codes, series, counters, .. } = self;
        video_codes.look_up(videos, rows, &mut Videos(index, series));
        counters.null_video_rows += nulls(video_codes.rows());
        let ids = video_codes.rows().iter().zip(channel_codes.rows());
        let mut last = None;
        for ((&video, &channel), &created) in ids.zip(created) {
            let row = (video, channel, created);
            if last != Some(row) {
                series.month_mut(Row { video, channel, created, month: EMPTY });
            }
            last = Some(row);
        }
    }
}

/// Calls `take` for each row that differs from the row before it in any column.
fn each_change(columns: [&[i32]; 3], mut take: impl FnMut(usize)) {
    let rows = columns[0].len();
    if rows > 0 {
        take(0);
    }
    let mut room = [0; PROBE];
    for start in (1..rows).step_by(PROBE) {
        let end = rows.min(start + PROBE);
        let changed = &mut room[..end - start];
        changed.fill(0);
        // Loops without branches, which the compiler vectorises.
        for column in columns {
            let pairs = column[start..end].iter().zip(&column[start - 1..end - 1]);
            changed.iter_mut().zip(pairs).for_each(|(it, (now, before))| *it |= now ^ before);
        }
        for (at, some) in (start..).step_by(STRIDE).zip(changed.chunks(STRIDE)) {
            if some.iter().fold(0, |all, it| all | it) != 0 {
                (at..).zip(some).filter(|&(_, &it)| it != 0).for_each(|(row, _)| take(row));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use arrow::array::{BinaryArray, BinaryViewArray, Int32Array};

    use super::*;
    use crate::scan::Dictionary;

    fn ids(ids: &[Option<String>], in_dictionary: bool) -> Ids {
        if !in_dictionary {
            return Ids::Plain(BinaryViewArray::from_iter(ids.iter().map(Option::as_ref)));
        }
        let values: Vec<&String> = ids.iter().flatten().collect::<BTreeSet<_>>().into_iter().collect();
        let place = |id: &String| i32::try_from(values.binary_search(&id).unwrap()).unwrap();
        let codes: Int32Array = ids.iter().map(|id| id.as_ref().map(place)).collect();
        let values = BinaryArray::from_iter_values(&values);
        Ids::Dictionary { dictionary: Arc::new(Dictionary { values }), codes }
    }

    /// Every row in three batches, compared with a set, whatever form the ids have.
    #[test]
    fn rows_become_their_series() {
        let number = |row: u32, of: u32| (row / 5).wrapping_mul(2_654_435_761) % of;
        for (long, null) in [(false, false), (true, false), (false, true), (true, true)] {
            let video = |row| match number(row, 300) {
                0 if null => None,
                1 if long => Some("an id of twenty byte".to_owned()),
                id => Some(format!("video {id}")),
            };
            let channel = |row| (!null || number(row, 7) > 0).then(|| format!("channel {}", number(row, 7)));
            let rows: Vec<_> =
                (0..3_000).map(|row| (channel(row), video(row), number(row, 2).cast_signed())).collect();
            let expected: BTreeSet<_> = rows.iter().cloned().collect();
            for form in 0..4 {
                let mut fold = Fold::new();
                for rows in rows.chunks(1_100) {
                    let channels: Vec<_> = rows.iter().map(|row| row.0.clone()).collect();
                    let videos: Vec<_> = rows.iter().map(|row| row.1.clone()).collect();
                    fold.update(&Columns {
                        rows: rows.len(),
                        channel_id: Some(ids(&channels, form & 1 > 0)),
                        video_id: Some(ids(&videos, form & 2 > 0)),
                        created_date: Some(rows.iter().map(|row| row.2).collect::<Vec<_>>().into()),
                        date: None,
                        view_count: None,
                    });
                }
                let text = |id: Option<&[u8]>| id.map(|id| String::from_utf8(id.to_vec()).unwrap());
                let found: BTreeSet<_> = fold
                    .series
                    .places()
                    .flat_map(|(video, channel, place)| {
                        let ids = (text(fold.channels.id(channel)), text(fold.series.video(video)));
                        fold.series.created(place).iter().map(move |&day| (ids.0.clone(), ids.1.clone(), day))
                    })
                    .collect();
                assert_eq!(found, expected, "{long} {null} {form}");
                let count = |nulls: &mut dyn Iterator<Item = bool>| nulls.map(u64::from).sum::<u64>();
                let nulls = [
                    count(&mut rows.iter().map(|row| row.0.is_none())),
                    count(&mut rows.iter().map(|row| row.1.is_none())),
                ];
                assert_eq!([fold.counters.null_channel_rows, fold.counters.null_video_rows], nulls);
                assert_eq!(nulls[0] > 0, null);
            }
        }
    }

    #[test]
    fn a_change_of_any_column_is_found_at_any_place() {
        const ROWS: usize = 2 * PROBE + 3;
        for row in 1..ROWS - 1 {
            for column in 0..3 {
                let mut columns = [[7; ROWS], [8; ROWS], [9; ROWS]];
                columns[column][row] = -1;
                let mut found = Vec::new();
                each_change([&columns[0], &columns[1], &columns[2]], |row| found.push(row));
                assert_eq!(found, [0, row, row + 1]);
            }
        }
        each_change([&[], &[], &[]], |_| panic!("there is no row"));
    }
}
