//! How totals come from items: one file per formula.
//!
//! A formula gets the interval of values that each item may have (a point where the item is answered) and returns its
//! parts and its total as intervals. Each formula rises or falls steadily in each item, or is cut into pieces on which
//! it does, and items that enter twice are handled together. So the ends of the intervals are attained by completions
//! of the missing items; where one is not (a limit such as a sedimentation rate without end), the side is open.
//!
//! Numbers are exact decimals. Square roots, logarithms, powers and exponentials are rounded to 12 decimals
//! (see `special.rs`) and from there on added and multiplied as decimals: a DAS28-CRP of four tender and four swollen
//! joints, a global of 40 and no CRP is 3.2 and not a little more or less.

mod category_mean;
mod ckd_epi;
mod das28;
mod domain_max;
mod improvement;
mod logistic;
mod mean_of_assessed;
pub(crate) mod needs;
mod ratio;
mod region_product;
mod relevant_mean;
mod schwartz;
mod special;
mod sum;
mod thresholds;

use engraft_base::Dec;

use crate::instrument::{Domain, Instrument};
use crate::item::{Item, Role};
use crate::number::Interval;
use crate::word::words;

words! {
    /// How the total comes from the items.
    pub enum Formula {
        /// Sum of item value times item weight.
        #[default]
        Sum = "sum",
        /// Sum over domains of domain weight times (sum of the domain's items) times (the domain's area item): EASI, PASI.
        RegionProduct = "region-product",
        /// Mean over domains of the domain's item, lifted to at least 2 where the domain's aid item is present: HAQ-DI.
        CategoryMean = "category-mean",
        /// Sum over domains; an item with the role `replaces` stands for its whole domain when it is worth more: SDI.
        DomainMax = "domain-max",
        /// Sum of the items over the sum of their greatest values; by rule, of the assessed items only: MYOACT.
        MeanOfAssessed = "mean-of-assessed",
        /// Number of domains times the mean value of the domains that are relevant: DLQI-R.
        RelevantMean = "relevant-mean",
        /// Numerator item times `factor` over denominator item: UPCR, multiples of the upper limit of normal.
        Ratio = "ratio",
        /// Points for each item beyond its threshold: EUSTAR activity index.
        WeightedThresholds = "weighted-thresholds",
        /// Points by the bin of the improvement in per cent of the scale, from baseline and follow-up: TIS.
        ImprovementPoints = "improvement-points",
        /// Probability 1 / (1 + exp(-x)) of a weighted sum x; 0 when an item with the role `stops` is present: CRISS.
        Logistic = "logistic",
        /// DAS28 with C-reactive protein in mg/L.
        Das28Crp = "das28-crp",
        /// DAS28 with the erythrocyte sedimentation rate; a rate of 0 is not evaluable.
        Das28Esr = "das28-esr",
        /// DAS28 with the erythrocyte sedimentation rate; a rate of 0 counts as 1.
        Das28EsrFloor1 = "das28-esr-floor-1",
        /// Estimated GFR from creatinine, age and sex, CKD-EPI 2021, adults.
        CkdEpi2021 = "ckd-epi-2021",
        /// Estimated GFR of children from height and creatinine, bedside Schwartz.
        Schwartz = "schwartz",
    }
}

/// One term of the total: what it is worth, and the items it rests on.
pub(crate) struct Part<'a> {
    pub(crate) domain: Option<&'a str>,
    pub(crate) items: Vec<usize>,
    pub(crate) value: Interval,
    /// Whether its missing items can still change the total.
    pub(crate) open: bool,
}

impl<'a> Part<'a> {
    fn new(domain: Option<&'a str>, items: Vec<usize>, value: Interval) -> Part<'a> {
        Part { domain, items, value, open: value.exact().is_none() }
    }
}

/// Why a set of answers has no score, although nothing is missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Refusal {
    pub(crate) item: String,
    pub(crate) reason: String,
}

/// What a formula found.
pub(crate) struct Outcome<'a> {
    pub(crate) parts: Vec<Part<'a>>,
    pub(crate) total: Interval,
    pub(crate) refusal: Option<Refusal>,
    /// Contradictions within the answers.
    pub(crate) queries: Vec<String>,
}

impl<'a> Outcome<'a> {
    fn new(parts: Vec<Part<'a>>, total: Interval) -> Outcome<'a> {
        Outcome { parts, total, refusal: None, queries: Vec::new() }
    }

    /// Parts whose sum is the total.
    fn of_sum(parts: Vec<Part<'a>>) -> Outcome<'a> {
        let total = parts.iter().fold(Interval::ZERO, |sum, part| sum.plus(part.value));
        Outcome::new(parts, total)
    }

    fn refused(mut self, refusal: Option<Refusal>) -> Outcome<'a> {
        self.refusal = refusal;
        self
    }
}

/// An instrument with what is known of each item.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a, 'k> {
    pub(crate) instrument: &'a Instrument,
    pub(crate) known: &'k [Interval],
}

impl<'a> Inputs<'a, '_> {
    fn items(self) -> impl Iterator<Item = (usize, &'a Item, Interval)> {
        std::iter::zip(&self.instrument.items, self.known).enumerate().map(|(i, (item, value))| (i, item, *value))
    }

    fn of_domain(self, domain: &Domain) -> impl Iterator<Item = (usize, &'a Item, Interval)> {
        self.items().filter(move |(_, item, _)| item.domain.as_deref() == Some(domain.id.as_str()))
    }

    fn members(self, domain: &Domain) -> Vec<usize> {
        self.of_domain(domain).map(|(index, _, _)| index).collect()
    }

    /// Sum of the domain's items of a role; zero without any.
    fn of_role(self, domain: &Domain, role: Role) -> Interval {
        let own = self.of_domain(domain).filter(|(_, item, _)| item.role == role);
        own.fold(Interval::ZERO, |sum, (_, _, value)| sum.plus(value))
    }

    /// The domain's item of a role.
    fn one(self, domain: &Domain, role: Role) -> Option<(usize, &'a Item, Interval)> {
        self.of_domain(domain).find(|(_, item, _)| item.role == role)
    }

    /// The item with this identifier; nothing is known of one that the description lacks.
    fn named(self, id: &str) -> Interval {
        self.find(id).map_or(Interval::UNKNOWN, |(_, _, value)| value)
    }

    fn find(self, id: &str) -> Option<(usize, &'a Item, Interval)> {
        self.items().find(|(_, item, _)| item.id == id)
    }

    /// One part that rests on all items.
    fn whole(self, value: Interval) -> Vec<Part<'a>> {
        vec![Part::new(None, (0..self.instrument.items.len()).collect(), value)]
    }
}

pub(crate) fn compute<'a>(inputs: Inputs<'a, '_>) -> Outcome<'a> {
    match inputs.instrument.formula {
        Formula::Sum => sum::compute(inputs),
        Formula::RegionProduct => region_product::compute(inputs),
        Formula::CategoryMean => category_mean::compute(inputs),
        Formula::DomainMax => domain_max::compute(inputs),
        Formula::MeanOfAssessed => mean_of_assessed::compute(inputs),
        Formula::RelevantMean => relevant_mean::compute(inputs),
        Formula::Ratio => ratio::compute(inputs),
        Formula::WeightedThresholds => thresholds::compute(inputs),
        Formula::ImprovementPoints => improvement::compute(inputs),
        Formula::Logistic => logistic::compute(inputs),
        Formula::Das28Crp | Formula::Das28Esr | Formula::Das28EsrFloor1 => das28::compute(inputs),
        Formula::CkdEpi2021 => ckd_epi::compute(inputs),
        Formula::Schwartz => schwartz::compute(inputs),
    }
}

/// The total under the published rule for missing items; `None` where no rule covers them.
pub(crate) fn by_rule(inputs: Inputs<'_, '_>, outcome: &Outcome<'_>) -> Option<Dec> {
    match inputs.instrument.formula {
        Formula::Sum => sum::by_rule(inputs, outcome),
        Formula::CategoryMean => category_mean::by_rule(inputs, outcome),
        Formula::MeanOfAssessed => mean_of_assessed::by_rule(inputs),
        Formula::ImprovementPoints => improvement::by_rule(inputs),
        _ => None,
    }
}

/// The formula in words, for the page.
pub(crate) fn describe(instrument: &Instrument) -> String {
    match instrument.formula {
        Formula::Sum => sum::describe(instrument),
        Formula::RegionProduct => region_product::describe(instrument),
        Formula::CategoryMean => category_mean::describe(instrument),
        Formula::DomainMax => domain_max::describe(),
        Formula::MeanOfAssessed => mean_of_assessed::describe(),
        Formula::RelevantMean => relevant_mean::describe(),
        Formula::Ratio => ratio::describe(instrument),
        Formula::WeightedThresholds => thresholds::describe(),
        Formula::ImprovementPoints => improvement::describe(instrument),
        Formula::Logistic => logistic::describe(instrument),
        Formula::Das28Crp | Formula::Das28Esr | Formula::Das28EsrFloor1 => das28::describe(instrument.formula),
        Formula::CkdEpi2021 => ckd_epi::describe(),
        Formula::Schwartz => schwartz::describe(),
    }
}

/// Greatest number of parts that may be unknown under the rule, if that many are.
fn within_rule(instrument: &Instrument, unknown: usize) -> bool {
    instrument.missing_allowed > 0 && usize::try_from(instrument.missing_allowed).is_ok_and(|n| unknown <= n)
}

fn count(number: usize) -> Dec {
    Dec::from_int(i64::try_from(number).unwrap_or(i64::MAX))
}
