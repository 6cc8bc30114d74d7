//! Repeated measures of two arms: MMRM, random slopes, generalised estimating equations, multiple imputation.

use engraft_stats::longitudinal::*;
use engraft_stats::missing;
use engraft_stats::random::Stream;

use super::simulate::{ALPHA, Block, Cost, LEVEL, Outcome, Page, What};

const VISITS: usize = 3;

/// Rows of two arms of n, 3 visits, correlated; a tenth of the values after the first visit missing. No difference.
struct Rows {
    subject: Vec<usize>,
    trial: Vec<TrialRow>,
    response: Vec<f64>,
}

fn draw(s: &mut Stream, n: usize) -> Rows {
    let mut rows = Rows { subject: vec![], trial: vec![], response: vec![] };
    for subject in 0..2 * n {
        let (level, baseline) = (s.normal(), s.normal());
        for visit in 0..VISITS {
            let value = level + 0.5 * baseline + (1.0 + 0.3 * visit as f64) * s.normal();
            if visit > 0 && s.uniform() < 0.1 {
                continue;
            }
            rows.subject.push(subject);
            rows.trial.push(TrialRow { arm: subject / n, visit, baseline, covariates: vec![] });
            rows.response.push(value);
        }
    }
    rows
}

const METHODS: [DegreesOfFreedom; 4] = [
    DegreesOfFreedom::Normal,
    DegreesOfFreedom::Satterthwaite(Information::Observed),
    DegreesOfFreedom::KenwardRogerLinear(Information::Observed),
    DegreesOfFreedom::KenwardRogerFull(Information::Expected),
];

fn by_mmrm(s: &mut Stream, n: usize, structure: Covariance) -> Vec<Outcome> {
    let rows = draw(s, n);
    let visit: Vec<usize> = rows.trial.iter().map(|row| row.visit).collect();
    let fit = TrialModel::new(&rows.trial, 2, VISITS, BaselineTerm::Common).and_then(|model| {
        let data = MmrmData {
            subject: &rows.subject,
            visit: &visit,
            visits: VISITS,
            response: &rows.response,
            design: model.columns(),
            covariance_group: None,
        };
        let options = MmrmOptions { estimation: Estimation::Reml, structures: &[structure] };
        Ok((mmrm(&data, &options)?, model.difference(1, 0, VISITS - 1)))
    });
    let Ok((fit, weights)) = fit else { return vec![None; METHODS.len()] };
    METHODS.map(|method| Some(fit.estimate(&weights, method, LEVEL).ok()?.interval.contains(0.0))).to_vec()
}

const MMRM: [Block; 2] = [
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(5),
        largest: 40,
        names: &[
            "MMRM unstructured, normal",
            "MMRM unstructured, Satterthwaite",
            "MMRM unstructured, Kenward-Roger (linear)",
            "MMRM unstructured, Kenward-Roger (full)",
        ],
        run: |s, n| by_mmrm(s, n, Covariance::Unstructured),
    },
    Block {
        what: What::Coverage,
        cost: Cost::Fixed(5),
        largest: 40,
        names: &[
            "MMRM compound symmetry (wrong here), normal",
            "MMRM compound symmetry (wrong here), Satterthwaite",
            "MMRM compound symmetry (wrong here), Kenward-Roger (linear)",
            "MMRM compound symmetry (wrong here), Kenward-Roger (full)",
        ],
        run: |s, n| by_mmrm(s, n, Covariance::CompoundSymmetry),
    },
];

/// Lines of two arms of n over 4 times: random intercept and slope, no difference of slopes.
fn by_slopes(s: &mut Stream, n: usize) -> Vec<Outcome> {
    let (mut subject, mut time, mut arm, mut response) = (vec![], vec![], vec![], vec![]);
    for i in 0..2 * n {
        let (level, slope) = (s.normal(), 0.5 * s.normal());
        for t in 0..4 {
            subject.push(i);
            time.push(f64::from(t));
            arm.push((i / n) as f64);
            response.push(level + slope * f64::from(t) + s.normal());
        }
    }
    let product: Vec<f64> = time.iter().zip(&arm).map(|(t, a)| t * a).collect();
    let design = [vec![1.0; time.len()], time.clone(), arm, product];
    let data = MixedData { subject: &subject, time: &time, response: &response, design: &design };
    let Ok(fit) = random_effects(&data, RandomEffects::InterceptSlope, Estimation::Reml) else { return vec![None; 4] };
    let weights = [0.0, 0.0, 0.0, 1.0];
    METHODS.map(|method| Some(fit.estimate(&weights, method, LEVEL).ok()?.interval.contains(0.0))).to_vec()
}

const SLOPES: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(5),
    largest: 40,
    names: &[
        "random slope, normal",
        "random slope, Satterthwaite",
        "random slope, Kenward-Roger (linear)",
        "random slope, Kenward-Roger (full)",
    ],
    run: by_slopes,
}];

/// Binary responses of two arms of n at 3 visits, chance 0.3 with a tendency of the subject.
fn by_gee(s: &mut Stream, n: usize) -> Vec<Outcome> {
    let (mut subject, mut visit, mut response, mut arm) = (vec![], vec![], vec![], vec![]);
    for i in 0..2 * n {
        let tendency = s.uniform();
        for v in 0..VISITS {
            // half of the visits follow the subject's own draw: correlation 1/4
            let own = if s.uniform() < 0.5 { tendency } else { s.uniform() };
            subject.push(i);
            visit.push(v);
            arm.push((i / n) as f64);
            response.push(f64::from(u8::from(own < 0.3)));
        }
    }
    let design = [vec![1.0; arm.len()], arm];
    let data = GeeData { subject: &subject, visit: &visit, response: &response, design: &design };
    let corrections =
        [Correction::None, Correction::KauermannCarroll, Correction::ManclDeRouen, Correction::FayGraubard];
    let interval = |correction| {
        let fit = gee(&data, GeeFamily::Binomial, WorkingCorrelation::Exchangeable, correction, LEVEL).ok()?;
        Some((*fit.coefficients.get(1)?)?.interval.contains(0.0))
    };
    corrections.into_iter().map(interval).collect()
}

const GEE: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(10),
    largest: 40,
    names: &["GEE, uncorrected", "GEE, Kauermann-Carroll", "GEE, Mancl-DeRouen", "GEE, Fay-Graubard"],
    run: by_gee,
}];

/// Difference at the last visit after 10 imputations, a quarter of the last values missing at random.
fn by_imputation(s: &mut Stream, n: usize) -> Vec<Outcome> {
    let arms: Vec<usize> = (0..2 * n).map(|i| i / n).collect();
    let values: Vec<Vec<Option<f64>>> = arms
        .iter()
        .map(|_| {
            let first = s.normal();
            let last = 0.7 * first + s.normal();
            vec![Some(first), (s.uniform() > 0.25).then_some(last)]
        })
        .collect();
    let plan = missing::Plan {
        strategy: missing::Strategy::MissingAtRandom,
        reference: 0,
        covariance: missing::Covariance::Shared,
        imputations: 10,
        burn_in: 1,
        seed: s.bits(),
    };
    let pooled = missing::impute(missing::Responses { arms: &arms, values: &values }, plan).and_then(|made| {
        let each: Result<Vec<missing::Estimate>, _> =
            made.sets.iter().map(|set| missing::difference_at_visit(set, 1, 0, 1, Some(0))).collect();
        let each = each?;
        let (estimates, variances): (Vec<f64>, Vec<f64>) = each.iter().map(|e| (e.estimate, e.variance)).unzip();
        missing::pool(&estimates, &variances, each.first().map(|e| e.df), LEVEL)
    });
    let held = pooled.ok().map(|p| p.interval.contains(0.0));
    vec![held]
}

const IMPUTATION: [Block; 1] = [Block {
    what: What::Coverage,
    cost: Cost::Fixed(5),
    largest: 40,
    names: &["multiple imputation, Rubin's rules with Barnard and Rubin's degrees of freedom"],
    run: by_imputation,
}];

/// The test of an estimate rejects where its interval leaves out the null value: no tests apart.
pub fn write(page: &mut Page) {
    page.text(&format!(
        "\n## Repeated measures\n\nTwo arms of n, no difference. A test of the same method at {:.0} % rejects where the interval leaves out zero: 100 less the\n\
         coverage.",
        100.0 * ALPHA
    ));
    page.blocks("3 visits, spread growing, a tenth missing: difference of the arms at the last visit", &MMRM);
    page.blocks("4 times, random intercept and slope: difference of the slopes", &SLOPES);
    page.blocks("3 visits, binary, chance 0.3: log odds ratio of the arms", &GEE);
    page.blocks("2 visits, a quarter of the last values missing at random: difference at the last visit", &IMPUTATION);
}
