//! Columns inside structs, by their dotted paths.

use arrow::datatypes::{DataType, Field};
use parquet::basic::Type as PhysicalType;
use parquet::schema::types::SchemaDescriptor;

use crate::source::column::label;
use crate::source::{Column, Origin};

/// Returns the leaves of a top-level struct column, except those below a list or a map. `first` is
/// the number of its first leaf.
pub(super) fn struct_leaves(field: &Field, descriptor: &SchemaDescriptor, first: usize) -> Vec<Column> {
    let mut found = Vec::new();
    let mut leaf = first;
    walk(field, &mut Vec::new(), &mut leaf, &mut |field, path, leaf| {
        let column = descriptor.column(leaf);
        // Below a list every leaf is repeated.
        if path.is_empty() || column.max_rep_level() > 0 {
            return;
        }
        let int96 = column.physical_type() == PhysicalType::INT96;
        found.push(Column {
            name: column.path().parts().join("."),
            label: label(field.data_type(), int96),
            data_type: match field.data_type() {
                DataType::Utf8 => DataType::Binary,
                other => other.clone(),
            },
            origin: Origin::File { leaf: Some(leaf), within: path.to_vec(), int96 },
        });
    });
    found
}

/// Calls `each` with every leaf below a field, the names from the struct down to it, and its
/// number.
fn walk(
    field: &Field,
    path: &mut Vec<String>,
    leaf: &mut usize,
    each: &mut dyn FnMut(&Field, &[String], usize),
) {
    match field.data_type() {
        DataType::Struct(fields) => {
            for child in fields {
                path.push(child.name().clone());
                walk(child, path, leaf, each);
                path.pop();
            }
        }
        DataType::List(item) | DataType::LargeList(item) | DataType::Map(item, _) => {
            walk(item, path, leaf, each);
        }
        _ => {
            each(field, path, *leaf);
            *leaf += 1;
        }
    }
}
