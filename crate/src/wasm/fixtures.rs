//! Runs every fixture through two engines, like two workers, in a real browser.

use std::collections::BTreeMap;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int64Type};
use include_dir::{Dir, File, include_dir};
use js_sys::Uint8Array;
use serde_json::{Value, json};
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::engine::Engine;
use super::failure::Result;
use super::file_selector::{EntryBytes, FileSelector};
use super::functions::{plan_scan, total_diagnostics, total_overview, unread_files};
use super::snapshot_job::SnapshotJob;
use super::spill_file::SpillFile;
use super::table;
use crate::calendar::Day;
use crate::error::{Error, ErrorCode};
use crate::report::{Diagnostics, Filter, Overview, ResultKind, RunFacts};
use crate::scan::{OddRows, Plan, Role, ScanOptions};
use crate::source::table::{Entry, Reach, TableRule};

wasm_bindgen_test_configure!(run_in_browser);

static FIXTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../tests/fixtures");
const WORKERS: usize = 2;
/// More bytes than any fixture needs.
const ROOMY: f64 = 1e9;

/// The outcome of a case without an error.
enum Outcome {
    Compared,
    FileLeftOut,
}

struct Case<'a> {
    dir: &'a Dir<'a>,
    text: Value,
}

#[wasm_bindgen(inline_js = "
    export function memoryFile() {
        let known = new Uint8Array(0);
        return {
            append(bytes) {
                const start = known.length;
                const next = new Uint8Array(start + bytes.length);
                next.set(known);
                next.set(bytes, start);
                known = next;
                return start;
            },
            read(start, into) {
                into.set(known.subarray(start, start + into.length));
            },
        };
    }
    export function fullFile() {
        return { append() { throw new Error('The disk is full.'); } };
    }
")]
extern "C" {
    #[wasm_bindgen(js_name = memoryFile)]
    fn memory_file() -> SpillFile;
    #[wasm_bindgen(js_name = fullFile)]
    fn full_file() -> SpillFile;
}

#[wasm_bindgen_test]
fn every_fixture_gives_what_the_oracle_gives() {
    cases().iter().for_each(|case| case.check(ROOMY));
}

#[wasm_bindgen_test]
fn every_fixture_gives_the_same_with_no_memory_to_speak_of() {
    cases().iter().for_each(|case| case.check(0.0));
}

#[wasm_bindgen_test]
fn a_full_disk_is_told_in_the_words_of_the_page() {
    let cases = cases();
    let case = cases.iter().find(|case| case.name() == "random_mixed").unwrap();
    let mut engines = [Engine::new()];
    let failure = case.fold(&mut engines, 0.0, full_file).map(|_| ()).unwrap_err();
    assert_eq!(failure.error().code(), ErrorCode::Io);
    assert_eq!(failure.error().to_string(), "The disk is full.");
}

fn cases() -> Vec<Case<'static>> {
    let cases: Vec<Case<'_>> = FIXTURES
        .dirs()
        .filter_map(|dir| {
            let text = dir.get_file(dir.path().join("case.json"))?.contents();
            Some(Case { dir, text: serde_json::from_slice(text).unwrap() })
        })
        .collect();
    assert!(cases.len() > 100, "{} fixtures", cases.len());
    cases
}

impl Case<'_> {
    fn name(&self) -> String {
        self.dir.path().display().to_string()
    }

    /// Returns the folder of expected files, which the case named by `same_as` may own.
    fn expected(&self) -> Option<&Dir<'_>> {
        match self.text["same_as"].as_str() {
            Some(other) => {
                let dir = FIXTURES.get_dir(format!("{other}/expected"));
                assert!(dir.is_some(), "{}: no {other}/expected", self.name());
                dir
            }
            None => self.dir.get_dir(self.dir.path().join("expected")),
        }
    }

    fn expected_file(&self, name: &str) -> Option<&[u8]> {
        let dir = self.expected()?;
        Some(dir.get_file(dir.path().join(format!("{name}.json")))?.contents())
    }

    fn check(&self, memory: f64) {
        let error = &self.text["error"];
        let partly = error["questions"].as_array().is_some_and(|questions| {
            !questions.is_empty() && self.expected().is_some_and(|dir| dir.files().next().is_some())
        });
        match self.run(memory) {
            Ok(Outcome::Compared) => assert!(error.is_null() || partly, "{}: no error", self.name()),
            Ok(Outcome::FileLeftOut) => {}
            Err(failure) => {
                let code = failure.error().code().as_str();
                assert_eq!(error["code"], code, "{}: {:?}", self.name(), failure);
                for text in error["mentions"].as_array().into_iter().flatten() {
                    let message = failure.error().to_string();
                    assert!(message.contains(text.as_str().unwrap()), "{}: {message}", self.name());
                }
            }
        }
    }

    fn run(&self, memory: f64) -> Result<Outcome> {
        let mut engines: Vec<Engine> = (0..WORKERS).map(|_| Engine::new()).collect();
        let (files_of_runs, plan) = match self.fold(&mut engines, memory, memory_file)? {
            None => return Ok(Outcome::FileLeftOut),
            Some(folded) => folded,
        };
        self.compare_views_so_far(&engines)?;
        let must_spill = engines.iter().map(Engine::must_spill).collect::<Result<Vec<_>>>()?;
        if must_spill.contains(&true) {
            merge_on_disk(&mut engines, &files_of_runs)?;
        } else {
            merge_in_memory(&mut engines)?;
        }
        let last: Vec<Option<String>> = engines.iter().map(Engine::last_day).collect::<Result<_>>()?;
        let given = self.text["options"]["end_date"].as_str().map(str::to_owned);
        let end = given.clone().or(last.into_iter().flatten().max());
        for engine in &mut engines {
            engine.set_end_date(end.clone())?;
        }
        if self.is_unread(plan, &engines)? {
            return Ok(Outcome::FileLeftOut);
        }
        self.snapshot(&mut engines)?;
        for kind in [
            ResultKind::Monthly,
            ResultKind::GapsList,
            ResultKind::GapsDates,
            ResultKind::GapsRanges,
            ResultKind::Snapshot,
        ] {
            self.compare(kind, &mut engines)?;
        }
        self.compare_diagnostics(&engines)?;
        Ok(Outcome::Compared)
    }

    /// Folds every row group, with a spill file for each engine; returns none if a file is skipped.
    fn fold(
        &self,
        engines: &mut [Engine],
        memory: f64,
        file: fn() -> SpillFile,
    ) -> Result<Option<(Vec<SpillFile>, Plan)>> {
        let workers = engines.len();
        let spilled: Vec<SpillFile> = (0..workers).map(|_| file()).collect();
        let files = self.files()?;
        let mut summaries = Vec::new();
        for (number, (path, file)) in (0u32..).zip(&files) {
            for engine in &mut *engines {
                engine.open_file(number, path.clone(), file.contents().len() as f64, true);
                while let [start, end, ..] = engine.footer_needs(number)?[..] {
                    engine.push_footer(number, start, slice(file, start, end))?;
                }
            }
            summaries.push(engines[0].footer(number)?);
        }
        let options = self.options();
        let planned = plan_scan(summaries, options.clone().into_ts()?)?.to_rust()?;
        if let Some(problem) = planned.plan.problems.first() {
            let code = self.text["error"]["code"].as_str();
            assert_eq!(code, Some(problem.code.as_str()), "{}: {}", self.name(), problem.message);
            return Ok(None);
        }
        for engine in &mut *engines {
            let (plan, options) = (planned.plan.clone().into_ts()?, options.clone().into_ts()?);
            engine.begin(plan, options, memory, workers)?;
        }
        for (index, task) in planned.plan.tasks.iter().enumerate() {
            let engine = &mut engines[index % workers];
            let needs = engine.open_task(task.file, task.row_group as usize)?;
            engine.start_task(task.file, task.row_group as usize)?;
            for range in needs.chunks(2) {
                engine.push_task(range[0], slice(files[task.file as usize].1, range[0], range[1]))?;
            }
            loop {
                if engine.is_full()? {
                    engine.spill(spilled[index % workers].clone())?;
                }
                if engine.advance()? == 0.0 {
                    break;
                }
            }
        }
        Ok(Some((spilled, planned.plan)))
    }

    /// Returns whether a needed column of a file has values and none can be read, which must be
    /// expected.
    fn is_unread(&self, plan: Plan, engines: &[Engine]) -> Result<bool> {
        let files = self.files()?;
        let paths = plan.files.iter().map(|&file| files[file as usize].0.clone()).collect();
        let unread: Vec<_> = engines.iter().map(Engine::unread_columns).collect::<Result<_>>()?;
        let problems = unread_files(plan.into_ts()?, paths, unread.into_iter().flatten().collect())?;
        let Some(problem) = problems.first() else { return Ok(false) };
        let problem = problem.to_rust()?;
        let code = self.text["error"]["code"].as_str();
        assert_eq!(code, Some(problem.code.as_str()), "{}: {}", self.name(), problem.message);
        Ok(true)
    }

    fn snapshot(&self, engines: &mut [Engine]) -> Result<()> {
        let mut job = SnapshotJob::new(WORKERS, None)?;
        let mut starts = [0; WORKERS];
        loop {
            for stream in job.needs() {
                let ids = engines[stream as usize].video_ids(starts[stream as usize], 3)?;
                starts[stream as usize] += 3;
                job.push_ids(stream as usize, &ids)?;
            }
            let done = job.advance()?.to_rust()?.done;
            for (stream, engine) in engines.iter_mut().enumerate() {
                let run_date = self.text["options"]["run_date"].as_str().unwrap();
                engine.answer(&job.take_answers(stream)?, run_date)?;
            }
            if done {
                assert_eq!(job.unanswered_rows(""), 0.0);
                return Ok(());
            }
        }
    }

    fn compare(&self, kind: ResultKind, engines: &mut [Engine]) -> Result<()> {
        let expected = self.expected_file(kind.file_stem());
        let mut rows = Vec::new();
        for engine in engines {
            let count = match (engine.rows(kind.into_ts()?, Filter::default().into_ts()?), expected) {
                (Err(_), None) => return Ok(()),
                (count, _) => count?,
            };
            let mut start = 0.0;
            while start < count {
                for batch in table::decode(&engine.window(
                    kind.into_ts()?,
                    Filter::default().into_ts()?,
                    start,
                    100.0,
                )?)? {
                    rows.extend(values(&batch));
                }
                start += 100.0;
            }
        }
        let expected: Value = serde_json::from_slice(expected.unwrap()).unwrap();
        for (number, (found, expected)) in rows.iter().zip(expected["rows"].as_array().unwrap()).enumerate() {
            assert_eq!(found, expected, "{}: {} row {number}", self.name(), kind.file_stem());
        }
        assert_eq!(rows.len(), expected["rows"].as_array().unwrap().len(), "{} {kind:?}", self.name());
        Ok(())
    }

    /// Compares the views after all rows are folded with those of the expected months.
    fn compare_views_so_far(&self, engines: &[Engine]) -> Result<()> {
        let Some(expected) = self.expected_file("monthly") else {
            return Ok(());
        };
        let expected: Value = serde_json::from_slice(expected).unwrap();
        let mut months: BTreeMap<&str, i128> = BTreeMap::new();
        for row in expected["rows"].as_array().unwrap() {
            if let (Some(month), Some(views)) = (row[2].as_str(), row[3].as_str()) {
                *months.entry(month).or_default() += views.parse::<i128>().unwrap();
            }
        }
        let shares = engines.iter().map(Engine::so_far).collect::<Result<_>>()?;
        let found: Overview = total_overview(shares, Vec::new())?.to_rust()?;
        let found: BTreeMap<_, _> =
            found.months.iter().map(|each| (each.month.as_str(), each.views.parse().unwrap())).collect();
        assert_eq!(found, months, "{}: the views so far", self.name());
        Ok(())
    }

    fn compare_diagnostics(&self, engines: &[Engine]) -> Result<()> {
        let Some(expected) = self.expected_file("diagnostics") else {
            return Ok(());
        };
        let expected: Value = serde_json::from_slice(expected).unwrap();
        let shares = engines.iter().map(Engine::diagnostics).collect::<Result<_>>()?;
        let facts = RunFacts::default().into_ts()?;
        let total: Diagnostics = total_diagnostics(shares, facts)?.to_rust()?;
        let found = serde_json::to_value(&total).unwrap();
        for (name, expected) in expected.as_object().unwrap() {
            let found = match name.as_str() {
                "end_date_given" => continue,
                "unreadable" => total.unreadable.iter().map(odd_line).collect(),
                "odd_rows" => {
                    let mut odd_rows = total.odd_rows.clone();
                    odd_rows.sort_by_key(|odd| (odd.file.clone(), odd.role.name()));
                    odd_rows.iter().map(odd_line).collect()
                }
                name => found[camel(name)].clone(),
            };
            assert_eq!(&found, expected, "{}: {name}", self.name());
        }
        Ok(())
    }

    fn options(&self) -> ScanOptions {
        let options = &self.text["options"];
        let columns = options["columns"].as_object().into_iter().flatten();
        ScanOptions {
            columns: columns
                .map(|(role, name)| (Role::from_name(role).unwrap(), name.as_str().unwrap().to_owned()))
                .collect(),
            timezone: options["timezone"].as_str().map(str::to_owned),
            ..ScanOptions::default()
        }
    }

    /// Returns the case's files that count, with the paths that a user would see, in byte order.
    fn files(&self) -> Result<Vec<(String, &File<'_>)>> {
        let (mut entries, mut files) = (Vec::new(), Vec::new());
        let name = |path: &std::path::Path| path.strip_prefix(self.dir.path()).unwrap().display().to_string();
        let entry = |file: &File<'_>, reach, outside| Entry {
            path: name(file.path()),
            shown: None,
            outside,
            bytes: Some(file.contents().len() as u64),
            reach,
        };
        for input in self.text["input"].as_array().unwrap() {
            let input = self.dir.path().join(input.as_str().unwrap());
            let found = match self.dir.get_file(&input) {
                Some(file) => vec![(entry(file, Reach::Given, 0), file)],
                None => {
                    let outside = name(&input).len() + 1;
                    let mut found = Vec::new();
                    walk(self.dir.get_dir(&input).unwrap(), &mut found);
                    found.into_iter().map(|file| (entry(file, Reach::InFolder, outside), file)).collect()
                }
            };
            for (entry, file) in found {
                entries.push(entry.into_ts()?);
                files.push(file);
            }
        }
        let mut selector = FileSelector::new(entries, TableRule::ByLog.into_ts()?)?;
        loop {
            let needs = selector.needs()?;
            if needs.is_empty() {
                break;
            }
            for need in needs {
                let EntryBytes { entry, start, end } = need.to_rust()?;
                selector.push(entry, &slice(files[entry], start as f64, end as f64))?;
            }
        }
        let selected = selector.finish()?.to_rust()?;
        if selected.files.is_empty() {
            let skipped = selected.skipped.iter().map(|skipped| skipped.path.as_str()).collect::<Vec<_>>();
            return Err(Error::new(ErrorCode::NoInput, skipped.join(", ")).into());
        }
        let mut files: Vec<_> =
            selected.files.iter().map(|&file| (name(files[file].path()), files[file])).collect();
        files.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        Ok(files.into_iter().map(|(path, file)| (path["input/".len()..].to_owned(), file)).collect())
    }
}

fn walk<'a>(dir: &'a Dir<'a>, files: &mut Vec<&'a File<'a>>) {
    files.extend(dir.files());
    dir.dirs().for_each(|dir| walk(dir, files));
}

fn slice(file: &File<'_>, start: f64, end: f64) -> Vec<u8> {
    file.contents()[start as usize..end as usize].to_vec()
}

fn merge_in_memory(engines: &mut [Engine]) -> Result<()> {
    exchange(engines, |engine| engine.split(WORKERS), |engine, parts| engine.merge(parts))?;
    let samples = samples(engines)?;
    let copies = || samples.iter().map(|sample| Uint8Array::from(sample.as_slice())).collect();
    exchange(
        engines,
        |engine| engine.cut(copies(), WORKERS),
        |engine, parts| engine.join(parts, Vec::new(), None).map(|_| ()),
    )
}

/// Each engine's runs are in a file of its own, and so are the results of merging them.
fn merge_on_disk(engines: &mut [Engine], runs: &[SpillFile]) -> Result<()> {
    for (engine, file) in engines.iter_mut().zip(runs) {
        engine.spill(file.clone())?;
    }
    let partitions: Vec<SpillFile> = engines.iter().map(|_| memory_file()).collect();
    let split: Vec<_> = engines.iter_mut().map(|engine| engine.split_runs(WORKERS)).collect::<Result<_>>()?;
    for (number, engine) in engines.iter_mut().enumerate() {
        let parts = split.iter().map(|parts| parts[number].clone()).collect();
        engine.merge_runs(parts, runs.to_vec(), partitions[number].clone())?;
    }
    let samples = samples(engines)?;
    let copies = || samples.iter().map(|sample| Uint8Array::from(sample.as_slice())).collect();
    let cut: Vec<_> =
        engines.iter_mut().map(|engine| engine.cut(copies(), WORKERS)).collect::<Result<_>>()?;
    for (number, engine) in engines.iter_mut().enumerate() {
        let (mut parts, mut files) = (Vec::new(), Vec::new());
        for (cut, file) in cut.iter().zip(&partitions) {
            for part in cut.iter().skip(number).step_by(WORKERS) {
                parts.push(part.clone());
                files.push(file.clone());
            }
        }
        engine.join(parts, files, Some(memory_file()))?;
        assert_eq!(engine.memory_bytes(), Engine::new().memory_bytes(), "nothing is in memory");
    }
    Ok(())
}

fn samples(engines: &[Engine]) -> Result<Vec<Vec<u8>>> {
    engines.iter().map(Engine::sample).collect()
}

/// Passes each worker's i-th part to the i-th engine.
fn exchange(
    engines: &mut [Engine],
    cut: impl Fn(&mut Engine) -> Result<Vec<Uint8Array>>,
    join: impl Fn(&mut Engine, Vec<Uint8Array>) -> Result<()>,
) -> Result<()> {
    let parts: Vec<Vec<Uint8Array>> = engines.iter_mut().map(cut).collect::<Result<_>>()?;
    for (number, engine) in engines.iter_mut().enumerate() {
        join(engine, parts.iter().map(|parts| parts[number].clone()).collect())?;
    }
    Ok(())
}

fn values(batch: &RecordBatch) -> Vec<Value> {
    let row = |row| batch.columns().iter().map(|column| value(column, row)).collect();
    (0..batch.num_rows()).map(row).collect()
}

fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).to_string().into(),
        DataType::Date32 => {
            Day::new(column.as_primitive::<Date32Type>().value(row)).unwrap().to_string().into()
        }
        _ => {
            let list = column.as_list::<i32>().value(row);
            (0..list.len()).map(|row| value(&list, row)).collect()
        }
    }
}

/// Formats it like the fixtures.
fn odd_line(odd: &OddRows) -> Value {
    json!({"file": odd.file, "role": odd.role.name(), "rows": odd.rows, "row_group": odd.row_group})
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}
