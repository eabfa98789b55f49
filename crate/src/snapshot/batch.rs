//! One call to a provider.

use std::sync::Arc;

use arrow::array::{Array, StringArray};

/// The ids of one call, with space for their views.
///
/// The ids are distinct and ascend by bytes. Ids with known answers may lie between them; they are
/// not requested.
#[derive(Clone, Debug)]
pub struct Batch {
    number: u64,
    ids: StringArray,
    /// The positions of the requested ids.
    requested: Vec<usize>,
    views: Vec<Option<i64>>,
    reasons: Vec<Option<Arc<str>>>,
    /// Whether the provider states that it does not have an id.
    absent: Vec<bool>,
    holders: Vec<Holder>,
}

/// A stream that has an id of a batch, and waits for its answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Holder {
    pub(super) index: usize,
    pub(super) stream: usize,
}

impl Batch {
    pub(super) fn new(number: u64, ids: StringArray, holders: Vec<Holder>) -> Self {
        let (requested, views) = ((0..ids.len()).collect(), vec![None; ids.len()]);
        Self::between(number, ids, requested, views, holders)
    }

    /// Creates a batch that requests the ids at some positions only; the others have their views
    /// already.
    pub(super) fn between(
        number: u64,
        ids: StringArray,
        requested: Vec<usize>,
        views: Vec<Option<i64>>,
        holders: Vec<Holder>,
    ) -> Self {
        let (reasons, absent) = (vec![None; ids.len()], vec![false; ids.len()]);
        Self { number, ids, requested, views, reasons, absent, holders }
    }

    #[cfg(test)]
    pub(super) fn of(ids: &[String]) -> Self {
        Self::new(0, StringArray::from_iter_values(ids), Vec::new())
    }

    /// Returns the batch's number among the job's batches, from 0.
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Returns how many ids are requested.
    pub fn len(&self) -> usize {
        self.requested.len()
    }

    /// Returns whether no id is requested; a job returns no such batch.
    pub fn is_empty(&self) -> bool {
        self.requested.is_empty()
    }

    /// Returns how many ids there are, including known ones.
    pub(super) fn all(&self) -> usize {
        self.ids.len()
    }

    /// Returns the requested ids, ascending by bytes.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.requested.iter().map(|&place| self.ids.value(place))
    }

    /// Records the views of one id.
    ///
    /// An id that was not requested is ignored. Of two answers for one id the first counts.
    pub fn answer(&mut self, id: &str, views: i64) {
        if let Some(place) = self.place(id) {
            self.views[place].get_or_insert(views);
        }
    }

    /// Records why one id has no answer, unless a reason is recorded. An id that was not requested
    /// is ignored.
    pub fn reject(&mut self, id: &str, reason: impl Into<Arc<str>>) {
        if let Some(place) = self.place(id) {
            self.reasons[place].get_or_insert_with(|| reason.into());
        }
    }

    /// Records that the provider states that it does not have an id.
    pub fn mark_absent(&mut self, id: &str) {
        if let Some(place) = self.place(id) {
            self.absent[place] = true;
        }
    }

    /// Returns whether an id is requested.
    pub(super) fn holds(&self, id: &str) -> bool {
        self.place(id).is_some()
    }

    /// Returns the position of a requested id.
    fn place(&self, id: &str) -> Option<usize> {
        let found = self.requested.binary_search_by(|&place| self.ids.value(place).cmp(id));
        found.ok().map(|index| self.requested[index])
    }

    /// Records the views of every id that has none yet and for which `views` returns them.
    pub fn answer_each(&mut self, mut views: impl FnMut(&str) -> Option<i64>) {
        for &place in &self.requested {
            let answer = &mut self.views[place];
            if answer.is_none() {
                *answer = views(self.ids.value(place));
            }
        }
    }

    /// Records why the ids without an answer have none, unless a reason is recorded.
    pub fn fail(&mut self, reason: impl Into<Arc<str>>) {
        let reason = reason.into();
        for &place in &self.requested {
            if self.views[place].is_none() && !self.absent[place] {
                self.reasons[place].get_or_insert_with(|| Arc::clone(&reason));
            }
        }
    }

    /// Returns a batch of the ids at some positions.
    pub(super) fn part(&self, places: &[usize]) -> Self {
        let ids = places.iter().map(|&at| self.ids.value(self.requested[at]));
        Self::new(self.number, StringArray::from_iter_values(ids), Vec::new())
    }

    /// Takes the answers of a part with the ids at some positions.
    pub(super) fn take_part(&mut self, places: &[usize], part: Self) {
        let answers = part.views.into_iter().zip(part.reasons).zip(part.absent);
        for (&at, ((views, reason), absent)) in places.iter().zip(answers) {
            let place = self.requested[at];
            self.views[place] = self.views[place].or(views);
            self.absent[place] |= absent;
            if let Some(reason) = reason {
                self.reasons[place].get_or_insert(reason);
            }
        }
    }

    /// Returns the positions, among the requested ids, of those that another call may answer: they
    /// have neither views nor a reason.
    pub(super) fn missing(&self) -> impl Iterator<Item = usize> {
        let open = |place: usize| {
            self.views[place].is_none() && self.reasons[place].is_none() && !self.absent[place]
        };
        self.requested.iter().enumerate().filter(move |&(_, &place)| open(place)).map(|(at, _)| at)
    }

    /// Returns the ids that are settled permanently, with their views: those with views and those
    /// that the provider does not have. With `complete`, all others count as such.
    pub(super) fn settled(&self, complete: bool) -> impl Iterator<Item = (&str, Option<i64>)> {
        let known = move |place: usize| {
            self.views[place].is_some() || self.absent[place] || (complete && self.reasons[place].is_none())
        };
        let requested = self.requested.iter().filter(move |&&place| known(place));
        requested.map(|&place| (self.ids.value(place), self.views[place]))
    }

    /// Returns every requested id with its views.
    fn views(&self) -> impl Iterator<Item = (&str, Option<i64>)> {
        self.requested.iter().map(|&place| (self.ids.value(place), self.views[place]))
    }

    /// Returns the requested ids without an answer, ascending by bytes.
    pub fn unanswered(&self) -> impl Iterator<Item = &str> {
        self.views().filter(|(_, views)| views.is_none()).map(|(id, _)| id)
    }

    /// Returns all ids without views, and the reason, if there is one.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let each = self.views.iter().zip(&self.reasons).enumerate();
        each.filter(|(_, (views, _))| views.is_none())
            .map(|(place, (_, reason))| (self.ids.value(place), reason.as_deref()))
    }

    /// Returns every stream that waits for an answer, with the id and its answer, in the order of
    /// the ids.
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
        let mut part = whole.part(&[1, 2]);
        assert_eq!(part.ids().collect::<Vec<_>>(), ["b", "c"]);
        part.answer("c", 3);
        part.fail("refused");
        whole.take_part(&[1, 2], part);
        whole.answer("a", 1);
        let left: Vec<_> = whole.failures().collect();
        assert_eq!(left, [("b", Some("refused")), ("d", None)]);
    }

    #[test]
    fn what_is_settled_is_not_requested_again() {
        let mut batch = batch();
        batch.answer("a", 1);
        batch.reject("b", "not a number");
        batch.mark_absent("c");
        assert_eq!(batch.missing().collect::<Vec<_>>(), [3]);
        assert_eq!(batch.settled(false).collect::<Vec<_>>(), [("a", Some(1)), ("c", None)]);
        assert_eq!(batch.settled(true).map(|(id, _)| id).collect::<Vec<_>>(), ["a", "c", "d"]);
    }
}
