//! Best or last change of every subject.

use std::collections::BTreeSet;

use super::{axis, tip};
use crate::context::{Page, state};
use crate::figure::{Bar, Figure, Frame, State, Waterfall};
use crate::lookup::Key;
use crate::spec::Measure;

/// The figure with its caption.
pub(crate) struct Captioned {
    pub svg: String,
    pub caption: String,
}

/// The figure; `None` when nobody has a change.
pub(crate) fn waterfall(page: &Page<'_>, measure: &Measure) -> Option<Captioned> {
    let analysis = format!("extreme.{}", measure.id);
    let best = page.lookup.rows(&analysis).any(|(_, r)| r.statistic == "best-change");
    let statistic = if best { "best-change" } else { "last-change" };
    let response =
        page.spec.responses.iter().find(|r| r.measures.contains(&measure.id)).or(page.spec.responses.first());
    let mut bars: Vec<Bar> = Vec::new();
    for (subject, arm) in enrolled(page) {
        let found = page.lookup.rows(&analysis).find(|(_, r)| r.subject == subject && r.statistic == statistic);
        let verdict = response.zip(found).and_then(|(response, (_, row))| {
            let analysis = format!("verdict.{}", response.id);
            let key = Key {
                analysis: &analysis,
                arm: &arm,
                cycle: "1",
                visit: &row.visit,
                subject: &subject,
                statistic: "verdict",
                ..Key::default()
            };
            page.lookup.get(key)
        });
        bars.push(Bar {
            value: found.and_then(|(_, r)| r.value),
            text: found.map(|(_, r)| crate::number::typeset(&r.text)).unwrap_or_default(),
            state: verdict.map_or(if found.is_some() { State::NotMet } else { State::NoData }, |(_, r)| state(r)),
            tip: found.map(|f| tip(page, f)).unwrap_or_default(),
            subject,
        });
    }
    if bars.iter().all(|b| b.value.is_none()) {
        return None;
    }
    let which = if best { "Best" } else { "Last" };
    let with = bars.iter().filter(|b| b.value.is_some()).count();
    let title = format!("{which} change in {}", measure.label);
    let desc = format!("{title} of {with} of {} subjects, sorted; the others have no change.", bars.len());
    let figure = Waterfall {
        frame: Frame { title: title.clone(), desc, watermark: page.spec.watermark() },
        axis: crate::figure::ValueAxis { label: format!("Change in {}", measure.label), ..axis(measure, false) },
        bars,
        thresholds: Vec::new(),
    };
    let filled = response.map(|r| format!(" Filled: {} at the visit of the change.", r.label)).unwrap_or_default();
    let of_change = format!("change.{}", measure.id);
    let open =
        page.lookup.rows(&of_change).filter(|(_, r)| r.cycle == "1" && r.statistic == "change" && r.value.is_none());
    let open: BTreeSet<&str> = open.map(|(_, r)| r.subject.as_str()).collect();
    let bounded = match open.len() {
        0 => String::new(),
        n => {
            format!(" {n} subjects have a change that is known only between bounds; it has no bar and is not compared.")
        }
    };
    let caption = format!("{title} from baseline in the first cycle, one bar a subject.{filled}{bounded}");
    Some(Captioned { svg: figure.render_responsive(), caption })
}

/// Subjects in the order of RESULTS, with their arms.
fn enrolled(page: &Page<'_>) -> Vec<(String, String)> {
    let rows = page.lookup.results().rows().iter().filter(|r| !r.subject.is_empty());
    let seen: BTreeSet<(&str, &str)> = rows.map(|r| (r.subject.as_str(), r.arm.as_str())).collect();
    seen.into_iter().map(|(subject, arm)| (subject.to_owned(), arm.to_owned())).collect()
}
