//! Sorted lists of batches, in memory or in a store.

use std::ops::Range;
use std::sync::Arc;

use crate::error::Result;
use crate::merge::ipc;
use crate::merge::keys::Key;
use crate::merge::schema::{Series, StateBatch};
use crate::spill::{Budget, Store};

/// A batch of series, wherever it is.
#[derive(Clone, Debug)]
pub(super) enum Batch {
    Resident(Box<StateBatch>),
    Stored(Stored),
}

/// Some rows of a batch that lies in a store.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    pub(super) store: Arc<dyn Store>,
    /// The position of its bytes.
    pub(super) place: Range<u64>,
    /// Which of its rows belong here.
    pub(super) rows: Range<usize>,
    /// The key of the first of these rows.
    pub(super) first: Key,
}

/// Where to write batches that do not fit into memory.
#[derive(Clone, Debug)]
pub struct Spill {
    pub(super) store: Arc<dyn Store>,
    pub(super) budget: Budget,
}

impl Spill {
    /// Writes batches to a store; the budget limits their size.
    pub fn new(store: Arc<dyn Store>, budget: Budget) -> Self {
        Self { store, budget }
    }

    /// Returns an empty list in the store.
    pub(super) fn list(&self) -> StoredList<'_> {
        StoredList { spill: self, batches: Vec::new() }
    }

    fn write(&self, batch: &StateBatch) -> Result<Stored> {
        let bytes = ipc::pack(batch)?;
        let start = self.store.append(&bytes)?;
        let place = start..start + bytes.len() as u64;
        let first = if batch.len() > 0 { key(&batch.series(0)) } else { (None, None) };
        Ok(Stored { store: self.store.clone(), place, rows: 0..batch.len(), first })
    }
}

/// Takes batches as soon as they are built.
pub(super) trait Sink {
    fn take(&mut self, batch: StateBatch) -> Result<()>;
}

impl Sink for Vec<StateBatch> {
    fn take(&mut self, batch: StateBatch) -> Result<()> {
        self.push(batch);
        Ok(())
    }
}

impl Sink for Vec<Batch> {
    fn take(&mut self, batch: StateBatch) -> Result<()> {
        self.push(Batch::resident(batch));
        Ok(())
    }
}

/// A list in a store, to which batches are added as they are built.
pub(super) struct StoredList<'a> {
    spill: &'a Spill,
    pub(super) batches: Vec<Batch>,
}

impl Sink for StoredList<'_> {
    fn take(&mut self, batch: StateBatch) -> Result<()> {
        self.batches.push(Batch::Stored(self.spill.write(&batch)?));
        Ok(())
    }
}

impl Stored {
    fn read(&self) -> Result<StateBatch> {
        let batch = ipc::unpack(&self.store.read(self.place.clone())?)?;
        if self.rows.end > batch.len() {
            return Err(crate::spill::broken("a batch is too short"));
        }
        if self.rows.len() == batch.len() { Ok(batch) } else { batch.slice(self.rows.start, self.rows.end) }
    }
}

impl Batch {
    pub(super) fn resident(batch: StateBatch) -> Self {
        Self::Resident(Box::new(batch))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Resident(batch) => batch.len(),
            Self::Stored(stored) => stored.rows.len(),
        }
    }

    pub(super) fn stored(&self) -> Option<&Stored> {
        match self {
            Self::Resident(_) => None,
            Self::Stored(stored) => Some(stored),
        }
    }

    /// Returns the batch in memory.
    pub(super) fn read(&self) -> Result<StateBatch> {
        match self {
            Self::Resident(batch) => Ok(StateBatch::clone(batch)),
            Self::Stored(stored) => stored.read(),
        }
    }

    /// Returns a run of its rows, which are not copied.
    fn slice(&self, rows: Range<usize>) -> Result<Self> {
        Ok(match self {
            Self::Resident(batch) => Self::resident(batch.slice(rows.start, rows.end)?),
            Self::Stored(stored) => {
                let batch = stored.read()?;
                let first = key(&batch.series(rows.start));
                let start = stored.rows.start;
                Self::Stored(Stored { rows: start + rows.start..start + rows.end, first, ..stored.clone() })
            }
        })
    }

    /// Returns whether its first row comes before a key.
    pub(super) fn begins_before(&self, key: &Key) -> bool {
        let key = (key.0.as_deref(), key.1.as_deref());
        match self {
            Self::Resident(batch) => batch.len() > 0 && batch.series(0).key() < key,
            Self::Stored(stored) => (stored.first.0.as_deref(), stored.first.1.as_deref()) < key,
        }
    }

    /// Returns its rows before a key, and the rest; `None` for an empty part.
    pub(super) fn cut(self, key: &Key) -> Result<(Option<Self>, Option<Self>)> {
        let length = self.len();
        match place(&self.read()?, key) {
            0 => Ok((None, Some(self))),
            place if place == length => Ok((Some(self), None)),
            place => Ok((Some(self.slice(0..place)?), Some(self.slice(place..length)?))),
        }
    }

    /// Returns the memory that it takes, in bytes.
    pub(super) fn memory(&self) -> usize {
        match self {
            Self::Resident(batch) => batch.memory(),
            Self::Stored(_) => 0,
        }
    }
}

pub(super) fn key(series: &Series<'_>) -> Key {
    (series.channel.map(<[u8]>::to_vec), series.video.map(<[u8]>::to_vec))
}

/// Returns the first row of a sorted batch that does not come before a key.
fn place(batch: &StateBatch, key: &Key) -> usize {
    let key = (key.0.as_deref(), key.1.as_deref());
    let (mut low, mut high) = (0, batch.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        if (batch.channel(middle), batch.video(middle)) < key {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
