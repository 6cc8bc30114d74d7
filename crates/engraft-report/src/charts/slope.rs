//! The small figure beside an answer: before and after for every subject, or the proportion with its interval.

use super::trajectory::{mean_name, mean_statistics};
use super::{axis, group_tip, tip};
use crate::context::Page;
use crate::figure::{DotInterval, Figure, Frame, GroupMean, Pair};
use crate::lookup::{Found, Key};
use crate::spec::{Estimand, Measure};

/// The figure; `None` for estimands that are not about change of one measure.
pub(crate) fn slope(page: &Page<'_>, estimand: &Estimand) -> Option<String> {
    let measure = page.spec.measure(&estimand.of).filter(|_| estimand.is_change)?;
    let (before, after) = (page.spec.baseline_visit.as_deref()?, estimand.visit.as_deref()?);
    let analysis = format!("value.{}", measure.id);
    let rows: Vec<_> = page.lookup.rows(&analysis).filter(|(_, r)| r.cycle == "1" && r.statistic == "value").collect();
    let mut pairs = Vec::new();
    for found in rows.iter().filter(|(_, r)| r.visit == before) {
        let later = rows.iter().find(|(_, r)| r.visit == after && r.subject == found.1.subject);
        pairs.push(Pair {
            before: found.1.value,
            after: later.and_then(|(_, r)| r.value),
            tip: tip(page, *later.unwrap_or(found)),
        });
    }
    let figure = DotInterval {
        frame: Frame {
            title: format!("{}, before and after", measure.label),
            desc: format!("One line a subject from {before} to {after}, with means and intervals."),
            watermark: page.spec.watermark(),
        },
        axis: axis(measure, measure.log),
        before_label: label(page, measure, before),
        after_label: label(page, measure, after),
        pairs,
        before: mean(page, measure, before),
        after: mean(page, measure, after),
    };
    Some(figure.render())
}

/// Name of a visit with the number of subjects behind its mean: the two ends need not be the same subjects.
fn label(page: &Page<'_>, measure: &Measure, visit: &str) -> String {
    let n = mean_row(page, measure, visit, "n").map(|(_, r)| r.text.clone()).unwrap_or_default();
    format!("{}, n {n}", page.spec.visit_label(visit))
}

fn mean_row<'a>(page: &Page<'a>, measure: &Measure, visit: &str, statistic: &str) -> Option<Found<'a>> {
    let analysis = format!("measure.{}", measure.id);
    let arm = page.spec.arms.last().map_or("all", |a| a.id.as_str());
    page.lookup.any_method(Key { analysis: &analysis, arm, cycle: "1", visit, statistic, ..Key::default() })
}

fn mean(page: &Page<'_>, measure: &Measure, visit: &str) -> Option<GroupMean> {
    let get = |statistic| mean_row(page, measure, visit, statistic);
    let [centre, lower, upper] = mean_statistics(measure);
    let found = get(centre)?;
    let end = |statistic| get(statistic).and_then(|(_, r)| r.value);
    Some(GroupMean {
        estimate: found.1.value?,
        interval: end(lower).zip(end(upper)),
        text: crate::number::typeset(&found.1.text),
        tip: group_tip(found, &format!("{} at {}:", mean_name(measure), page.spec.visit_label(visit))),
    })
}
