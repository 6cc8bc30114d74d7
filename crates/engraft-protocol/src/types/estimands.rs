//! `[[estimands]]`: what is estimated (the five attributes of ICH E9(R1)) and by which method.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

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

/// What is measured on each subject: exactly one of the first five keys.
#[derive(Deserialize, JsonSchema, Clone, Debug, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Variable {
    /// Value minus baseline of this measure.
    pub change_in: Option<String>,
    /// Relative change from baseline of this measure, in per cent of the baseline.
    pub percent_change_in: Option<String>,
    /// Value of this measure.
    pub value_of: Option<String>,
    /// Whether this response is met.
    pub response: Option<String>,
    /// Whether this event has happened.
    pub event: Option<String>,
    /// The visit; for an event, by the end of follow-up when left out.
    pub at: Option<String>,
    /// Which treatment cycle.
    #[serde(default)]
    pub cycle: CycleChoice,
}

/// Which treatment cycle.
#[derive(Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, Debug, Default)]
#[serde(rename_all = "kebab-case")]
pub enum CycleChoice {
    /// The first.
    #[default]
    First,
    /// The second, among those who had one.
    Second,
    /// Each subject's last.
    Last,
    /// Any: met in at least one cycle.
    Ever,
}

impl CycleChoice {
    /// The choice's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            CycleChoice::First => "first",
            CycleChoice::Second => "second",
            CycleChoice::Last => "last",
            CycleChoice::Ever => "ever",
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
    /// Clopper–Pearson interval of a proportion.
    ClopperPearson,
    /// Wilson interval of a proportion.
    Wilson,
    /// Mid-P interval of a proportion.
    MidP,
    /// Jeffreys interval of a proportion.
    Jeffreys,
    /// Welch's t, two arms.
    WelchT,
    /// Exact Wilcoxon rank-sum, two arms.
    RankSum,
    /// Newcombe interval of a difference in proportions, with Fisher's exact test.
    Newcombe,
}

impl MethodName {
    /// Every method, in the order of `engraft list methods`.
    pub const ALL: [MethodName; 10] = [
        MethodName::PairedT,
        MethodName::SignedRank,
        MethodName::SignTest,
        MethodName::ClopperPearson,
        MethodName::Wilson,
        MethodName::MidP,
        MethodName::Jeffreys,
        MethodName::WelchT,
        MethodName::RankSum,
        MethodName::Newcombe,
    ];

    /// The method's name in the study file.
    pub fn word(self) -> &'static str {
        match self {
            MethodName::PairedT => "paired-t",
            MethodName::SignedRank => "signed-rank",
            MethodName::SignTest => "sign-test",
            MethodName::ClopperPearson => "clopper-pearson",
            MethodName::Wilson => "wilson",
            MethodName::MidP => "mid-p",
            MethodName::Jeffreys => "jeffreys",
            MethodName::WelchT => "welch-t",
            MethodName::RankSum => "rank-sum",
            MethodName::Newcombe => "newcombe",
        }
    }

    /// Whether it takes one number a subject (and not a yes or no).
    pub fn takes_numbers(self) -> bool {
        matches!(
            self,
            MethodName::PairedT
                | MethodName::SignedRank
                | MethodName::SignTest
                | MethodName::WelchT
                | MethodName::RankSum
        )
    }

    /// Whether it compares two arms.
    pub fn compares_arms(self) -> bool {
        matches!(self, MethodName::WelchT | MethodName::RankSum | MethodName::Newcombe)
    }

    /// The summaries it estimates.
    pub fn summaries(self) -> &'static [Summary] {
        match self {
            MethodName::PairedT => &[Summary::Mean],
            MethodName::SignedRank => &[Summary::PseudoMedian],
            MethodName::SignTest => &[Summary::Median],
            MethodName::ClopperPearson | MethodName::Wilson | MethodName::MidP | MethodName::Jeffreys => {
                &[Summary::Proportion]
            }
            MethodName::WelchT => &[Summary::DifferenceInMeans],
            MethodName::RankSum => &[Summary::Shift],
            MethodName::Newcombe => &[Summary::DifferenceInProportions],
        }
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
