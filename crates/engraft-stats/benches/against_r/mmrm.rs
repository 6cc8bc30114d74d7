//! Repeated measures of 200 subjects at 6 visits, one value in ten missing, unstructured, REML. Tolerances: deviance 1e-7 relative,
//! difference of the arms at the last visit 1e-3 of its standard error, that error 1e-3 relative (gls stops at about that).

use engraft_stats::longitudinal::*;
use engraft_stats::random::Stream;

use super::measure::{agree, per_call, r, row};

const SUBJECTS: usize = 200;
const VISITS: usize = 6;

struct Rows {
    subject: Vec<usize>,
    trial: Vec<TrialRow>,
    response: Vec<f64>,
}

fn make() -> Rows {
    let mut stream = Stream::new(2, 0);
    let mut rows = Rows { subject: vec![], trial: vec![], response: vec![] };
    for subject in 0..SUBJECTS {
        let (arm, baseline, mut error) = (subject % 2, stream.normal(), stream.normal());
        for visit in 0..VISITS {
            // autoregressive errors whose spread grows
            error = 0.7 * error + libm::sqrt(0.51) * stream.normal();
            let mean = 0.5 * baseline + 0.1 * (arm * visit) as f64;
            if visit > 0 && stream.uniform() < 0.1 {
                continue;
            }
            rows.subject.push(subject);
            rows.trial.push(TrialRow { arm, visit, baseline, covariates: vec![] });
            rows.response.push(mean + (1.0 + 0.1 * visit as f64) * error);
        }
    }
    rows
}

pub fn run() {
    let rows = make();
    let visit: Vec<usize> = rows.trial.iter().map(|row| row.visit).collect();
    let model = TrialModel::new(&rows.trial, 2, VISITS, BaselineTerm::ByVisit).unwrap();
    let data = MmrmData {
        subject: &rows.subject,
        visit: &visit,
        visits: VISITS,
        response: &rows.response,
        design: model.columns(),
        covariance_group: None,
    };
    let options = MmrmOptions { estimation: Estimation::Reml, structures: &[Covariance::Unstructured] };
    let last = model.difference(1, 0, VISITS - 1);
    let normal = |fit: &MmrmFit| fit.estimate(&last, DegreesOfFreedom::Normal, 0.95).unwrap();
    let columns: [&dyn Fn(usize) -> f64; 5] = [
        &|i| rows.subject[i] as f64,
        &|i| rows.trial[i].visit as f64,
        &|i| rows.trial[i].arm as f64,
        &|i| rows.trial[i].baseline,
        &|i| rows.response[i],
    ];
    let given: Vec<f64> = columns.iter().flat_map(|column| (0..rows.subject.len()).map(column)).collect();
    let theirs = r("mmrm", &given);
    let fit = mmrm(&data, &options).unwrap();
    let found = normal(&fit);
    agree("deviance", fit.deviance, theirs[1], 1e-7, fit.deviance);
    agree("difference", found.value, theirs[2], 1e-3, found.se);
    agree("standard error", found.se, theirs[3], 1e-3, found.se);
    let (r_name, what) = ("nlme gls, fit alone", "MMRM, unstructured, 200 subjects x 6 visits");
    let plain = per_call(|| assert!(normal(&mmrm(&data, &options).unwrap()).se > 0.0));
    row(&format!("{what}: fit, one difference"), plain, r_name, theirs[0]);
    let method = DegreesOfFreedom::KenwardRogerLinear(Information::Observed);
    let adjusted = per_call(|| {
        let fit = mmrm(&data, &options).unwrap();
        assert!(fit.estimate(&last, method, 0.95).unwrap().df > 0.0);
    });
    row(&format!("{what}: fit, one difference with Kenward-Roger"), adjusted, r_name, theirs[0]);
}
