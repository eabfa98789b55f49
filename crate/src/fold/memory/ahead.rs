//! Loads cache lines before they are needed.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
#[cfg(not(target_arch = "x86_64"))]
use std::hint::black_box;

/// Lines that are loaded ahead: by prefetches, which no instruction waits for, or where Rust has
/// none, by reading a word of each.
#[derive(Debug, Default)]
pub(in crate::fold) struct Ahead {
    #[cfg(not(target_arch = "x86_64"))]
    words: u64,
}

impl Ahead {
    /// Loads the line of a value; `word` reads some part of it.
    #[inline]
    #[cfg(target_arch = "x86_64")]
    #[expect(unsafe_code)]
    pub(in crate::fold) fn load<T>(&mut self, value: &T, _word: impl Fn(&T) -> u64) {
        // SAFETY: a prefetch neither changes memory nor faults, and the pointer is a reference's.
        // Every x86-64 processor has the instruction, which belongs to SSE.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(value).cast()) }
    }

    /// Loads the line of a value; `word` reads some part of it.
    #[inline]
    #[cfg(not(target_arch = "x86_64"))]
    pub(in crate::fold) fn load<T>(&mut self, value: &T, word: impl Fn(&T) -> u64) {
        self.words ^= word(value);
    }

    /// Ends loading.
    #[inline]
    pub(in crate::fold) fn end(self) {
        // The words are not used; without this, the compiler would not read them.
        #[cfg(not(target_arch = "x86_64"))]
        black_box(self.words);
    }
}
