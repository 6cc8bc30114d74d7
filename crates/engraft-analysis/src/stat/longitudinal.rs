//! Repeated measurements and linear models: MMRM, random effects, GEE, least squares, one-way analysis of variance.

use std::collections::BTreeMap;

use engraft_stats::longitudinal::{
    BaselineTerm, Correction, Covariance, DegreesOfFreedom, Estimate, Estimation, GeeData, GeeFamily, Information,
    LADDER, MixedData, MmrmData, MmrmFit, MmrmOptions, RandomEffects, TrialModel, TrialRow, WorkingCorrelation, gee,
    mmrm, random_effects,
};
use engraft_stats::{StandardErrors, StatError, least_squares, one_way_anova};

use super::{Answer, Call, Entry, Fault};

pub(super) const METHODS: &[Entry] = &[
    Entry { page: include_str!("../../methods/mmrm.toml"), run: repeated },
    Entry { page: include_str!("../../methods/random-slope.toml"), run: slopes },
    Entry { page: include_str!("../../methods/gee.toml"), run: population },
    Entry { page: include_str!("../../methods/least-squares.toml"), run: line },
    Entry { page: include_str!("../../methods/one-way-anova.toml"), run: groups },
];

fn estimation(call: &Call) -> Estimation {
    if call.word("likelihood") == "ml" { Estimation::Ml } else { Estimation::Reml }
}

fn degrees(call: &Call) -> DegreesOfFreedom {
    let kind = if call.word("information") == "expected" { Information::Expected } else { Information::Observed };
    match call.word("df") {
        "satterthwaite" => DegreesOfFreedom::Satterthwaite(kind),
        "kenward-roger-full" => DegreesOfFreedom::KenwardRogerFull(kind),
        _ => DegreesOfFreedom::KenwardRogerLinear(kind),
    }
}

fn structures(call: &Call) -> Vec<Covariance> {
    match call.word("covariance") {
        "unstructured" => vec![Covariance::Unstructured],
        "toeplitz-heterogeneous" => vec![Covariance::ToeplitzHeterogeneous],
        "toeplitz" => vec![Covariance::Toeplitz],
        "ar1-heterogeneous" => vec![Covariance::Ar1Heterogeneous],
        "ar1" => vec![Covariance::Ar1],
        "compound-symmetry-heterogeneous" => vec![Covariance::CompoundSymmetryHeterogeneous],
        "compound-symmetry" => vec![Covariance::CompoundSymmetry],
        _ => LADDER.to_vec(),
    }
}

/// The different words of a column in order of first appearance, and the place of each row's word among them, as
/// [`Call::levels`]. Rows mostly repeat the word before or go on to the next one, which needs no search.
fn coded(call: &Call, role: &str) -> (Vec<String>, Vec<usize>) {
    let (mut levels, mut places) = (Vec::<&str>::new(), BTreeMap::new());
    let mut last = 0;
    let words = call.words(role);
    let codes = words.iter().map(|word| {
        let next = if last + 1 < levels.len() { last + 1 } else { 0 };
        let near = [last, next].into_iter().find(|place| levels.get(*place) == Some(word));
        last = near.unwrap_or_else(|| {
            *places.entry(*word).or_insert_with(|| {
                levels.push(word);
                levels.len() - 1
            })
        });
        last
    });
    let codes = codes.collect();
    (levels.into_iter().map(str::to_owned).collect(), codes)
}

/// Levels of a column in the order asked for by an option (all of them), or of appearance.
fn ordered(call: &Call, role: &str, option: &str) -> Result<(Vec<String>, Vec<usize>), Fault> {
    let (levels, codes) = coded(call, role);
    let asked = call.list(option);
    if asked.is_empty() {
        return Ok((levels, codes));
    }
    let places: Option<Vec<usize>> = levels.iter().map(|l| asked.iter().position(|a| a == l)).collect();
    match places {
        Some(places) if asked.len() == levels.len() => {
            Ok((asked, codes.iter().filter_map(|c| places.get(*c).copied()).collect()))
        }
        _ => Err(Fault::usage(
            format!("column `{}` holds {}", call.column_name(role), levels.join(", ")),
            format!("`--{option}` must name each of them once"),
        )),
    }
}

fn enter(answer: &mut Answer, of: String, result: Result<Estimate, StatError>) {
    answer.of(of);
    match result {
        Ok(e) => {
            answer.number("estimate", e.value).number("se", e.se).number("df", e.df).interval(&e.interval);
            answer.number("t", e.t).number("p-value", e.p_value);
        }
        Err(reason) => {
            answer.refused("estimate", reason.to_string());
        }
    }
}

fn repeated(call: &Call) -> Result<Answer, Fault> {
    let response = call.numbers("value");
    let (_, subject) = coded(call, "subject");
    let (visits, visit) = ordered(call, "visit", "visits")?;
    let (arms, arm) =
        if call.has("arm") { ordered(call, "arm", "arms")? } else { (vec![String::new()], vec![0; response.len()]) };
    let baseline = call.numbers("baseline");
    let covariates = call.many_numbers("covariates");
    let rows: Vec<TrialRow> = (arm.iter().zip(&visit).enumerate())
        .map(|(i, (arm, visit))| TrialRow {
            arm: *arm,
            visit: *visit,
            baseline: baseline.get(i).copied().unwrap_or(0.0),
            covariates: covariates.iter().filter_map(|c| c.get(i).copied()).collect(),
        })
        .collect();
    let term = match (call.has("baseline"), call.word("baseline-term")) {
        (false, _) => BaselineTerm::Absent,
        (true, "common") => BaselineTerm::Common,
        (true, _) => BaselineTerm::ByVisit,
    };
    let model = TrialModel::new(&rows, arms.len(), visits.len(), term)?;
    let data = MmrmData {
        subject: &subject,
        visit: &visit,
        visits: visits.len(),
        response: &response,
        design: model.columns(),
        covariance_group: call.flag("covariance-by-arm").then_some(&arm),
    };
    let fit = mmrm(&data, &MmrmOptions { estimation: estimation(call), structures: &structures(call) })?;
    Ok(describe_fit(call, &fit, &model, &arms, &visits))
}

fn describe_fit(call: &Call, fit: &MmrmFit, model: &TrialModel, arms: &[String], visits: &[String]) -> Answer {
    let (method, level) = (degrees(call), call.level());
    let mut answer = Answer::new();
    answer.count("subjects", fit.subjects).count("n", fit.observations).text("covariance", fit.structure.name());
    answer.count("iterations", fit.iterations).number("deviance", fit.deviance);
    for attempt in &fit.attempts {
        answer.note(format!("covariance {} was tried before: {}", attempt.structure.name(), attempt.reason));
    }
    for column in &fit.aliased {
        answer.note(format!("not estimable: {}", model.name(*column)));
    }
    if call.has("baseline") {
        answer.number("baseline-reference", model.reference_baseline());
    }
    for (a, arm) in arms.iter().enumerate() {
        for (v, visit) in visits.iter().enumerate() {
            let name = if arm.is_empty() { format!("visit {visit}") } else { format!("{arm}, visit {visit}") };
            enter(&mut answer, name, fit.estimate(&model.mean(a, v), method, level));
        }
    }
    for (a, arm) in arms.iter().enumerate().skip(1) {
        for (v, visit) in visits.iter().enumerate() {
            let control = arms.first().map_or("", String::as_str);
            let name = format!("{arm} - {control}, visit {visit}");
            enter(&mut answer, name, fit.estimate(&model.difference(a, 0, v), method, level));
        }
    }
    let tests = [
        ("arm", model.arm_effect()),
        ("visit", model.visit_effect()),
        ("arm by visit", model.interaction()),
        ("arm at any visit", model.any_difference()),
    ];
    for (name, rows) in tests.iter().filter(|(_, rows)| !rows.is_empty()) {
        answer.of(format!("test {name}"));
        match fit.test(rows, method) {
            Ok(t) => {
                answer.number("f", t.statistic).count("df1", t.numerator_df).number("df2", t.denominator_df);
                answer.number("p-value", t.p_value);
            }
            Err(reason) => {
                answer.refused("f", reason.to_string());
            }
        }
    }
    answer.of("");
    answer
}

/// A constant and the columns bound to `terms`, with their names.
fn design(call: &Call, rows: usize) -> (Vec<String>, Vec<Vec<f64>>) {
    let names = call.bound("terms").iter().map(|b| b.name.clone());
    let names = std::iter::once("constant".to_owned()).chain(names).collect();
    (names, std::iter::once(vec![1.0; rows]).chain(call.many_numbers("terms")).collect())
}

fn slopes(call: &Call) -> Result<Answer, Fault> {
    let (response, time) = (call.numbers("value"), call.numbers("time"));
    let (_, subject) = call.levels("subject");
    let (mut names, mut columns) = design(call, response.len());
    if !call.flag("without-time") {
        names.push(call.column_name("time").to_owned());
        columns.push(time.clone());
    }
    let effects =
        if call.word("random") == "intercept" { RandomEffects::Intercept } else { RandomEffects::InterceptSlope };
    let data = MixedData { subject: &subject, time: &time, response: &response, design: &columns };
    let fit = random_effects(&data, effects, estimation(call))?;
    let mut answer = Answer::new();
    answer.count("subjects", fit.subjects).count("n", fit.observations).number("deviance", fit.deviance);
    answer.number("intercept-variance", fit.intercept_variance);
    if let (Some(covariance), Some(slope)) = (fit.covariance, fit.slope_variance) {
        answer.number("intercept-slope-covariance", covariance).number("slope-variance", slope);
    }
    answer.number("residual-variance", fit.residual_variance);
    for (k, name) in names.iter().enumerate() {
        let weights: Vec<f64> = (0..names.len()).map(|i| f64::from(u8::from(i == k))).collect();
        enter(&mut answer, name.clone(), fit.estimate(&weights, degrees(call), call.level()));
    }
    Ok(answer)
}

fn population(call: &Call) -> Result<Answer, Fault> {
    let response = call.numbers("value");
    let (_, subject) = call.levels("subject");
    let (_, visit) = ordered(call, "visit", "visits")?;
    let (names, columns) = design(call, response.len());
    let family = match call.word("family") {
        "binomial" => GeeFamily::Binomial,
        "poisson" => GeeFamily::Poisson,
        _ => GeeFamily::Gaussian,
    };
    let working = match call.word("correlation") {
        "independence" => WorkingCorrelation::Independence,
        "ar1" => WorkingCorrelation::Ar1,
        _ => WorkingCorrelation::Exchangeable,
    };
    let correction = match call.word("correction") {
        "none" => Correction::None,
        "kauermann-carroll" => Correction::KauermannCarroll,
        "fay-graubard" => Correction::FayGraubard,
        _ => Correction::ManclDeRouen,
    };
    let data = GeeData { subject: &subject, visit: &visit, response: &response, design: &columns };
    let r = gee(&data, family, working, correction, call.level())?;
    let mut answer = Answer::new();
    answer.count("subjects", r.subjects).number("correlation", r.alpha).number("scale", r.scale).number("df", r.df);
    for (name, coefficient) in names.iter().zip(&r.coefficients) {
        answer.of(name.clone());
        match coefficient {
            Some(c) => {
                answer.number("estimate", c.value).number("se", c.se).interval(&c.interval);
                answer.number("p-value", c.p_value).number("model-se", c.model_se);
            }
            None => {
                answer.refused("estimate", "the column is a combination of those before it");
            }
        }
    }
    Ok(answer)
}

fn line(call: &Call) -> Result<Answer, Fault> {
    let response = call.numbers("value");
    let (names, columns) = design(call, response.len());
    let errors = match call.word("errors") {
        "hc0" => StandardErrors::Hc0,
        "hc1" => StandardErrors::Hc1,
        "hc2" => StandardErrors::Hc2,
        "hc3" => StandardErrors::Hc3,
        _ => StandardErrors::Classical,
    };
    let r = least_squares(&response, &columns, errors, call.level())?;
    let mut answer = Answer::new();
    answer.count("n", response.len()).count("df", r.df).number("residual-sd", r.residual_sd);
    answer.number("r-squared", r.r_squared);
    for (name, coefficient) in names.iter().zip(&r.coefficients) {
        answer.of(name.clone());
        match coefficient {
            Some(c) => {
                answer.number("estimate", c.value).number("se", c.se).interval(&c.interval);
                answer.number("t", c.t).number("p-value", c.p_value);
            }
            None => {
                answer.refused("estimate", "the column is a combination of those before it");
            }
        }
    }
    Ok(answer)
}

fn groups(call: &Call) -> Result<Answer, Fault> {
    let (levels, codes) = call.levels("group");
    let values = call.numbers("value");
    let of = |k: usize| -> Vec<f64> { values.iter().zip(&codes).filter(|(_, c)| **c == k).map(|(v, _)| *v).collect() };
    let split: Vec<Vec<f64>> = (0..levels.len()).map(of).collect();
    let r = one_way_anova(&split.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
    let mut answer = Answer::new();
    answer.count("groups", levels.len()).count("df1", r.between_df).count("df2", r.within_df);
    answer.number("between-squares", r.between_squares).number("within-squares", r.within_squares);
    answer.number("f", r.f).number("p-value", r.p_value).number("r-squared", r.r_squared);
    answer.number("residual-sd", r.residual_sd);
    Ok(answer)
}
