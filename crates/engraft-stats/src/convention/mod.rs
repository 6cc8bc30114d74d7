//! Where R and SAS differ by default, as data: the same input, both programs right, other numbers.
//!
//! [`Convention`] answers what a caller must choose; [`DIFFERENCES`] tells the reader why two printed results differ.
//! Engraft follows R unless asked otherwise, except where [`Difference::engraft`] says so.

mod ranks;

pub use ranks::{Printed, Reached, printed_rank_sum, printed_signed_rank};

use crate::describe::QuantileType;
use crate::signed_rank::ZeroRule;

/// The program whose defaults are followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Convention {
    /// R 4 with its recommended packages.
    #[default]
    R,
    /// SAS 9.4 with SAS/STAT.
    Sas,
}

/// What happens to a value half-way between two printed ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// To the even neighbour: 2.5 to 2, 3.5 to 4 (IEC 60559).
    HalfEven,
    /// Away from zero: 2.5 to 3, -2.5 to -3.
    HalfAway,
}

/// How a two-sided exact binomial p is formed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExactP {
    /// Total probability of the outcomes no likelier than the one seen.
    LeastLikely,
    /// Twice the smaller tail, at most 1.
    Doubled,
}

/// Scale on which the interval of a survival probability is symmetric.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SurvivalScale {
    /// `log S`.
    Log,
    /// `log(-log S)`.
    LogLog,
}

/// How events at the same time enter the Cox likelihood.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoxTies {
    /// Efron's approximation.
    Efron,
    /// Breslow's approximation.
    Breslow,
}

/// Degrees of freedom of tests in mixed models.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MixedDf {
    /// Satterthwaite's approximation.
    Satterthwaite,
    /// Containment: from the random effect that contains the fixed one.
    Containment,
}

/// Degrees of freedom after multiple imputation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ImputationDf {
    /// Barnard and Rubin 1999, never above those of the complete data.
    BarnardRubin,
    /// Rubin 1987, which takes the complete data as large.
    Rubin,
}

impl Convention {
    /// Quantile definition: type 7 (R), definition 5 of SAS, which is type 2.
    pub const fn quantile(self) -> QuantileType {
        match self {
            Convention::R => QuantileType::Type7,
            Convention::Sas => QuantileType::Type2,
        }
    }

    /// Rounding of the function `round`.
    pub const fn rounding(self) -> Rounding {
        match self {
            Convention::R => Rounding::HalfEven,
            Convention::Sas => Rounding::HalfAway,
        }
    }

    /// Two-sided exact binomial p.
    pub const fn binomial_p(self) -> ExactP {
        match self {
            Convention::R => ExactP::LeastLikely,
            Convention::Sas => ExactP::Doubled,
        }
    }

    /// Zeros in the signed-rank test: both drop them, then rank (coin's default is [`ZeroRule::Pratt`]).
    pub const fn signed_rank_zeros(self) -> ZeroRule {
        ZeroRule::Wilcoxon
    }

    /// Scale of the pointwise Kaplan-Meier interval, and of the interval of its quantiles.
    pub const fn survival_scale(self) -> SurvivalScale {
        match self {
            Convention::R => SurvivalScale::Log,
            Convention::Sas => SurvivalScale::LogLog,
        }
    }

    /// Ties in Cox regression.
    pub const fn cox_ties(self) -> CoxTies {
        match self {
            Convention::R => CoxTies::Efron,
            Convention::Sas => CoxTies::Breslow,
        }
    }

    /// Degrees of freedom of mixed models with random effects.
    pub const fn mixed_df(self) -> MixedDf {
        match self {
            Convention::R => MixedDf::Satterthwaite,
            Convention::Sas => MixedDf::Containment,
        }
    }

    /// Degrees of freedom after multiple imputation when nothing is specified.
    pub const fn imputation_df(self) -> ImputationDf {
        match self {
            Convention::R => ImputationDf::BarnardRubin,
            Convention::Sas => ImputationDf::Rubin,
        }
    }
}

/// How well a difference is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Seen in a public description of SAS (the source names it); R run.
    Verified,
    /// The SAS side is from general knowledge of the procedure and was not looked up; R run.
    Reconstructed,
}

/// One topic on which R and SAS differ by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Difference {
    /// Topic, in kebab-case.
    pub topic: &'static str,
    /// What R does.
    pub r: &'static str,
    /// What SAS does.
    pub sas: &'static str,
    /// What Engraft does when nothing is asked.
    pub engraft: &'static str,
    /// Why both are defensible, and where it shows.
    pub why: &'static str,
    /// How well it is known.
    pub status: Status,
    /// Where the SAS side was seen; empty when it was not.
    pub source: &'static str,
}

/// The page of the CAMIS project on survival.
const CAMIS_SURVIVAL: &str = "https://psiaims.github.io/CAMIS/Comp/r-sas_survival.html";
/// The page of the CAMIS project on rounding.
const CAMIS_ROUNDING: &str = "https://psiaims.github.io/CAMIS/Comp/r-sas_rounding.html";
/// SAS/STAT on pooling after multiple imputation.
const SAS_MIANALYZE: &str = "SAS/STAT user's guide, MIANALYZE, combining inferences from imputed data sets";
/// SAS/STAT on binomial proportions.
const SAS_FREQ: &str = "SAS/STAT user's guide, FREQ, binomial proportion";

macro_rules! difference {
    ($topic:literal, $r:literal, $sas:literal, $engraft:literal, $why:literal, $status:ident, $source:expr) => {
        Difference {
            topic: $topic,
            r: $r,
            sas: $sas,
            engraft: $engraft,
            why: $why,
            status: Status::$status,
            source: $source,
        }
    };
}

/// Every difference known here, by topic.
pub const DIFFERENCES: &[Difference] = &[
    difference!(
        "quantile",
        "quantile(): definition 7, linear interpolation at 1 + (n - 1) p",
        "UNIVARIATE, MEANS: PCTLDEF=5 (definition 2), the value at np, averaged with the next when np is whole",
        "definition 7; definition 2 on request",
        "both estimate the same quantile; quartiles of fewer than about 20 values differ visibly, the median never",
        Reconstructed,
        ""
    ),
    difference!(
        "rounding",
        "round(): half to even (IEC 60559), on the binary value",
        "ROUND(): half away from zero, with a small tolerance for binary dust; ROUNDE() is half to even",
        "half away from zero in print; half to even on request",
        "half to even has no drift in sums, half away is what readers expect; shows in the last printed digit",
        Verified,
        CAMIS_ROUNDING
    ),
    difference!(
        "kaplan-meier-interval",
        "survfit(): conf.type = \"log\"",
        "LIFETEST: CONFTYPE=LOGLOG",
        "named by the caller",
        "log-log stays within 0 and 1 and covers better in small samples; log may exceed 1 and is cut",
        Verified,
        CAMIS_SURVIVAL
    ),
    difference!(
        "kaplan-meier-quantile",
        "quantile(survfit): the middle of the flat stretch when the curve equals the level there",
        "LIFETEST: the same middle; but undefined in other cases when the last time is censored",
        "the middle of the flat stretch; not estimable when the curve does not fall far enough",
        "shows with few events, when the curve stands exactly at one half; its interval follows the scale above",
        Verified,
        CAMIS_SURVIVAL
    ),
    difference!(
        "cox-ties",
        "coxph(): ties = \"efron\"",
        "PHREG: TIES=BRESLOW",
        "Efron",
        "Efron is nearer to the exact likelihood; with many tied times Breslow shrinks the hazard ratio towards 1",
        Verified,
        CAMIS_SURVIVAL
    ),
    difference!(
        "exact-binomial-p",
        "binom.test(): sum of the probabilities of outcomes no likelier than the one seen",
        "FREQ, EXACT BINOMIAL: twice the smaller tail",
        "as R",
        "the same when the null is one half; otherwise R's p is at most SAS's in most cases",
        Reconstructed,
        ""
    ),
    difference!(
        "proportion-interval",
        "binom.test(): Clopper-Pearson; prop.test(): Wilson with continuity correction",
        "FREQ, BINOMIAL: Wald and Clopper-Pearson",
        "named by the caller; Wald and the continuity correction are not offered",
        "the Wald interval has width zero at 0 of n and n of n",
        Verified,
        SAS_FREQ
    ),
    difference!(
        "proportion-difference-interval",
        "prop.test(): Wald with continuity correction",
        "FREQ, RISKDIFF: Wald; Newcombe and others by CL=",
        "Newcombe",
        "Wald fails at 0 and at n; Newcombe does not",
        Reconstructed,
        ""
    ),
    difference!(
        "chi-squared-two-by-two",
        "chisq.test(): with continuity correction",
        "FREQ, CHISQ: prints both, the uncorrected one first",
        "Fisher's exact test",
        "the correction makes p larger, much so in small tables",
        Reconstructed,
        ""
    ),
    difference!(
        "odds-ratio-of-fisher",
        "fisher.test(): conditional maximum likelihood estimate",
        "FREQ: cross product of the table",
        "no odds ratio is given by Fisher's test",
        "the conditional estimate is nearer to 1; p agrees",
        Reconstructed,
        ""
    ),
    difference!(
        "signed-rank-p",
        "wilcox.test(): exact to n = 49 without ties and zeros; else normal with continuity correction; statistic V",
        "UNIVARIATE: exact to n = 20, ties kept; else a t approximation; statistic S = V - n(n + 1)/4",
        "exact to n = 200, ties and zeros kept",
        "both drop zeros before ranking; coin ranks them first (Pratt); shows with ties and beyond the exact range",
        Reconstructed,
        ""
    ),
    difference!(
        "rank-sum-p",
        "wilcox.test(): exact to 49 per group without ties; else normal with continuity correction; prints U as W",
        "NPAR1WAY, WILCOXON: normal with continuity correction unless EXACT is asked; prints the rank sum",
        "exact to 200 in both groups together, ties kept; both statistics",
        "the approximations differ from the exact p by a factor in groups under ten",
        Reconstructed,
        ""
    ),
    difference!(
        "two-sample-t",
        "t.test(): Welch",
        "TTEST: prints the pooled and the Satterthwaite (Welch) line, and a test of equal variances",
        "Welch",
        "choosing after the test of variances spoils the level; Welch costs next to nothing",
        Reconstructed,
        ""
    ),
    difference!(
        "mixed-model-df",
        "lmerTest, mmrm: Satterthwaite; nlme: inner-outer (containment)",
        "MIXED: containment with RANDOM, between-within with REPEATED alone; DDFM=KR or SATTERTH on request",
        "named by the caller",
        "with few subjects containment is too generous when the data are unbalanced; Kenward-Roger is the safest",
        Reconstructed,
        ""
    ),
    difference!(
        "reference-level",
        "contr.treatment: the first level is the reference",
        "CLASS in GLM parametrisation: the last level is the reference",
        "the caller names the reference",
        "coefficients change sign or base; differences of least-squares means agree",
        Reconstructed,
        ""
    ),
    difference!(
        "sums-of-squares",
        "anova(): sequential (type I)",
        "GLM, MIXED: partial (type III) tests",
        "no table of sums of squares",
        "they differ when the design is not balanced",
        Reconstructed,
        ""
    ),
    difference!(
        "logistic-interval",
        "confint(glm): profile likelihood",
        "LOGISTIC: Wald; profile by CLODDS=PL",
        "named by the caller",
        "Wald intervals are poor, or infinite, with few events",
        Reconstructed,
        ""
    ),
    difference!(
        "imputation-df",
        "mice::pool(): Barnard and Rubin, with the residual degrees of freedom of the model",
        "MIANALYZE: Rubin 1987; Barnard and Rubin when EDF= is given",
        "Barnard and Rubin when the degrees of freedom of the complete data are given; else Rubin",
        "Rubin's may exceed the degrees of freedom of the complete data: too short intervals in small trials",
        Verified,
        SAS_MIANALYZE
    ),
    difference!(
        "missing-in-comparisons",
        "NA < 5 is NA",
        "a missing number is smaller than any number: . < 5 is true",
        "a missing value is never compared: the result is undetermined",
        "conditions such as `score < 5` count missing subjects as true in SAS unless excluded",
        Reconstructed,
        ""
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_topic_stands_once_and_says_two_things() {
        let topics: BTreeSet<&str> = DIFFERENCES.iter().map(|d| d.topic).collect();
        assert_eq!(topics.len(), DIFFERENCES.len());
        for d in DIFFERENCES {
            assert!(d.r != d.sas && !d.why.is_empty() && !d.engraft.is_empty(), "{}", d.topic);
            assert_eq!(d.status == Status::Verified, !d.source.is_empty(), "{}", d.topic);
        }
    }

    #[test]
    fn the_quantile_of_six_values_shows_the_difference() {
        let values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let quartile = |c: Convention| crate::quantile(&values, 0.25, c.quantile());
        // definition 7: 1 + 5/4; definition 2: np = 1.5, so the second value
        assert_eq!((quartile(Convention::R), quartile(Convention::Sas)), (Ok(2.25), Ok(2.0)));
        assert_ne!(Convention::R.rounding(), Convention::Sas.rounding());
        assert_eq!(Convention::default(), Convention::R);
    }
}
