//! The results, a window of rows at a time.
//!
//! A [`Share`] reads every result from one worker's [`Totals`](crate::merge::Totals). Each result
//! has a file of its own here, which defines its rows and how many a series has.

mod between;
mod calendar;
mod channels;
mod combined;
mod counted;
mod coverage;
mod daily;
mod filter;
mod gaps;
mod index;
mod kind;
mod monthly;
mod outages;
mod share;
mod snapshot;
mod sorting;
mod text;
mod warnings;

pub use between::{LeftOut, ViewsBetween};
pub use calendar::VideoDays;
pub use channels::Channels;
pub use channels::channel::Channel;
pub use channels::heat::{Heat, HeatGrid};
pub use channels::lacking::LackingVideo;
pub use channels::query::{ChannelOrder, ChannelQuery};
pub use combined::combined;
pub use coverage::Coverage;
pub use coverage::days::{DayChange, DayCounts};
pub use coverage::overview::{GapLength, MonthViews, Overview};
pub use daily::DailyViews;
pub use filter::Filter;
pub use kind::ResultKind;
pub use outages::{DayVideos, Outage};
pub use share::Share;
pub use sorting::{SortPass, SortedRows};
pub use warnings::RunFacts;
pub use warnings::diagnostics::Diagnostics;
pub use warnings::lifetime::{CountPairs, LifetimeCounts};
pub use warnings::signs::Signs;
