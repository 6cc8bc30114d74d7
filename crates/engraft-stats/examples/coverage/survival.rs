//! Exponential survival with about 20 % censored.

use engraft_stats::random::Stream;
use engraft_stats::survival::*;

use super::simulate::{ALPHA, Block, Cost, LEVEL, Outcome, Page, What};

/// Times, whether the event was seen, and the arm.
struct Data {
    times: Vec<f64>,
    events: Vec<bool>,
    arms: Vec<usize>,
}

/// `arms` groups of n; hazard 1, in the second arm `hazard`; a fifth censored by exponential censoring.
fn draw(s: &mut Stream, n: usize, arms: usize, hazard: f64) -> Data {
    let mut data = Data { times: vec![], events: vec![], arms: vec![] };
    for arm in 0..arms {
        for _ in 0..n {
            let rate = if arm == 1 { hazard } else { 1.0 };
            let event = -libm::log(s.uniform()) / rate;
            let censoring = -4.0 * libm::log(s.uniform()) / rate;
            data.times.push(event.min(censoring));
            data.events.push(event <= censoring);
            data.arms.push(arm);
        }
    }
    data
}

fn held(interval: Option<engraft_stats::Interval>, truth: f64) -> Outcome {
    Some(interval?.contains(truth))
}

const METHODS: [ConfidenceMethod; 6] = [
    ConfidenceMethod::Plain,
    ConfidenceMethod::Log,
    ConfidenceMethod::LogLog,
    ConfidenceMethod::Logit,
    ConfidenceMethod::Arcsine,
    ConfidenceMethod::BetaProduct,
];

fn one_arm(s: &mut Stream, n: usize) -> Vec<Outcome> {
    let data = draw(s, n, 1, 1.0);
    let Ok(curve) = kaplan_meier(&FollowUp::new(&data.times, &data.events)) else { return vec![None; 9] };
    let survival = libm::exp(-0.5);
    let mut found: Vec<Outcome> = METHODS
        .iter()
        .map(|method| held(curve.landmark(0.5, LEVEL, *method).ok().and_then(|l| l.interval.ok()), survival))
        .collect();
    for method in [ConfidenceMethod::LogLog, ConfidenceMethod::BetaProduct] {
        // an end that is not reached is no bound on that side
        let median = curve.median(LEVEL, method, Convention::R).ok();
        let truth = std::f64::consts::LN_2;
        found.push(median.map(|m| m.lower.map_or(true, |l| l <= truth) && m.upper.map_or(true, |u| truth <= u)));
    }
    let mean = restricted_mean(&curve, 0.5, LEVEL).ok().and_then(|r| r.interval.ok());
    found.push(held(mean, 1.0 - survival));
    found
}

const ONE: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(2),
    largest: 40,
    names: &[
        "Kaplan-Meier, plain",
        "Kaplan-Meier, log",
        "Kaplan-Meier, log-log",
        "Kaplan-Meier, logit",
        "Kaplan-Meier, arcsine",
        "Kaplan-Meier, beta product",
        "median survival, log-log",
        "median survival, beta product",
        "restricted mean to 0.5",
    ],
    run: one_arm,
}];

fn cox(data: &Data, truth: f64) -> (Vec<Outcome>, Vec<Outcome>) {
    let column: Vec<f64> = data.arms.iter().map(|arm| *arm as f64).collect();
    let columns = [column.as_slice()];
    let cox = CoxData::new(FollowUp::new(&data.times, &data.events), &columns);
    let fit = fit_cox(&cox, CoxOptions { ties: Ties::Efron, variance: CoxVariance::Model, level: LEVEL }).ok();
    let firth = fit_firth(&cox, Ties::Efron, LEVEL).ok();
    let intervals = vec![
        held(fit.as_ref().map(|f| f.coefficients[0].interval), truth),
        held(firth.as_ref().map(|f| f.coefficients[0].interval), truth),
    ];
    let p = |p: Option<f64>| p.map(|p| p <= ALPHA);
    let tests = vec![
        p(fit.as_ref().map(|f| f.coefficients[0].p_value)),
        p(fit.as_ref().map(|f| f.likelihood_ratio.p_value)),
        p(fit.as_ref().map(|f| f.score.p_value)),
        p(firth.as_ref().map(|f| f.likelihood_ratio.p_value)),
    ];
    (intervals, tests)
}

const COX: &[&str] =
    &["Cox, Wald interval of the log hazard ratio", "Firth's Cox, profile interval of the log hazard ratio"];

fn contrast(data: &Data) -> Option<RestrictedMeanContrast> {
    let curve = |arm: usize| {
        let rows: Vec<usize> = (0..data.arms.len()).filter(|i| data.arms[*i] == arm).collect();
        let times: Vec<f64> = rows.iter().map(|i| data.times[*i]).collect();
        let events: Vec<bool> = rows.iter().map(|i| data.events[*i]).collect();
        kaplan_meier(&FollowUp::new(&times, &events)).ok()
    };
    restricted_mean_contrast(&curve(0)?, &curve(1)?, 0.5, LEVEL).ok()
}

const TWO: [Block; 4] = [
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(4),
        largest: 40,
        names: &[COX[0], COX[1], "difference of restricted means to 0.5"],
        run: |s, n| {
            let data = draw(s, n, 2, 1.0);
            let mut found = cox(&data, 0.0).0;
            found.push(held(contrast(&data).map(|c| c.difference_interval), 0.0));
            found
        },
    },
    Block {
        what: What::TypeOne,
        cost: Cost::Fixed(4),
        largest: 40,
        names: &[
            "Cox, Wald test",
            "Cox, likelihood ratio test",
            "Cox, score test",
            "Firth's Cox, penalised likelihood ratio test",
        ],
        run: |s, n| cox(&draw(s, n, 2, 1.0), 0.0).1,
    },
    Block {
        what: What::TypeOne,
        cost: Cost::Fixed(1),
        largest: 40,
        names: &["log-rank test", "Gehan-Breslow test", "Peto-Peto test", "test of restricted means to 0.5"],
        run: |s, n| {
            let data = draw(s, n, 2, 1.0);
            let follow_up = FollowUp::new(&data.times, &data.events);
            let weights = [Weight::LogRank, Weight::GehanBreslow, Weight::PetoPeto];
            let test = |w| Some(log_rank(&follow_up, &data.arms, None, w).ok()?.test.p_value <= ALPHA);
            let mut found: Vec<Outcome> = weights.into_iter().map(test).collect();
            found.push(contrast(&data).map(|c| c.p_value <= ALPHA));
            found
        },
    },
    Block {
        what: What::TypeOne,
        cost: Cost::Fixed(20),
        largest: 20,
        names: &["permutation log-rank test"],
        run: |s, n| {
            let data = draw(s, n, 2, 1.0);
            let depth = PermutationDepth { exact_up_to: 1000, replicates: 999, seed: s.bits() };
            let follow_up = FollowUp::new(&data.times, &data.events);
            let found = permutation_log_rank(&follow_up, &data.arms, None, Weight::LogRank, depth);
            vec![found.ok().map(|r| r.p_value <= ALPHA)]
        },
    },
];

const HAZARDS: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(4),
    largest: 40,
    names: COX,
    run: |s, n| cox(&draw(s, n, 2, 3.0), libm::log(3.0)).0,
}];

/// Two causes of the same hazard, a fifth censored.
fn competing(s: &mut Stream, n: usize, arms: usize) -> (Data, Vec<usize>) {
    let data = draw(s, n, arms, 1.0);
    let causes = data.events.iter().map(|seen| if *seen { 1 + s.below(2) } else { 0 }).collect();
    (data, causes)
}

const CAUSES: [Block; 3] = [
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(2),
        largest: 40,
        names: &["cumulative incidence at 0.5, delta method", "cumulative incidence at 0.5, Aalen's variance"],
        run: |s, n| {
            let (data, causes) = competing(s, n, 1);
            let risks = CompetingRisks { times: &data.times, causes: &causes };
            let at = |variance| cumulative_incidence(&risks, 1, variance).ok()?.at(0.5).ok()?.interval(LEVEL).ok();
            let truth = 0.5 * (1.0 - libm::exp(-0.5));
            [IncidenceVariance::Delta, IncidenceVariance::Aalen].map(|v| held(at(v), truth)).to_vec()
        },
    },
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(4),
        largest: 40,
        names: &["Fine-Gray, interval of the log subdistribution hazard ratio"],
        run: |s, n| {
            let (data, causes) = competing(s, n, 2);
            let column: Vec<f64> = data.arms.iter().map(|arm| *arm as f64).collect();
            let risks = CompetingRisks { times: &data.times, causes: &causes };
            let fit = fit_fine_gray(&risks, &[&column], 1, CensoringTies::WithEvents, LEVEL).ok();
            vec![held(fit.map(|f| f.coefficients[0].interval), 0.0)]
        },
    },
    Block {
        what: What::TypeOne,
        cost: Cost::Fixed(2),
        largest: 40,
        names: &["Gray's test"],
        run: |s, n| {
            let (data, causes) = competing(s, n, 2);
            let risks = CompetingRisks { times: &data.times, causes: &causes };
            vec![gray_test(&risks, &data.arms, None, 1).ok().map(|r| r.test.p_value <= ALPHA)]
        },
    },
];

pub fn write(page: &mut Page) {
    page.text("\n## Survival\n\nExponential times, hazard 1, exponential censoring of a fifth. Kaplan-Meier at time 0.5, where 0.61 survive.");
    page.blocks("One arm of n", &ONE);
    page.blocks("Two arms of n, the same hazard", &TWO);
    page.blocks("Two arms of n, hazard ratio 3", &HAZARDS);
    page.blocks("Competing risks: two causes of the same hazard, one or two arms of n", &CAUSES);
}
