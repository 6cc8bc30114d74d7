//! Analysis sets: who belongs, and why somebody does not.

use engraft_data::Derived;
use engraft_protocol::{SetBase, Study};

/// Subjects (indices into [`Derived::subjects`]) of an analysis set, in order.
///
/// `all-enrolled` is everybody in the subjects table, `all-treated` everybody with an infusion; other names are the
/// study's `[sets]`. An unknown name has no members.
pub fn members(study: &Study, derived: &Derived, set: &str) -> Vec<usize> {
    let (base, spec) = match (set, study.file.sets.get(set)) {
        ("all-enrolled", _) => (SetBase::AllEnrolled, None),
        ("all-treated", _) => (SetBase::AllTreated, None),
        (_, Some(spec)) => (spec.from, Some(spec)),
        (_, None) => return Vec::new(),
    };
    let in_base = |i: &usize| base == SetBase::AllEnrolled || derived.subjects.get(*i).is_some_and(|s| s.treated);
    let fits = |i: &usize| {
        let Some(spec) = spec else { return true };
        let excluded = derived.subjects.get(*i).is_some_and(|s| spec.exclude.contains_key(&*s.id));
        let whole = spec
            .requires
            .iter()
            .all(|r| derived.at_visit(*i, &r.measure, 1, &r.visit).is_some_and(|record| !record.value.is_missing()));
        whole && !excluded
    };
    (0..derived.subjects.len()).filter(in_base).filter(fits).collect()
}
