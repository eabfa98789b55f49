//! Offsets from the browser's `Intl`.

use std::cell::RefCell;

use chrono::NaiveDate;
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen::throw_str;

use crate::time_zone::database::NAMES;
use crate::time_zone::spans::Spans;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    /// Throws for a zone that the browser does not know.
    #[wasm_bindgen(catch, constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, milliseconds: f64) -> String;
}

/// The position of a zone in `ZONES`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rules(usize);

struct Zone {
    name: &'static str,
    spans: Spans<Box<dyn Fn(i64) -> i64>>,
}

thread_local! {
    static ZONES: RefCell<Vec<Zone>> = const { RefCell::new(Vec::new()) };
}

impl Rules {
    pub(super) fn named(name: &str) -> Option<Self> {
        // The browser also takes other spellings, and offsets.
        let name = NAMES.lines().find(|known| *known == name)?;
        ZONES.with_borrow_mut(|zones| {
            if let Some(place) = zones.iter().position(|zone| zone.name == name) {
                return Some(Self(place));
            }
            let format = formatter(name).ok()?;
            let look_up = move |seconds: i64| {
                let text = format.format(seconds as f64 * 1000.0);
                match local(&text) {
                    Some(local) => local - seconds,
                    None => throw_str(&format!("the browser shows an instant as {text:?}")),
                }
            };
            zones.push(Zone { name, spans: Spans::new(Box::new(look_up)) });
            Some(Self(zones.len() - 1))
        })
    }

    pub(super) fn offset(self, seconds: i64) -> i64 {
        ZONES.with_borrow(|zones| zones[self.0].spans.offset(seconds))
    }
}

fn formatter(zone: &str) -> Result<DateTimeFormat, JsValue> {
    let options = Object::new();
    let two_digits = ["month", "day", "hour", "minute", "second"].map(|field| (field, "2-digit"));
    for (name, value) in
        [("timeZone", zone), ("hourCycle", "h23"), ("year", "numeric")].into_iter().chain(two_digits)
    {
        Reflect::set(&options, &name.into(), &value.into())?;
    }
    DateTimeFormat::new("en-US", &options)
}

/// Returns the seconds since 1970-01-01 of `07/31/2025, 23:59:58`.
fn local(text: &str) -> Option<i64> {
    let numbers = text.split(|character: char| !character.is_ascii_digit()).filter(|part| !part.is_empty());
    let numbers: Vec<u32> = numbers.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let [month, day, year, hour, minute, second] = numbers[..] else { return None };
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    Some(date.and_hms_opt(hour, minute, second)?.and_utc().timestamp())
}

#[cfg(test)]
mod tests {
    use chrono_tz::TZ_VARIANTS;
    use wasm_bindgen_test::wasm_bindgen_test;

    use crate::time_zone::{TimeZone, reference, rules_are_outdated};

    /// 1970-01-01 and 2026-01-01.
    const COMPARED: [i64; 2] = [0, 1_767_225_600];
    /// Zones whose past the database corrected after the version in chrono-tz.
    const CORRECTED: [&str; 5] =
        ["America/Bogota", "Asia/Tehran", "Europe/Chisinau", "Europe/Tiraspol", "Iran"];

    #[wasm_bindgen_test]
    fn the_browser_has_the_rules_of_chrono_tz() {
        assert!(!rules_are_outdated());
        let [begin, end] = COMPARED;
        let mut compared = 0;
        for &table in TZ_VARIANTS.iter().filter(|table| !CORRECTED.contains(&table.name())) {
            let zone = TimeZone::named(table.name()).unwrap();
            let tabled = |seconds| reference::offset(table, seconds);
            for seconds in reference::instants(tabled, begin, end) {
                assert_eq!(zone.offset(seconds), tabled(seconds), "{table} at {seconds}");
                compared += 1;
            }
        }
        assert!(compared > 30_000, "{compared} instants");
    }

    #[wasm_bindgen_test]
    fn names_are_those_of_the_list() {
        for name in ["asia/kolkata", "+05:30", "Mars/Olympus", "", "Asia/Kolkata\nAsia/Kuching"] {
            assert!(TimeZone::named(name).is_none(), "{name}");
        }
        assert_eq!(TimeZone::named("Asia/Kolkata").unwrap().offset(0), 19_800);
        // Mean local time, to the second.
        assert_eq!(TimeZone::named("Europe/Paris").unwrap().offset(-3_000_000_000), 561);
        assert_eq!(TimeZone::named("Asia/Kolkata"), TimeZone::named("Asia/Kolkata"));
    }
}
