//! The instrument and the columns, made ready for many rows.

use engraft_base::Dec;
use engraft_instruments::Instrument;
use engraft_instruments::batch::{Kernel, MISSING, Vocabulary};

use super::cells::push_cell;
use super::{Dialect, Layout, row};

/// What is done with a column of a plain record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// The answers of an item.
    Item(usize),
    /// Kept as it stands: copied to the output, or part of the group.
    Kept,
    /// Not looked at.
    Passed,
}

/// Everything that is the same for all rows.
pub struct Plan<'a> {
    pub(super) instrument: &'a Instrument,
    pub(super) layout: &'a Layout,
    pub(super) dialect: &'a Dialect,
    /// Whether rows are written.
    pub(super) writes: bool,
    /// Units in a point of the sums of a group.
    pub(super) units: i64,
    /// `None` when every record goes by itself.
    pub(super) fast: Option<Fast>,
}

/// The compiled instrument, and the texts of its scores.
pub(super) struct Fast {
    pub(super) kernel: Kernel,
    pub(super) words: Vec<Vocabulary>,
    /// Of every column.
    pub(super) roles: Vec<Role>,
    /// Places among the kept columns of those that are copied, and of those that make the group.
    pub(super) copied: Vec<usize>,
    pub(super) grouped: Vec<usize>,
    pub(super) totals: Texts,
    /// Cells of the bands behind a total, each with its comma.
    pub(super) bands: Texts,
    pub(super) no_bands: Vec<u8>,
    pub(super) domains: Vec<Texts>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(instrument: &'a Instrument, layout: &'a Layout, dialect: &'a Dialect, writes: bool) -> Plan<'a> {
        let kernel = Kernel::compile(instrument);
        let units = row::units(kernel.as_ref());
        let fast = kernel.and_then(|kernel| Fast::new(kernel, instrument, layout, dialect, writes));
        Plan { instrument, layout, dialect, writes, units, fast }
    }
}

impl Fast {
    /// Greatest code of a row that goes through columns: that of a missing answer, or of the last value.
    pub(super) fn greatest(&self) -> u8 {
        if self.kernel.bounds_open_rows() { MISSING } else { MISSING - 1 }
    }

    fn new(kernel: Kernel, instrument: &Instrument, layout: &Layout, dialect: &Dialect, writes: bool) -> Option<Fast> {
        let words = instrument.items.iter().enumerate().map(|(index, item)| {
            let read = |text: &str| row::read_cell(item, text, dialect.decimal_comma).ok();
            let mut words = Vocabulary::new(&kernel, index, item, &read);
            words.forget(&[dialect.delimiter, b'\n', b'\r', b'"']);
            words
        });
        let words = words.collect();
        let (roles, kept) = roles(layout, writes)?;
        let place = |column: &usize| kept.iter().position(|k| k == column);
        let copied: Option<Vec<usize>> =
            if writes { layout.copied.iter().map(place).collect() } else { Some(Vec::new()) };
        let grouped: Option<Vec<usize>> = layout.by.iter().map(place).collect();
        let points = |value: i32| Dec::from_int(i64::from(value)).over(Dec::from_int(kernel.units()));
        let bands = |value: i32, out: &mut Vec<u8>| {
            for bands in &instrument.bands {
                out.push(b',');
                push_cell(out, points(value).and_then(|v| bands.level(v)).unwrap_or("").as_bytes());
            }
        };
        Some(Fast {
            totals: Texts::of_numbers(kernel.reach(), kernel.units()),
            bands: Texts::new(kernel.reach(), bands),
            no_bands: vec![b','; instrument.bands.len()],
            domains: (0..kernel.domains())
                .map(|domain| Texts::of_numbers(kernel.domain_reach(domain), kernel.domain_units()))
                .collect(),
            copied: copied?,
            grouped: grouped?,
            words,
            roles,
            kernel,
        })
    }
}

/// The role of every column, and the kept columns in their order; `None` when a column has two roles.
fn roles(layout: &Layout, writes: bool) -> Option<(Vec<Role>, Vec<usize>)> {
    let mut kept = Vec::new();
    let role = |column: usize| {
        let mut items = layout.items.iter().enumerate().filter(|(_, c)| **c == column).map(|(item, _)| item);
        let keeps = (writes && layout.copied.contains(&column)) || layout.by.contains(&column);
        match (items.next(), items.next(), keeps) {
            (Some(item), None, false) => Some(Role::Item(item)),
            (None, _, true) => {
                kept.push(column);
                Some(Role::Kept)
            }
            (None, _, false) => Some(Role::Passed),
            _ => None,
        }
    };
    let roles = (0..layout.width()).map(role).collect::<Option<Vec<_>>>()?;
    Some((roles, kept))
}

/// A text for every number of a stretch.
pub(super) struct Texts {
    first: i32,
    /// Where the text of each number starts, and where the last ends.
    starts: Vec<usize>,
    bytes: Vec<u8>,
}

impl Texts {
    fn new((first, last): (i32, i32), write: impl Fn(i32, &mut Vec<u8>)) -> Texts {
        let (mut starts, mut bytes) = (vec![0], Vec::new());
        for value in first..=last {
            write(value, &mut bytes);
            starts.push(bytes.len());
        }
        Texts { first, starts, bytes }
    }

    fn of_numbers(reach: (i32, i32), units: i64) -> Texts {
        Texts::new(reach, |value, out| {
            let points = Dec::from_int(i64::from(value)).over(Dec::from_int(units));
            out.extend_from_slice(points.map(|v| v.to_string()).unwrap_or_default().as_bytes());
        })
    }

    /// The text of a number; empty outside the stretch.
    pub(super) fn get(&self, value: i32) -> &[u8] {
        let index = usize::try_from(value.saturating_sub(self.first)).ok();
        let ends = index.and_then(|i| Some((*self.starts.get(i)?, *self.starts.get(i + 1)?)));
        ends.and_then(|(start, end)| self.bytes.get(start..end)).unwrap_or_default()
    }
}
