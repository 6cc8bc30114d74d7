//! The proofs against a reading, and what is told beside them.

use crate::arithmetic::grimmer::{Grimmer, grimmer};
use crate::arithmetic::spread::{largest_sd, largest_sd_over};
use crate::paired_claim::Correlations;
use crate::published::{Figure, Published};

use super::{Argument, Claim, Group, Reading, Weight, needed};

/// Every proof that excludes a reading of a group.
pub(super) fn of_group(published: &Published, group: &Group, reading: Reading) -> Vec<Argument> {
    let mut found = Vec::new();
    let proof = |text: String, figures: Vec<usize>| Argument { reading, weight: Weight::Proof, text, figures };
    for index in &group.figures {
        let Some(figure) = published.figures.get(*index) else { continue };
        found.extend(scale(figure, reading).map(|text| proof(text, vec![*index])));
        found.extend(whole_numbers(figure, reading).map(|text| proof(text, vec![*index])));
    }
    for claim in super::claims(published, std::slice::from_ref(group)) {
        found.extend(claimed(published, &claim, reading).map(|text| proof(text, vec![claim.before, claim.after])));
    }
    found
}

/// The scale, or limits stated with the figure, leave no room for the spread.
fn scale(figure: &Figure, reading: Reading) -> Option<String> {
    let ((low, high), reason) = figure.limits.as_ref()?;
    let largest = largest_sd_over(figure.centre.range(), *low, *high, figure.n?)?;
    let sd = reading.sd(figure)?;
    (sd.low > largest).then(|| {
        format!(
            "{} read as {} is a standard deviation of at least {:.1}; {reason} with n = {} allows {largest:.1} at most",
            figure.written(),
            reading.word().to_uppercase(),
            sd.low,
            figure.n.unwrap_or(0),
        )
    })
}

/// Whole numbers cannot have this mean and this spread.
fn whole_numbers(figure: &Figure, reading: Reading) -> Option<String> {
    if !figure.whole || figure.items != 1 {
        return None;
    }
    let verdict = grimmer(&figure.centre, reading.sd(figure)?, figure.n?)?;
    matches!(verdict, Grimmer::NoSumOfSquares | Grimmer::WrongParity).then(|| {
        format!(
            "{} whole numbers cannot have the mean {} and, with ± read as {}, a standard deviation of {:.2} to {:.2}",
            figure.n.unwrap_or(0),
            figure.centre.text,
            reading.word().to_uppercase(),
            reading.sd(figure).map_or(0.0, |r| r.low),
            reading.sd(figure).map_or(0.0, |r| r.high),
        )
    })
}

/// No correlation gives the printed p.
fn claimed(published: &Published, claim: &Claim, reading: Reading) -> Option<String> {
    let Correlations::Impossible { needed: r } = needed(published, claim, reading, true)? else { return None };
    let (before, after) = (published.figures.get(claim.before)?, published.figures.get(claim.after)?);
    Some(format!(
        "{} to {} with ± read as {} gives {} in a paired t test of {} pairs under no correlation: it would have to be {r:.2}",
        before.written(),
        after.written(),
        reading.word().to_uppercase(),
        after.p.as_ref().map_or("", |p| p.text.as_str()),
        after.n.unwrap_or(0),
    ))
}

/// Coefficients of variation, and how much of the largest possible spread a reading takes.
pub(super) fn indications(published: &Published, group: &Group) -> Vec<Argument> {
    let figures: Vec<&Figure> = group.figures.iter().filter_map(|i| published.figures.get(*i)).collect();
    let mut found = Vec::new();
    for reading in Reading::ALL {
        let cv = figures.iter().filter_map(|f| variation(f, reading));
        if let Some((low, high)) = ends(cv) {
            let (low, high) = (format!("{low:.0}"), format!("{high:.0}"));
            let span = if low == high { low } else { format!("{low} to {high}") };
            let text = format!("read as {}, the coefficient of variation is {span} %", reading.word().to_uppercase());
            found.push(Argument { reading, weight: Weight::Indication, text, figures: group.figures.clone() });
        }
        let shares = figures.iter().filter_map(|f| share(f, reading));
        if let Some((_, high)) = ends(shares).filter(|(_, high)| *high > 50.0) {
            let text = format!(
                "read as {}, the spread reaches {high:.0} % of the largest that the scale allows",
                reading.word().to_uppercase()
            );
            found.push(Argument { reading, weight: Weight::Indication, text, figures: group.figures.clone() });
        }
    }
    found
}

/// Coefficient of variation in per cent, for means above zero.
pub(crate) fn variation(figure: &Figure, reading: Reading) -> Option<f64> {
    let mean = figure.centre.to_f64();
    (mean > 0.0).then_some(())?;
    Some(100.0 * reading.sd_as_printed(figure)? / mean)
}

/// Share of the largest possible standard deviation in per cent.
fn share(figure: &Figure, reading: Reading) -> Option<f64> {
    let ((low, high), _) = figure.limits.as_ref()?;
    let largest = largest_sd(figure.centre.to_f64(), *low, *high, figure.n?).filter(|l| *l > 0.0)?;
    Some(100.0 * reading.sd_as_printed(figure)? / largest)
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends, v| Some(ends.map_or((v, v), |(low, high): (f64, f64)| (low.min(v), high.max(v)))))
}
