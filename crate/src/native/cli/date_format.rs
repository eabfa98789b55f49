//! Formats of dates given by hand.

use std::str::FromStr;

use crate::scan::{DateFormat, Role};

/// `role=FORMAT` as given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RoleFormat(pub(super) Role, pub(super) DateFormat);

impl FromStr for RoleFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = || format!("expected role=FORMAT, such as date=%d/%m/%Y, found {text:?}");
        let (role, format) = text.split_once('=').ok_or_else(found)?;
        let known = Role::from_name(role).filter(|role| role.is_date());
        let role = known
            .ok_or_else(|| format!("{role:?} is not a role with dates; those are created_date and date"))?;
        let format = DateFormat::parse(format).map_err(|error| error.to_string())?;
        Ok(Self(role, format))
    }
}
