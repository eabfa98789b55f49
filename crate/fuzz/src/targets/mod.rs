//! The fuzz targets; each checks a property for arbitrary bytes.

pub mod avro;
pub mod coercion;
pub mod deletion_vector;
pub mod footer;
pub mod hive;
pub mod iceberg;
pub mod ledger;
pub mod mapping;
pub mod pages;
pub mod partial;
pub mod provider;
pub mod spill;
pub mod table_log;

/// A target gets the bytes of an input and panics if its property does not hold.
pub type Target = fn(&[u8]);

/// All targets with the name of their program and seed folder.
pub const TARGETS: [(&str, Target); 13] = [
    ("avro", avro::run),
    ("coercion", coercion::run),
    ("deletion_vector", deletion_vector::run),
    ("footer", footer::run),
    ("hive", hive::run),
    ("iceberg", iceberg::run),
    ("ledger", ledger::run),
    ("mapping", mapping::run),
    ("pages", pages::run),
    ("partial", partial::run),
    ("provider", provider::run),
    ("spill", spill::run),
    ("table_log", table_log::run),
];
