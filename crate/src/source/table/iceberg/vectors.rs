//! The deletion vectors that manifests list.

use std::sync::Arc;

use super::manifest::corrupt;
use super::schema::REWRITE_FILES;
use crate::error::{Error, ErrorCode, Result};
use crate::source::table::{ByKey, DeletionVector, TableFile};

/// The size of a vector and its checksum, which are around its bitmap.
const AROUND: u64 = 8;

/// Deletion vectors, by the path of the data file whose rows they delete.
#[derive(Debug, Default)]
pub(super) struct Vectors(ByKey<Vec<Listed>>);

#[derive(Debug)]
struct Listed {
    /// The number of the commit that added it, and the number of its partition.
    sequence: u64,
    partition: u32,
    vector: Arc<DeletionVector>,
}

impl Vectors {
    /// Returns how many data files have vectors.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Adds a vector in the Puffin file `path` for the data file `of`; `blob` is its place there.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) for one without a data file or a place,
    /// [`Unsupported`](ErrorCode::Unsupported) for a place beyond 4 GiB.
    pub(super) fn add(
        &mut self,
        path: String,
        of: Option<String>,
        (sequence, partition): (u64, u32),
        blob: Option<(u64, u64)>,
        rows: u64,
    ) -> Result<()> {
        let of = of.ok_or_else(|| corrupt(&format!("the deletion vector \"{path}\" without a data file")))?;
        let (offset, size) =
            blob.ok_or_else(|| corrupt(&format!("the deletion vector \"{path}\" without a place")))?;
        let far = || {
            Error::new(ErrorCode::Unsupported, "the Iceberg table has a deletion vector that is too large")
                .expected("a place below 4 GiB in its file")
                .found(format!("{size} bytes at {offset} in \"{path}\""))
                .remedy(REWRITE_FILES)
        };
        let offset = u32::try_from(offset).map_err(|_| far())?;
        let size = size.checked_sub(AROUND).and_then(|size| u32::try_from(size).ok()).ok_or_else(far)?;
        let vector = Arc::new(DeletionVector {
            storage: 'f',
            path_or_inline: path,
            offset: Some(offset),
            size_in_bytes: size,
            cardinality: rows,
        });
        let listed = Listed { sequence, partition, vector };
        match self.0.get_mut(of.as_bytes()) {
            Some(known) => known.push(listed),
            None => self.0.insert(of.into_bytes().into(), vec![listed]),
        }
        Ok(())
    }

    /// Returns the vector that applies to a data file, if there is one.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](ErrorCode::Corrupt) if there are two.
    pub(super) fn of(&self, file: &TableFile) -> Result<Option<Arc<DeletionVector>>> {
        let listed = self.0.get(file.path.as_bytes()).into_iter().flatten();
        let mut applies = listed
            .filter(|listed| file.sequence <= listed.sequence && file.partition == listed.partition)
            .map(|listed| listed.vector.clone());
        match (applies.next(), applies.next()) {
            (_, Some(_)) => Err(corrupt(&format!("two deletion vectors of the file \"{}\"", file.path))),
            (first, None) => Ok(first),
        }
    }
}
