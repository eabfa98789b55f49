//! The fuzz targets: each checks a property for any bytes.

pub mod coercion;
pub mod footer;
pub mod hive;
pub mod ledger;
pub mod mapping;
pub mod pages;
pub mod partial;
pub mod provider;
pub mod spill;

/// A target: takes the bytes of an input, and panics if its property does not hold.
pub type Target = fn(&[u8]);

/// Each target by the name of its program and of its folder of seeds.
pub const TARGETS: [(&str, Target); 9] = [
    ("coercion", coercion::run),
    ("footer", footer::run),
    ("hive", hive::run),
    ("ledger", ledger::run),
    ("mapping", mapping::run),
    ("pages", pages::run),
    ("partial", partial::run),
    ("provider", provider::run),
    ("spill", spill::run),
];
