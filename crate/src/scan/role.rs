//! The five columns that a dataset must have, whatever their names.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::source::{Kind, matched_name};

/// The forms of dates in text that are parsed without a format.
const DATE_FORMS: &str =
    "YYYY-MM-DD, alone or with a time HH:MM[:SS[.fraction]] and a zone such as Z, UTC or +05:30, or YYYYMMDD";

/// The meaning of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[cfg_attr(target_arch = "wasm32", serde(rename_all = "camelCase"))]
#[cfg_attr(not(target_arch = "wasm32"), serde(rename_all = "snake_case"))]
pub enum Role {
    /// The channel that a video belongs to.
    ChannelId,
    /// The video.
    VideoId,
    /// The day on which the video was uploaded.
    CreatedDate,
    /// The day of a count.
    Date,
    /// The count.
    #[serde(rename = "viewCount")]
    ViewCount,
}

impl Role {
    /// Every role, in the order of the result's columns.
    pub const ALL: [Self; 5] =
        [Self::ChannelId, Self::VideoId, Self::CreatedDate, Self::Date, Self::ViewCount];

    /// Returns the default name of the column, which is also the name of the role.
    pub fn name(self) -> &'static str {
        match self {
            Self::ChannelId => "channel_id",
            Self::VideoId => "video_id",
            Self::CreatedDate => "created_date",
            Self::Date => "date",
            Self::ViewCount => "viewCount",
        }
    }

    /// Returns the role of a name such as `viewCount`, or `None`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Returns the other names that are recognised, in any case.
    pub fn other_names(self) -> &'static [&'static str] {
        match self {
            Self::ChannelId => &["channelId", "channel", "snippet.channelId"],
            Self::VideoId => &["videoId", "video", "content"],
            Self::CreatedDate => &[
                "createdDate",
                "created_at",
                "publishedAt",
                "published_at",
                "publish_date",
                "upload_date",
                "snippet.publishedAt",
            ],
            Self::Date => &["day", "trending_date", "fetched_at", "snapshot_date"],
            Self::ViewCount => &["view_count", "views", "viewcount", "statistics.viewCount"],
        }
    }

    /// Returns whether a column of this name is recognised: the default name or another known one,
    /// in any case.
    pub(super) fn knows(self, name: &str) -> bool {
        let name = matched_name(name);
        name.eq_ignore_ascii_case(self.name())
            || self.other_names().iter().any(|other| name.eq_ignore_ascii_case(other))
    }

    /// Returns whether values of a kind can be read as this role's. Numbers are dates only with a
    /// format.
    pub fn accepts(self, kind: Kind, has_format: bool) -> bool {
        match self {
            Self::ChannelId | Self::VideoId => matches!(kind, Kind::Text | Kind::Null),
            Self::CreatedDate | Self::Date => {
                matches!(kind, Kind::Text | Kind::Time | Kind::Null)
                    || (has_format && matches!(kind, Kind::Whole | Kind::Float))
            }
            Self::ViewCount => matches!(kind, Kind::Text | Kind::Whole | Kind::Float | Kind::Null),
        }
    }

    /// Returns a description of the values that it accepts.
    pub(crate) fn accepted_values(self) -> &'static str {
        match self {
            Self::ChannelId | Self::VideoId => "UTF-8 text",
            Self::CreatedDate | Self::Date => DATE_FORMS,
            Self::ViewCount => "a whole number of 64 bits",
        }
    }

    /// Returns whether it is a date, which can have a format.
    pub fn is_date(self) -> bool {
        matches!(self, Self::CreatedDate | Self::Date)
    }

    /// Returns a description of the types that it accepts.
    pub fn accepted(self) -> &'static str {
        match self {
            Self::ChannelId | Self::VideoId => "text, or binary that holds UTF-8",
            Self::CreatedDate | Self::Date => {
                "DATE, TIMESTAMP, INT96, text such as 2023-04-18, or a number with a date format"
            }
            Self::ViewCount => "an integer, or a decimal, floating point or text that holds whole numbers",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of roles: the columns that a job reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// All five.
    pub const ALL: Self = Self(0b11111);
    /// The roles that monthly views need.
    pub const MONTHLY: Self = Self::ALL.without(Role::CreatedDate);
    /// The roles that gaps need.
    pub const GAPS: Self = Self::ALL.without(Role::ViewCount);
    /// The roles that snapshots need.
    pub const SNAPSHOT: Self = Self::GAPS.without(Role::Date);

    /// Returns a set of one role.
    pub(crate) const fn only(role: Role) -> Self {
        Self(1 << role as u8)
    }

    /// Returns the set without a role.
    #[must_use]
    pub const fn without(self, role: Role) -> Self {
        Self(self.0 & !(1 << role as u8))
    }

    /// Returns the set with a role.
    #[must_use]
    pub const fn with(self, role: Role) -> Self {
        Self(self.0 | (1 << role as u8))
    }

    /// Returns the roles that are in both sets.
    #[must_use]
    pub const fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns whether every role of another set is in this one.
    pub fn covers(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Returns whether a role is in the set.
    pub fn contains(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Returns the roles in it, in the order of the result's columns.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.into_iter().filter(move |&role| self.contains(role))
    }
}
