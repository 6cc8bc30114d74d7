//! Figures of published numbers: means with both readings of their spread, paired changes against the correlation.

use engraft_results::ResultRow;

use super::group_tip;
use crate::context::Page;
use crate::figure::{ClaimBand, ClaimCurve, Figure, Frame, NARROW, PrintedMean, PrintedMeans, ScaleKind, ValueAxis};
use crate::lookup::Found;

/// One figure for each measure and arm with a printed mean at two visits or more: caption and SVG.
pub(crate) fn printed_means(page: &Page<'_>) -> Vec<(String, String)> {
    let mut groups: Vec<(Of<'_>, Vec<&str>)> = Vec::new();
    for analysis in page.lookup.analyses("printed.") {
        let Some((_, centre)) = find(page, analysis, "centre", "") else { continue };
        let Some((_, source)) = find(page, analysis, "source", "") else { continue };
        if centre.visit.is_empty() || centre.measure.is_empty() || centre.value.is_none() {
            continue;
        }
        let key = (centre.measure.as_str(), centre.arm.as_str(), source.text.as_str());
        match groups.iter_mut().find(|(k, _)| *k == key) {
            Some((_, members)) => members.push(analysis),
            None => groups.push((key, vec![analysis])),
        }
    }
    let several = groups.into_iter().filter(|(_, members)| members.len() > 1);
    several.map(|((measure, arm, _), members)| means(page, measure, arm, &members)).collect()
}

/// Measure, arm and source.
type Of<'a> = (&'a str, &'a str, &'a str);

fn find<'a>(page: &Page<'a>, analysis: &str, statistic: &str, reading: &str) -> Option<Found<'a>> {
    let fits = |r: &ResultRow| r.statistic == statistic && (reading.is_empty() || has(&r.method, reading));
    page.lookup.rows(analysis).find(|(_, r)| fits(r))
}

fn has(method: &str, word: &str) -> bool {
    method.split(' ').any(|part| part == word)
}

fn means(page: &Page<'_>, measure: &str, arm: &str, members: &[&str]) -> (String, String) {
    let spec = page.spec.measure(measure);
    let label = spec.map_or(measure, |m| m.label.as_str());
    let label = if page.spec.single_arms().len() > 1 {
        format!("{label}, {}", page.spec.arm_label(arm))
    } else {
        label.to_owned()
    };
    let mut order: Vec<&str> = members.to_vec();
    let day = |analysis: &str| {
        let visit = find(page, analysis, "centre", "").map_or("", |(_, r)| r.visit.as_str());
        page.spec.visit_day(visit).unwrap_or(i32::MAX)
    };
    order.sort_by_key(|a| day(a));
    let excluded =
        |reading: &str| members.iter().any(|a| find(page, a, "sd", reading).is_some_and(|(_, r)| r.note == "excluded"));
    let words =
        |reading: &str, name: &str| format!("if ± is a {name}{}", if excluded(reading) { " (excluded)" } else { "" });
    let figure = PrintedMeans {
        frame: Frame {
            title: format!("{label}: printed means"),
            desc: format!(
                "Printed means of {label} with the interval of the mean under both readings of ±; the numbers are in the table below."
            ),
            watermark: page.spec.watermark(),
        },
        axis: ValueAxis {
            unit: spec.and_then(|m| m.unit.clone()),
            benefit: spec.map(|m| m.benefit).unwrap_or_default(),
            scale: ScaleKind::Linear,
            ..ValueAxis::new(label.as_str())
        },
        sd_words: words("reading=sd", "standard deviation"),
        sem_words: words("reading=sem", "standard error"),
        means: order.iter().filter_map(|a| one(page, a)).collect(),
    };
    (label, figure.render_responsive())
}

fn one(page: &Page<'_>, analysis: &str) -> Option<PrintedMean> {
    let centre = find(page, analysis, "centre", "")?;
    let interval = |reading: &str| {
        let end = |statistic| find(page, analysis, statistic, reading).and_then(|(_, r)| r.value);
        end("lower").zip(end("upper"))
    };
    let spread = find(page, analysis, "spread", "").map(|(_, r)| format!("±{}", r.text)).unwrap_or_default();
    Some(PrintedMean {
        visit: page.spec.visit_label(&centre.1.visit).to_owned(),
        text: format!("{}{spread}", centre.1.text),
        n: centre.1.n.map_or("n not reported".to_owned(), |n| format!("n {n}")),
        mean: centre.1.value?,
        as_sd: interval("reading=sd"),
        as_sem: interval("reading=sem"),
        tip: group_tip(centre, page.spec.visit_label(&centre.1.visit)),
    })
}

/// One figure for each paired claim: caption and SVG.
pub(crate) fn printed_claims(page: &Page<'_>) -> Vec<(String, String)> {
    page.lookup.analyses("printed-claim.").into_iter().filter_map(|analysis| claim(page, analysis)).collect()
}

fn claim(page: &Page<'_>, analysis: &str) -> Option<(String, String)> {
    let change = find(page, analysis, "change", "")?;
    let label = find(page, analysis, "label", "")?.1.text.as_str();
    let words = find(page, analysis, "claim", "")?.1.text.as_str();
    let visit = page.spec.visit_label(&change.1.visit);
    let bands: Vec<ClaimBand> =
        [("sd", true), ("sem", false)].into_iter().filter_map(|(r, full)| band(page, analysis, r, full)).collect();
    let title = format!("{label}, {visit}");
    let spec = page.spec.measure(&change.1.measure);
    let figure = ClaimCurve {
        frame: Frame {
            title: title.clone(),
            desc: format!("Change of {words} with its interval at every correlation of before and after."),
            watermark: page.spec.watermark(),
        },
        axis: ValueAxis {
            unit: (!change.1.unit.is_empty()).then(|| change.1.unit.clone()),
            benefit: spec.map(|m| m.benefit).unwrap_or_default(),
            ..ValueAxis::new(format!("change of {label}, {visit}"))
        },
        change: change.1.value?,
        bands,
    };
    Some((words.to_owned(), figure.render_at(NARROW)))
}

fn band(page: &Page<'_>, analysis: &str, reading: &str, full: bool) -> Option<ClaimBand> {
    let word = format!("reading={reading}");
    let lows = page.lookup.rows(analysis).filter(|(_, r)| r.statistic == "lower" && has(&r.method, &word));
    let points: Vec<(f64, f64, f64)> = lows
        .filter_map(|(_, low)| {
            let high = page.lookup.rows(analysis).find(|(_, r)| r.statistic == "upper" && r.method == low.method)?;
            let r = low.method.split(' ').find_map(|part| part.strip_prefix("r="))?.parse().ok()?;
            Some((r, low.value?, high.1.value?))
        })
        .collect();
    let end = |statistic| {
        let fits = |r: &ResultRow| r.statistic == statistic && has(&r.method, "numbers=as-printed");
        page.lookup.rows(analysis).find(|(_, r)| fits(r) && has(&r.method, &word)).and_then(|(_, r)| r.value)
    };
    let name = if full { "standard deviation" } else { "standard error" };
    let possible = end("r-low").zip(end("r-high"));
    (!points.is_empty()).then(|| ClaimBand {
        words: format!("± is a {name}"),
        full,
        points,
        possible,
        tip: crate::figure::Tip::new(format!("interval if ± is a {name}")),
    })
}
