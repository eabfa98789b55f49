//! Ledgers: arbitrary bytes in arbitrary pieces; and a ledger can be read after a crash at any byte.

use std::collections::BTreeMap;

use crate::{decoded, expected};
use arbitrary::Arbitrary;
use daytally::snapshot::{Ledger, LedgerHeader, LedgerReader};

#[derive(Arbitrary, Debug)]
enum Input<'a> {
    Bytes(Vec<u16>, &'a [u8]),
    Calls { provider: &'a str, url: &'a str, calls: Vec<Call<'a>>, cut: usize },
}

#[derive(Arbitrary, Debug)]
struct Call<'a> {
    answers: Vec<(&'a str, Option<i64>)>,
    units: u64,
    day_ends: i64,
}

/// Checks the value that is decoded from bytes.
pub fn run(bytes: &[u8]) {
    if let Some(input) = decoded(bytes) {
        check(input);
    }
}

fn check(input: Input) {
    match input {
        Input::Bytes(cuts, bytes) => {
            let whole = Ledger::read(bytes);
            let mut reader = LedgerReader::default();
            let mut rest = bytes;
            let pieces = (|| {
                for cut in cuts {
                    let (piece, after) = rest.split_at(usize::from(cut).min(rest.len()));
                    reader.push(piece)?;
                    rest = after;
                }
                reader.push(rest)?;
                reader.finish()
            })();
            assert_eq!(whole, pieces);
            match whole {
                Ok((_, length)) => assert!(length <= bytes.len() as u64),
                Err(error) => expected(&error),
            }
        }
        Input::Calls { provider, url, calls, cut } => {
            let header = LedgerHeader::new(provider, url, "2026-11-26");
            let mut ledger = Ledger::new(header.clone());
            let mut text = ledger.first_line();
            let cut = text.len() + cut % 4_096;
            let mut known: BTreeMap<&str, Option<i64>> = BTreeMap::new();
            let mut used = (0, 0);
            for Call { answers, units, day_ends } in &calls {
                // An id is requested only once.
                let answers: BTreeMap<&str, Option<i64>> =
                    answers.iter().copied().filter(|(id, _)| !known.contains_key(id)).collect();
                text += &ledger.note(answers.clone(), (*units, *day_ends));
                if text.len() <= cut {
                    known.extend(answers);
                    used = (*units, *day_ends);
                } else {
                    break;
                }
            }
            assert!(text.ends_with('\n'));
            let left = &text.as_bytes()[..cut.min(text.len())];
            let (read, length) = Ledger::read(left).expect("a ledger that was just written");
            assert_eq!((read.header(), read.used(), read.len()), (&header, used, known.len()));
            assert!(known.iter().all(|(id, views)| read.answer(id) == Some(*views)));
            assert!(left[..length as usize].ends_with(b"\n") && !left[length as usize..].contains(&b'\n'));
        }
    }
}
