//! One call to a provider.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, StringArray};

/// Ids to be asked in one call, with room for their views.
///
/// The ids are distinct and ascend by bytes. Between them may be some whose answers were known
/// before, which are not asked.
#[derive(Clone, Debug)]
pub struct Batch {
    number: u64,
    ids: StringArray,
    /// The places of those that are asked.
    asked: Vec<usize>,
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
        let (asked, views) = ((0..ids.len()).collect(), vec![None; ids.len()]);
        Self::between(number, ids, asked, views, holders)
    }

    /// Ids of which only those of some places are asked, with the views of the others.
    pub(super) fn between(
        number: u64,
        ids: StringArray,
        asked: Vec<usize>,
        views: Vec<Option<i64>>,
        holders: Vec<Holder>,
    ) -> Self {
        let reasons = vec![None; ids.len()];
        Self { number, ids, asked, views, reasons, holders }
    }

    #[cfg(test)]
    pub(super) fn of(ids: &[String]) -> Self {
        Self::new(0, StringArray::from_iter_values(ids), Vec::new())
    }

    /// The batch's place among the job's batches, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// How many ids are asked.
    pub fn len(&self) -> usize {
        self.asked.len()
    }

    /// Whether no id is asked, as in no batch that a job hands out.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// How many ids there are, with those that were known before.
    pub(super) fn all(&self) -> usize {
        self.ids.len()
    }

    /// The ids that are asked, ascending by bytes.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.asked.iter().map(|&place| self.ids.value(place))
    }

    /// Notes the views of one id.
    ///
    /// An id that was not asked is ignored; of two answers for one id the first holds.
    pub fn answer(&mut self, id: &str, views: i64) {
        let found = self.asked.binary_search_by(|&place| self.ids.value(place).cmp(id));
        if let Ok(index) = found {
            self.views[self.asked[index]].get_or_insert(views);
        }
    }

    /// Notes the views of every id for which `views` has them and which has none yet.
    pub fn answer_each(&mut self, mut views: impl FnMut(&str) -> Option<i64>) {
        for &place in &self.asked {
            let answer = &mut self.views[place];
            if answer.is_none() {
                *answer = views(self.ids.value(place));
            }
        }
    }

    /// Says why the ids without an answer have none, unless that is said already.
    pub fn fail(&mut self, reason: impl Into<Arc<str>>) {
        let reason = reason.into();
        for &place in &self.asked {
            if self.views[place].is_none() {
                self.reasons[place].get_or_insert_with(|| Arc::clone(&reason));
            }
        }
    }

    /// Some of the ids, by their places, to be asked by themselves.
    pub(super) fn part(&self, places: Range<usize>) -> Self {
        let ids = self.asked[places].iter().map(|&place| self.ids.value(place));
        Self::new(self.number, StringArray::from_iter_values(ids), Vec::new())
    }

    /// Takes what a part of it was answered, which begins at a place.
    pub(super) fn take_part(&mut self, start: usize, part: Self) {
        for (at, (views, reason)) in part.views.into_iter().zip(part.reasons).enumerate() {
            let place = self.asked[start + at];
            self.views[place] = self.views[place].or(views);
            if let Some(reason) = reason {
                self.reasons[place].get_or_insert(reason);
            }
        }
    }

    /// Every id that is asked, with its views.
    pub(super) fn views(&self) -> impl Iterator<Item = (&str, Option<i64>)> {
        self.asked.iter().map(|&place| (self.ids.value(place), self.views[place]))
    }

    /// The ids that are asked and have no answer, ascending by bytes.
    pub fn unanswered(&self) -> impl Iterator<Item = &str> {
        self.views().filter(|(_, views)| views.is_none()).map(|(id, _)| id)
    }

    /// All ids without views, and why, if that is said.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let each = self.views.iter().zip(&self.reasons).enumerate();
        each.filter(|(_, (views, _))| views.is_none())
            .map(|(place, (_, reason))| (self.ids.value(place), reason.as_deref()))
    }

    /// Every stream that waits for an answer, with the id and its answer, in the order of the ids.
    pub(super) fn answers(&self) -> impl Iterator<Item = (usize, &str, Option<i64>)> {
        self.holders.iter().map(|holder| {
            (holder.stream, self.ids.value(holder.index), self.views.get(holder.index).copied().flatten())
        })
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
