//! Errors of the format libraries as errors of this crate.

use std::io;

use arrow::error::ArrowError;
use parquet::errors::ParquetError;

use crate::error::{Error, ErrorCode};

pub(super) fn of_arrow(error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, error) => error.into(),
        error => error.into(),
    }
}

pub(crate) fn of_parquet(error: ParquetError) -> Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => Error::from(*error),
            Err(error) => broken(&*error),
        },
        error => broken(&error),
    }
}

fn broken(error: &dyn std::error::Error) -> Error {
    Error::new(ErrorCode::Internal, format!("a Parquet file could not be written ({error})"))
}
