//! Every statistical method on any table: `engraft stat METHOD FILE …`.
//!
//! A method is a page (`methods/<id>.toml`) and a function of a [`Call`]; `README.md` beside this file tells how one is added.

mod answer;
mod bind;
mod call;
mod page;
mod table;

mod arms;
mod bayes;
mod convention;
mod covariance;
mod description;
mod design;
mod detection_limit;
mod exact_proportions;
mod longitudinal;
mod margins;
mod missing;
mod multiplicity;
mod one_sample;
mod paired;
mod permutation;
mod proportions;
mod rates;
mod strata;
mod survival;
mod two_groups;

use std::sync::OnceLock;

use engraft_base::suggest::did_you_mean;

pub use answer::{Answer, Found, Statistic};
pub use call::{Bound, Call, Fault, Problem, TwoGroups};
pub use page::{Choice, Column, Kind, Page};
pub use table::{Table, flag};

pub(crate) use survival::confidence_of;

/// A method: the text of its page, and what it does.
pub(crate) struct Entry {
    page: &'static str,
    run: fn(&Call) -> Result<Answer, Fault>,
}

/// Every family of methods, in the order of `engraft list methods`.
const FAMILIES: &[&[Entry]] = &[
    one_sample::METHODS,
    description::METHODS,
    paired::METHODS,
    detection_limit::METHODS,
    two_groups::METHODS,
    arms::METHODS,
    permutation::METHODS,
    covariance::METHODS,
    proportions::METHODS,
    exact_proportions::METHODS,
    margins::METHODS,
    rates::METHODS,
    strata::METHODS,
    survival::METHODS,
    longitudinal::METHODS,
    multiplicity::METHODS,
    design::METHODS,
    bayes::METHODS,
    missing::METHODS,
];

/// A method that can be called.
pub struct Method {
    /// Its page.
    pub page: Page,
    run: fn(&Call) -> Result<Answer, Fault>,
}

/// Every method, family by family.
pub fn methods() -> &'static [Method] {
    static READ: OnceLock<Vec<Method>> = OnceLock::new();
    // A test reads every page, so that none is dropped here.
    READ.get_or_init(|| {
        let entries = FAMILIES.iter().flat_map(|family| family.iter());
        entries.filter_map(|entry| Some(Method { page: toml::from_str(entry.page).ok()?, run: entry.run })).collect()
    })
}

/// The method with this name.
pub fn method(id: &str) -> Option<&'static Method> {
    methods().iter().find(|method| method.page.id == id)
}

/// The hint for a method that does not exist.
pub fn method_hint(id: &str) -> String {
    did_you_mean(id, methods().iter().map(|method| method.page.id.as_str()))
        .unwrap_or_else(|| "`engraft list methods` shows what there is".to_owned())
}

impl Method {
    /// What is wrong with an option of this name and value; nothing when the page takes it.
    pub fn wrong_option(&self, name: &str, value: &str) -> Vec<Problem> {
        bind::wrong_option(&self.page, name, value)
    }

    /// Runs the method on a table; `given` are the arguments in order, without their `--`.
    ///
    /// # Errors
    /// [`Fault::Usage`] with every wrong argument and cell; [`Fault::Refused`] when the method has no answer.
    pub fn run(&self, table: &Table, given: &[(String, String)]) -> Result<Answer, Fault> {
        let call = call::bind(&self.page, table, given)?;
        let mut answer = (self.run)(&call)?;
        if call.convention().is_some() {
            let ours = (self.run)(&call.without_convention())?;
            convention::note_differences(&mut answer, &ours);
        }
        if call.left_out() > 0 {
            let (left_out, rows) = (call.left_out(), table.rows.len());
            answer.notes.insert(0, format!("{left_out} of {rows} rows have an empty cell in a column used: left out"));
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests;
