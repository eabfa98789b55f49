//! The answers of a provider so far, stored so that a crash does not lose them.

use foldhash::fast::RandomState;
use hashbrown::HashMap;
use serde_json::Value;

use super::json::quoted;
use super::pace::Millis;
use crate::error::{Error, ErrorCode, Result};

const VERSION: u64 = 1;
/// How much of an invalid line is shown.
const MAX_SHOWN: usize = 80;
/// The maximum length of a line: batches of long ids take some megabytes.
const MAX_LINE: usize = 256 << 20;

/// The identity of a fetch job: a ledger with another one belongs to another job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerHeader {
    /// The provider's name, such as `youtube`.
    pub provider: String,
    /// Its URL, without a key.
    pub url: String,
    /// The day of the snapshot, `YYYY-MM-DD`: the one on which the job began.
    pub run_date: String,
}

impl LedgerHeader {
    /// Returns the header of a new job.
    pub fn new(provider: &str, url: &str, run_date: &str) -> Self {
        let (provider, url, run_date) = (provider.into(), url.into(), run_date.into());
        Self { provider, url, run_date }
    }
}

/// The answers of a job, by id.
///
/// It is written as lines of JSON, one per call, each appended as a whole. A line that a crash cut
/// short is skipped when it is read, so that only calls in flight are repeated.
///
/// ```
/// use daytally::snapshot::{Ledger, LedgerHeader};
///
/// let header = LedgerHeader::new("youtube", "https://www.googleapis.com/youtube/v3", "2026-11-23");
/// let mut ledger = Ledger::new(header);
/// let mut text = ledger.first_line();
/// text += &ledger.note([("a", Some(7)), ("b", None)], (1, 1_795_420_800_000));
/// text += "{\"answers\": {\"c";
///
/// let (again, whole) = Ledger::read(text.as_bytes())?;
/// assert_eq!((again.answer("a"), again.answer("b"), again.answer("c")), (Some(Some(7)), Some(None), None));
/// assert_eq!(&text.as_bytes()[whole as usize..], b"{\"answers\": {\"c");
/// # Ok::<(), daytally::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    header: LedgerHeader,
    /// The answers read from the file; ids recorded afterwards are not requested again anyway.
    answers: HashMap<Box<str>, Option<i64>, RandomState>,
    noted: usize,
    used: (u64, Millis),
}

impl Ledger {
    /// Creates a ledger without answers.
    pub fn new(header: LedgerHeader) -> Self {
        Self { header, answers: HashMap::default(), noted: 0, used: (0, 0) }
    }

    /// Parses a ledger in memory; see [`LedgerReader::finish`].
    ///
    /// # Errors
    ///
    /// As [`LedgerReader::push`] and [`LedgerReader::finish`].
    pub fn read(bytes: &[u8]) -> Result<(Self, u64)> {
        let mut reader = LedgerReader::default();
        reader.push(bytes)?;
        reader.finish()
    }

    /// Returns the identity of the job.
    pub fn header(&self) -> &LedgerHeader {
        &self.header
    }

    /// Returns the first line of the ledger, with its end.
    pub fn first_line(&self) -> String {
        let LedgerHeader { provider, url, run_date } = &self.header;
        let [provider, url, run_date] = [provider, url, run_date].map(|text| quoted(text));
        format!(
            "{{\"daytallyLedger\":{VERSION},\"provider\":{provider},\"url\":{url},\"runDate\":{run_date}}}\n"
        )
    }

    /// Records the answers of a call, the units used of the day and the day's end. Returns the line
    /// to append, with its end.
    pub fn note<'a>(
        &mut self,
        answers: impl IntoIterator<Item = (&'a str, Option<i64>)>,
        used: (u64, Millis),
    ) -> String {
        let (mut known, mut absent) = (String::new(), String::new());
        for (id, views) in answers {
            self.noted += 1;
            let list = if views.is_some() { &mut known } else { &mut absent };
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(&quoted(id));
            if let Some(views) = views {
                list.push_str(&format!(":\"{views}\""));
            }
        }
        self.used = used;
        let (units, day_ends) = used;
        format!(
            "{{\"answers\":{{{known}}},\"absent\":[{absent}],\"units\":{units},\"dayEnds\":{day_ends}}}\n"
        )
    }

    /// Returns the stored answer of an id: its views, or that it has none. Returns `None` if it was
    /// not answered when the ledger was read.
    pub fn answer(&self, id: &str) -> Option<Option<i64>> {
        self.answers.get(id).copied()
    }

    /// Returns how many ids are known.
    pub fn len(&self) -> usize {
        self.answers.len() + self.noted
    }

    /// Returns whether no id is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the units used in the day that ends at the second number.
    pub fn used(&self) -> (u64, Millis) {
        self.used
    }

    /// Takes a line after the first; `None` if it is not valid.
    fn take(&mut self, line: &Value) -> Option<()> {
        for (id, views) in line.get("answers")?.as_object()? {
            self.answers.insert(id.as_str().into(), Some(views.as_str()?.parse().ok()?));
        }
        for id in line.get("absent")?.as_array()? {
            self.answers.insert(id.as_str()?.into(), None);
        }
        self.used = (line.get("units")?.as_u64()?, line.get("dayEnds")?.as_i64()?);
        Some(())
    }
}

/// Parses a ledger piece by piece, wherever it is cut.
#[derive(Debug, Default)]
pub struct LedgerReader {
    ledger: Option<Ledger>,
    /// The beginning of an incomplete line.
    begun: Vec<u8>,
    whole: u64,
    lines: usize,
}

impl LedgerReader {
    /// Takes the next bytes.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt), with the line number, if a whole line is not one of
    /// a ledger.
    pub fn push(&mut self, bytes: &[u8]) -> Result<()> {
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            if self.begun.len() + piece.len() > MAX_LINE {
                return Err(broken(self.lines + 1, "a line of more than 256 MiB"));
            }
            if !piece.ends_with(b"\n") {
                self.begun.extend_from_slice(piece);
            } else if self.begun.is_empty() {
                self.line(piece)?;
            } else {
                let mut line = std::mem::take(&mut self.begun);
                line.extend_from_slice(piece);
                self.line(&line)?;
            }
        }
        Ok(())
    }

    /// Returns the ledger and the length of its whole lines. Bytes after them must be cut off
    /// before more is appended.
    ///
    /// # Errors
    ///
    /// [`Corrupt`](crate::ErrorCode::Corrupt) if there is no whole line.
    pub fn finish(self) -> Result<(Ledger, u64)> {
        let ledger = self.ledger.ok_or_else(|| broken(1, "nothing"))?;
        Ok((ledger, self.whole))
    }

    fn line(&mut self, line: &[u8]) -> Result<()> {
        self.lines += 1;
        self.whole += line.len() as u64;
        let number = self.lines;
        let read: Value = serde_json::from_slice(line).map_err(|error| broken(number, &error.to_string()))?;
        let other =
            || broken(number, &String::from_utf8_lossy(line).chars().take(MAX_SHOWN).collect::<String>());
        if let Some(ledger) = &mut self.ledger {
            return ledger.take(&read).ok_or_else(other);
        }
        let version = read.get("daytallyLedger").and_then(Value::as_u64).ok_or_else(other)?;
        if version != VERSION {
            return Err(broken(number, &format!("version {version}"))
                .remedy("Read it with the version of Daytally that wrote it."));
        }
        let text = |name: &str| read.get(name).and_then(Value::as_str).ok_or_else(other);
        let header = LedgerHeader::new(text("provider")?, text("url")?, text("runDate")?);
        self.ledger = Some(Ledger::new(header));
        Ok(())
    }
}

fn broken(line: usize, found: &str) -> Error {
    Error::new(ErrorCode::Corrupt, format!("line {line} is not a line of a ledger"))
        .found(found)
        .remedy("Remove the ledger, or name the one that an earlier job has kept.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ledger() -> Ledger {
        Ledger::new(LedgerHeader::new("http", "http://localhost/", "2026-11-23"))
    }

    #[test]
    fn every_cut_leaves_the_whole_lines() {
        let mut ledger = ledger();
        let mut text = ledger.first_line();
        let mut ends = vec![text.len()];
        for call in 0..5 {
            let ids: Vec<String> = (0..3).map(|id| format!("{call}-\"é\n{id}")).collect();
            let answers = ids
                .iter()
                .enumerate()
                .map(|(at, id)| (id.as_str(), (at != 1).then_some(i64::MAX - at as i64)));
            text += &ledger.note(answers, (call, 99));
            ends.push(text.len());
        }
        let all = Ledger::read(text.as_bytes()).unwrap();
        assert_eq!((all.0.len(), all.0.used(), all.1), (ledger.len(), (4, 99), text.len() as u64));
        assert_eq!(all.0.answer("4-\"é\n2"), Some(Some(i64::MAX - 2)));
        assert_eq!(all.0.answer("4-\"é\n1"), Some(None));
        for cut in ends[0]..text.len() {
            let (begin, end) = text.as_bytes().split_at(cut);
            let (read, whole) = Ledger::read(begin).unwrap();
            let calls = ends.iter().filter(|&&end| end <= cut).count() - 1;
            assert_eq!((read.len(), whole), (3 * calls, ends[calls] as u64));

            let mut reader = LedgerReader::default();
            reader.push(begin).unwrap();
            reader.push(end).unwrap();
            assert_eq!(reader.finish().unwrap(), all);
        }
    }

    #[test]
    fn what_is_no_ledger_is_refused() {
        let first = ledger().first_line();
        for text in [
            String::new(),
            "{}\n".into(),
            "PAR1\n".into(),
            first.replace(":1,", ":2,"),
            format!("{first}{{\"answers\":{{\"a\":\"x\"}},\"units\":1,\"dayEnds\":2}}\n"),
            format!("{first}half\n{first}"),
        ] {
            assert_eq!(Ledger::read(text.as_bytes()).unwrap_err().code(), ErrorCode::Corrupt, "{text}");
        }
    }
}
