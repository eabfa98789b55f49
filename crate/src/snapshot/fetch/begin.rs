//! The beginning of a fetch.

/// After how many unusable answers at its beginning a job stops.
const MAX_UNUSABLE: u32 = 3;
/// After how many calls refused for their ids at its beginning a job stops.
const MAX_REFUSED: u32 = 8;

/// The beginning of a job: before the provider has answered, a mistake in its URL, its key or its
/// format is more likely than a temporary failure.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Begin {
    /// Whether a call was answered.
    pub(super) proven: bool,
    /// Whether calls may be made while another one is in flight.
    pub(super) together: bool,
    /// Answers that could not be read, or that listed only ids that were not requested.
    unusable: u32,
    /// Calls that were refused for their ids.
    refused: u32,
}

impl Begin {
    /// Returns the state after a call was answered.
    pub(super) fn answered() -> Self {
        Self { proven: true, together: true, ..Self::default() }
    }

    /// Counts an unusable answer. Returns why the job stops, if it does.
    pub(super) fn count_unusable(&mut self, reason: &str) -> Option<String> {
        self.unusable += 1;
        let answers = self.unusable;
        let stops = !self.proven && answers >= MAX_UNUSABLE;
        stops.then(|| format!("the first {answers} answers cannot be used: {reason}"))
    }

    /// Counts a call refused for its ids. Returns why the job stops, if it does.
    pub(super) fn count_refused(&mut self, reason: &str) -> Option<String> {
        self.refused += 1;
        let calls = self.refused;
        let stops = !self.proven && calls >= MAX_REFUSED;
        stops.then(|| format!("the first {calls} calls were refused: {reason}"))
    }

    /// Counts from zero again.
    pub(super) fn resume(&mut self) {
        self.unusable = 0;
        self.refused = 0;
    }
}
