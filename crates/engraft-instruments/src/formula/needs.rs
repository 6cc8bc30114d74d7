//! What a formula asks of a description: which keys, roles and items go with it.

use engraft_base::Dec;

use super::{Formula, ckd_epi, das28, schwartz};
use crate::instrument::{Domain, Instrument};
use crate::item::{Item, Role};

/// A part of a description that does not fit its formula.
pub(crate) enum Misfit {
    /// A key of the instrument, and what belongs there.
    Key(&'static str, &'static str),
    /// A key of the item at an index.
    Item(usize, &'static str, &'static str),
    /// A key of the domain at an index.
    Domain(usize, &'static str, &'static str),
    /// The domain at an index does not have the items it needs.
    DomainItems(usize, &'static str),
    /// The instrument lacks something as a whole.
    Whole(String, &'static str),
}

/// Every misfit of a description.
pub(crate) fn misfits(instrument: &Instrument) -> Vec<Misfit> {
    let mut found = Vec::new();
    keys(instrument, &mut found);
    for (index, item) in instrument.items.iter().enumerate() {
        found.extend(of_item(instrument, item).into_iter().map(|(key, wanted)| Misfit::Item(index, key, wanted)));
    }
    if instrument.domains.is_empty() && needs_domain(instrument.formula) {
        found.push(Misfit::Whole("the formula needs domains".to_owned(), "a list `domains`"));
    }
    for (index, domain) in instrument.domains.iter().enumerate() {
        found.extend(of_domain(instrument, domain).into_iter().map(|(key, text)| Misfit::Domain(index, key, text)));
        found.extend(domain_items(instrument, domain).map(|wanted| Misfit::DomainItems(index, wanted)));
    }
    found
}

fn keys(instrument: &Instrument, found: &mut Vec<Misfit>) {
    let formula = instrument.formula;
    if instrument.factor.is_some_and(|f| formula != Formula::Ratio || f <= Dec::ZERO) {
        found.push(Misfit::Key("factor", "a number above 0, in a `ratio` only"));
    }
    if instrument.intercept.is_some() && formula != Formula::Logistic {
        found.push(Misfit::Key("intercept", "only a `logistic` has an intercept"));
    }
    let ruled = matches!(formula, Formula::Sum | Formula::CategoryMean | Formula::MeanOfAssessed);
    if instrument.missing_allowed > 0 && !ruled {
        found.push(Misfit::Key("missing-allowed", "this formula has no rule for missing items"));
    } else if usize::try_from(instrument.missing_allowed).unwrap_or(usize::MAX) >= instrument.items.len().max(1) {
        found.push(Misfit::Key("missing-allowed", "at least one item must be answered"));
    }
    for id in named_items(formula).iter().filter(|id| instrument.item(id).is_none()) {
        found.push(Misfit::Whole(format!("the formula needs an item `{id}`"), "an item with this identifier"));
    }
    let of = |role: Role| instrument.items.iter().filter(|item| item.role == role).count();
    if formula == Formula::Ratio && (of(Role::Numerator) != 1 || of(Role::Denominator) != 1) {
        let message = "a `ratio` needs two items".to_owned();
        found.push(Misfit::Whole(message, "one item with role `numerator` and one with role `denominator`"));
    }
}

/// Items that a formula finds by their identifiers.
fn named_items(formula: Formula) -> Vec<&'static str> {
    match formula {
        Formula::Das28Crp => [&das28::JOINTS_AND_GLOBAL[..], &["crp"]].concat(),
        Formula::Das28Esr | Formula::Das28EsrFloor1 => [&das28::JOINTS_AND_GLOBAL[..], &["esr"]].concat(),
        Formula::CkdEpi2021 => ckd_epi::ITEMS.to_vec(),
        Formula::Schwartz => schwartz::ITEMS.to_vec(),
        _ => Vec::new(),
    }
}

fn of_item(instrument: &Instrument, item: &Item) -> Vec<(&'static str, &'static str)> {
    let formula = instrument.formula;
    let mut found = Vec::new();
    if item.weight.is_some() && !has_weights(formula) {
        found.push(("weight", "the items of this formula have no weights"));
    }
    if !roles(formula).contains(&item.role) {
        found.push(("role", "a role of another formula"));
    }
    match &item.threshold {
        Some(_) if formula != Formula::WeightedThresholds => {
            found.push(("threshold", "only the items of `weighted-thresholds` have thresholds"));
        }
        Some(threshold) if threshold.limits().count() != 1 || item.weight.is_some() => {
            found.push(("threshold", "one of `above`, `at-least`, `below`, `at-most`, and no weight"));
        }
        _ => {}
    }
    if formula != Formula::Sum && item.range.lower < Dec::ZERO {
        found.push(("range", "only the items of a `sum` may be negative"));
    }
    if item.role == Role::UpperLimit && item.range.lower <= Dec::ZERO {
        found.push(("range", "an upper limit of normal is above 0"));
    }
    if formula == Formula::MeanOfAssessed && (!item.range.lower.is_zero() || item.range.upper.is_none()) {
        found.push(("range", "the items of a `mean-of-assessed` start at 0 and have a greatest value"));
    }
    if item.domain.is_none() && needs_domain(formula) && item.role != Role::Everywhere {
        found.push(("domain", "each item of this formula needs a domain"));
    }
    found
}

fn has_weights(formula: Formula) -> bool {
    matches!(formula, Formula::Sum | Formula::DomainMax | Formula::WeightedThresholds | Formula::Logistic)
}

fn needs_domain(formula: Formula) -> bool {
    use Formula::{CategoryMean, DomainMax, ImprovementPoints, RegionProduct, RelevantMean};
    matches!(formula, RegionProduct | CategoryMean | DomainMax | RelevantMean | ImprovementPoints)
}

fn roles(formula: Formula) -> &'static [Role] {
    match formula {
        Formula::RegionProduct => &[Role::Score, Role::Area, Role::Everywhere],
        Formula::CategoryMean => &[Role::Score, Role::Aid],
        Formula::DomainMax => &[Role::Score, Role::Replaces],
        Formula::RelevantMean => &[Role::Score, Role::NotRelevant],
        Formula::Ratio => &[Role::Numerator, Role::Denominator],
        Formula::ImprovementPoints => &[Role::Baseline, Role::FollowUp, Role::Scale, Role::UpperLimit],
        Formula::Logistic => &[Role::Score, Role::Stops],
        _ => &[Role::Score],
    }
}

fn of_domain(instrument: &Instrument, domain: &Domain) -> Vec<(&'static str, &'static str)> {
    let mut found = Vec::new();
    if domain.weight.is_some() && instrument.formula != Formula::RegionProduct {
        found.push(("weight", "only the domains of a `region-product` have weights"));
    }
    if instrument.formula != Formula::ImprovementPoints {
        if !domain.cuts.is_empty() || !domain.points.is_empty() || domain.scale.is_some() || domain.choice.is_some() {
            found.push(("cuts", "only the domains of `improvement-points` have bins"));
        }
        return found;
    }
    let rising = |list: &[Dec]| list.iter().zip(list.iter().skip(1)).all(|(a, b)| a < b);
    let steady = domain.points.iter().zip(domain.points.iter().skip(1)).all(|(a, b)| a <= b);
    if domain.cuts.first().is_none_or(|cut| *cut <= Dec::ZERO) || !rising(&domain.cuts) {
        found.push(("cuts", "rising limits above 0"));
    }
    if domain.points.len() != domain.cuts.len().saturating_add(1) || !steady {
        found.push(("points", "one number more than `cuts`, none below the one before it"));
    }
    let by_item = instrument
        .items
        .iter()
        .any(|item| item.role == Role::Scale && item.domain.as_deref() == Some(domain.id.as_str()));
    if domain.scale.is_some() == by_item || domain.scale.is_some_and(|scale| scale <= Dec::ZERO) {
        found.push(("scale", "a number above 0, or an item with role `scale`"));
    }
    found
}

/// What a domain lacks.
fn domain_items(instrument: &Instrument, domain: &Domain) -> Option<&'static str> {
    let own = || instrument.items.iter().filter(|item| item.domain.as_ref() == Some(&domain.id));
    let of = |role: Role| own().filter(|item| item.role == role).count();
    let pair = of(Role::Baseline) == 1 && of(Role::FollowUp) == 1;
    let (fits, wanted) = match instrument.formula {
        Formula::RegionProduct => {
            (of(Role::Area) == 1 && of(Role::Score) > 0, "one item with role `area`, and at least one sign")
        }
        Formula::CategoryMean => {
            (of(Role::Score) == 1 && of(Role::Aid) <= 1, "one item, and at most one with role `aid`")
        }
        Formula::DomainMax => {
            (of(Role::Replaces) <= 1 && own().count() > 0, "items, and at most one that replaces them")
        }
        Formula::RelevantMean => {
            (of(Role::Score) == 1 && of(Role::NotRelevant) <= 1, "one item, and at most one with role `not-relevant`")
        }
        Formula::ImprovementPoints if domain.choice.is_some() => {
            (pair && of(Role::UpperLimit) == 1, "one item each with role `baseline`, `follow-up`, `upper-limit`")
        }
        Formula::ImprovementPoints => (
            pair && of(Role::Scale) <= 1 && of(Role::UpperLimit) == 0,
            "one item each with role `baseline`, `follow-up`",
        ),
        _ => (own().count() > 0, "at least one item"),
    };
    (!fits).then_some(wanted)
}
