//! A list that grows without moving its items.

/// Items per segment, as a power of two.
const BITS: u32 = 10;
const ITEMS: usize = 1 << BITS;

/// Items in segments of 1,024, so that growing by one segment costs one segment.
///
/// A vector would copy everything into twice the memory and hold both copies for a while, and
/// WebAssembly never gives memory back.
#[derive(Debug)]
pub(in crate::fold) struct Segments<T> {
    segments: Vec<Box<[T; ITEMS]>>,
    len: u32,
    empty: T,
}

impl<T: Copy> Segments<T> {
    /// Creates a list without items; `empty` fills unused items.
    pub(in crate::fold) fn new(empty: T) -> Self {
        Self { segments: Vec::new(), len: 0, empty }
    }

    /// Adds an item and returns its index.
    pub(in crate::fold) fn push(&mut self, item: T) -> u32 {
        let index = self.len;
        if index as usize == self.segments.len() * ITEMS {
            let segment: Result<Box<[T; ITEMS]>, _> = vec![self.empty; ITEMS].into_boxed_slice().try_into();
            self.segments.extend(segment);
        }
        self.len += 1;
        *self.get_mut(index) = item;
        index
    }

    pub(in crate::fold) fn len(&self) -> usize {
        self.len as usize
    }

    /// Returns the item at an index, if there is one.
    #[inline]
    pub(in crate::fold) fn find(&self, index: u32) -> Option<&T> {
        (index < self.len).then(|| self.get(index))
    }

    #[inline]
    pub(in crate::fold) fn get(&self, index: u32) -> &T {
        &self.segments[(index >> BITS) as usize][index as usize % ITEMS]
    }

    #[inline]
    pub(in crate::fold) fn get_mut(&mut self, index: u32) -> &mut T {
        &mut self.segments[(index >> BITS) as usize][index as usize % ITEMS]
    }

    pub(in crate::fold) fn iter(&self) -> impl Iterator<Item = &T> {
        self.segments.iter().flat_map(|segment| segment.iter()).take(self.len as usize)
    }

    /// Removes every item, and keeps the memory for others.
    pub(in crate::fold) fn clear(&mut self) {
        self.len = 0;
    }

    /// Returns the memory of the items, without what [`clear`](Self::clear) kept.
    pub(in crate::fold) fn memory(&self) -> usize {
        self.memory_with(0)
    }

    /// Returns the memory after `more` items are added.
    pub(in crate::fold) fn memory_with(&self, more: usize) -> usize {
        let segments = (self.len() + more).div_ceil(ITEMS);
        let pointers = self.segments.capacity().max(segments);
        segments * ITEMS * size_of::<T>() + pointers * size_of::<Box<[T; ITEMS]>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_stay_where_they_were_put() {
        let mut list = Segments::new(0);
        let count = 3 * ITEMS + 1;
        assert!((0..count).all(|item| list.push(item * 3) as usize == item));
        *list.get_mut(1_500) = 1;
        let expected = (0..count).map(|item| if item == 1_500 { 1 } else { item * 3 });
        assert!(list.iter().copied().eq(expected));
        assert_eq!(list.find(3_072), Some(&(3_072 * 3)));
        assert_eq!(list.find(3_073), None);
        let segments = |memory| memory / (ITEMS * size_of::<usize>());
        assert_eq!(segments(list.memory()), 4);
        assert_eq!(segments(list.memory_with(ITEMS)), 5);
        list.clear();
        assert_eq!((list.len(), list.find(0)), (0, None));
        assert_eq!(list.push(7), 0);
        assert_eq!(list.iter().copied().collect::<Vec<_>>(), [7]);
    }
}
