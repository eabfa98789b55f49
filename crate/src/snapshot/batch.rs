//! One call to a provider.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, StringArray};

/// Ids to be asked in one call, with room for their views.
///
/// The ids are distinct and ascend by bytes.
#[derive(Clone, Debug)]
pub struct Batch {
    number: u64,
    ids: StringArray,
    views: Vec<Option<i64>>,
    reasons: Vec<Option<Arc<str>>>,
    holders: Vec<Holder>,
}

/// A stream that holds an id of a batch, and waits for its answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holder {
    pub(super) index: usize,
    pub(super) stream: usize,
}

impl Batch {
    pub(super) fn new(number: u64, ids: StringArray, holders: Vec<Holder>) -> Self {
        let (views, reasons) = (vec![None; ids.len()], vec![None; ids.len()]);
        Self { number, ids, views, reasons, holders }
    }

    #[cfg(test)]
    pub(super) fn of(ids: &[String]) -> Self {
        Self::new(0, StringArray::from_iter_values(ids), Vec::new())
    }

    /// The batch's place among the job's batches, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many ids it holds.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it holds no id, which no batch of a job does.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The ids, ascending by bytes.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        (0..self.ids.len()).map(|index| self.ids.value(index))
    }

    /// Notes the views of one id.
    ///
    /// An id that was not asked is ignored; of two answers for one id the first holds.
    pub fn answer(&mut self, id: &str, views: i64) {
        if let Some(index) = self.position(id) {
            self.views[index].get_or_insert(views);
        }
    }

    /// Notes the views of every id for which `views` has them and which has none yet.
    pub fn answer_each(&mut self, mut views: impl FnMut(&str) -> Option<i64>) {
        for (index, answer) in self.views.iter_mut().enumerate() {
            if answer.is_none() {
                *answer = views(self.ids.value(index));
            }
        }
    }

    /// Says why the ids without an answer have none, unless that is said already.
    pub fn fail(&mut self, reason: impl Into<Arc<str>>) {
        let reason = reason.into();
        for (views, known) in self.views.iter().zip(&mut self.reasons) {
            if views.is_none() {
                known.get_or_insert_with(|| Arc::clone(&reason));
            }
        }
    }

    /// Some of the ids, by their places, to be asked by themselves.
    pub(super) fn part(&self, places: Range<usize>) -> Self {
        Self::new(self.number, self.ids.slice(places.start, places.len()), Vec::new())
    }

    /// Takes what a part of it was answered, which begins at a place.
    pub(super) fn take_part(&mut self, start: usize, part: Self) {
        for (at, (views, reason)) in part.views.into_iter().zip(part.reasons).enumerate() {
            self.views[start + at] = self.views[start + at].or(views);
            if let Some(reason) = reason {
                self.reasons[start + at].get_or_insert(reason);
            }
        }
    }

    /// Every id with its views.
    pub(super) fn views(&self) -> impl Iterator<Item = (&str, Option<i64>)> {
        self.ids().zip(self.views.iter().copied())
    }

    /// The ids without an answer, ascending by bytes.
    pub fn unanswered(&self) -> impl Iterator<Item = &str> {
        (0..self.ids.len()).filter(|&index| self.views[index].is_none()).map(|index| self.ids.value(index))
    }

    /// The ids without an answer, and why, if that is said.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let each = self.ids().zip(&self.views).zip(&self.reasons);
        each.filter(|((_, views), _)| views.is_none()).map(|((id, _), reason)| (id, reason.as_deref()))
    }

    /// Every stream that waits for an answer, with the id and its answer, in the order of the ids.
    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, &str, Option<i64>)> {
        self.holders.iter().map(|holder| {
            (holder.stream, self.ids.value(holder.index), self.views.get(holder.index).copied().flatten())
        })
    }

    fn position(&self, id: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.ids.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.ids.value(middle).cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch() -> Batch {
        Batch::of(&["a".into(), "b".into(), "c".into(), "d".into()])
    }

    #[test]
    fn answers_are_joined_by_id() {
        let mut batch = batch();
        for (id, views) in [("d", 4), ("a", 1), ("zz", 9), ("", 9), ("d", 5)] {
            batch.answer(id, views);
        }
        assert_eq!(batch.views, [Some(1), None, None, Some(4)]);
        assert_eq!(batch.unanswered().collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn the_first_reason_holds() {
        let mut batch = batch();
        batch.fail("quota used up");
        batch.fail("cancelled");
        assert!(batch.failures().all(|(_, reason)| reason == Some("quota used up")));
    }

    #[test]
    fn a_part_answers_for_its_place() {
        let mut whole = batch();
        let mut part = whole.part(1..3);
        assert_eq!(part.ids().collect::<Vec<_>>(), ["b", "c"]);
        part.answer("c", 3);
        part.fail("refused");
        whole.take_part(1, part);
        whole.answer("a", 1);
        let left: Vec<_> = whole.failures().collect();
        assert_eq!(left, [("b", Some("refused")), ("d", None)]);
    }
}
