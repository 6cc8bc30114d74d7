# Nine subjects with follow-up: paired t, exact signed-rank by coin, exactRankTests and base R, and the interval made
# by inverting coin's exact test over all Walsh averages and the gaps between. Run here: Rscript make.R > raw.txt
suppressPackageStartupMessages({library(coin); library(exactRankTests)})
x <- read.csv("input.csv", stringsAsFactors = FALSE)
num <- function(x) ifelse(is.na(x), "null", sprintf("%.17g", x))
p_of <- function(d, rule) {
  d <- round(d, 9)
  if (all(d == 0)) return(1)
  as.numeric(pvalue(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = rule)))
}
invert <- function(d, rule, level) {
  o <- outer(d, d, "+") / 2
  w <- sort(unique(round(o[upper.tri(o, diag = TRUE)], 9)))
  m <- length(w)
  p_gap <- sapply(c(w[1] - 1, (w[-1] + w[-m]) / 2, w[m] + 1), function(t) p_of(d - t, rule))
  p_pt <- sapply(w, function(t) p_of(d - t, rule))
  p <- numeric(2 * m + 1); p[seq(1, 2 * m + 1, 2)] <- p_gap; p[seq(2, 2 * m, 2)] <- p_pt
  alpha <- 1 - level
  keep <- p > alpha + 1e-12
  first <- min(which(keep)); last <- max(which(keep))
  cat("p in the gap below, at the lower end, in the gap above it:", format(c(p_gap[first %/% 2], p_pt[first %/% 2], p_gap[first %/% 2 + 1]), digits = 10), "\n")
  list(lower = w[first %/% 2], upper = w[(last + 1) %/% 2], achieved = 1 - max(p_gap[p_gap <= alpha + 1e-12]), holes = any(!keep[first:last]))
}
rows <- c()
for (measure in unique(x$measure)) {
  k <- x[x$measure == measure, ]
  d <- round(k$after - k$before, 9)
  cat("\n=====", measure, "=====\n"); print(d)
  t <- t.test(k$after, k$before, paired = TRUE); print(t)
  s <- binom.test(sum(d > 0), sum(d != 0)); print(s)
  e <- suppressWarnings(wilcox.exact(d, exact = TRUE, conf.int = TRUE)); print(e)
  b <- suppressWarnings(wilcox.test(d, exact = TRUE, conf.int = TRUE)); print(b)
  o <- outer(d, d, "+") / 2
  out <- c()
  for (rule in c("Wilcoxon", "Pratt")) {
    print(wilcoxsign_test(d ~ rep(0, length(d)), distribution = "exact", zero.method = rule))
    cat(rule, "p", num(p_of(d, rule)), "\n")
    for (level in c(0.9, 0.95)) {
      i <- invert(d, rule, level)
      cat(rule, level, "inverted:", i$lower, i$upper, "achieved", num(i$achieved), if (i$holes) "holes", "\n")
      out <- c(out, sprintf('{"rule": "%s", "level": %s, "p": %s, "lower": %s, "upper": %s, "achieved": %s, "holes": %s}', rule, num(level), num(p_of(d, rule)), num(i$lower), num(i$upper), num(i$achieved), tolower(as.character(i$holes))))
    }
  }
  rows <- c(rows, sprintf(paste0('  {"measure": "%s", "mean": %s, "sd": %s, "t": %s, "df": %s, "p_t": %s, "lower_t": %s, "upper_t": %s, ',
    '"sign_p": %s, "positive": %d, "zeros": %d, "hl": %s, "exact_rank_tests": {"p": %s, "estimate": %s, "lower": %s, "upper": %s}, ',
    '"base": {"p": %s, "estimate": %s, "lower": %s, "upper": %s}, "signed_rank": [\n    %s\n  ]}'),
    measure, num(mean(d)), num(sd(d)), num(t$statistic), num(t$parameter), num(t$p.value), num(t$conf.int[1]), num(t$conf.int[2]),
    num(s$p.value), sum(d > 0), sum(d == 0), num(median(o[upper.tri(o, diag = TRUE)])), num(e$p.value), num(e$estimate), num(e$conf.int[1]), num(e$conf.int[2]),
    num(b$p.value), num(b$estimate), num(b$conf.int[1]), num(b$conf.int[2]), paste(out, collapse = ",\n    ")))
}
writeLines(c("[", paste(rows, collapse = ",\n"), "]"), "expected.json")
cat(sessionInfo()$R.version$version.string, "\n")
for (p in c("coin", "exactRankTests")) if (p %in% loadedNamespaces()) cat(p, as.character(packageVersion(p)), "\n")
