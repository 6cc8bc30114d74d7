//! The methods there are: name, version, what they take and estimate, what they do with small samples, sources.

use engraft_protocol::{Method, MethodName, ZeroRuleName};

/// Version of the methods; a change that can move a number gives a new one, named in the changelog.
pub const VERSION: &str = "1";

/// A method as `engraft list methods` and `engraft explain` show it.
pub struct MethodInfo {
    /// Name in the study file.
    pub name: MethodName,
    /// Name for readers.
    pub label: &'static str,
    /// What is estimated and tested, in one sentence.
    pub about: &'static str,
    /// What happens in small samples, with ties and zeros; when it refuses.
    pub small_samples: &'static str,
    /// Sources.
    pub references: &'static [&'static str],
    /// What it was compared with (folder under `oracles/`).
    pub validation: &'static str,
}

/// Every method, in the order of [`MethodName::ALL`].
pub const ALL: &[MethodInfo] = &[
    MethodInfo {
        name: MethodName::PairedT,
        label: "paired t",
        about: "Mean of one number a subject (a change, or a value against 0), with Student's t interval and test.",
        small_samples: "Rests on normality of the differences, which few subjects cannot show. Refuses with fewer than two subjects, or when all differences are equal.",
        references: &["Student. Biometrika 1908;6:1-25. doi:10.1093/biomet/6.1.1"],
        validation: "oracles/dastmalchi-2008-iim: R t.test",
    },
    MethodInfo {
        name: MethodName::SignedRank,
        label: "exact Wilcoxon signed-rank",
        about: "Exact test of symmetry about 0 with the Hodges-Lehmann estimate (median of the Walsh averages); the interval holds every shift that this very test does not reject.",
        small_samples: "Exact with ties, up to 200 subjects. `zeros = \"wilcoxon\"` drops zero differences, `zeros = \"pratt\"` ranks them and drops their ranks; the estimate takes all differences, zeros included, under both rules. Below 6 differences without ties no 95 % interval exists: it is refused with the best level there is; estimate and p stay.",
        references: &[
            "Wilcoxon F. Biometrics Bull 1945;1:80-83. doi:10.2307/3001968",
            "Pratt JW. J Am Stat Assoc 1959;54:655-667. doi:10.1080/01621459.1959.10501526",
            "Hodges JL, Lehmann EL. Ann Math Stat 1963;34:598-611. doi:10.1214/aoms/1177704172",
        ],
        validation: "oracles/signed-rank, oracles/dastmalchi-2008-iim: R coin, exactRankTests",
    },
    MethodInfo {
        name: MethodName::SignTest,
        label: "exact sign test",
        about: "Exact binomial test that a difference is as often positive as negative; zeros are dropped. Shown with the median.",
        small_samples: "Exact. The smallest p with n non-zero differences is 2/2^n.",
        references: &["Dixon WJ, Mood AM. J Am Stat Assoc 1946;41:557-566. doi:10.1080/01621459.1946.10501898"],
        validation: "oracles/dastmalchi-2008-iim: R binom.test",
    },
    MethodInfo {
        name: MethodName::ClopperPearson,
        label: "Clopper-Pearson",
        about: "Exact interval of a proportion: two one-sided exact tests inverted.",
        small_samples: "Covers at least the level asked, often more. Defined at 0/n and n/n; 0/0 gives 0 to 1.",
        references: &["Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. doi:10.1093/biomet/26.4.404"],
        validation: "oracles/proportion: R binom.test, qbeta",
    },
    MethodInfo {
        name: MethodName::Wilson,
        label: "Wilson",
        about: "Score interval of a proportion, without continuity correction.",
        small_samples: "Covers about the level on average over proportions; can fall short near 0 and 1.",
        references: &["Wilson EB. J Am Stat Assoc 1927;22:209-212. doi:10.1080/01621459.1927.10502953"],
        validation: "oracles/proportion: R prop.test(correct = FALSE)",
    },
    MethodInfo {
        name: MethodName::MidP,
        label: "mid-P",
        about: "Clopper-Pearson with half the probability of the observed count.",
        small_samples: "Covers about the level on average; less conservative than Clopper-Pearson.",
        references: &["Berry G, Armitage P. Statistician 1995;44:417-423. doi:10.2307/2348891"],
        validation: "oracles/proportion: R uniroot",
    },
    MethodInfo {
        name: MethodName::Jeffreys,
        label: "Jeffreys",
        about: "Equal-tailed interval of the posterior under a Beta(1/2, 1/2) prior; lower end 0 at 0/n, upper end 1 at n/n.",
        small_samples: "Covers about the level on average.",
        references: &["Brown LD, Cai TT, DasGupta A. Stat Sci 2001;16:101-133. doi:10.1214/ss/1009213286"],
        validation: "oracles/proportion: R qbeta",
    },
    MethodInfo {
        name: MethodName::WelchT,
        label: "Welch t",
        about: "Difference in means of two arms, variances not assumed equal.",
        small_samples: "Rests on normality in each arm. Refuses with fewer than two subjects in an arm.",
        references: &["Welch BL. Biometrika 1947;34:28-35. doi:10.1093/biomet/34.1-2.28"],
        validation: "oracles/two-sample: R t.test",
    },
    MethodInfo {
        name: MethodName::RankSum,
        label: "exact Wilcoxon rank-sum",
        about: "Exact test of equality of two arms, with the Hodges-Lehmann shift (median of all pairwise differences). No interval yet.",
        small_samples: "Exact with ties.",
        references: &["Mann HB, Whitney DR. Ann Math Stat 1947;18:50-60. doi:10.1214/aoms/1177730491"],
        validation: "oracles/two-sample: R coin",
    },
    MethodInfo {
        name: MethodName::Newcombe,
        label: "Newcombe difference, Fisher exact test",
        about: "Difference of two proportions with Newcombe's hybrid score interval (method 10), and Fisher's exact two-sided p.",
        small_samples: "The interval is approximate, the p exact; they can disagree near the limit, and both are shown.",
        references: &[
            "Newcombe RG. Stat Med 1998;17:873-890. doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I",
            "Fisher RA. J R Stat Soc 1935;98:39-54. doi:10.2307/2342435",
        ],
        validation: "oracles/two-sample: R fisher.test",
    },
];

/// A method's page.
pub fn info(name: MethodName) -> Option<&'static MethodInfo> {
    ALL.iter().find(|m| m.name == name)
}

/// A method with its options, as RESULTS holds it.
pub fn text(method: &Method, level: f64) -> String {
    let zeros = (method.name == MethodName::SignedRank).then(|| format!(" zeros={}", zeros(method).word()));
    format!("{}{} level={level}", method.name.word(), zeros.unwrap_or_default())
}

/// The rule for zeros in force.
pub fn zeros(method: &Method) -> ZeroRuleName {
    method.zeros.unwrap_or_default()
}
