//! Which column holds which item, and what the output looks like.

use engraft_base::suggest::did_you_mean;
use engraft_data::table::fold;
use engraft_instruments::Instrument;

use super::Dialect;
use super::cells::defused;

/// A column that does not fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ColumnFault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

/// Where the items stand, and which columns are copied.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Column of each item, in the instrument's order.
    pub items: Vec<usize>,
    /// Columns copied to the output: all that are no items.
    pub copied: Vec<usize>,
    /// Columns that make the groups of a summary.
    pub by: Vec<usize>,
    names: Vec<String>,
}

impl Layout {
    /// Finds the columns.
    ///
    /// # Errors
    /// Every item or group without a column, every mapping that leads nowhere, every name that stands twice.
    pub fn new(
        instrument: &Instrument,
        headers: &csv::ByteRecord,
        dialect: &Dialect,
    ) -> Result<Layout, Vec<ColumnFault>> {
        let names: Vec<String> = headers
            .iter()
            .map(|h| String::from_utf8_lossy(h.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(h)).trim().to_owned())
            .collect();
        let mut faults = unknown_mappings(instrument, &dialect.map);
        let mut items = Vec::with_capacity(instrument.items.len());
        for item in &instrument.items {
            let mapped = dialect.map.iter().find(|(id, _)| *id == item.id);
            let written = mapped.map_or(item.id.as_str(), |(_, column)| column);
            let (what, hint) =
                (format!(" for the item `{}`", item.id), format!("name it with `--map {}=COLUMN`", item.id));
            match find(&names, written, &what, Some(hint)) {
                Ok(index) => items.push(index),
                Err(fault) => faults.push(fault),
            }
        }
        let mut by = Vec::with_capacity(dialect.by.len());
        for written in &dialect.by {
            match find(&names, written, "", None) {
                Ok(index) => by.push(index),
                Err(fault) => faults.push(fault),
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let copied = (0..names.len()).filter(|i| !items.contains(i)).collect();
        Ok(Layout { items, copied, by, names })
    }

    /// Names of the columns that make the groups.
    pub fn by_names(&self) -> Vec<String> {
        self.by.iter().filter_map(|column| self.names.get(*column)).cloned().collect()
    }

    /// Number of columns of the input.
    pub fn width(&self) -> usize {
        self.names.len()
    }

    /// Names of the output's columns.
    pub fn header(&self, instrument: &Instrument) -> Vec<String> {
        let mut header: Vec<String> =
            self.copied.iter().filter_map(|i| self.names.get(*i)).map(|n| defused(n)).collect();
        header.extend(["score", "lower", "upper", "missing", "by-rule"].map(str::to_owned));
        header.extend(instrument.domains.iter().map(|d| format!("domain:{}", d.id)));
        header.extend(instrument.bands.iter().map(|b| format!("band:{}", b.name)));
        header.push("findings".to_owned());
        header
    }
}

/// The one column of this name.
fn find(names: &[String], written: &str, what: &str, otherwise: Option<String>) -> Result<usize, ColumnFault> {
    let mut fitting = names.iter().enumerate().filter(|(_, name)| fold(name) == fold(written));
    match (fitting.next(), fitting.next()) {
        (Some((index, _)), None) => Ok(index),
        (Some(_), Some(_)) => {
            let message = format!("two columns are called `{written}`");
            Err(ColumnFault { message, hint: Some("rename one of them".to_owned()) })
        }
        (None, _) => {
            let message = format!("there is no column `{written}`{what}");
            let hint = did_you_mean(written, names.iter().map(String::as_str)).or(otherwise);
            Err(ColumnFault { message, hint })
        }
    }
}

fn unknown_mappings(instrument: &Instrument, map: &[(String, String)]) -> Vec<ColumnFault> {
    let unknown = map.iter().filter(|(item, _)| instrument.item(item).is_none());
    unknown
        .map(|(item, _)| ColumnFault {
            message: format!("`{}` has no item `{item}`", instrument.id),
            hint: did_you_mean(item, instrument.items.iter().map(|i| i.id.as_str())),
        })
        .collect()
}
