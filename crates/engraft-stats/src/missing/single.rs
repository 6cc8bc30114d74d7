//! Single imputations, kept for protocols that ask for them. Neither belongs to a statistical model.

/// Last observation carried forward.
///
/// **What it is.** A single imputation that takes every missing value to equal the last one seen. It is biased whenever responses
/// change over time, in either direction, and the imputed values are then analysed as if observed, so that standard errors
/// are too small. For a protocol that prescribes it, never as the main analysis of choice.
/// # Arguments
/// `values`: one subject's visits in order of time.
/// # Returns
/// The same visits; a gap before the first observed value stays `None`.
/// # Examples
/// ```
/// use engraft_stats::missing::locf;
/// assert_eq!(locf(&[None, Some(3.0), None, Some(1.0), None]), [None, Some(3.0), Some(3.0), Some(1.0), Some(1.0)]);
/// ```
/// # References
/// National Research Council. The Prevention and Treatment of Missing Data in Clinical Trials. National Academies Press, 2010.
/// doi:10.17226/12955
pub fn locf<T: Copy>(values: &[Option<T>]) -> Vec<Option<T>> {
    let carried = values.iter().scan(None, |last, value| {
        *last = value.or(*last);
        Some(*last)
    });
    carried.collect()
}

/// Non-responder imputation: a missing response counts as none.
///
/// **What it is.** A definition of the endpoint (a composite strategy of ICH E9(R1): "responded and was seen to") as much as
/// an imputation. It is not always cautious: with more gaps in the control arm it favours the treatment. Give the number of
/// gaps beside the result.
/// # Arguments
/// `responses`: whether each subject responded, `None` where not known.
/// # Returns
/// Whether each counts as a responder.
/// # Examples
/// ```
/// use engraft_stats::missing::non_responder;
/// assert_eq!(non_responder(&[Some(true), None, Some(false)]), [true, false, false]);
/// ```
pub fn non_responder(responses: &[Option<bool>]) -> Vec<bool> {
    responses.iter().map(|response| response.unwrap_or(false)).collect()
}
