//! Buffers for bytes that are read, reused by their thread: the system clears every page of new
//! ones.

use std::cell::RefCell;
use std::io;

use bytes::Bytes;

/// Fewer bytes get a buffer of their own.
const MIN_BYTES: usize = 64 * 1024;
/// The maximum number of free buffers of a thread: a row group has one for each column.
const MAX_FREE: usize = 8;

thread_local! {
    static FREE: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
}

/// Returns `length` bytes that `fill` appends to an empty buffer.
pub(super) fn filled(length: usize, fill: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<Bytes> {
    if length < MIN_BYTES {
        let mut bytes = Vec::with_capacity(length);
        fill(&mut bytes)?;
        return Ok(bytes.into());
    }
    let mut buffer = Buffer(free(length).unwrap_or_default());
    buffer.0.reserve_exact(length);
    fill(&mut buffer.0)?;
    Ok(Bytes::from_owner(buffer))
}

/// Takes the smallest free buffer that has room; else the largest, which is replaced.
fn free(length: usize) -> Option<Vec<u8>> {
    FREE.with_borrow_mut(|free| {
        let fits = (0..free.len()).filter(|&at| free[at].capacity() >= length);
        match fits.min_by_key(|&at| free[at].capacity()) {
            Some(at) => Some(free.swap_remove(at)),
            None => {
                let largest = (0..free.len()).max_by_key(|&at| free[at].capacity())?;
                free.swap_remove(largest);
                None
            }
        }
    })
}

/// A buffer in use.
struct Buffer(Vec<u8>);

impl AsRef<[u8]> for Buffer {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let mut bytes = std::mem::take(&mut self.0);
        bytes.clear();
        // The list is gone when its thread ends.
        let _ = FREE.try_with(|free| {
            let mut free = free.borrow_mut();
            if free.len() < MAX_FREE {
                free.push(bytes);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(length: usize, byte: u8) -> Bytes {
        filled(length, |bytes| {
            assert!(bytes.is_empty() && bytes.capacity() >= length);
            bytes.resize(length, byte);
            Ok(())
        })
        .unwrap()
    }

    /// Tests may share a thread.
    fn begin() {
        FREE.with_borrow_mut(Vec::clear);
    }

    fn frees() -> Vec<usize> {
        let mut frees: Vec<_> = FREE.with_borrow(|free| free.iter().map(Vec::capacity).collect());
        frees.sort_unstable();
        frees
    }

    #[test]
    fn a_buffer_is_free_again_after_its_last_slice() {
        begin();
        let bytes = read(MIN_BYTES, 1);
        let slice = bytes.slice(5..7);
        drop(bytes);
        assert_eq!((frees().len(), &slice[..]), (0, &[1, 1][..]));
        drop(slice);
        assert_eq!(frees(), [MIN_BYTES]);
        let again = read(MIN_BYTES, 2);
        assert_eq!((frees().len(), again.iter().all(|&byte| byte == 2)), (0, true));
    }

    #[test]
    fn the_smallest_that_fits_is_taken_and_the_largest_replaced() {
        begin();
        drop((2..5).map(|size| read(size * MIN_BYTES, 0)).collect::<Vec<_>>());
        let bytes = read(2 * MIN_BYTES + 1, 0);
        assert_eq!(frees(), [2 * MIN_BYTES, 4 * MIN_BYTES]);
        drop((bytes, read(5 * MIN_BYTES, 0)));
        assert_eq!(frees(), [2 * MIN_BYTES, 3 * MIN_BYTES, 5 * MIN_BYTES]);
    }

    #[test]
    fn a_thread_has_few_free_buffers() {
        begin();
        drop((0..2 * MAX_FREE).map(|_| read(MIN_BYTES, 0)).collect::<Vec<_>>());
        assert_eq!(frees().len(), MAX_FREE);
    }

    #[test]
    fn a_buffer_is_free_after_a_failure_and_a_small_one_never() {
        begin();
        let failed = filled(MIN_BYTES, |_| Err(io::ErrorKind::UnexpectedEof.into()));
        assert!(failed.is_err());
        drop(read(10, 0));
        assert_eq!(frees(), [MIN_BYTES]);
    }
}
