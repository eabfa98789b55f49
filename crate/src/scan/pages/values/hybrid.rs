//! The hybrid of runs and packed bits, in which levels and the codes of a dictionary are stored
//! (<https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE>).

/// How many spare bytes must follow the encoded ones, because whole words are loaded.
pub(super) const SPARE: usize = 16;
/// Values are packed in groups of this many.
const GROUP: usize = 8;

/// Codes of a dictionary.
#[derive(Debug)]
pub(super) struct Codes {
    /// In the order of the rows, each as the signed number with its bits.
    codes: Vec<i32>,
    /// No code is greater.
    max: u32,
}

impl Codes {
    /// Returns the codes and their maximum.
    pub(super) fn into_parts(self) -> (Vec<i32>, u32) {
        (self.codes, self.max)
    }

    /// Returns the values of a dictionary at the codes; `None` if it lacks one.
    pub(super) fn look_up<T: Copy>(&self, dictionary: &[T]) -> Option<Vec<T>> {
        // A loop that ends early would be slower.
        let values = dictionary.get(..=self.max as usize)?;
        Some(self.codes.iter().map(|&code| values[code.cast_unsigned() as usize]).collect())
    }
}

/// The position in encoded values.
#[derive(Debug)]
pub(super) struct Hybrid {
    /// How many bits a value has.
    bits: usize,
    /// Where the next run begins, and where the encoded values end.
    at: usize,
    end: usize,
    run: Run,
    /// How many values of the run remain.
    left: usize,
}

#[derive(Clone, Copy, Debug)]
enum Run {
    /// A value that is repeated.
    Repeated(u32),
    /// Packed values: where they begin, and how many were read.
    Packed { start: usize, read: usize },
}

/// Some values of a run.
enum Values<'a> {
    /// A value, and how often it is repeated.
    Repeated(u32, usize),
    Packed(Packed<'a>),
}

/// Packed values: `count` of them from the number `first` on.
struct Packed<'a> {
    bytes: &'a [u8],
    bits: usize,
    first: usize,
    count: usize,
}

impl Hybrid {
    /// Begins values of up to 32 bits, which lie in the half-open range of a page.
    pub(super) fn new(bits: usize, at: usize, end: usize) -> Option<Self> {
        (bits <= 32).then_some(Self { bits, at, end, run: Run::Repeated(0), left: 0 })
    }

    /// Returns the next values. The page must have [`SPARE`] more bytes.
    pub(super) fn codes(&mut self, page: &[u8], count: usize) -> Option<Codes> {
        let mut codes = Codes { codes: Vec::with_capacity(count), max: 0 };
        self.each_run(page, count, |run| {
            let length = codes.codes.len();
            match run {
                Values::Repeated(code, count) => {
                    codes.codes.resize(length + count, code.cast_signed());
                    codes.max = codes.max.max(code);
                }
                Values::Packed(packed) => {
                    codes.codes.resize(length + packed.count, 0);
                    packed.unpack(&mut codes.codes[length..], |code| {
                        codes.max = codes.max.max(code);
                        code.cast_signed()
                    })?;
                }
            }
            Some(())
        })?;
        Some(codes)
    }

    /// Returns the values of a dictionary at the next codes, in one pass.
    pub(super) fn look_up(&mut self, page: &[u8], count: usize, dictionary: &[i32]) -> Option<Vec<i32>> {
        let mut values = Vec::with_capacity(count);
        self.each_run(page, count, |run| {
            let length = values.len();
            match run {
                Values::Repeated(code, count) => {
                    values.resize(length + count, *dictionary.get(code as usize)?);
                }
                Values::Packed(packed) => {
                    values.resize(length + packed.count, 0);
                    let mut is_missing = false;
                    packed.unpack(&mut values[length..], |code| {
                        let value = dictionary.get(code as usize);
                        is_missing |= value.is_none();
                        value.copied().unwrap_or_default()
                    })?;
                    if is_missing {
                        return None;
                    }
                }
            }
            Some(())
        })?;
        Some(values)
    }

    /// Returns whether the next values are all one value.
    pub(super) fn are_all(&mut self, page: &[u8], count: usize, value: u32) -> Option<bool> {
        let mut are_all = true;
        let mut unpacked = Vec::new();
        self.each_run(page, count, |run| {
            match run {
                Values::Repeated(repeated, _) => are_all &= repeated == value,
                Values::Packed(packed) => {
                    unpacked.clear();
                    unpacked.resize(packed.count, 0);
                    packed.unpack(&mut unpacked, |value| value)?;
                    are_all &= unpacked.iter().all(|&it| it == value);
                }
            }
            Some(())
        })?;
        Some(are_all)
    }

    /// Calls `take` with the parts of runs that have the next values.
    #[inline]
    fn each_run(
        &mut self,
        page: &[u8],
        mut count: usize,
        mut take: impl FnMut(Values<'_>) -> Option<()>,
    ) -> Option<()> {
        while count > 0 {
            if self.left == 0 {
                self.begin_run(page)?;
            }
            let some = count.min(self.left);
            match &mut self.run {
                Run::Repeated(value) => take(Values::Repeated(*value, some))?,
                Run::Packed { start, read } => {
                    let bytes = page.get(*start..)?;
                    take(Values::Packed(Packed { bytes, bits: self.bits, first: *read, count: some }))?;
                    *read += some;
                }
            }
            self.left -= some;
            count -= some;
        }
        Some(())
    }

    fn begin_run(&mut self, page: &[u8]) -> Option<()> {
        let rest = page.get(self.at..self.end)?;
        let (header, length) = varint(rest)?;
        let start = self.at + length;
        let count = usize::try_from(header >> 1).ok()?;
        let bytes;
        if header & 1 == 0 {
            bytes = self.bits.div_ceil(8);
            let stored = page.get(start..start + bytes)?;
            let value = stored.iter().rev().fold(0_u32, |value, &byte| value << 8 | u32::from(byte));
            self.run = Run::Repeated(value);
            self.left = count;
        } else {
            bytes = count.checked_mul(self.bits)?;
            self.run = Run::Packed { start, read: 0 };
            self.left = count.checked_mul(GROUP)?;
        }
        self.at = start.checked_add(bytes)?;
        (self.at <= self.end).then_some(())
    }
}

/// Reads a number of seven bits a byte, the lowest first, and its length.
fn varint(bytes: &[u8]) -> Option<(u32, usize)> {
    let mut number = 0_u32;
    for (at, &byte) in bytes.iter().take(5).enumerate() {
        number |= u32::from(byte & 0x7f).checked_shl(7 * at as u32)?;
        if byte & 0x80 == 0 {
            return (at < 4 || byte < 16).then_some((number, at + 1));
        }
    }
    None
}

impl Packed<'_> {
    /// Fills a slice with what `of` makes of the values.
    #[inline]
    fn unpack<T>(&self, values: &mut [T], mut of: impl FnMut(u32) -> T) -> Option<()> {
        let &Self { bytes, bits, first, .. } = self;
        if bits == 0 {
            values.fill_with(|| of(0));
            return Some(());
        }
        let mask = u64::MAX >> (64 - bits);
        let one = |index: usize| {
            let bit = index * bits;
            Some((load(bytes, bit / 8)? >> (bit % 8) & mask) as u32)
        };
        let head = (first.next_multiple_of(GROUP) - first).min(values.len());
        let (before, values) = values.split_at_mut(head);
        for (index, value) in (first..).zip(before) {
            *value = of(one(index)?);
        }
        let first = first + head;
        let (groups, after) = values.as_chunks_mut::<GROUP>();
        let rest = first + groups.len() * GROUP;
        if bits <= 16 {
            // Four values fit into a word, which begins in the middle of a byte if `bits` is odd.
            let (middle, shift) = (bits / 2, bits % 2 * 4);
            for (group, at) in groups.iter_mut().zip((first / GROUP * bits..).step_by(bits)) {
                let words = [load(bytes, at)?, load(bytes, at + middle)? >> shift];
                for (index, value) in group.iter_mut().enumerate() {
                    *value = of((words[index / 4] >> (index % 4 * bits) & mask) as u32);
                }
            }
        } else {
            for (index, value) in (first..).zip(groups.as_flattened_mut()) {
                *value = of(one(index)?);
            }
        }
        for (index, value) in (rest..).zip(after) {
            *value = of(one(index)?);
        }
        Some(())
    }
}

#[inline]
fn load(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|word| u64::from_le_bytes(*word))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Runs: the value, and how many there are; packed ones have a multiple of eight values.
    fn runs() -> impl Strategy<Value = (usize, Vec<(bool, Vec<u32>)>)> {
        (0_usize..=32).prop_flat_map(|bits| {
            let max = u32::MAX.checked_shr(32 - bits as u32).unwrap_or(0);
            let repeated = (0..=max, 1_usize..40).prop_map(|(value, count)| (false, vec![value; count]));
            let packed = prop::collection::vec(prop::collection::vec(0..=max, 8), 1..6)
                .prop_map(|groups| (true, groups.concat()));
            (Just(bits), prop::collection::vec(prop_oneof![repeated, packed], 0..12))
        })
    }

    fn encoded(bits: usize, runs: &[(bool, Vec<u32>)]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (packed, values) in runs {
            let header = if *packed { (values.len() / 8) << 1 | 1 } else { values.len() << 1 };
            // At most 80: two bytes are needed from 64 on.
            if header < 128 {
                bytes.push(header as u8);
            } else {
                bytes.extend([header as u8 | 128, (header >> 7) as u8]);
            }
            if *packed {
                let mut all = vec![0_u8; values.len() * bits / 8];
                for bit in 0..values.len() * bits {
                    all[bit / 8] |= (values[bit / bits] >> (bit % bits) & 1) as u8 * (1 << (bit % 8));
                }
                bytes.extend(all);
            } else {
                bytes.extend(&values[0].to_le_bytes()[..bits.div_ceil(8)]);
            }
        }
        bytes
    }

    proptest! {
        #[test]
        fn values_are_those_that_were_encoded((bits, runs) in runs(), step in 1_usize..60, cut in 0_usize..500) {
            let mut page = encoded(bits, &runs);
            let end = page.len();
            page.resize(end + SPARE, 0xff);
            let expected: Vec<i32> =
                runs.iter().flat_map(|run| &run.1).map(|&value| value.cast_signed()).collect();
            let mut hybrid = Hybrid::new(bits, 0, end).unwrap();
            let mut values = Vec::new();
            while values.len() < expected.len() {
                let some = step.min(expected.len() - values.len());
                values.extend(hybrid.codes(&page, some).unwrap().codes);
            }
            prop_assert_eq!(&values, &expected);
            prop_assert!(hybrid.codes(&page, 1).is_none());
            let max = runs.iter().flat_map(|run| &run.1).copied().max();
            let all = Hybrid::new(bits, 0, end).unwrap().codes(&page, expected.len()).unwrap();
            prop_assert_eq!(all.max, max.unwrap_or_default());
            if let Some(max) = max.filter(|&max| max < 1_000) {
                let dictionary: Vec<i32> = (0..=max).map(|code| code.cast_signed() * 3).collect();
                let look_up =
                    |dictionary: &[i32]| Hybrid::new(bits, 0, end)?.look_up(&page, expected.len(), dictionary);
                let values: Vec<i32> = expected.iter().map(|value| value * 3).collect();
                prop_assert_eq!(all.look_up(&dictionary), Some(values.clone()));
                prop_assert_eq!(all.look_up(&dictionary[..max as usize]), None);
                prop_assert_eq!(look_up(&dictionary), Some(values));
                prop_assert_eq!(look_up(&dictionary[..max as usize]), None);
            }

            if let Some(&first) = expected.first() {
                let all = Hybrid::new(bits, 0, end).unwrap().are_all(&page, expected.len(), first.cast_unsigned());
                prop_assert_eq!(all, Some(expected.iter().all(|&value| value == first)));
            }
            // Of cut values, some are missing.
            if cut < end {
                let mut hybrid = Hybrid::new(bits, 0, cut).unwrap();
                prop_assert!(hybrid.codes(&page, expected.len()).is_none());
            }
        }

        #[test]
        fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), SPARE..200), bits in 0_usize..=32) {
            let end = bytes.len() - SPARE;
            let codes = Hybrid::new(bits, 0, end).unwrap().codes(&bytes, 1_000);
            prop_assert!(codes.is_none_or(|codes| codes.codes.len() == 1_000));
        }
    }
}
