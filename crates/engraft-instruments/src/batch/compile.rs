//! From a description to a kernel.

use engraft_base::Dec;

use super::grid::Grid;
use super::kernel::Kernel;
use super::part::{Linear, Part, Term};
use super::proof::agrees;
use crate::instrument::{Domain, Formula, Instrument};
use crate::item::Role;

/// Most decimals of a weight times a step.
const MOST_DECIMALS: u32 = 6;

/// An item's part in a sum before units are known: where it stands, its grid, and its weight.
struct Weighted<'a> {
    item: usize,
    grid: &'a Grid,
    weight: Dec,
}

impl Kernel {
    /// Compiles an instrument; `None` where the kernel cannot be exact, and the ordinary way must be taken.
    pub fn compile(instrument: &Instrument) -> Option<Kernel> {
        let grids: Vec<Grid> = instrument.items.iter().map(Grid::of).collect::<Option<_>>()?;
        let twice = |d: &Domain| instrument.domains.iter().filter(|other| other.id == d.id).count() > 1;
        if instrument.domains.iter().any(twice) {
            return None;
        }
        let kernel = if instrument.formula == Formula::Sum {
            sum(instrument, grids)
        } else if instrument.formula == Formula::RegionProduct {
            regions(instrument, grids)
        } else if instrument.formula == Formula::CategoryMean {
            categories(instrument, grids)
        } else {
            None
        };
        kernel.filter(fits).filter(|kernel| agrees(instrument, kernel))
    }
}

/// Whether every sum on the way fits the small numbers of the columns.
fn fits(kernel: &Kernel) -> bool {
    let parts = kernel.total.iter().chain(kernel.domains.iter().map(|(_, part)| part));
    let size = |linear: &Linear| linear.extent().lower.abs().max(linear.extent().upper.abs());
    let sizes = parts.map(|part| match part {
        Part::Sum(linear) => size(linear),
        Part::Product { weight, signs, area } => {
            size(signs).saturating_mul(size(area)).saturating_mul(i32::from(*weight)).max(size(signs)).max(size(area))
        }
        Part::Greater { own, aid } => size(own).max(size(aid)),
    });
    let all: i64 = sizes.map(i64::from).sum();
    all <= i64::from(i16::MAX)
}

fn sum(instrument: &Instrument, grids: Vec<Grid>) -> Option<Kernel> {
    let weight = |index: usize| instrument.items.get(index).and_then(|item| item.weight).unwrap_or(Dec::ONE);
    let all: Vec<Weighted<'_>> =
        grids.iter().enumerate().map(|(item, grid)| Weighted { item, grid, weight: weight(item) }).collect();
    let units = units_of(&all)?;
    let domains = instrument.domains.iter().map(|domain| {
        let own = |w: &&Weighted<'_>| {
            instrument.items.get(w.item).is_some_and(|item| item.domain.as_deref() == Some(domain.id.as_str()))
        };
        Some((domain.id.clone(), Part::Sum(linear(all.iter().filter(own), units)?)))
    });
    let (domains, total) = (domains.collect::<Option<Vec<_>>>()?, vec![Part::Sum(linear(all.iter(), units)?)]);
    let missing_allowed = usize::try_from(instrument.missing_allowed).ok()?;
    Some(Kernel { units, domain_units: units, total, domains, missing_allowed, bounds_open_rows: true, grids })
}

fn regions(instrument: &Instrument, grids: Vec<Grid>) -> Option<Kernel> {
    let sound = |role| matches!(role, Role::Score | Role::Area);
    if instrument.missing_allowed > 0 || !plain_domains(instrument) || instrument.items.iter().any(|i| !sound(i.role)) {
        return None;
    }
    let signs_units = units_of(&of_role(instrument, &grids, None, Role::Score))?;
    let area_units = units_of(&of_role(instrument, &grids, None, Role::Area))?;
    let weights: Vec<Dec> = instrument.domains.iter().map(|d| d.weight.unwrap_or(Dec::ONE)).collect();
    let weight_units = units_per_point(weights.iter().copied())?;
    let region = |(domain, weight): (&Domain, &Dec)| {
        let (signs, area) = (
            of_role(instrument, &grids, Some(domain), Role::Score),
            of_role(instrument, &grids, Some(domain), Role::Area),
        );
        let weight = whole(*weight, weight_units).filter(|weight| *weight > 0)?;
        if signs.is_empty() || area.len() != 1 {
            return None;
        }
        let part =
            Part::Product { weight, signs: linear(signs.iter(), signs_units)?, area: linear(area.iter(), area_units)? };
        Some((domain.id.clone(), part))
    };
    let domains = instrument.domains.iter().zip(&weights).map(region).collect::<Option<Vec<_>>>()?;
    let total = domains.iter().map(|(_, part)| part.clone()).collect();
    let units = signs_units.checked_mul(area_units)?.checked_mul(weight_units)?;
    Some(Kernel { units, domain_units: units, total, domains, missing_allowed: 0, bounds_open_rows: true, grids })
}

/// A category counts in units of an item; the mean of them in units that are finer by their number.
fn categories(instrument: &Instrument, grids: Vec<Grid>) -> Option<Kernel> {
    let sound = |role| matches!(role, Role::Score | Role::Aid);
    if !plain_domains(instrument) || instrument.items.iter().any(|item| !sound(item.role)) {
        return None;
    }
    let own_units = units_of(&of_role(instrument, &grids, None, Role::Score))?;
    let category = |domain: &Domain| {
        let own = of_role(instrument, &grids, Some(domain), Role::Score);
        let mut aid = of_role(instrument, &grids, Some(domain), Role::Aid);
        for aid in &mut aid {
            aid.weight = Dec::from_int(2);
        }
        if own.len() != 1 || aid.len() > 1 {
            return None;
        }
        let part = Part::Greater { own: linear(own.iter(), own_units)?, aid: linear(aid.iter(), own_units)? };
        Some((domain.id.clone(), part))
    };
    let domains = instrument.domains.iter().map(category).collect::<Option<Vec<_>>>()?;
    let total = domains.iter().map(|(_, part)| part.clone()).collect();
    // other numbers make means without an end, such as a third
    let number = i64::try_from(domains.len()).ok().filter(|number| *number > 0 && 1_000_000 % number == 0)?;
    let units = own_units.checked_mul(number)?;
    Some(Kernel { units, domain_units: own_units, total, domains, missing_allowed: 0, bounds_open_rows: false, grids })
}

/// Whether every item has a domain, and none is negative or weighted: what products and means rest on.
fn plain_domains(instrument: &Instrument) -> bool {
    let known = |id: &str| instrument.domains.iter().any(|domain| domain.id == id);
    instrument
        .items
        .iter()
        .all(|i| i.domain.as_deref().is_some_and(known) && i.weight.is_none() && i.range.lower >= Dec::ZERO)
}

/// The items of a role, of one domain or of all.
fn of_role<'a>(i: &Instrument, grids: &'a [Grid], domain: Option<&Domain>, role: Role) -> Vec<Weighted<'a>> {
    let own = |item: &crate::Item| {
        item.role == role && domain.is_none_or(|domain| item.domain.as_deref() == Some(domain.id.as_str()))
    };
    let items = i.items.iter().zip(grids).enumerate().filter(|(_, (item, _))| own(item));
    items.map(|(index, (_, grid))| Weighted { item: index, grid, weight: Dec::ONE }).collect()
}

fn units_of(items: &[Weighted<'_>]) -> Option<i64> {
    let numbers: Option<Vec<Dec>> =
        items.iter().flat_map(|w| [w.grid.lower.times(w.weight), w.grid.step.times(w.weight)]).collect();
    units_per_point(numbers?.into_iter())
}

/// The least number of units in a point that makes all these numbers whole.
fn units_per_point(numbers: impl Iterator<Item = Dec> + Clone) -> Option<i64> {
    (0..=MOST_DECIMALS).find_map(|decimals| {
        let ten = 10_i64.checked_pow(decimals)?;
        let scaled: Option<Vec<i64>> = numbers.clone().map(|n| n.times(Dec::from_int(ten))?.to_i64()).collect();
        let common = scaled?.into_iter().fold(ten, common_divisor);
        ten.checked_div(common)
    })
}

fn common_divisor(a: i64, b: i64) -> i64 {
    let (mut a, mut b) = (a, b.saturating_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

fn whole(value: Dec, units: i64) -> Option<i16> {
    i16::try_from(value.times(Dec::from_int(units))?.to_i64()?).ok()
}

fn linear<'a>(items: impl Iterator<Item = &'a Weighted<'a>>, units: i64) -> Option<Linear> {
    let mut linear = Linear::default();
    for Weighted { item, grid, weight } in items {
        linear.base = linear.base.checked_add(whole(grid.lower.times(*weight)?, units)?)?;
        let factor = whole(grid.step.times(*weight)?, units)?;
        linear.terms.push(Term { item: *item, factor, last: grid.last });
    }
    Some(linear)
}
