//! The results and their columns.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use serde::{Deserialize, Serialize};

use crate::scan::Roles;

/// A result, as `docs/semantics.md` specifies it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(target_arch = "wasm32", serde(rename_all = "camelCase"))]
#[cfg_attr(not(target_arch = "wasm32"), serde(rename_all = "kebab-case"))]
pub enum ResultKind {
    /// `channel_id, video_id, month, aggViewCount`.
    Monthly,
    /// `channel_id, video_id, created_date, missing_dates`.
    GapsList,
    /// `channel_id, video_id, created_date, missing_date`.
    GapsDates,
    /// `channel_id, video_id, created_date, gap_start, gap_end, days, kind`.
    GapsRanges,
    /// `channel_id, video_id, created_date, date, viewCount`.
    Snapshot,
    /// `video_id, reason`.
    Unanswered,
    /// The snapshot's columns: every input row, then the snapshot.
    Combined,
}

impl ResultKind {
    /// Every result, in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Monthly,
        Self::GapsList,
        Self::GapsDates,
        Self::GapsRanges,
        Self::Snapshot,
        Self::Unanswered,
        Self::Combined,
    ];

    /// Returns the roles that it needs.
    pub fn roles(self) -> Roles {
        match self {
            Self::Monthly => Roles::MONTHLY,
            Self::GapsList | Self::GapsDates | Self::GapsRanges => Roles::GAPS,
            Self::Snapshot | Self::Unanswered => Roles::SNAPSHOT,
            Self::Combined => Roles::ALL,
        }
    }

    /// Returns whether its counts come from a provider.
    pub fn needs_provider(self) -> bool {
        matches!(self, Self::Snapshot | Self::Unanswered | Self::Combined)
    }

    /// Returns the name of its file without an extension, such as `gaps-list`.
    pub fn file_stem(self) -> &'static str {
        match self {
            Self::Monthly => "monthly",
            Self::GapsList => "gaps-list",
            Self::GapsDates => "gaps-dates",
            Self::GapsRanges => "gaps-ranges",
            Self::Snapshot => "snapshot",
            Self::Unanswered => "unanswered",
            Self::Combined => "combined",
        }
    }

    /// Returns its columns: text as `Utf8`, days as `Date32`, counts as `Int64`.
    ///
    /// ```
    /// let schema = daytally::report::ResultKind::Monthly.schema();
    /// assert_eq!(schema.field(3).name(), "aggViewCount");
    /// ```
    pub fn schema(self) -> SchemaRef {
        let text = |name: &str| Field::new(name, DataType::Utf8, true);
        let day = |name: &str| Field::new(name, DataType::Date32, true);
        let count = |name: &str| Field::new(name, DataType::Int64, true);
        let of_video = |rest: Vec<Field>| {
            let mut fields = vec![text("channel_id"), text("video_id")];
            fields.extend(rest);
            fields
        };
        let fields = match self {
            Self::Monthly => of_video(vec![text("month"), count("aggViewCount")]),
            Self::GapsList => of_video(vec![
                day("created_date"),
                Field::new_list("missing_dates", Field::new("item", DataType::Date32, true), true),
            ]),
            Self::GapsDates => of_video(vec![day("created_date"), day("missing_date")]),
            Self::GapsRanges => of_video(vec![
                day("created_date"),
                day("gap_start"),
                day("gap_end"),
                count("days"),
                text("kind"),
            ]),
            Self::Snapshot | Self::Combined => {
                of_video(vec![day("created_date"), day("date"), count("viewCount")])
            }
            Self::Unanswered => vec![text("video_id"), text("reason")],
        };
        Arc::new(Schema::new(fields))
    }
}
