//! Column chunks that are copied into the combined result without decoding.

pub(super) mod chunk;
pub(super) mod page_check;
pub(super) mod row_group;
