//! The results, a window of rows at a time.
//!
//! A [`Share`] reads every result from one worker's [`Totals`](crate::merge::Totals). Each result
//! has a file of its own here, which defines its rows and how many a series has.

mod between;
mod calendar;
mod combined;
mod counted;
mod coverage;
mod days;
mod diagnostics;
mod expected;
mod filter;
mod filtered;
mod gaps;
mod gaps_dates;
mod gaps_list;
mod gaps_ranges;
mod index;
mod kind;
mod lifetime;
mod monthly;
mod outages;
mod overview;
mod share;
mod signs;
mod snapshot;
mod sorting;
mod text;
mod value_warnings;
mod warnings;

pub use between::{LeftOut, ViewsBetween};
pub use calendar::VideoDays;
pub use combined::combined;
pub use coverage::Coverage;
pub use days::{DayChange, DayCounts};
pub use diagnostics::Diagnostics;
pub use filter::Filter;
pub use kind::ResultKind;
pub use lifetime::{CountPairs, LifetimeCounts};
pub use outages::{DayVideos, Outage};
pub use overview::{GapLength, MonthViews, Overview};
pub use share::Share;
pub use signs::Signs;
pub use sorting::{SortPass, SortedRows};
pub use warnings::RunFacts;
