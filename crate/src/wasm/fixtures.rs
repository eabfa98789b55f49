//! Every fixture through two engines, as two workers would, in a real browser.

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Date32Type, Int64Type};
use include_dir::{Dir, File, include_dir};
use js_sys::Uint8Array;
use serde_json::{Value, json};
use tsify::Tsify;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

use super::engine::Engine;
use super::failure::Result;
use super::functions::{plan_scan, total_diagnostics};
use super::snapshot_job::SnapshotJob;
use super::table;
use crate::calendar::Day;
use crate::report::{Diagnostics, ResultKind};
use crate::scan::{Role, ScanOptions};

wasm_bindgen_test_configure!(run_in_browser);

static FIXTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../tests/fixtures");
const WORKERS: usize = 2;

/// How a case ended without an error.
enum Outcome {
    Compared,
    FileLeftOut,
}

struct Case<'a> {
    dir: &'a Dir<'a>,
    text: Value,
}

#[wasm_bindgen_test]
fn every_fixture_gives_what_the_oracle_gives() {
    let cases: Vec<Case<'_>> = FIXTURES
        .dirs()
        .filter_map(|dir| {
            let text = dir.get_file(dir.path().join("case.json"))?.contents();
            Some(Case { dir, text: serde_json::from_slice(text).unwrap() })
        })
        .collect();
    assert!(cases.len() > 100, "{} fixtures", cases.len());
    cases.iter().for_each(Case::check);
}

impl Case<'_> {
    fn name(&self) -> String {
        self.dir.path().display().to_string()
    }

    fn check(&self) {
        let error = &self.text["error"];
        let partly = error["questions"].as_array().is_some_and(|questions| {
            let expected = self.dir.get_dir(self.dir.path().join("expected"));
            !questions.is_empty() && expected.is_some_and(|dir| dir.files().next().is_some())
        });
        match self.run() {
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

    fn run(&self) -> Result<Outcome> {
        let mut engines: Vec<Engine> = (0..WORKERS).map(|_| Engine::new()).collect();
        let files = self.files();
        let mut summaries = Vec::new();
        for (number, (path, file)) in (0u32..).zip(&files) {
            for engine in &mut engines {
                engine.open_file(number, path.clone(), file.contents().len() as f64);
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
            return Ok(Outcome::FileLeftOut);
        }
        for engine in &mut engines {
            engine.begin(planned.plan.clone().into_ts()?, options.clone().into_ts()?)?;
        }
        for (index, task) in planned.plan.tasks.iter().enumerate() {
            let engine = &mut engines[index % WORKERS];
            let needs = engine.open_task(task.file, task.row_group as usize)?;
            for range in needs.chunks(2) {
                engine.push_task(range[0], slice(files[task.file as usize].1, range[0], range[1]))?;
            }
            while engine.advance()? > 0.0 {}
        }
        exchange(&mut engines, |engine| engine.split(WORKERS), |engine, parts| engine.merge(parts))?;
        let samples: Vec<Vec<u8>> = engines.iter().map(Engine::sample).collect::<Result<_>>()?;
        let samples = || samples.iter().map(|sample| Uint8Array::from(sample.as_slice())).collect();
        exchange(
            &mut engines,
            |engine| engine.cut(samples(), WORKERS),
            |engine, parts| engine.join(parts).map(|_| ()),
        )?;
        let last: Vec<Option<String>> = engines.iter().map(Engine::last_day).collect::<Result<_>>()?;
        let given = self.text["options"]["end_date"].as_str().map(str::to_owned);
        let end = given.clone().or(last.into_iter().flatten().max());
        for engine in &mut engines {
            engine.set_end_date(end.clone())?;
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

    fn snapshot(&self, engines: &mut [Engine]) -> Result<()> {
        let mut job = SnapshotJob::new(WORKERS, "simulator", None)?;
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
                assert_eq!(job.unanswered_rows(), 0.0);
                return Ok(());
            }
        }
    }

    fn compare(&self, kind: ResultKind, engines: &mut [Engine]) -> Result<()> {
        let path = self.dir.path().join(format!("expected/{}.json", kind.file_stem()));
        let expected = self.dir.get_file(&path).map(|file| file.contents());
        let mut rows = Vec::new();
        for engine in engines {
            let count = match (engine.rows(kind.into_ts()?), expected) {
                (Err(_), None) => return Ok(()),
                (count, _) => count?,
            };
            let mut start = 0.0;
            while start < count {
                for batch in table::decode(&engine.window(kind.into_ts()?, start, 100.0)?)? {
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

    fn compare_diagnostics(&self, engines: &[Engine]) -> Result<()> {
        let Some(expected) = self.dir.get_file(self.dir.path().join("expected/diagnostics.json")) else {
            return Ok(());
        };
        let expected: Value = serde_json::from_slice(expected.contents()).unwrap();
        let shares = engines.iter().map(Engine::diagnostics).collect::<Result<_>>()?;
        let total: Diagnostics = total_diagnostics(shares)?.to_rust()?;
        let found = serde_json::to_value(&total).unwrap();
        for (name, expected) in expected.as_object().unwrap() {
            let found = match name.as_str() {
                "end_date_given" => continue,
                "unreadable" => total
                    .unreadable
                    .iter()
                    .map(|bad| {
                        let row_group = bad.row_group;
                        json!({"file": bad.file, "row_group": row_group, "role": bad.role.name(), "rows": bad.rows})
                    })
                    .collect(),
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
            leave_out: Vec::new(),
        }
    }

    /// The case's files with the paths that a user would see, in byte order.
    fn files(&self) -> Vec<(String, &File<'_>)> {
        let mut files = Vec::new();
        for input in self.text["input"].as_array().unwrap() {
            let input = self.dir.path().join(input.as_str().unwrap());
            match self.dir.get_file(&input) {
                Some(file) => files.push((input.file_name().unwrap().display().to_string(), file)),
                None => walk(self.dir.get_dir(&input).unwrap(), &input, &mut files),
            }
        }
        files.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
        files
    }
}

fn walk<'a>(dir: &'a Dir<'a>, root: &std::path::Path, files: &mut Vec<(String, &'a File<'a>)>) {
    for file in dir.files() {
        let name = file.path().file_name().unwrap().display().to_string();
        if name.ends_with(".parquet") && !name.starts_with(['_', '.']) {
            files.push((file.path().strip_prefix(root).unwrap().display().to_string(), file));
        }
    }
    for dir in dir.dirs() {
        let name = dir.path().file_name().unwrap().display().to_string();
        if !name.starts_with(['_', '.']) || name.contains('=') {
            walk(dir, root, files);
        }
    }
}

fn slice(file: &File<'_>, start: f64, end: f64) -> Vec<u8> {
    file.contents()[start as usize..end as usize].to_vec()
}

/// Everybody's i-th part goes to the i-th engine.
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

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}
