//! Data issues and other facts about the whole data.

use serde::{Deserialize, Serialize};

use crate::report::warnings::signs::Signs;
use crate::report::{CountPairs, Coverage, LifetimeCounts};
use crate::scan::RowIssues;
use crate::warning::Warning;

/// Counts of data issues; those of a run's shares add up to the whole run's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Diagnostics {
    /// Warnings to show above the results; made by [`concluded`](Self::concluded).
    pub warnings: Vec<Warning>,
    /// The day up to which data should be complete, inclusive; `None` without any data.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub end_date: Option<String>,
    /// Whether the user gave it; otherwise it is the newest date in the data.
    pub end_date_given: bool,
    /// All rows.
    pub rows: u64,
    /// Distinct videos, without the null.
    pub videos: u64,
    /// Video listings: distinct (channel, video, created date).
    pub video_listings: u64,
    /// Rows whose date is before their own upload day.
    pub rows_before_created: u64,
    /// Rows whose date is after the end date.
    pub rows_after_end: u64,
    /// Rows beyond the first of each (video, date).
    pub repeated_rows: u64,
    /// Video listings whose created date is null.
    pub videos_created_null: u64,
    /// Video listings whose created date is after the end date.
    pub videos_created_after_end: u64,
    /// Videos in more than one channel.
    pub videos_with_several_channels: u64,
    /// Videos with more than one upload day.
    pub videos_with_several_created_dates: u64,
    /// Rows whose video is null.
    pub null_video_rows: u64,
    /// Rows whose channel is null.
    pub null_channel_rows: u64,
    /// Rows whose date is null.
    pub null_date_rows: u64,
    /// Rows whose count is null.
    pub null_count_rows: u64,
    /// How counts change from day to day in a sample of videos.
    pub count_pairs: CountPairs,
    /// Whether the counts are lifetime counts, whose sums are meaningless.
    pub lifetime_counts: LifetimeCounts,
    /// Rows whose date was copied without being read, if any. Whether they repeat a date, or come
    /// before the upload day or after the end date, is not known and not counted. Their nulls and
    /// their first and last day come from the files' statistics.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub rows_with_unread_dates: Option<u64>,
    /// The first day with data.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub first_day: Option<String>,
    /// The last day with data, inclusive.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub last_day: Option<String>,
    /// Outages, stopped videos and completeness, if dates and created dates were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub coverage: Option<Coverage>,
    /// The facts that warnings about values are made from; `None` once they are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub signs: Option<Signs>,
    /// The values that could not be read, by file, row group and role.
    pub unreadable: Vec<RowIssues>,
    /// By file and role, the rows with a null, and for the upload day those whose date is before
    /// it.
    pub row_issues: Vec<RowIssues>,
}

impl Diagnostics {
    /// Adds another share's counts.
    pub fn add(&mut self, other: Self) {
        self.end_date = self.end_date.take().or(other.end_date);
        self.end_date_given |= other.end_date_given;
        self.rows += other.rows;
        self.videos += other.videos;
        self.video_listings += other.video_listings;
        self.rows_before_created += other.rows_before_created;
        self.rows_after_end += other.rows_after_end;
        self.repeated_rows += other.repeated_rows;
        self.videos_created_null += other.videos_created_null;
        self.videos_created_after_end += other.videos_created_after_end;
        self.videos_with_several_channels += other.videos_with_several_channels;
        self.videos_with_several_created_dates += other.videos_with_several_created_dates;
        self.null_video_rows += other.null_video_rows;
        self.null_channel_rows += other.null_channel_rows;
        self.null_date_rows += other.null_date_rows;
        self.null_count_rows += other.null_count_rows;
        self.count_pairs.add(other.count_pairs);
        self.lifetime_counts = self.count_pairs.lifetime_counts();
        self.first_day = self.first_day.take().into_iter().chain(other.first_day).min();
        self.last_day = self.last_day.take().max(other.last_day);
        // Every share has the coverage of the whole run.
        self.coverage = self.coverage.take().or(other.coverage);
        if let Some(signs) = other.signs {
            self.signs.get_or_insert_default().merge(signs);
        }
        RowIssues::append(&mut self.unreadable, other.unreadable);
        RowIssues::merge(&mut self.row_issues, other.row_issues);
    }
}
