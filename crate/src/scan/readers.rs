//! The columns that play the roles of a job, and their readers.

use crate::error::{Error, ErrorCode, Result};
use crate::scan::columns::instant::Zone;
use crate::scan::columns::reader::{Reader, Roots};
use crate::scan::{Mapping, Role, Roles};
use crate::source::{Column, File, Origin};

/// Returns the numbers of the leaves that roles need, ascending, and the readers of their columns.
pub(super) fn readers(
    file: &File,
    row_group: usize,
    mapping: &Mapping,
    roles: Roles,
    timezone: Option<&str>,
) -> Result<(Vec<usize>, Vec<Reader>)> {
    let zone = Zone::new(timezone)?;
    let located = |error: Error| error.in_file(file.path()).in_row_group(row_group);
    let mut leaves = Vec::new();
    let mut columns = Vec::new();
    for role in roles.iter() {
        let column = played(file, mapping, role).map_err(located)?;
        if let Origin::File { leaf: Some(leaf), .. } = column.origin {
            leaves.push(leaf);
        }
        columns.push((role, column));
    }
    leaves.sort_unstable();
    leaves.dedup();
    let roots = Roots::new(file, &leaves);
    let readers = columns
        .into_iter()
        .map(|(role, column)| {
            let format = mapping.date_format(role)?;
            Ok(Reader::new(role, column, &roots, zone, format, file.calendar()))
        })
        .collect::<Result<_>>()?;
    Ok((leaves, readers))
}

fn played<'a>(file: &'a File, mapping: &Mapping, role: Role) -> Result<&'a Column> {
    let name = mapping
        .column(role)
        .ok_or_else(|| Error::new(ErrorCode::MissingColumn, format!("no column plays the role {role}")))?;
    let column = mapping.column_of(file, role).ok_or_else(|| {
        Error::new(ErrorCode::MissingColumn, format!("the column for {role} is missing")).in_column(name)
    })?;
    if role.accepts(column.kind(), mapping.date_format(role)?.is_some()) {
        return Ok(column);
    }
    Err(Error::new(ErrorCode::UnreadableType, format!("its type cannot be read as {role}"))
        .in_column(name)
        .expected(role.accepted())
        .found(column.label.as_str()))
}
