//! Checks of counts: percentages, totals, denominators that change.

use crate::codes;
use crate::published::{Count, Published, Total};

use super::denominator::changing;
use super::percentage::{denominators, fits, share};
use super::run::{Checked, Outcome};
use super::totals::{Sum, compare};

/// A printed percentage against its counts.
pub(super) fn percentage(count: &Count) -> Option<Checked> {
    let (percent, of) = (count.percent.as_ref()?, count.of?);
    Some(Checked {
        code: codes::PERCENTAGE,
        check: "percentage",
        about: count.outcome.clone(),
        printed: format!("{} % for {} of {of}", percent.text, count.events),
        computed: format!("{:.2} %", share(count.events, of)?),
        assumption: "rounded to the decimals printed, a half either way".into(),
        outcome: if fits(count.events, of, percent)? { Outcome::Agrees } else { Outcome::Disagrees },
        place: count.place.clone(),
    })
}

/// A percentage without its denominator names the denominators that it can have.
pub(super) fn open_denominator(count: &Count, enrolled: Option<u64>) -> Option<Checked> {
    let (percent, most) = (count.percent.as_ref()?, enrolled?);
    if count.of.is_some() {
        return None;
    }
    let fit: Vec<String> = denominators(count.events, percent, most).iter().map(u64::to_string).collect();
    Some(Checked {
        code: codes::PERCENTAGE,
        check: "percentage without denominator",
        about: count.outcome.clone(),
        printed: format!("{} ({} %)", count.events, percent.text),
        computed: if fit.is_empty() { "no denominator fits".into() } else { format!("of {}", fit.join(" or ")) },
        assumption: format!("the denominator is a number of subjects up to the {most} enrolled"),
        outcome: if fit.is_empty() { Outcome::Disagrees } else { Outcome::Agrees },
        place: count.place.clone(),
    })
}

/// Every sum that must hold.
pub(super) fn totals(published: &Published) -> Vec<Checked> {
    let one = |total: &Total| {
        let parts: Vec<u64> = total.parts.iter().filter_map(|i| published.counts.get(*i)).map(|c| c.events).collect();
        let written = parts.iter().map(u64::to_string).collect::<Vec<_>>().join(" + ");
        let sum = compare(&parts, total.whole)?;
        let outcome = match sum {
            Sum::Equal => Outcome::Agrees,
            Sum::Below(_) if total.incomplete => Outcome::Agrees,
            _ => Outcome::Disagrees,
        };
        let rest = match sum {
            Sum::Equal => "equal".to_owned(),
            Sum::Below(n) => format!("{n} fewer"),
            Sum::Above(n) => format!("{n} more"),
        };
        Some(Checked {
            code: codes::TOTALS,
            check: "total",
            about: total.what.clone(),
            printed: format!("{written} of {} ({})", total.whole, total.whole_name),
            computed: rest,
            assumption: match total.incomplete {
                true => "no subject counts twice; the parts need not be all".into(),
                false => "no subject counts twice, and the parts are all there is".into(),
            },
            outcome,
            place: total.place.clone(),
        })
    };
    published.totals.iter().filter_map(one).collect()
}

/// Denominators that change: of one outcome, and of the whole study over everything that is no subgroup.
pub(super) fn changing_denominators(published: &Published) -> Vec<Checked> {
    let mut made = Vec::new();
    let written = |numbers: &[u64]| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let mut seen: Vec<&str> = Vec::new();
    for count in &published.counts {
        if seen.contains(&count.outcome.as_str()) {
            continue;
        }
        seen.push(&count.outcome);
        let same: Vec<&Count> =
            published.counts.iter().filter(|c| c.outcome == count.outcome && c.arm == count.arm).collect();
        let numbers = changing(&same.iter().filter_map(|c| c.of).collect::<Vec<_>>());
        if !numbers.is_empty() {
            made.push(Checked {
                code: codes::DENOMINATOR,
                check: "denominator of an outcome",
                about: count.outcome.clone(),
                printed: same
                    .iter()
                    .filter_map(|c| c.of.map(|of| format!("{} of {of}", c.events)))
                    .collect::<Vec<_>>()
                    .join(", "),
                computed: format!("denominators {}", written(&numbers)),
                assumption: "the counts are of the same outcome".into(),
                outcome: Outcome::Note,
                place: count.place.clone(),
            });
        }
    }
    let arm = |a: &str| a == "all";
    let of_figures = published.figures.iter().filter(|f| arm(&f.arm)).filter_map(|f| f.n.map(u64::from));
    let of_counts = published.counts.iter().filter(|c| arm(&c.arm) && !c.subgroup).filter_map(|c| c.of);
    let all: Vec<u64> = published.file.subjects.map(u64::from).into_iter().chain(of_figures).chain(of_counts).collect();
    let numbers = changing(&all);
    if !numbers.is_empty() {
        made.push(Checked {
            code: codes::DENOMINATOR,
            check: "denominators of the study",
            about: "subjects behind the figures".into(),
            printed: written(&numbers),
            computed: format!("{} different numbers of subjects", numbers.len()),
            assumption: "figures of the whole study, subgroups by definition left out".into(),
            outcome: Outcome::Note,
            place: published.unknown_place.clone(),
        });
    }
    made
}
