//! What the footer says about the values of a column in a row group.

use parquet::basic::ColumnOrder;
use parquet::file::statistics::Statistics;

use crate::source::{Column, File, Origin};

impl File {
    /// Returns whether a column of text can have a value in a row group: false only if its
    /// statistics, or the path, exclude it.
    ///
    /// Statistics in the old fields are not used, because their order of text is not known.
    pub fn may_hold(&self, row_group: usize, column: &Column, value: &[u8]) -> bool {
        let leaf = match &column.origin {
            Origin::Path(found) | Origin::Log(found) => {
                return found.as_deref().map(str::as_bytes) == Some(value);
            }
            Origin::File { leaf, .. } => *leaf,
        };
        let Some(leaf) = leaf else { return true };
        let order = self.metadata().file_metadata().column_order(leaf);
        let group = self.metadata().row_groups().get(row_group);
        let statistics = group.and_then(|group| group.columns().get(leaf)?.statistics());
        let (ColumnOrder::TYPE_DEFINED_ORDER(_), Some(all @ Statistics::ByteArray(known))) =
            (order, statistics)
        else {
            return true;
        };
        // A truncated minimum is less than the value, and a truncated maximum is greater.
        all.is_min_max_deprecated()
            || (known.min_opt().is_none_or(|min| min.data() <= value)
                && known.max_opt().is_none_or(|max| value <= max.data()))
    }
}
