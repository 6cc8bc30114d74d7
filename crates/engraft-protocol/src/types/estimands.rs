//! `[[estimands]]`: what is estimated (the five attributes of ICH E9(R1)) and by which method.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use super::Variable;

/// `[[estimands]]`
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Estimand {
    /// Short identifier.
    pub id: String,
    /// The question as a sentence for readers.
    pub label: Option<String>,
    /// Rank in the protocol.
    #[serde(default)]
    pub role: Role,
    /// Treatment condition in words; the product when left out.
    pub treatment: Option<String>,
    /// Analysis set: `all-enrolled`, `all-treated`, or one of `[sets]`.
    pub population: String,
    /// What is measured on each subject.
    pub variable: Variable,
    /// Intercurrent events and the strategy for each.
    #[serde(default)]
    pub intercurrent: IndexMap<String, Strategy>,
    /// What happens to subjects without a value.
    #[serde(default)]
    pub missing: MissingRule,
    /// How the subjects' values are summarised.
    pub summary: Summary,
    /// Arms compared, the second being the reference (`["double", "single"]`); each arm alone when left out.
    pub compare: Option<[String; 2]>,
    /// The largest difference between the arms that would not matter, in the unit of the estimate (percentage points for
    /// proportions; for a ratio a number above 1, its inverse being the other side). The report says whether the interval
    /// lies within.
    pub margin: Option<f64>,
    /// The method.
    pub method: Method,
    /// Further methods shown beside it.
    #[serde(default)]
    pub sensitivity: Vec<Method>,
}

/// Rank of an estimand in the protocol.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Shown on the first screen.
    Primary,
    /// Shown after the primary ones.
    #[default]
    Secondary,
    /// Shown last.
    Exploratory,
}

impl Role {
    /// The role's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            Role::Primary => "primary",
            Role::Secondary => "secondary",
            Role::Exploratory => "exploratory",
        }
    }
}

/// Strategy for an intercurrent event (ICH E9(R1)).
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// The value counts whether or not the event occurred.
    TreatmentPolicy,
    /// The event makes the subject a non-responder.
    Composite,
    /// Values on and after the day of the event do not count.
    WhileOnTreatment,
    /// The value had the event not occurred. Needs a model; not available yet.
    Hypothetical,
    /// Those in whom the event would not occur. Not available yet.
    PrincipalStratum,
}

impl Strategy {
    /// The strategy's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            Strategy::TreatmentPolicy => "treatment-policy",
            Strategy::Composite => "composite",
            Strategy::WhileOnTreatment => "while-on-treatment",
            Strategy::Hypothetical => "hypothetical",
            Strategy::PrincipalStratum => "principal-stratum",
        }
    }
}

/// What happens to subjects without a value.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum MissingRule {
    /// They leave the denominator.
    #[default]
    Observed,
    /// They stay in the denominator as not met.
    NonResponder,
}

impl MissingRule {
    /// The rule's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            MissingRule::Observed => "observed",
            MissingRule::NonResponder => "non-responder",
        }
    }
}

/// How the subjects' values are summarised.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum Summary {
    /// Mean of the values.
    Mean,
    /// Pseudo-median (Hodges–Lehmann).
    PseudoMedian,
    /// Median.
    Median,
    /// Proportion of subjects.
    Proportion,
    /// Difference in means between two arms.
    DifferenceInMeans,
    /// Shift between two arms (Hodges–Lehmann).
    Shift,
    /// Difference in proportions between two arms.
    DifferenceInProportions,
    /// Ratio of proportions between two arms.
    RiskRatio,
    /// Ratio of odds between two arms.
    OddsRatio,
    /// Probability that a subject of one arm lies above one of the other.
    RelativeEffect,
    /// Proportion free of the event over time.
    EventFree,
    /// Mean time free of the event up to a horizon.
    RestrictedMean,
    /// Proportion with the event over time, where other events compete.
    CumulativeIncidence,
}

impl Summary {
    /// Words for readers.
    pub fn label(self) -> &'static str {
        match self {
            Summary::Mean => "mean",
            Summary::PseudoMedian => "pseudo-median (Hodges–Lehmann)",
            Summary::Median => "median",
            Summary::Proportion => "proportion",
            Summary::DifferenceInMeans => "difference in means",
            Summary::Shift => "shift (Hodges–Lehmann)",
            Summary::DifferenceInProportions => "difference in proportions",
            Summary::RiskRatio => "risk ratio",
            Summary::OddsRatio => "odds ratio",
            Summary::RelativeEffect => "relative effect",
            Summary::EventFree => "proportion free of the event over time",
            Summary::RestrictedMean => "mean time free of the event up to a horizon",
            Summary::CumulativeIncidence => "cumulative incidence",
        }
    }

    /// The summary's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            Summary::Mean => "mean",
            Summary::PseudoMedian => "pseudo-median",
            Summary::Median => "median",
            Summary::Proportion => "proportion",
            Summary::DifferenceInMeans => "difference-in-means",
            Summary::Shift => "shift",
            Summary::DifferenceInProportions => "difference-in-proportions",
            Summary::RiskRatio => "risk-ratio",
            Summary::OddsRatio => "odds-ratio",
            Summary::RelativeEffect => "relative-effect",
            Summary::EventFree => "event-free",
            Summary::RestrictedMean => "restricted-mean",
            Summary::CumulativeIncidence => "cumulative-incidence",
        }
    }
}

/// A method with its options.
#[derive(Deserialize, JsonSchema, Clone, Debug)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Method {
    /// Which method.
    pub name: MethodName,
    /// For `signed-rank`: what happens to zero differences.
    pub zeros: Option<ZeroRuleName>,
    /// Confidence level, when it differs from the study's.
    #[schemars(range(min = 0.5, max = 0.999))]
    pub level: Option<f64>,
    /// Options as the method's page names them (`engraft explain METHOD`), each as a text: `{ covariance = "unstructured" }`.
    #[serde(default)]
    pub options: IndexMap<String, String>,
}

/// The methods there are (`engraft list methods`).
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[serde(rename_all = "kebab-case")]
pub enum MethodName {
    /// Student's t on differences or values of one arm.
    PairedT,
    /// Exact Wilcoxon signed-rank with Hodges–Lehmann estimate and interval.
    SignedRank,
    /// Exact sign test.
    SignTest,
    /// Exact permutation test of a mean by sign flips.
    SignFlip,
    /// Exact interval of a median by order statistics.
    MedianInterval,
    /// Clopper–Pearson interval of a proportion.
    ClopperPearson,
    /// Wilson interval of a proportion.
    Wilson,
    /// Mid-P interval of a proportion.
    MidP,
    /// Jeffreys interval of a proportion.
    Jeffreys,
    /// Agresti–Coull interval of a proportion.
    AgrestiCoull,
    /// Blaker interval of a proportion.
    Blaker,
    /// Arcsine interval of a proportion.
    Arcsine,
    /// Welch's t, two arms.
    WelchT,
    /// Student's t, two arms of one variance.
    StudentT,
    /// Permutation test of two means.
    MeanPermutation,
    /// Exact Wilcoxon rank-sum, two arms, with the interval of the shift.
    RankSum,
    /// Brunner–Munzel test, t and permutation form.
    BrunnerMunzel,
    /// Analysis of covariance with the baseline value.
    Ancova,
    /// Two one-sided tests of equivalence of two means.
    WelchTost,
    /// Newcombe interval of a difference in proportions, with Fisher's exact test.
    Newcombe,
    /// Miettinen–Nurminen interval of a difference in proportions.
    ScoreDifference,
    /// Exact unconditional interval of a difference in proportions (Chan–Zhang).
    ExactDifference,
    /// Barnard exact test.
    Barnard,
    /// Boschloo exact test.
    Boschloo,
    /// Score interval of a risk ratio.
    ScoreRiskRatio,
    /// Score interval of an odds ratio.
    ScoreOddsRatio,
    /// Fisher exact test with the odds ratio that agrees with it.
    FisherOddsRatio,
    /// Kaplan–Meier curve with median and landmarks.
    KaplanMeier,
    /// Log-rank test.
    LogRank,
    /// Restricted mean time and its difference.
    RestrictedMean,
    /// Cumulative incidence with competing events (Aalen–Johansen).
    CumulativeIncidence,
    /// Gray test of cumulative incidences.
    Gray,
    /// Mixed model for repeated measures: means and differences by visit.
    Mmrm,
}

/// What a method takes of each subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Takes {
    /// One number.
    Number,
    /// A yes or no.
    YesNo,
    /// Time to an event, or to the end of follow-up.
    Time,
    /// The same, with events that compete.
    Cause,
    /// A number at every visit up to the one named.
    Course,
}

/// How many arms a method takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arms {
    /// Each arm alone.
    One,
    /// Two, compared.
    Two,
    /// One, or two compared.
    Either,
}

/// Every method: its name in a study file, what it takes, how many arms, what it estimates.
const METHODS: [(MethodName, &str, Takes, Arms, Summary); 33] = [
    (MethodName::PairedT, "paired-t", Takes::Number, Arms::One, Summary::Mean),
    (MethodName::SignedRank, "signed-rank", Takes::Number, Arms::One, Summary::PseudoMedian),
    (MethodName::SignTest, "sign-test", Takes::Number, Arms::One, Summary::Median),
    (MethodName::SignFlip, "sign-flip", Takes::Number, Arms::One, Summary::Mean),
    (MethodName::MedianInterval, "median-interval", Takes::Number, Arms::One, Summary::Median),
    (MethodName::ClopperPearson, "clopper-pearson", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::Wilson, "wilson", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::MidP, "mid-p", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::Jeffreys, "jeffreys", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::AgrestiCoull, "agresti-coull", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::Blaker, "blaker", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::Arcsine, "arcsine", Takes::YesNo, Arms::One, Summary::Proportion),
    (MethodName::WelchT, "welch-t", Takes::Number, Arms::Two, Summary::DifferenceInMeans),
    (MethodName::StudentT, "student-t", Takes::Number, Arms::Two, Summary::DifferenceInMeans),
    (MethodName::MeanPermutation, "mean-permutation", Takes::Number, Arms::Two, Summary::DifferenceInMeans),
    (MethodName::RankSum, "rank-sum", Takes::Number, Arms::Two, Summary::Shift),
    (MethodName::BrunnerMunzel, "brunner-munzel", Takes::Number, Arms::Two, Summary::RelativeEffect),
    (MethodName::Ancova, "ancova", Takes::Number, Arms::Two, Summary::DifferenceInMeans),
    (MethodName::WelchTost, "welch-tost", Takes::Number, Arms::Two, Summary::DifferenceInMeans),
    (MethodName::Newcombe, "newcombe", Takes::YesNo, Arms::Two, Summary::DifferenceInProportions),
    (MethodName::ScoreDifference, "score-difference", Takes::YesNo, Arms::Two, Summary::DifferenceInProportions),
    (MethodName::ExactDifference, "exact-difference", Takes::YesNo, Arms::Two, Summary::DifferenceInProportions),
    (MethodName::Barnard, "barnard", Takes::YesNo, Arms::Two, Summary::DifferenceInProportions),
    (MethodName::Boschloo, "boschloo", Takes::YesNo, Arms::Two, Summary::DifferenceInProportions),
    (MethodName::ScoreRiskRatio, "score-risk-ratio", Takes::YesNo, Arms::Two, Summary::RiskRatio),
    (MethodName::ScoreOddsRatio, "score-odds-ratio", Takes::YesNo, Arms::Two, Summary::OddsRatio),
    (MethodName::FisherOddsRatio, "fisher-odds-ratio", Takes::YesNo, Arms::Two, Summary::OddsRatio),
    (MethodName::KaplanMeier, "kaplan-meier", Takes::Time, Arms::One, Summary::EventFree),
    (MethodName::LogRank, "log-rank", Takes::Time, Arms::Two, Summary::EventFree),
    (MethodName::RestrictedMean, "restricted-mean", Takes::Time, Arms::Two, Summary::RestrictedMean),
    (MethodName::CumulativeIncidence, "cumulative-incidence", Takes::Cause, Arms::One, Summary::CumulativeIncidence),
    (MethodName::Gray, "gray", Takes::Cause, Arms::Two, Summary::CumulativeIncidence),
    (MethodName::Mmrm, "mmrm", Takes::Course, Arms::Either, Summary::DifferenceInMeans),
];

impl MethodName {
    /// Every method, in the order of the table.
    pub fn all() -> impl Iterator<Item = MethodName> {
        METHODS.iter().map(|(name, ..)| *name)
    }

    /// Whether the analysis writes its rows in words and decimals of its own; the others go through their pages.
    pub fn is_built_in(self) -> bool {
        use MethodName as M;
        matches!(self, M::PairedT | M::SignedRank | M::SignTest | M::WelchT | M::RankSum | M::Newcombe)
            || matches!(self, M::ClopperPearson | M::Wilson | M::MidP | M::Jeffreys)
    }

    fn row(self) -> (&'static str, Takes, Arms, Summary) {
        // a test finds every name in the table
        let found = METHODS.iter().find(|(name, ..)| *name == self);
        found.map_or(("", Takes::Number, Arms::One, Summary::Mean), |(_, word, takes, arms, summary)| {
            (*word, *takes, *arms, *summary)
        })
    }

    /// The method's name in the study file.
    pub fn word(self) -> &'static str {
        self.row().0
    }

    /// What it takes of each subject.
    pub fn takes(self) -> Takes {
        self.row().1
    }

    /// How many arms it takes.
    pub fn arms(self) -> Arms {
        self.row().2
    }

    /// What it estimates.
    pub fn summary(self) -> Summary {
        self.row().3
    }
}

/// What happens to zero differences in the signed-rank test.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum ZeroRuleName {
    /// Zeros are dropped before ranking.
    Wilcoxon,
    /// Zeros are ranked, then their ranks are dropped (Pratt 1959).
    #[default]
    Pratt,
}

impl ZeroRuleName {
    /// The rule's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            ZeroRuleName::Wilcoxon => "wilcoxon",
            ZeroRuleName::Pratt => "pratt",
        }
    }
}
