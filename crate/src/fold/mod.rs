//! The state of a scan: what is known about each video. It grows with videos and never with rows.
//!
//! A *series* is one (channel_id, video_id). Its state is the set of its upload days and a
//! [`MonthCell`] for each month that has rows: the days of that month as bits, beside their sum.

mod codes;
mod count_sample;
mod counters;
mod ids;
mod memory;
mod months;
mod partition;
mod runs;
mod sealed;
mod seen_series;
mod series;
mod state;
mod undated;
mod video_index;

pub use count_sample::CountSample;
pub(crate) use count_sample::DayCount;
pub use counters::Counters;
pub use months::cell::MonthCell;
pub(crate) use months::month_span::NO_DAY;
pub use months::views_by_month::ViewsByMonth;
pub(crate) use partition::{hash_of, partition_of};
pub(crate) use sealed::{SealedSeries, SeriesKey, prefix, ranks_of};
pub use state::Fold;
