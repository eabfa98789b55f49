//! The months of all series.

pub(super) mod arena;
pub(super) mod cell;
pub(super) mod month_span;
pub(super) mod views_by_month;
