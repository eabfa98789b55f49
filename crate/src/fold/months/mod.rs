//! The months of all series.

pub(super) mod cell;
pub(super) mod lists;
pub(super) mod log;
pub(super) mod month_span;
pub(super) mod views_by_month;
