# Cochran-Mantel-Haenszel. Run from this folder: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(jsonlite); library(metafor)})
cases <- list(
  centres = rbind(c(4, 6, 1, 7), c(3, 5, 2, 6), c(5, 8, 3, 9), c(2, 4, 1, 3)),
  two = rbind(c(3, 4, 1, 4), c(2, 4, 1, 4)),
  uneven = rbind(c(10, 12, 5, 20), c(1, 9, 2, 4), c(6, 15, 6, 10)),
  sparse = rbind(c(1, 2, 0, 2), c(0, 3, 1, 2), c(2, 2, 1, 3), c(1, 1, 0, 2), c(0, 2, 0, 2)),
  # UC Berkeley admissions by department (R data set UCBAdmissions): men against women
  berkeley = t(apply(UCBAdmissions, 3, function(m) c(m[1, 1], m[1, 1] + m[2, 1], m[1, 2], m[1, 2] + m[2, 2]))))
# exact limits by convolving the strata and uniroot with a tight tolerance: mantelhaen.test stops at 1e-4 of the odds ratio or its inverse
dens <- function(s, u) { d <- 1; for (i in seq_len(nrow(s))) { m <- s[i, 1] + s[i, 3]; k <- max(0, m - s[i, 4]):min(m, s[i, 2]); l <- dhyper(k, s[i, 2], s[i, 4], m, log = TRUE) + k * u; p <- exp(l - max(l)); p <- p / sum(p); n <- rep(0, length(d) + length(p) - 1); for (j in seq_along(p)) n[seq_along(d) + j - 1] <- n[seq_along(d) + j - 1] + d * p[j]; d <- n }; d }
tight <- function(s) {
  x <- sum(s[, 1] - pmax(0, s[, 1] + s[, 3] - s[, 4])); k <- function(u) seq_along(dens(s, u)) - 1
  up <- function(u) sum(dens(s, u)[k(u) >= x]) - 0.025; lo <- function(u) sum(dens(s, u)[k(u) <= x]) - 0.025; mean <- function(u) sum(dens(s, u) * k(u)) - x
  r <- function(f) exp(uniroot(f, c(-12, 12), tol = 1e-14)$root); c(r(mean), r(up), r(lo))
}
num <- function(x) sprintf("%.17g", x)
out <- list(); input <- NULL
for (id in names(cases)) {
  s <- cases[[id]]; dimnames(s) <- NULL
  input <- rbind(input, data.frame(case = id, x1 = s[, 1], n1 = s[, 2], x2 = s[, 3], n2 = s[, 4]))
  # group, then event, then stratum: the odds ratio is that of the first group
  a <- array(apply(s, 1, function(r) c(r[1], r[3], r[2] - r[1], r[4] - r[3])), c(2, 2, nrow(s)))
  keep <- apply(a, 3, function(m) all(rowSums(m) > 0) && all(colSums(m) > 0)); a <- a[, , keep, drop = FALSE]; u <- s[keep, , drop = FALSE]
  m <- mantelhaen.test(a, correct = FALSE); c <- mantelhaen.test(a, correct = TRUE)
  row <- list(case = id, informative = sum(keep), chi = unname(m$statistic), p = m$p.value, chi_corrected = unname(c$statistic), p_corrected = c$p.value, or = unname(m$estimate), or_lower = m$conf.int[1], or_upper = m$conf.int[2])
  if (id != "berkeley") {
    e <- mantelhaen.test(a, exact = TRUE)
    row$tight <- tight(u)
    row <- c(row, list(exact_p = e$p.value, exact_or = unname(e$estimate), exact_lower = e$conf.int[1], exact_upper = num(e$conf.int[2]),
      exact_less = mantelhaen.test(a, exact = TRUE, alternative = "less")$p.value, exact_greater = mantelhaen.test(a, exact = TRUE, alternative = "greater")$p.value))
  }
  # strata without information count for the risk difference: all are given
  for (k in c("OR", "RR", "RD")) {
    r <- rma.mh(ai = s[, 1], n1i = s[, 2], ci = s[, 3], n2i = s[, 4], measure = k, add = 0, to = "none", drop00 = FALSE, correct = FALSE, level = 95)
    row[[paste0("metafor_", tolower(k))]] <- c(as.numeric(r$beta), r$se, r$ci.lb, r$ci.ub)
  }
  out[[length(out) + 1]] <- row
}
write.csv(input, "input.csv", row.names = FALSE, quote = FALSE)
j <- toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE); writeLines(j, "expected.json"); writeLines(j)
cat(sessionInfo()$R.version$version.string, "\nmetafor", as.character(packageVersion("metafor")), "\njsonlite", as.character(packageVersion("jsonlite")), "\n")
