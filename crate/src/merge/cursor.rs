//! Several sorted lists of series, read as one.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::error::Result;
use crate::fold::hash_of;
use crate::merge::batch::Batch;
use crate::merge::schema::{Series, StateBatch};

/// What lists are sorted by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Order {
    /// Channel and video, nulls first and then by bytes.
    Results,
    /// The hash of the video, then as in the results.
    Hashes,
}

impl Order {
    fn lead(self, video: Option<&[u8]>) -> u64 {
        match self {
            Self::Results => 0,
            Self::Hashes => hash_of(video),
        }
    }
}

/// A position in a sorted list of batches. One of the batches is in memory.
struct Cursor {
    batch: StateBatch,
    row: usize,
    lead: u64,
    order: Order,
    rest: std::vec::IntoIter<Batch>,
}

impl Cursor {
    fn open(list: Vec<Batch>, order: Order) -> Result<Option<Box<Self>>> {
        let mut rest = list.into_iter();
        let batch = next(&mut rest)?;
        Ok(batch.map(|batch| Box::new(Self { lead: order.lead(batch.video(0)), batch, row: 0, order, rest })))
    }

    fn series(&self) -> Series<'_> {
        self.batch.series(self.row)
    }

    fn key(&self) -> (u64, Option<&[u8]>, Option<&[u8]>) {
        (self.lead, self.batch.channel(self.row), self.batch.video(self.row))
    }

    /// Advances to the next series, if there is one.
    fn advance(&mut self) -> Result<bool> {
        self.row += 1;
        if self.row == self.batch.len() {
            let Some(batch) = next(&mut self.rest)? else { return Ok(false) };
            self.batch = batch;
            self.row = 0;
        }
        self.lead = self.order.lead(self.batch.video(self.row));
        Ok(true)
    }
}

fn next(rest: &mut impl Iterator<Item = Batch>) -> Result<Option<StateBatch>> {
    rest.find(|batch| batch.len() > 0).map(|batch| batch.read()).transpose()
}

/// The greatest in a heap is the one whose key comes first.
impl Ord for Cursor {
    fn cmp(&self, other: &Self) -> Ordering {
        other.key().cmp(&self.key())
    }
}

impl PartialOrd for Cursor {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Cursor {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Cursor {}

/// Calls `each` with the series of all lists that share a key, key by key in order. One batch of
/// each list is in memory.
pub(super) fn merge_sorted(
    lists: impl IntoIterator<Item = Vec<Batch>>,
    order: Order,
    mut each: impl FnMut(&[Series<'_>]) -> Result<()>,
) -> Result<()> {
    let mut heap = BinaryHeap::new();
    for list in lists {
        heap.extend(Cursor::open(list, order)?);
    }
    let mut equal = Vec::new();
    while take_key(&mut heap, &mut equal, &mut each)? {}
    Ok(())
}

/// Calls `each` with the series of the first key. Returns false at the end.
///
/// A function of its own: see `docs/design/size/wasm-opt.md`.
#[inline(never)]
#[expect(clippy::vec_box, reason = "they come from the heap, which moves a box and not a cursor")]
fn take_key(
    heap: &mut BinaryHeap<Box<Cursor>>,
    equal: &mut Vec<Box<Cursor>>,
    each: &mut impl FnMut(&[Series<'_>]) -> Result<()>,
) -> Result<bool> {
    let Some(mut first) = heap.pop() else { return Ok(false) };
    while heap.peek().is_some_and(|next| next.key() == first.key()) {
        equal.extend(heap.pop());
    }
    if equal.is_empty() {
        each(&[first.series()])?;
    } else {
        let others = equal.iter().map(|cursor| cursor.series());
        each(&std::iter::once(first.series()).chain(others).collect::<Vec<_>>())?;
    }
    for mut cursor in equal.drain(..) {
        if cursor.advance()? {
            heap.push(cursor);
        }
    }
    if first.advance()? {
        heap.push(first);
    }
    Ok(true)
}
