//! The functions and times a rule may name, and the hint for a name that is not among them.

use engraft_base::suggest::did_you_mean;

use super::When;
use super::items::Which;
use super::tree::{Change, Limit};

/// What a function takes and gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Function {
    Change(Change),
    TimesUln,
    Limit(Limit),
    Size,
    Hits,
    Count,
    All,
    Any,
    Given,
    Happened,
    Items(Which),
    Steps,
}

pub(super) const FUNCTIONS: [(&str, Function, &str); 22] = [
    ("change", Function::Change(Change::Difference), "change(easi)"),
    ("fall", Function::Change(Change::Fall), "fall(easi)"),
    ("rise", Function::Change(Change::Rise), "rise(easi)"),
    ("fall_percent", Function::Change(Change::FallPercent), "fall_percent(easi)"),
    ("rise_percent", Function::Change(Change::RisePercent), "rise_percent(easi)"),
    ("fall_percent_of_range", Function::Change(Change::FallPercentOfRange), "fall_percent_of_range(mmt8)"),
    ("rise_percent_of_range", Function::Change(Change::RisePercentOfRange), "rise_percent_of_range(mmt8)"),
    ("times_uln", Function::TimesUln, "times_uln(ck)"),
    ("fall_times_uln", Function::Change(Change::FallTimesUln), "fall_times_uln(ck)"),
    ("scale_min", Function::Limit(Limit::Lowest), "scale_min(mdga)"),
    ("scale_max", Function::Limit(Limit::Highest), "scale_max(mmt8)"),
    ("steps", Function::Steps, "steps(fall_percent_of_range(mdga), [5, 15], [0, 7.5, 15])"),
    ("items_at", Function::Items(Which::At), "items_at(bilag, \"A\")"),
    ("items_new", Function::Items(Which::New), "items_new(bilag, \"A\"), or items_new(previous.sledai)"),
    ("items_kept", Function::Items(Which::Kept), "items_kept(bilag, \"A\")"),
    ("size", Function::Size, "size(organs)"),
    ("hits", Function::Hits, "hits(organs, [\"skin\", \"joints\"])"),
    ("count", Function::Count, "count([fall(easi) >= 5, now.iga <= 1]) >= 1"),
    ("all", Function::All, "all([fall(easi) >= 5, now.iga <= 1])"),
    ("any", Function::Any, "any([fall(easi) >= 5, now.iga <= 1])"),
    ("given", Function::Given, "given(baseline.itch >= 4, fall(itch) >= 4)"),
    ("happened", Function::Happened, "happened(\"relapse\")"),
];

pub(super) const TIMES: [When; 5] = [When::Now, When::Baseline, When::Previous, When::Nadir, When::Peak];

pub(super) fn function(name: &str) -> Option<Function> {
    FUNCTIONS.iter().find(|(word, ..)| *word == name).map(|(_, function, _)| *function)
}

/// How the function is written, for a hint.
pub(super) fn example(function: Function) -> &'static str {
    FUNCTIONS.iter().find(|(_, f, _)| *f == function).map_or("", |(_, _, example)| *example)
}

pub(super) fn time(word: &str) -> Option<When> {
    TIMES.into_iter().find(|when| when.word() == word)
}

/// The hint for a function that does not exist.
pub(super) fn function_hint(name: &str) -> String {
    let lower = name.to_lowercase();
    if ["percent_change", "change_percent", "pct_change", "pchg", "percentchange"].contains(&lower.as_str()) {
        return "three different changes go by that name: `fall_percent(m)` is relative to the baseline value, \
                `fall_percent_of_range(m)` is a share of the scale, and for a quantity that is itself a percentage \
                `fall(m)` is the difference in points"
            .to_owned();
    }
    match lower.as_str() {
        "exists" | "has" | "filter" | "map" | "exists_one" => "use count([..]), all([..]) or any([..])".to_owned(),
        "min" | "lowest" => "the lowest value so far is `nadir.m`".to_owned(),
        "max" | "highest" => "the highest value so far is `peak.m`".to_owned(),
        "contains" | "startswith" | "matches" => "use `\"x\" in now.l` or hits(l, [\"x\"])".to_owned(),
        "not" => "negation is written `!`".to_owned(),
        _ => did_you_mean(name, FUNCTIONS.map(|(word, ..)| word)).unwrap_or_else(all_functions),
    }
}

fn all_functions() -> String {
    format!("functions: {}", FUNCTIONS.map(|(word, ..)| word).join(", "))
}

/// The hint for a time that does not exist.
pub(super) fn time_hint(word: &str) -> String {
    did_you_mean(word, TIMES.map(When::word)).unwrap_or_else(|| format!("times: {}", TIMES.map(When::word).join(", ")))
}
