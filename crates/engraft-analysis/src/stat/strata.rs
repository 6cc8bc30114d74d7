//! Two proportions within strata, whether their odds ratio is common, and the trend of a proportion over ordered groups.

use std::collections::BTreeMap;

use engraft_stats::stratified::*;
use engraft_stats::two_proportions::TwoByTwo;
use engraft_stats::{StatError, TwoSided};

use super::exact_proportions::{convention, estimate, hole};
use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/mantel-haenszel.toml"), run: common },
    Entry { page: include_str!("../../methods/exact-common-odds-ratio.toml"), run: exact },
    Entry { page: include_str!("../../methods/breslow-day.toml"), run: homogeneity },
    Entry { page: include_str!("../../methods/cochran-armitage.toml"), run: trend },
];

/// A table for each stratum, and the answer begun with the comparison.
fn strata(call: &Call) -> Result<(Vec<TwoByTwo>, Answer), Fault> {
    let (levels, codes) = call.levels("group");
    let names = call.two_levels(&levels, "group")?;
    let (strata, places) = call.levels("stratum");
    let mut counts = vec![[0_u64; 4]; strata.len()];
    for ((flag, code), place) in call.flags("response").into_iter().zip(codes).zip(places) {
        let first = levels.get(code) == Some(&names[0]);
        if let Some([x1, n1, x2, n2]) = counts.get_mut(place) {
            let (x, n) = if first { (x1, n1) } else { (x2, n2) };
            *n += 1;
            *x += u64::from(flag);
        }
    }
    let tables = counts.iter().map(|[x1, n1, x2, n2]| TwoByTwo::new(*x1, *n1, *x2, *n2));
    let mut answer = Answer::new();
    answer.text("comparison", format!("{} - {}", names[0], names[1])).count("strata", strata.len());
    Ok((tables.collect::<Result<_, StatError>>()?, answer))
}

fn common(call: &Call) -> Result<Answer, Fault> {
    let (strata, mut answer) = strata(call)?;
    let continuity = if call.flag("continuity") { Continuity::Half } else { Continuity::None };
    let found = mantel_haenszel(&strata, continuity, call.level())?;
    answer.count("informative-strata", found.informative).number("chi-squared", found.chi_squared);
    answer.number("p-value", found.p_value);
    for (name, effect) in
        [("odds-ratio", found.odds_ratio), ("risk-ratio", found.risk_ratio), ("risk-difference", found.risk_difference)]
    {
        answer.of(name).number_or("estimate", effect.map(|e| e.estimate));
        answer.number_or(if name == "risk-difference" { "se" } else { "se-log" }, effect.map(|e| e.se));
        answer.interval_or(&effect.map(|e| e.interval));
    }
    Ok(answer)
}

fn exact(call: &Call) -> Result<Answer, Fault> {
    let (strata, mut answer) = strata(call)?;
    let found = exact_common_odds_ratio(&strata, convention(call, TwoSided::MinimumLikelihood), call.level())?;
    let none =
        found.odds_ratio.is_none().then_some("the margins allow one outcome only: the odds ratio has no estimate");
    estimate(&mut answer, found.odds_ratio, none);
    answer.interval(&found.interval).text("convention", found.convention.word()).number("p-value", found.p_value);
    answer.number("p-less", found.less).number("p-greater", found.greater);
    hole(&mut answer, found.set);
    Ok(answer)
}

fn homogeneity(call: &Call) -> Result<Answer, Fault> {
    let (strata, mut answer) = strata(call)?;
    let found = breslow_day(&strata)?;
    answer.count("informative-strata", found.informative).number("odds-ratio", found.odds_ratio);
    answer.number("chi-squared", found.tarone).count("df", found.df).number("p-value", found.tarone_p_value);
    answer.number("chi-squared-uncorrected", found.chi_squared).number("p-value-uncorrected", found.p_value);
    Ok(answer)
}

fn trend(call: &Call) -> Result<Answer, Fault> {
    let (groups, scores) = ordered(call)?;
    let found = cochran_armitage(&groups, &scores)?;
    let mut answer = Answer::new();
    answer.count("groups", groups.len()).number("z", found.z).number("z-permutation", found.z_permutation);
    answer.number("p-value-asymptotic", found.p_value);
    let exact = exact_trend(&groups, &scores);
    answer.number_or("p-value", exact.map(|e| e.p_value));
    answer.number_or("p-less", exact.map(|e| e.less)).number_or("p-greater", exact.map(|e| e.greater));
    Ok(answer)
}

/// Events and subjects of each group, and their scores.
type Groups = (Vec<(u64, u64)>, Vec<f64>);

/// The groups of a trend in order of their scores.
fn ordered(call: &Call) -> Result<Groups, Fault> {
    let whole = |option: &str| -> Vec<u64> { call.list(option).iter().filter_map(|w| w.parse().ok()).collect() };
    let (events, subjects, scores) = (whole("events"), whole("subjects"), call.number_list("scores"));
    match (call.has("response") && call.has("score"), events.is_empty() && subjects.is_empty() && scores.is_empty()) {
        (true, true) => {
            let mut groups: BTreeMap<usize, (u64, u64)> = BTreeMap::new();
            let mut values: Vec<f64> = call.numbers("score");
            let rows = values.clone();
            values.sort_by(f64::total_cmp);
            values.dedup();
            for (score, flag) in rows.iter().zip(call.flags("response")) {
                let group = groups.entry(values.partition_point(|v| v < score)).or_default();
                *group = (group.0 + u64::from(flag), group.1 + 1);
            }
            Ok((groups.into_values().collect(), values))
        }
        (false, false) if events.len() == subjects.len() => Ok((events.into_iter().zip(subjects).collect(), scores)),
        _ => Err(Fault::usage(
            "a trend needs its groups",
            "give FILE, `--response COLUMN` and `--score COLUMN`, or `--events 0,1,4 --subjects 3,6,6 --scores 1,2,3`",
        )),
    }
}
