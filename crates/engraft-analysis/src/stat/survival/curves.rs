//! Curves: Kaplan-Meier, restricted mean, mean cumulative function.

use engraft_stats::survival::{
    ConfidenceMethod, Convention, KaplanMeier, kaplan_meier, mean_cumulative, restricted_mean_contrast,
};

use super::{Answer, Call, Columns, Fault, groups, kept, within};

/// Events below which the beta product is recommended.
const FEW_EVENTS: usize = 20;

/// The interval of this name; otherwise what SAS, or R, takes.
pub(crate) fn confidence_of(word: &str, as_sas: bool) -> ConfidenceMethod {
    let default = if as_sas { ConfidenceMethod::LogLog } else { ConfidenceMethod::Log };
    ConfidenceMethod::named(word).unwrap_or(default)
}

/// The interval asked for; the default of the convention otherwise.
pub(super) fn confidence(call: &Call) -> ConfidenceMethod {
    confidence_of(call.word("interval"), call.as_sas())
}

pub(super) fn kaplan_meier_curves(call: &Call) -> Result<Answer, Fault> {
    let columns = Columns::of(call);
    let method = confidence(call);
    let mut answer = Answer::new();
    let mut few = false;
    for (group, rows) in groups(call) {
        let curve = kaplan_meier(&columns.only(&rows).follow_up())?;
        few |= curve.events < FEW_EVENTS;
        answer.of(group.as_str()).count("n", curve.n).count("events", curve.events).count("censored", curve.censored);
        answer.text("interval-method", method.word());
        quantiles(call, &curve, &group, method, &mut answer)?;
        landmarks(call, &curve, &group, method, &mut answer)?;
    }
    if few && method != ConfidenceMethod::BetaProduct {
        answer.note("fewer than 20 events: `--interval beta-product` keeps its level in small samples");
    }
    Ok(answer)
}

fn quantiles(
    call: &Call,
    curve: &KaplanMeier,
    group: &str,
    method: ConfidenceMethod,
    answer: &mut Answer,
) -> Result<(), Fault> {
    let convention = if call.as_sas() { Convention::Sas } else { Convention::R };
    for probability in call.number_list("quantiles") {
        let found = curve.quantile(probability, call.level(), method, convention)?;
        answer.of(within(group, &format!("quantile {probability}"))).number_or("estimate", found.estimate);
        answer.number_or("interval-lower", found.lower).number_or("interval-upper", found.upper);
    }
    Ok(())
}

fn landmarks(
    call: &Call,
    curve: &KaplanMeier,
    group: &str,
    method: ConfidenceMethod,
    answer: &mut Answer,
) -> Result<(), Fault> {
    let asked = call.number_list("times");
    if asked.is_empty() {
        let intervals = curve.intervals(call.level(), method)?;
        for (step, interval) in curve.steps.iter().zip(&intervals).filter(|(step, _)| step.events > 0) {
            answer.of(within(group, &format!("time {}", step.time))).count("at-risk", step.at_risk);
            answer.count("events", step.events).number("estimate", step.survival).number_or("se", step.std_error());
            answer.interval_or(interval);
        }
        return Ok(());
    }
    for time in asked {
        answer.of(within(group, &format!("time {time}")));
        match curve.landmark(time, call.level(), method) {
            Ok(at) => {
                answer.count("at-risk", at.at_risk).count("events", at.events).count("censored", at.censored);
                answer.number("estimate", at.survival).number_or("se", at.std_error).interval_or(&at.interval);
            }
            Err(reason) => {
                answer.refused("estimate", reason.to_string());
            }
        }
    }
    Ok(())
}

pub(super) fn restricted_means(call: &Call) -> Result<Answer, Fault> {
    let columns = Columns::of(call);
    let (levels, codes) = call.levels("group");
    let names = call.two_levels(&levels, "group")?;
    let curve = |name: &String| {
        let keep: Vec<bool> = codes.iter().map(|code| levels.get(*code) == Some(name)).collect();
        kaplan_meier(&columns.only(&keep).follow_up())
    };
    let (first, second) = (curve(&names[0])?, curve(&names[1])?);
    let horizon = call.number("horizon").unwrap_or(0.0);
    let found = restricted_mean_contrast(&first, &second, horizon, call.level())?;
    let mut answer = Answer::new();
    for (name, curve, mean) in [(&names[0], &first, &found.first), (&names[1], &second, &found.second)] {
        answer.of(name.as_str()).count("n", curve.n).count("events", curve.events).number("estimate", mean.mean);
        answer.number("se", mean.std_error).interval_or(&mean.interval);
    }
    answer.of("").text("comparison", format!("{} - {}", names[0], names[1])).number("horizon", horizon);
    answer.number("difference", found.difference).number("difference-se", found.std_error);
    answer.interval_named("difference", &found.difference_interval).number("difference-p-value", found.p_value);
    answer.number("ratio", found.ratio).interval_named("ratio", &found.ratio_interval);
    answer.number("ratio-p-value", found.ratio_p_value);
    Ok(answer)
}

pub(super) fn mean_cumulative_functions(call: &Call) -> Result<Answer, Fault> {
    let columns = Columns::of(call);
    let subjects = call.levels("subject").1;
    let mut answer = Answer::new();
    for (group, rows) in groups(call) {
        let curve = mean_cumulative(&columns.only(&rows).follow_up(), &kept(&subjects, &rows))?;
        answer.of(group.as_str()).count("subjects", curve.subjects).count("rows", curve.n);
        answer.count("events", curve.events);
        let asked = call.number_list("times");
        let all = || curve.steps.iter().filter(|step| step.events > 0).map(|step| step.time).collect();
        for time in if asked.is_empty() { all() } else { asked } {
            answer.of(within(&group, &format!("time {time}")));
            let last = curve.steps.last().is_some_and(|step| time <= step.time);
            let step = curve.steps.iter().take_while(|step| step.time <= time).last().filter(|_| last);
            let Some(step) = step else {
                answer.refused("estimate", "no row ends before this time, or observation ends before it");
                continue;
            };
            answer.count("at-risk", step.at_risk).number("estimate", step.mean).number("se", step.std_error);
            answer.interval_or(&step.interval(call.level()));
        }
    }
    Ok(answer)
}
