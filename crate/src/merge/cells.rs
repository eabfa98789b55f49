//! The months of series, column by column.

use std::sync::{Arc, LazyLock};

use arrow::array::{ArrayRef, AsArray, Int32Array, StructArray, UInt32Array};
use arrow::datatypes::{DataType, Field, Fields, Int32Type, UInt32Type};

use crate::fold::MonthCell;

/// The words of the sum are columns of their own, lowest first. All but the first are mostly zeros,
/// which compress to nearly nothing.
pub(super) static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    Fields::from(vec![
        Field::new("month", DataType::Int32, false),
        Field::new("days", DataType::UInt32, false),
        Field::new("sum_0", DataType::UInt32, false),
        Field::new("sum_1", DataType::UInt32, false),
        Field::new("sum_2", DataType::Int32, false),
    ])
});

/// The months of a series, ascending.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cells<'a> {
    pub(crate) months: &'a [i32],
    pub(super) days: &'a [u32],
    sum_0: &'a [u32],
    sum_1: &'a [u32],
    sum_2: &'a [i32],
}

impl<'a> Cells<'a> {
    pub(crate) fn len(&self) -> usize {
        self.months.len()
    }

    #[inline]
    fn get(&self, index: usize) -> MonthCell {
        MonthCell {
            month: self.months[index],
            days: self.days[index],
            sum_low: u64::from(self.sum_1[index]) << 32 | u64::from(self.sum_0[index]),
            sum_high: self.sum_2[index],
        }
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = MonthCell> + use<'a> {
        let cells = *self;
        (0..cells.len()).map(move |index| cells.get(index))
    }
}

/// The months of all series of a batch.
#[derive(Clone, Debug)]
pub(super) struct CellArrays {
    months: Int32Array,
    days: UInt32Array,
    sum_0: UInt32Array,
    sum_1: UInt32Array,
    sum_2: Int32Array,
}

impl CellArrays {
    /// Creates them from a struct of [`FIELDS`].
    pub(super) fn new(cells: &StructArray) -> Self {
        let signed = |column| cells.column(column).as_primitive::<Int32Type>().clone();
        let unsigned = |column| cells.column(column).as_primitive::<UInt32Type>().clone();
        Self {
            months: signed(0),
            days: unsigned(1),
            sum_0: unsigned(2),
            sum_1: unsigned(3),
            sum_2: signed(4),
        }
    }

    pub(super) fn slice(&self, rows: std::ops::Range<usize>) -> Cells<'_> {
        Cells {
            months: &self.months.values()[rows.clone()],
            days: &self.days.values()[rows.clone()],
            sum_0: &self.sum_0.values()[rows.clone()],
            sum_1: &self.sum_1.values()[rows.clone()],
            sum_2: &self.sum_2.values()[rows],
        }
    }
}

/// Months while they are added.
#[derive(Debug, Default)]
pub(super) struct CellBuilder {
    months: Vec<i32>,
    days: Vec<u32>,
    sum_0: Vec<u32>,
    sum_1: Vec<u32>,
    sum_2: Vec<i32>,
}

impl CellBuilder {
    pub(super) fn len(&self) -> usize {
        self.months.len()
    }

    /// Returns a builder with room for some months.
    pub(super) fn with_capacity(months: usize) -> Self {
        Self {
            months: Vec::with_capacity(months),
            days: Vec::with_capacity(months),
            sum_0: Vec::with_capacity(months),
            sum_1: Vec::with_capacity(months),
            sum_2: Vec::with_capacity(months),
        }
    }

    /// Adds months.
    #[expect(clippy::cast_possible_truncation, reason = "the words of the sum are taken apart")]
    pub(super) fn add(&mut self, cells: &[MonthCell]) {
        // Column by column: a loop over a list of known length makes room only once.
        self.months.extend(cells.iter().map(|cell| cell.month));
        self.days.extend(cells.iter().map(|cell| cell.days));
        self.sum_0.extend(cells.iter().map(|cell| cell.sum_low as u32));
        self.sum_1.extend(cells.iter().map(|cell| (cell.sum_low >> 32) as u32));
        self.sum_2.extend(cells.iter().map(|cell| cell.sum_high));
    }

    /// Adds cells unchanged.
    pub(super) fn extend(&mut self, cells: &Cells<'_>) {
        self.months.extend_from_slice(cells.months);
        self.days.extend_from_slice(cells.days);
        self.sum_0.extend_from_slice(cells.sum_0);
        self.sum_1.extend_from_slice(cells.sum_1);
        self.sum_2.extend_from_slice(cells.sum_2);
    }

    pub(super) fn clear(&mut self) {
        self.months.clear();
        self.days.clear();
        self.sum_0.clear();
        self.sum_1.clear();
        self.sum_2.clear();
    }

    pub(super) fn cells(&self) -> Cells<'_> {
        Cells {
            months: &self.months,
            days: &self.days,
            sum_0: &self.sum_0,
            sum_1: &self.sum_1,
            sum_2: &self.sum_2,
        }
    }

    pub(super) fn finish(self) -> StructArray {
        let columns: Vec<ArrayRef> = vec![
            Arc::new(Int32Array::from(self.months)),
            Arc::new(UInt32Array::from(self.days)),
            Arc::new(UInt32Array::from(self.sum_0)),
            Arc::new(UInt32Array::from(self.sum_1)),
            Arc::new(Int32Array::from(self.sum_2)),
        ];
        StructArray::new(FIELDS.clone(), columns, None)
    }
}
