//! The tree of columns.
//!
//! It is built by recursion, and an element may claim any number of children. Depth and number are
//! checked first, because an exhausted stack or memory ends the process.

use std::collections::BTreeMap;
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as PhysicalType};
use parquet::schema::types::{SchemaDescriptor, Type, TypePtr};

use crate::source::metadata::annotation::{Annotation, converted_type};
use crate::source::metadata::element::Element;
use crate::source::thrift::{MAX_DEPTH, Thrift};

/// The maximum depth of groups; lists and maps take two or three levels each.
const MAX_LEVELS: usize = 100;

/// Parses the list of elements.
///
/// A column of an unknown physical type is read as binary and put into `unreadable`, by the number
/// of its leaf.
///
/// # Errors
///
/// A description of elements that do not form a tree.
pub(super) fn read(
    thrift: &mut Thrift<'_>,
    unreadable: &mut BTreeMap<usize, String>,
) -> Result<SchemaDescriptor, String> {
    let elements = elements(thrift).ok_or("a schema that cannot be read")?;
    let Some((root, rest)) = elements.split_first() else { return Err("a schema without elements".into()) };
    let mut tree = Tree { rest: rest.iter(), leaves: 0, unreadable };
    let fields = tree.children(root, 1)?;
    if tree.rest.next().is_some() {
        return Err("a schema of more than one root".into());
    }
    let root = Type::group_type_builder(&root.name).with_fields(fields).build();
    Ok(SchemaDescriptor::new(Arc::new(root.map_err(|error| error.to_string())?)))
}

fn elements(thrift: &mut Thrift<'_>) -> Option<Vec<Element>> {
    let mut elements = Vec::new();
    thrift.elements(Thrift::STRUCT, MAX_DEPTH, &mut |thrift| {
        elements.push(Element::read(thrift)?);
        Some(())
    })?;
    Some(elements)
}

struct Tree<'a> {
    rest: std::slice::Iter<'a, Element>,
    leaves: usize,
    unreadable: &'a mut BTreeMap<usize, String>,
}

impl Tree<'_> {
    fn children(&mut self, element: &Element, level: usize) -> Result<Vec<TypePtr>, String> {
        let left = self.rest.len();
        let children = usize::try_from(element.children).unwrap_or(usize::MAX);
        if children > left {
            return Err(format!("an element of {} children, behind which {left} follow", element.children));
        }
        if level > MAX_LEVELS {
            return Err(format!("a schema of more than {MAX_LEVELS} levels"));
        }
        (0..children).map(|_| self.next(level).map(Arc::new)).collect()
    }

    fn next(&mut self, level: usize) -> Result<Type, String> {
        let element = self.rest.next().ok_or("a schema that ends too early")?;
        let repetition = element.repetition();
        let repetition = repetition.ok_or_else(|| format!("the repetition {}", element.repetition))?;
        match element.physical {
            Some(physical) if element.children <= 0 => self.leaf(element, physical, repetition),
            _ => {
                let fields = self.children(element, level + 1)?;
                group(element, repetition, fields)
            }
        }
    }

    fn leaf(&mut self, element: &Element, physical: i32, repetition: Repetition) -> Result<Type, String> {
        let leaf = self.leaves;
        self.leaves += 1;
        let length = element.length.unwrap_or(-1);
        let known =
            physical_type(physical).filter(|&of| of != PhysicalType::FIXED_LEN_BYTE_ARRAY || length >= 0);
        let Some(known) = known else {
            let what = match physical {
                7 => format!("values of {length} bytes"),
                _ => format!("of the unknown physical type {physical}"),
            };
            self.unreadable.insert(leaf, what);
            let plain = Type::primitive_type_builder(&element.name, PhysicalType::BYTE_ARRAY);
            return plain.with_repetition(repetition).build().map_err(|error| error.to_string());
        };
        let build = |logical: Option<LogicalType>, converted: ConvertedType| {
            let (scale, precision) = match &logical {
                Some(LogicalType::Decimal(decimal)) => (decimal.scale, decimal.precision),
                _ => (element.scale.unwrap_or(-1), element.precision.unwrap_or(-1)),
            };
            let builder = Type::primitive_type_builder(&element.name, known)
                .with_repetition(repetition)
                .with_length(length)
                .with_scale(scale)
                .with_precision(precision)
                .with_id(element.id)
                .with_converted_type(converted)
                .with_logical_type(logical);
            builder.build()
        };
        // An annotation that does not fit is ignored, as the format requires. The older one counts
        // if the newer one is missing or not known.
        let annotated = match &element.logical {
            Some(Annotation::Known(logical)) => build(Some(logical.clone()), ConvertedType::NONE),
            Some(Annotation::Broken) => build(None, ConvertedType::NONE),
            Some(Annotation::Unknown) | None => build(None, converted_type(element.converted)),
        };
        annotated.or_else(|_| build(None, ConvertedType::NONE)).map_err(|error| error.to_string())
    }
}

fn group(element: &Element, repetition: Repetition, fields: Vec<TypePtr>) -> Result<Type, String> {
    let logical = match &element.logical {
        Some(Annotation::Known(logical)) => Some(logical.clone()),
        _ => None,
    };
    let plain = || {
        let builder = Type::group_type_builder(&element.name).with_repetition(repetition);
        builder.with_fields(fields.clone()).with_id(element.id)
    };
    let annotated = plain().with_converted_type(converted_type(element.converted)).with_logical_type(logical);
    annotated.build().or_else(|_| plain().build()).map_err(|error| error.to_string())
}

fn physical_type(number: i32) -> Option<PhysicalType> {
    PhysicalType::VARIANTS.get(usize::try_from(number).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a schema of elements that have a name and this many children; those without are
    /// INT32.
    fn schema(children: &[i32]) -> Result<SchemaDescriptor, String> {
        let mut bytes = vec![0xfc];
        let mut length = children.len();
        while length >= 128 {
            bytes.push((length & 127) as u8 | 128);
            length >>= 7;
        }
        bytes.push(length as u8);
        for &count in children {
            if count == 0 {
                bytes.extend([0x15, 2, 0x38, 1, b'a', 0]);
            } else {
                bytes.extend([0x48, 1, b'a', 0x15]);
                Thrift::write_i32(count, &mut bytes);
                bytes.push(0);
            }
        }
        read(&mut Thrift::new(&bytes), &mut BTreeMap::new())
    }

    fn deep(levels: usize) -> Result<SchemaDescriptor, String> {
        schema(&[vec![1; levels], vec![0]].concat())
    }

    #[test]
    fn trees_are_read_as_deep_as_is_allowed() {
        assert_eq!(schema(&[3, 0, 2, 0, 0, 0]).unwrap().num_columns(), 4);
        deep(MAX_LEVELS).unwrap();
        assert!(deep(MAX_LEVELS + 1).unwrap_err().contains("100 levels"));
        // Many siblings are not deep.
        assert_eq!(schema(&[vec![500], [1, 0].repeat(500)].concat()).unwrap().num_columns(), 500);
    }

    #[test]
    fn children_that_are_not_there_are_refused() {
        for children in [vec![i32::MAX], vec![2, 0], vec![-1, 0], vec![1, -1], vec![1, 0, 0], vec![]] {
            assert!(schema(&children).is_err(), "{children:?}");
        }
    }

    /// Returns the type that an element of these fields is read as.
    fn read_type(element: Element) -> (PhysicalType, Option<LogicalType>, ConvertedType) {
        let elements = [Element { name: "a".into(), ..element }];
        let mut unreadable = BTreeMap::new();
        let mut tree = Tree { rest: elements.iter(), leaves: 0, unreadable: &mut unreadable };
        let read = tree.next(1).unwrap();
        let info = read.get_basic_info();
        (read.get_physical_type(), info.logical_type_ref().cloned(), info.converted_type())
    }

    #[test]
    fn annotations_that_do_not_fit_are_ignored() {
        let known = |logical| Some(Annotation::Known(logical));
        let of = |physical, logical, converted| Element {
            physical: Some(physical),
            length: Some(11),
            logical,
            converted,
            ..Element::default()
        };
        let plain = |physical| (physical, None, ConvertedType::NONE);
        for (element, expected) in [
            (of(1, known(LogicalType::Uuid), None), plain(PhysicalType::INT32)),
            (of(7, known(LogicalType::String), Some(0)), plain(PhysicalType::FIXED_LEN_BYTE_ARRAY)),
            (of(7, None, Some(0)), plain(PhysicalType::FIXED_LEN_BYTE_ARRAY)),
            (of(2, known(LogicalType::Date), Some(6)), plain(PhysicalType::INT64)),
            (of(1, known(LogicalType::decimal(2, 99)), Some(5)), plain(PhysicalType::INT32)),
            (of(1, Some(Annotation::Broken), Some(6)), plain(PhysicalType::INT32)),
            (of(1, None, Some(99)), plain(PhysicalType::INT32)),
            // The older annotation is for readers that do not know the newer one.
            (of(1, Some(Annotation::Unknown), Some(6)), (PhysicalType::INT32, None, ConvertedType::DATE)),
            // If both are known and differ, the newer one counts.
            (
                of(1, known(LogicalType::Date), Some(17)),
                (PhysicalType::INT32, Some(LogicalType::Date), ConvertedType::DATE),
            ),
        ] {
            let text = format!("{element:?}");
            assert_eq!(read_type(element), expected, "{text}");
        }
    }
}
