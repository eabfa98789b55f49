//! Values by keys of bytes.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Values by keys of bytes, in the order in which they were added until one is removed.
///
/// The standard library's maps are compiled for each pair of types. In this map, only the list of
/// values depends on the type.
#[derive(Clone, Debug)]
pub(crate) struct ByKey<T> {
    keys: Keys,
    values: Vec<T>,
}

impl<T> Default for ByKey<T> {
    fn default() -> Self {
        Self { keys: Keys::default(), values: Vec::new() }
    }
}

impl<T> ByKey<T> {
    /// Returns how many values there are.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// Returns the value of a key.
    pub(crate) fn get(&self, key: &[u8]) -> Option<&T> {
        self.values.get(self.keys.place(key)?)
    }

    /// Returns the value of a key.
    pub(crate) fn get_mut(&mut self, key: &[u8]) -> Option<&mut T> {
        self.values.get_mut(self.keys.place(key)?)
    }

    /// Sets the value of a key, and replaces the one that it has.
    pub(crate) fn insert(&mut self, key: Box<[u8]>, value: T) {
        match self.get_mut(&key) {
            Some(known) => *known = value,
            None => {
                self.keys.add(key);
                self.values.push(value);
            }
        }
    }

    /// Removes the value of a key, if there is one.
    pub(crate) fn remove(&mut self, key: &[u8]) {
        if let Some(place) = self.keys.remove(key) {
            self.values.swap_remove(place);
        }
    }
}

impl<T> IntoIterator for ByKey<T> {
    type Item = (Box<[u8]>, T);
    type IntoIter = std::iter::Zip<std::vec::IntoIter<Box<[u8]>>, std::vec::IntoIter<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.keys.keys.into_iter().zip(self.values)
    }
}

/// Keys and their places.
#[derive(Clone, Debug, Default)]
struct Keys {
    keys: Vec<Box<[u8]>>,
    places: HashTable<u32>,
    state: RandomState,
}

impl Keys {
    fn place(&self, key: &[u8]) -> Option<usize> {
        let is_it = |&place: &u32| *self.keys[place as usize] == *key;
        self.places.find(self.state.hash_one(key), is_it).map(|&place| place as usize)
    }

    /// Adds a new key at the end.
    fn add(&mut self, key: Box<[u8]>) {
        let Self { keys, places, state } = self;
        let (hash, place) = (state.hash_one(&*key), keys.len() as u32);
        keys.push(key);
        places.insert_unique(hash, place, |&place| state.hash_one(&*keys[place as usize]));
    }

    /// Removes a key. Returns its place, to which the last key moves.
    fn remove(&mut self, key: &[u8]) -> Option<usize> {
        let Self { keys, places, state } = self;
        let is_it = |&place: &u32| *keys[place as usize] == *key;
        let (removed, _) = places.find_entry(state.hash_one(key), is_it).ok()?.remove();
        let last = keys.len() as u32 - 1;
        if let Some(place) = places.find_mut(state.hash_one(&*keys[last as usize]), |&place| place == last) {
            *place = removed;
        }
        keys.swap_remove(removed as usize);
        Some(removed as usize)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_like_a_hash_map(steps in prop::collection::vec((0..40_u8, prop::option::of(any::<u16>())), 0..300)) {
            let (mut expected, mut found) = (HashMap::new(), ByKey::default());
            for (key, value) in steps {
                let key: Box<[u8]> = vec![b'k'; usize::from(key)].into();
                match value {
                    Some(value) => {
                        expected.insert(key.clone(), value);
                        found.insert(key.clone(), value);
                    }
                    None => {
                        expected.remove(&key);
                        found.remove(&key);
                    }
                }
                prop_assert_eq!(found.get(&key), expected.get(&key));
                prop_assert_eq!(found.len(), expected.len());
            }
            let found: HashMap<_, _> = found.into_iter().collect();
            prop_assert_eq!(found, expected);
        }
    }
}
